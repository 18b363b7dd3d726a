import { byId, html } from './dom.js';
import { ago, clock, sexText } from './format.js';
import { showTime } from './header.js';
import { ask, keepFresh } from './live.js';

/** @typedef {import('../show/routes.ts').WardAnswer} WardAnswer */
/** @typedef {import('../show/ward-view.ts').BedView} BedView */
/** @typedef {import('../show/ward-view.ts').LatestView} LatestView */
/** @typedef {import('../show/ward-view.ts').ArrivalView} ArrivalView */

const ARROWS = { up: '↗', down: '↘', level: '→', first: '' };
const COLUMNS = ['Bed', 'Patient', 'Potassium', 'Magnesium', 'Calcium', 'Given, 12 h', 'Cards'];
const CARD_WORDS = { critical: 'critical', warning: 'warning', info: 'note' };

/** Shows the ward and keeps it fresh. */
export function openWardPage() {
  const body = html('tbody');
  const arrivals = html('ol', { class: 'arrivals' });
  const table = html(
    'table',
    { class: 'ward' },
    html('caption', { class: 'unseen' }, 'The beds of the ward with the latest results, doses and cards'),
    html('thead', {}, html('tr', {}, ...COLUMNS.map((name) => html('th', { scope: 'col' }, name)))),
    body,
  );
  const legend = html(
    'p',
    { class: 'legend muted' },
    html('span', { class: 'value is-low' }, '2.9'),
    ' low   ',
    html('span', { class: 'value is-high' }, '5.6'),
    ' high   arrows: change since the result before   “not measured”: nobody asked for it',
  );
  byId('content').replaceChildren(
    html(
      'div',
      { class: 'ward-page' },
      html('section', { 'aria-label': 'Beds' }, table, legend),
      html(
        'aside',
        { 'aria-label': 'Cards from Magwatch' },
        html('h2', {}, 'Cards from Magwatch'),
        html(
          'p',
          { class: 'muted' },
          'As they arrive by webhook, the newest first. Open a bed to see the whole chart.',
        ),
        arrivals,
      ),
    ),
  );
  /** @type {ReadonlyMap<number, number>} */
  let before = new Map();
  keepFresh({
    concerns: () => true,
    refresh: async () => {
      const answer = /** @type {WardAnswer} */ (await ask('/api/ward'));
      showTime(answer);
      const focused = document.activeElement?.closest('tr')?.dataset['bed'];
      body.replaceChildren(...answer.beds.map((bed) => renderBed(bed, (before.get(bed.bed) ?? bed.cards) < bed.cards)));
      focusBed(body, focused);
      arrivals.replaceChildren(...renderArrivals(answer));
      before = new Map(answer.beds.map((bed) => [bed.bed, bed.cards]));
    },
  });
}

/** @param {BedView} bed @param {boolean} isNew */
function renderBed({ bed, patient, latest, giving, cards, worst }, isNew) {
  const number = html('th', { scope: 'row', class: 'bed' }, String(bed));
  if (!patient)
    return html(
      'tr',
      { class: 'is-empty', 'data-bed': bed },
      number,
      html('td', { colspan: 6 }, 'empty, being cleaned'),
    );
  const name = html('a', { href: `/patients/${encodeURIComponent(patient.id)}` }, patient.name);
  const person = html('span', { class: 'muted person' }, `${patient.age}, ${sexText(patient.sex)} · ${patient.reason}`);
  const badge = worst
    ? html('span', { class: `tag tag-${worst}` }, cards === 1 ? CARD_WORDS[worst] : `${cards} · ${CARD_WORDS[worst]}`)
    : undefined;
  return html(
    'tr',
    { class: `${worst ? `has-${worst}` : ''}${isNew ? ' is-new' : ''}`, 'data-bed': bed },
    number,
    html('td', { class: 'who', title: `${patient.name}, ${person.textContent ?? ''}` }, name, person),
    html('td', {}, renderLatest(latest.k)),
    html('td', {}, renderLatest(latest.mg)),
    html('td', {}, renderLatest(latest.ca)),
    html('td', { class: 'giving' }, ...giving.map((words) => html('span', {}, words))),
    html('td', { class: 'cards' }, badge),
  );
}

/** @param {LatestView | undefined} latest */
function renderLatest(latest) {
  if (!latest) return html('span', { class: 'faint' }, 'not measured');
  const { value, unit, flag, trend, label } = latest;
  const words = flag === 'normal' ? '' : `, ${flag}`;
  return html(
    'span',
    { title: `${label} ${value} ${unit}${words}` },
    html('span', { class: `value is-${flag}` }, value),
    html('span', { class: 'unit' }, label === 'Ca ionized' ? `${unit} ion.` : unit),
    html('span', { class: 'arrow', 'aria-label': trend }, ARROWS[trend]),
    flag === 'normal' ? undefined : html('span', { class: 'unseen' }, flag),
  );
}

/** @param {WardAnswer} answer */
function renderArrivals({ arrivals, now }) {
  if (arrivals.length === 0) return [html('li', { class: 'muted' }, 'None yet. They come with the next results.')];
  return arrivals.map((arrival) => renderArrival(arrival, now));
}

/** @param {ArrivalView} arrival @param {number} now */
function renderArrival({ patient, name, bed, indicator, summary, state, withdrawn, at }, now) {
  const gone = withdrawn ?? 'withdrawn';
  const mark = state === 'withdrawn' ? gone : state === 'in-progress' ? 'being acted on' : CARD_WORDS[indicator];
  const kind = state === 'live' ? indicator : 'plain';
  return html(
    'li',
    { class: `arrival arrival-${kind}${state === 'withdrawn' ? ' is-gone' : ''}` },
    html(
      'p',
      { class: 'arrival-head' },
      html('a', { href: `/patients/${encodeURIComponent(patient)}` }, `Bed ${bed} · ${name}`),
      html('span', { class: 'muted', title: clock(at) }, ago(at, now)),
    ),
    html('p', {}, summary),
    html('p', {}, html('span', { class: `tag tag-${kind}` }, mark)),
  );
}

/**
 * The rows are built anew: who was on one with the keyboard stays there.
 * @param {HTMLElement} body
 * @param {string | undefined} bed
 */
function focusBed(body, bed) {
  if (bed === undefined) return;
  const link = body.querySelector(`tr[data-bed="${CSS.escape(bed)}"] a`);
  if (link instanceof HTMLElement) link.focus();
}
