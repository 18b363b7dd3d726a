import { html, svg } from './dom.js';
import { clock, dayAndClock } from './format.js';

/** @typedef {import('../show/routes.ts').ChartAnswer} ChartAnswer */
/** @typedef {import('../show/chart-view.ts').ResultView} ResultView */
/** @typedef {import('../show/chart-view.ts').DoseView} DoseView */

const WIDTH = 860;
const LEFT = 100;
const RIGHT = 44;
const LANE = 118;
const STRIP = 30;
const GAP = 16;
const HOUR_MS = 3_600_000;
const MIN_SPAN_H = 12;

const LANES = /** @type {const} */ ([
  { title: 'Potassium', tests: ['potassium'], element: 'potassium', given: 'K given' },
  { title: 'Magnesium', tests: ['magnesium'], element: 'magnesium', given: 'Mg given' },
  { title: 'Calcium', tests: ['ionizedCalcium', 'calcium'], element: 'calcium', given: 'Ca given' },
]);

/**
 * Potassium, magnesium and calcium over the stay, each above the doses of it, on one time axis.
 * @param {ChartAnswer} answer
 */
export function drawPlot({ patient, results, doses, now, discharged }) {
  const end = Math.max(discharged ?? now, patient.admitted + MIN_SPAN_H * HOUR_MS);
  /** @param {number} at */
  const x = (at) => LEFT + ((at - patient.admitted) / (end - patient.admitted)) * (WIDTH - LEFT - RIGHT);
  const height = LANES.length * (LANE + STRIP + GAP) + 30;
  const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', class: 'picture' });
  picture.append(svg('title', {}, `Potassium, magnesium and calcium of ${patient.name} since admission`));
  picture.append(...drawHours(patient.admitted, end, x, height));
  LANES.forEach((lane, index) => {
    const top = index * (LANE + STRIP + GAP) + 6;
    const test = lane.tests.find((name) => results.some((result) => result.test === name)) ?? lane.tests[0];
    const own = results.filter((result) => result.test === test);
    picture.append(drawLane(lane.title, own, { top, x }));
    const given = doses.filter((dose) => dose.element === lane.element);
    picture.append(drawDoses(lane, given, { top: top + LANE, x }));
  });
  if (discharged === undefined) {
    picture.append(svg('line', { x1: x(now), x2: x(now), y1: 0, y2: height - 26, class: 'now' }));
  }
  return html('div', { class: 'picture-frame' }, picture);
}

/**
 * @param {number} start
 * @param {number} end
 * @param {(at: number) => number} x
 * @param {number} height
 */
function drawHours(start, end, x, height) {
  const step = end - start > 40 * HOUR_MS ? 12 : 6;
  /** @type {SVGElement[]} */
  const marks = [];
  for (let at = Math.ceil(start / (step * HOUR_MS)) * step * HOUR_MS; at < end; at += step * HOUR_MS) {
    const isMidnight = new Date(at).getUTCHours() === 0;
    marks.push(svg('line', { x1: x(at), x2: x(at), y1: 0, y2: height - 26, class: isMidnight ? 'midnight' : 'hour' }));
    const words = isMidnight ? dayAndClock(at).slice(0, 3) : clock(at);
    marks.push(
      svg(
        'text',
        { x: x(at), y: height - 8, class: `axis${isMidnight ? ' is-day' : ''}`, 'text-anchor': 'middle' },
        words,
      ),
    );
  }
  return marks;
}

/**
 * @param {string} title
 * @param {readonly ResultView[]} results
 * @param {{ top: number, x: (at: number) => number }} place
 */
function drawLane(title, results, { top, x }) {
  const group = svg('g');
  const last = results.at(-1);
  group.append(svg('rect', { x: LEFT, y: top, width: WIDTH - LEFT - RIGHT, height: LANE, class: 'lane' }));
  group.append(svg('text', { x: 0, y: top + 18, class: 'lane-title' }, title));
  if (!last) {
    group.append(svg('text', { x: LEFT + 14, y: top + LANE / 2 + 4, class: 'lane-empty' }, 'not measured'));
    return group;
  }
  group.append(
    svg(
      'text',
      { x: 0, y: top + 34, class: 'lane-unit' },
      last.label === 'Ca ionized' ? `${last.unit}, ionized` : last.unit,
    ),
  );
  const y = scale(results, last, top);
  const digits = last.text.split('.')[1]?.length ?? 0;
  group.append(
    svg('rect', {
      x: LEFT,
      y: y(last.high),
      width: WIDTH - LEFT - RIGHT,
      height: y(last.low) - y(last.high),
      class: 'reference',
    }),
  );
  for (const limit of [last.low, last.high]) {
    group.append(svg('text', { x: WIDTH - RIGHT + 7, y: y(limit) + 4, class: 'limit' }, limit.toFixed(digits)));
  }
  const valid = results.filter((result) => result.status !== 'entered-in-error');
  const path = valid.map((result) => `${x(result.at).toFixed(1)},${y(result.value).toFixed(1)}`).join(' ');
  group.append(svg('polyline', { points: path, class: 'series' }));
  let labelledTo = -Infinity;
  for (const result of results) {
    const at = x(result.at);
    const isNoted = result.flag !== 'normal' || result === last || result.before !== undefined;
    const hasRoom = at - labelledTo > 26;
    group.append(drawPoint(result, { x: at, y: y(result.value), isLabelled: isNoted && hasRoom, top }));
    if (isNoted && hasRoom) labelledTo = at;
  }
  return group;
}

/**
 * From value to height: the reference range and every value fit, with air above and below.
 * @param {readonly ResultView[]} results
 * @param {ResultView} last
 * @param {number} top
 */
function scale(results, last, top) {
  const values = [...results.map((result) => result.value), last.low, last.high];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = (high - low) * 0.16;
  /** @param {number} value */
  return (value) => top + LANE - ((value - low + air) / (high - low + 2 * air)) * LANE;
}

/**
 * @param {ResultView} result
 * @param {{ x: number, y: number, isLabelled: boolean, top: number }} place
 */
function drawPoint({ status, flag, text, unit, label, at, before }, { x, y, isLabelled, top }) {
  const isStruck = status === 'entered-in-error';
  const kind = isStruck ? 'is-struck' : `is-${flag}`;
  const words = isStruck ? `${text} struck out` : before === undefined ? text : `${text} (was ${before})`;
  const labelY = y - 10 < top + 10 ? y + 18 : y - 9;
  return svg(
    'g',
    { class: `point ${kind}` },
    svg('title', {}, `${label} ${words} ${unit}, ${dayAndClock(at)}, ${status}`),
    svg('circle', { cx: x, cy: y, r: 4 }),
    isLabelled || isStruck ? svg('text', { x, y: labelY, 'text-anchor': 'middle' }, words) : undefined,
  );
}

/**
 * @param {(typeof LANES)[number]} lane
 * @param {readonly DoseView[]} doses
 * @param {{ top: number, x: (at: number) => number }} place
 */
function drawDoses({ given, element }, doses, { top, x }) {
  const group = svg('g', { class: `doses doses-${element}` });
  group.append(svg('text', { x: 0, y: top + 20, class: 'lane-unit' }, given));
  group.append(svg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: top + STRIP, y2: top + STRIP, class: 'floor' }));
  for (const dose of doses) {
    const from = x(dose.start);
    const width = Math.max(5, x(dose.end) - from);
    const words = `${dose.amount} ${dose.unit}`;
    group.append(
      svg(
        'g',
        {},
        svg('title', {}, `${dose.drug}, ${words}, ${dayAndClock(dose.start)}${dose.isRunning ? ', running' : ''}`),
        svg('rect', {
          x: from,
          y: top + 19,
          width,
          height: 10,
          rx: 2,
          class: dose.isRunning ? 'dose is-running' : 'dose',
        }),
        svg('text', { x: from + width / 2, y: top + 15, 'text-anchor': 'middle', class: 'dose-text' }, words),
      ),
    );
  }
  return group;
}
