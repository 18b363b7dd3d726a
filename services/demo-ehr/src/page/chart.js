import { renderCard, renderHeldCard } from './card.js';
import { byId, html } from './dom.js';
import { clock, dayAndClock, sexText } from './format.js';
import { showTime } from './header.js';
import { ask, keepFresh } from './live.js';
import { drawPlot } from './plot.js';

/** @typedef {import('../show/routes.ts').ChartAnswer} ChartAnswer */
/** @typedef {import('../cards/open-chart.ts').ChartAdvice} ChartAdvice */

const DOSES_SHOWN = 14;

/**
 * Shows one patient's chart and keeps it fresh; opening it asks the CDS Hooks service once.
 * @param {string} id
 */
export function openChartPage(id) {
  const parts = {
    head: html('div', { class: 'chart-head' }),
    plot: html('div', { class: 'plot' }),
    tables: html('div', { class: 'chart-tables' }),
    asked: html('div', { class: 'card-list', 'aria-live': 'polite' }),
    received: html('div', { class: 'card-list', 'aria-live': 'polite' }),
  };
  const again = html('button', { type: 'button', class: 'button' }, 'Ask again');
  const note = html('p', { class: 'muted' }, 'Asking …');
  byId('content').replaceChildren(
    html('p', { class: 'back' }, html('a', { href: '/' }, '← All beds')),
    parts.head,
    html(
      'div',
      { class: 'chart-page' },
      html('section', { 'aria-label': 'Results and doses' }, parts.plot, parts.tables),
      html(
        'aside',
        { 'aria-label': 'Cards' },
        html('h2', {}, 'Returned on opening', html('span', { class: 'tag tag-way' }, 'CDS Hooks patient-view')),
        html('div', { class: 'row' }, note, again),
        parts.asked,
        html('h2', {}, 'Sent by Magwatch', html('span', { class: 'tag tag-way' }, 'signed webhook')),
        parts.received,
      ),
    ),
  );

  const open = async () => {
    again.disabled = true;
    const advice = /** @type {ChartAdvice | undefined} */ (
      await ask(`/api/patients/${encodeURIComponent(id)}/open`, { method: 'POST' })
    );
    again.disabled = false;
    showAdvice(advice ?? { state: 'unavailable' }, parts.asked, note);
  };
  again.addEventListener('click', () => void open());
  keepFresh({
    concerns: (patients) => patients.includes(id),
    refresh: async () => {
      const answer = /** @type {ChartAnswer | undefined} */ (await ask(`/api/patients/${encodeURIComponent(id)}`));
      if (!answer) {
        byId('content').replaceChildren(
          html('p', {}, 'There is no such patient here. ', html('a', { href: '/' }, 'All beds')),
        );
        return;
      }
      showTime(answer);
      showChart(answer, parts);
    },
  });
  void open();
}

/**
 * @param {ChartAdvice} advice
 * @param {HTMLElement} place
 * @param {HTMLElement} note
 */
function showAdvice(advice, place, note) {
  if (advice.state === 'unavailable') {
    note.textContent = 'The advice service did not answer.';
    place.replaceChildren();
    return;
  }
  const { cards } = advice;
  note.textContent =
    cards.length === 0
      ? 'Answered: nothing to say about this patient.'
      : `Answered with ${cards.length === 1 ? 'one card' : `${cards.length} cards`}.`;
  place.replaceChildren(
    ...cards.map((card, index) => renderCard(card, { way: 'returned on opening', isOpen: index === 0 })),
  );
}

/**
 * @param {ChartAnswer} answer
 * @param {{ head: HTMLElement, plot: HTMLElement, tables: HTMLElement, received: HTMLElement }} parts
 */
function showChart(answer, { head, plot, tables, received }) {
  const { patient, discharged, story } = answer;
  document.title = `${patient.name} · Magnolia ward`;
  const where = discharged === undefined ? `bed ${patient.bed}` : `discharged ${dayAndClock(discharged)}`;
  head.replaceChildren(
    html(
      'div',
      {},
      html('h1', {}, patient.name),
      html(
        'p',
        {},
        `${patient.age} years, ${sexText(patient.sex)} · ${patient.reason} · ${where} · admitted ${dayAndClock(patient.admitted)}`,
      ),
    ),
    html('p', { class: 'story' }, html('span', { class: 'card-label' }, 'What the simulation plays here'), story),
  );
  plot.replaceChildren(drawPlot(answer));
  tables.replaceChildren(renderDoses(answer), renderOrders(answer));
  // A card that the reader has opened or closed stays so.
  const state = new Map([...received.querySelectorAll('details')].map((details, index) => [index, details.open]));
  const cards = answer.received;
  received.replaceChildren(
    ...(cards.length === 0
      ? [html('p', { class: 'muted' }, 'No card has been sent for this patient.')]
      : cards.map((held, index) => renderHeldCard(held, state.get(index) ?? false))),
  );
}

/** @param {ChartAnswer} answer */
function renderDoses({ doses }) {
  const rows = [...doses].reverse().slice(0, DOSES_SHOWN);
  return html(
    'section',
    {},
    html('h2', {}, 'Given'),
    html(
      'table',
      { class: 'list' },
      html(
        'tbody',
        {},
        ...rows.map(({ drug, amount, unit, route, start, end, isRunning, element }) =>
          html(
            'tr',
            {},
            html('td', { class: 'when' }, dayAndClock(start)),
            html('td', {}, html('span', { class: `dot dot-${element}` }), drug),
            html('td', { class: 'much' }, `${amount} ${unit} ${route}`),
            html('td', { class: 'muted' }, isRunning ? 'running' : end > start ? `until ${clock(end)}` : ''),
          ),
        ),
      ),
    ),
  );
}

/** @param {ChartAnswer} answer */
function renderOrders({ orders }) {
  return html(
    'section',
    {},
    html('h2', {}, 'Ordered'),
    html(
      'table',
      { class: 'list' },
      html(
        'tbody',
        {},
        ...orders.map(({ what, how, status, at }) =>
          html(
            'tr',
            {},
            html('td', { class: 'when' }, dayAndClock(at)),
            html('td', {}, what, html('span', { class: 'muted person' }, how)),
            html('td', { class: 'muted' }, status),
          ),
        ),
      ),
    ),
  );
}
