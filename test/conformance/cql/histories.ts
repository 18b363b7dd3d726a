import { addDose, addOrder, addResult, type GivenResult } from './resources.ts';
import type { Ward } from './ward.ts';

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** An analyte in one of its units: code, unit, smallest step, and values at which something changes. */
interface Scale {
  readonly code: string;
  readonly unit: string;
  readonly digits: number;
  readonly edges: readonly [number, ...number[]];
  readonly range: readonly [low: number, high: number];
}

const MAGNESIUM: readonly [Scale, ...Scale[]] = [
  { code: '19123-9', unit: 'mg/dL', digits: 1, edges: [1.0, 1.2, 1.7, 1.7, 2.1, 2.6], range: [0.6, 2.9] },
  { code: '2601-3', unit: 'mmol/L', digits: 2, edges: [0.4, 0.5, 0.7, 0.7, 0.85, 1.1], range: [0.25, 1.2] },
  { code: '2601-3', unit: 'meq/L', digits: 1, edges: [0.8, 1.0, 1.4, 1.4, 1.7, 2.2], range: [0.5, 2.4] },
  { code: '19123-9', unit: 'mg/L', digits: 0, edges: [10, 12, 17, 21, 26], range: [6, 29] },
  { code: '2601-3', unit: 'umol/L', digits: 0, edges: [400, 500, 700, 850, 1100], range: [250, 1200] },
  // Codes that contradict their units.
  { code: '19123-9', unit: 'mmol/L', digits: 2, edges: [0.4, 0.5, 0.7], range: [0.25, 1.2] },
  { code: '2601-3', unit: 'mg/dL', digits: 1, edges: [1.0, 1.2, 1.7], range: [0.6, 2.9] },
];
const IONIZED_MAGNESIUM: readonly [Scale, ...Scale[]] = [
  { code: '73572-0', unit: 'mmol/L', digits: 2, edges: [0.45], range: [0.25, 0.6] },
  { code: '32698-3', unit: 'mg/dL', digits: 1, edges: [1.1], range: [0.6, 1.5] },
];
const CALCIUM: readonly [Scale, ...Scale[]] = [
  { code: '17861-6', unit: 'mg/dL', digits: 1, edges: [6.6, 7.6, 8.4], range: [6.0, 9.5] },
  { code: '2000-8', unit: 'mmol/L', digits: 2, edges: [1.65, 1.9, 2.1], range: [1.5, 2.4] },
];
const IONIZED_CALCIUM: readonly [Scale, ...Scale[]] = [
  { code: '1994-3', unit: 'mmol/L', digits: 2, edges: [0.8, 1.0, 1.12], range: [0.7, 1.3] },
  { code: '38230-9', unit: 'mg/dL', digits: 1, edges: [3.2, 4.0, 4.5], range: [3.0, 5.2] },
];
const ALBUMIN: readonly [Scale, ...Scale[]] = [
  { code: '1751-7', unit: 'g/dL', digits: 1, edges: [3.5, 4.0], range: [1.8, 4.6] },
  { code: '1751-7', unit: 'g/L', digits: 0, edges: [35, 40], range: [18, 46] },
];
const QTC: readonly [Scale, ...Scale[]] = [
  { code: '8636-3', unit: 'ms', digits: 0, edges: [470, 480, 500], range: [400, 540] },
  { code: '76634-5', unit: 's', digits: 3, edges: [0.47, 0.48, 0.5], range: [0.4, 0.54] },
];
const PTH: readonly [Scale, ...Scale[]] = [
  { code: '2731-8', unit: 'pg/mL', digits: 0, edges: [65], range: [5, 140] },
  { code: '14866-8', unit: 'pmol/L', digits: 1, edges: [6.9], range: [0.5, 15] },
];
const DIGOXIN: readonly [Scale, ...Scale[]] = [
  { code: '10535-3', unit: 'ng/mL', digits: 1, edges: [2.0], range: [0.4, 3.0] },
  { code: '14698-5', unit: 'nmol/L', digits: 1, edges: [2.6], range: [0.5, 4.0] },
];

/** Half of the values lie on an edge or one step beside it. */
function valueOn({ draw }: Ward, { digits, edges, range: [low, high] }: Scale): number {
  const step = 10 ** -digits;
  if (draw.isTrue(0.5)) return round(draw.pick(edges) + draw.whole(-1, 1) * step, digits);
  return round(low + (draw.whole(0, 1000) / 1000) * (high - low), digits);
}

/** A result; one in twelve is one that must not count. */
function addOne(ward: Ward, scale: Scale, ago: number, more: Partial<GivenResult> = {}): void {
  const { draw, chart } = ward;
  const sound = { code: scale.code, unit: scale.unit, value: valueOn(ward, scale), ago, ...more };
  const kind = draw.isTrue(1 / 12) ? draw.pick(['preliminary', 'unit', 'later', 'implausible', 'withdrawn']) : 'sound';
  if (kind === 'preliminary') addResult(chart, { ...sound, status: 'preliminary' });
  else if (kind === 'withdrawn') addResult(chart, { ...sound, status: 'entered-in-error' });
  else if (kind === 'unit') addResult(chart, { ...sound, unit: 'furlong' });
  else if (kind === 'later') addResult(chart, { ...sound, issuedAgo: -draw.whole(1, 90) });
  else if (kind === 'implausible') addResult(chart, { ...sound, value: sound.value * 10_000 });
  else addResult(chart, { ...sound, ...(draw.isTrue(0.3) && { issuedAgo: draw.whole(0, ago) }) });
}

/** For most the part of the scale that is low, or hardly not. */
function aimLow({ draw, theme }: Ward, scale: Scale): Scale {
  const [severe, moderate = severe, low = moderate] = scale.edges;
  if (draw.isTrue(theme === 'refractory' ? 0.1 : 1 / 3)) return scale;
  return { ...scale, edges: [severe, moderate, low], range: [scale.range[0], low] };
}

/** None, ionized only, or one to three of the total magnesium, most of them low. */
export function addMagnesium(ward: Ward): void {
  const { draw, moment, isInpatient } = ward;
  const farthest = isInpatient ? 80 : 760;
  if (draw.isTrue(0.06)) return;
  if (draw.isTrue(0.07)) return addOne(ward, draw.pick(IONIZED_MAGNESIUM), moment(0, farthest));
  const scale = aimLow(
    ward,
    draw.isTrue(0.85) ? draw.pick([MAGNESIUM[0], MAGNESIUM[1] ?? MAGNESIUM[0]]) : draw.pick(MAGNESIUM),
  );
  for (let count = draw.whole(1, 3); count > 0; count -= 1)
    addOne(ward, scale, moment(0, farthest), { comparator: draw.isTrue(0.04) ? '<' : undefined });
  if (draw.isTrue(0.45)) addOne(ward, draw.pick(ALBUMIN), moment(0, isInpatient ? 140 : 760));
}

/** Doses around 8 mEq, infusions that make a level early, and orders, some of them over. */
export function addMagnesiumTreatment(ward: Ward): void {
  const { draw, chart, moment, urineAgo, isInpatient } = ward;
  // What is given after a urine and before the level that pairs with it is not judged by the text of rule 11; nor is an order at home.
  const from = urineAgo === undefined ? 0 : Math.ceil(urineAgo / 60) + 1;
  for (let count = draw.whole(0, 3); count > 0; count -= 1) {
    const status = draw.isTrue(0.12) ? draw.pick(['not-done', 'entered-in-error']) : 'completed';
    const given = { endAgo: moment(from, from + 76), status };
    const kind = draw.pick(['grams', 'grams', 'meq', 'mmol', 'oral']);
    if (kind === 'grams')
      addDose(chart, {
        ...given,
        rxnorm: '6585',
        value: draw.pick([0.5, 1, 2, 4]),
        unit: 'g',
        route: 'intravenous',
        minutes: draw.pick([60, 120, 240]),
      });
    if (kind === 'meq')
      addDose(chart, {
        ...given,
        rxnorm: '6585',
        value: draw.pick([4, 7.9, 8, 16]),
        unit: 'meq',
        route: 'intravenous',
        minutes: 60,
      });
    if (kind === 'mmol')
      addDose(chart, {
        ...given,
        rxnorm: '6585',
        value: draw.pick([2, 4, 8]),
        unit: 'mmol',
        route: 'intravenous',
        minutes: 120,
      });
    if (kind === 'oral')
      addDose(chart, { ...given, rxnorm: '6582', value: draw.pick([400, 800]), unit: 'mg', route: 'oral' });
  }
  if (!draw.isTrue(0.5) || (urineAgo !== undefined && !isInpatient)) return;
  const authoredAgo = moment(0, 40);
  addOrder(chart, {
    ...draw.pick([
      { rxnorm: '6585', value: 2, unit: 'g', route: 'intravenous' } as const,
      { rxnorm: '6582', value: 400, unit: 'mg', route: 'oral' } as const,
    ]),
    authoredAgo,
    timesPerDay: 2,
    ...draw.pick([
      { status: 'active' },
      { status: 'active', untilAgo: -draw.whole(1, 3000) },
      { status: 'active', untilAgo: draw.whole(0, authoredAgo) },
      { status: 'completed', untilAgo: draw.whole(0, authoredAgo) },
      { status: 'completed' },
      { status: 'stopped' },
      { status: 'draft' },
      { status: 'cancelled' },
    ]),
  });
}

/** A single potassium, a few of any height, or a run that answers to its doses about half as well as it should. */
export function addPotassium(ward: Ward): void {
  const { draw, isInpatient } = ward;
  if (draw.isTrue(ward.theme === 'refractory' ? 0.95 : 0.2))
    return isInpatient ? addRunWithDoses(ward) : addRunOnOrder(ward);
  for (let count = draw.whole(1, 3); count > 0; count -= 1)
    addPotassiumAt(ward, ward.moment(0, isInpatient ? 52 : 760), draw.pick([2.4, 2.5, 2.9, 3.0, 3.4, 3.5, 3.6, 4.2]));
}

const addPotassiumAt = (ward: Ward, ago: number, value: number): void =>
  addOne(
    ward,
    { code: '2823-3', unit: ward.draw.pick(['mmol/L', 'meq/L']), digits: 1, edges: [value], range: [value, value] },
    ago,
    { value },
  );

function addRunWithDoses(ward: Ward): void {
  const { draw, chart, moment } = ward;
  const latest = draw.whole(0, 600);
  const span = draw.pick([359, 360, 361, draw.whole(400, 1600), draw.whole(400, 1600), draw.whole(2000, 2900)]);
  const first = round(2.2 + draw.whole(0, 12) / 10, 1);
  const doses = draw.pick([1, 2, 3, 4, 5, 6]);
  const [value, unit, mEq] = draw.pick<readonly [number, string, number]>([
    [20, 'meq', 20],
    [40, 'meq', 40],
    [40, 'meq', 40],
    [30, 'mmol', 30],
    [1.5, 'g', 20.115],
    [10, 'meq', 10],
  ]);
  for (let count = doses; count > 0; count -= 1)
    addDose(chart, {
      rxnorm: '8591',
      value,
      unit,
      route: draw.pick(['intravenous', 'oral']),
      endAgo: latest + (draw.isTrue(0.2) ? draw.pick([59, 60, span, span + 1]) : draw.whole(60, span)),
      ...(draw.isTrue(0.08) && { status: 'not-done' }),
    });
  const half = 0.5 * Math.min(0.01 * doses * mEq, 4 - first);
  addPotassiumAt(ward, latest + span, first);
  addPotassiumAt(ward, latest, round(first + half + draw.whole(-4, 1) / 10, 1));
  if (draw.isTrue(0.4))
    addPotassiumAt(ward, latest + draw.whole(1, span - 1), round(first + draw.whole(-2, 4) / 10, 1));
  if (draw.isTrue(0.2)) addPotassiumAt(ward, moment(30, 60), draw.pick([2.9, 3.3, 3.6, 4.0]));
}

function addRunOnOrder(ward: Ward): void {
  const { draw, chart } = ward;
  const latest = draw.pick([draw.whole(0, 336), draw.whole(0, 336), draw.whole(300, 600)]) * 60 + draw.whole(0, 59);
  const span = draw.pick([167, 168, 169, 400, 900]) * 60 + draw.whole(-1, 1);
  addPotassiumAt(ward, latest, draw.pick([2.4, 2.9, 3.1, 3.4, 3.5]));
  addPotassiumAt(ward, latest + span, draw.pick([2.9, 3.2, 3.4, 3.5]));
  if (draw.isTrue(0.3)) addPotassiumAt(ward, latest + draw.whole(60, span - 1), draw.pick([3.0, 3.4, 3.5, 3.9]));
  if (draw.isTrue(0.85))
    addOrder(chart, {
      rxnorm: '8591',
      value: draw.pick([10, 20, 20, 20, 40]),
      unit: 'meq',
      route: draw.isTrue(0.9) ? 'oral' : 'intravenous',
      authoredAgo:
        latest + draw.pick([168 * 60 - 1, 168 * 60, draw.whole(168 * 60, 60_000), draw.whole(168 * 60, 60_000)]),
      status: draw.isTrue(0.9) ? 'active' : 'completed',
      timesPerDay: draw.pick([1, 2, 2, 3]),
    });
}

/** Ionized or total calcium, with or without albumin, PTH and calcium that was given. */
export function addCalcium(ward: Ward): void {
  const { draw, chart, moment, isInpatient } = ward;
  const farthest = isInpatient ? 52 : 740;
  if (draw.isTrue(0.75)) addOne(ward, draw.pick(CALCIUM), moment(0, farthest));
  if (draw.isTrue(0.3)) addOne(ward, draw.pick(CALCIUM), moment(0, farthest));
  if (draw.isTrue(0.3)) addOne(ward, draw.pick(IONIZED_CALCIUM), moment(0, farthest));
  if (draw.isTrue(0.65)) addOne(ward, draw.pick(ALBUMIN), moment(0, isInpatient ? 130 : 760));
  if (draw.isTrue(0.4)) {
    const pth = draw.pick(PTH);
    addOne(ward, pth, moment(0, 340), { upperLimit: draw.isTrue(0.5) ? round(pth.edges[0] * 1.2, 0) : undefined });
  }
  for (let count = draw.isTrue(0.3) ? draw.whole(1, 2) : 0; count > 0; count -= 1)
    addDose(chart, {
      ...draw.pick([
        { rxnorm: '1908', value: draw.pick([1, 2, 3]), unit: 'g' },
        { rxnorm: '1901', value: 1, unit: 'g' },
      ]),
      route: draw.isTrue(0.85) ? 'intravenous' : 'oral',
      endAgo: moment(0, 100),
    });
}

/**
 * Urine magnesium and creatinine of one specimen, and a kidney to judge them by. Its latest values are near the urine: which of
 * several counts when only an older or a newer one is reduced is not said by the text.
 */
export function addUrine(ward: Ward, ago: number): void {
  const { draw, chart, isInpatient } = ward;
  const specimen = draw.isTrue(0.5) ? `Specimen/${chart.patient}-urine` : undefined;
  const [code, unit, factor] = draw.pick([
    ['2598-1', 'mmol/L', 1],
    ['19124-7', 'mg/dL', 2.4305],
  ] as const);
  addResult(chart, { code, unit, value: round((draw.whole(2, 60) / 20) * factor, 2), ago, specimen });
  if (draw.isTrue(0.92)) addUrineCreatinine(ward, ago, specimen);
  const near = Math.max(0, ago + draw.whole(-24, 24) * 60);
  if (draw.isTrue(0.9)) addCreatinine(ward, near);
  // The week before the latest creatinine is not read beyond the look-back of 168 h of a stay.
  const earlier = near + draw.pick(isInpatient ? [49, 60, 90] : [49, 100, 167, 168, 169, 180]) * 60;
  if (draw.isTrue(0.4)) addCreatinine(ward, earlier);
  if (draw.isTrue(0.5)) {
    const value = draw.pick([35, 59, 59.9, 60, 61, 75, 90, 104]);
    addResult(chart, {
      code: '98979-8',
      unit: 'mL/min/{1.73_m2}',
      value,
      ago: Math.max(0, ago + draw.whole(-24, 24) * 60),
    });
  }
}

function addUrineCreatinine({ draw, chart }: Ward, ago: number, specimen: string | undefined): void {
  const [code, unit, factor] = draw.pick([
    ['14683-7', 'mmol/L', 1],
    ['2161-8', 'mg/dL', 11.312],
  ] as const);
  const isNearLimit = Math.abs(ago - 72 * 60) < 10;
  const apart = isNearLimit ? 0 : draw.pick([0, 0, 0, 3, 5, 6]);
  const value = round((draw.whole(20, 150) / 10) * factor, 1);
  const drawn = specimen && (draw.isTrue(0.1) ? `${specimen}-other` : specimen);
  addResult(chart, { code, unit, value, ago: ago + apart, specimen: drawn });
}

function addCreatinine({ draw, chart }: Ward, ago: number): void {
  const [code, unit, value] = draw.pick([
    ['14682-9', 'umol/L', draw.pick([50, 62, 75, 90, 110, 124, 150])],
    ['2160-0', 'mg/dL', draw.pick([0.6, 0.7, 0.9, 1.0, 1.2, 1.4, 1.8])],
  ] as const);
  addResult(chart, { code, unit, value, ago });
}

/** A glycoside given or ordered, around its 48 h, with or without a level. */
export function addDigoxin(ward: Ward): void {
  const { draw, chart, moment } = ward;
  const rxnorm = draw.pick(['3407', '3407', '3407', '3403']);
  if (draw.isTrue(0.6)) addDose(chart, { rxnorm, value: 0.125, unit: 'mg', route: 'oral', endAgo: moment(0, 54) });
  if (draw.isTrue(0.5)) {
    const authoredAgo = moment(1, 600);
    const untilAgo = draw.isTrue(0.4)
      ? draw.pick([-1, 0, 1, draw.whole(0, authoredAgo), -draw.whole(1, 9000)])
      : undefined;
    const status = draw.pick(['active', 'active', 'active', 'completed', 'stopped', 'draft']);
    // A stopped order with an end still to come is told apart by nothing that an export says.
    addOrder(chart, {
      rxnorm,
      value: 0.125,
      unit: 'mg',
      route: 'oral',
      authoredAgo,
      timesPerDay: 1,
      status,
      untilAgo: status === 'active' ? untilAgo : untilAgo && Math.abs(untilAgo),
    });
  }
  if (draw.isTrue(0.3)) addOne(ward, draw.pick(DIGOXIN), moment(0, 175));
}

/** QTc and drugs that prolong it. */
export function addRhythm(ward: Ward): void {
  const { draw, chart, moment, isInpatient } = ward;
  if (draw.isTrue(0.35)) addOne(ward, draw.pick(QTC), moment(0, isInpatient ? 52 : 2200));
  if (draw.isTrue(0.1))
    addDose(chart, {
      rxnorm: draw.pick(['703', '9947', '5093']),
      value: 200,
      unit: 'mg',
      route: 'oral',
      endAgo: moment(0, 27),
    });
  if (draw.isTrue(0.05))
    addOrder(chart, {
      rxnorm: '703',
      value: 200,
      unit: 'mg',
      route: 'oral',
      authoredAgo: moment(0, 400),
      timesPerDay: 1,
      status: draw.pick(['active', 'stopped']),
    });
}
