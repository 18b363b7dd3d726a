import type { Alert } from '@magwatch/alerts';
import { describe, expect, test } from 'vitest';
import { renderCards } from './render-cards.ts';
import { RULES, sampleAlert } from './sample.ts';

const alert = (ruleId: string, severity: Alert['severity'], change: Partial<Alert> = {}): Alert =>
  sampleAlert({ ruleId, severity, summary: `${ruleId}.`, ...change });

const cardsOf = (alerts: readonly Alert[], maxCards = 2) =>
  renderCards(alerts, {
    maxCards,
    rules: RULES,
    cardUuidOf: ({ id }) => id,
    linkUrlOf: ({ id }) => `https://x.example/alerts/${id}`,
  });

const shown = (alerts: readonly Alert[], maxCards?: number) =>
  cardsOf(alerts, maxCards).map(({ summary, detail }) => [
    summary,
    detail.split('\n').find((line) => line.startsWith('Also: ')),
  ]);

describe('which cards, in which order', () => {
  test('by severity, then by family', () => {
    const alerts = [
      alert('specimen-suspect-electrolytes', 'warning'),
      alert('hypocalcemia-low-mg', 'warning'),
      alert('hypermagnesemia', 'warning'),
      alert('mg-low', 'critical'),
    ];
    expect(shown(alerts, 9).map(([summary]) => summary)).toEqual([
      'mg-low.',
      'hypermagnesemia.',
      'hypocalcemia-low-mg.',
      'specimen-suspect-electrolytes.',
    ]);
    expect(shown(alerts.toReversed(), 9)).toEqual(shown(alerts, 9));
  });

  test('at most so many; the others are one line on the last', () => {
    const alerts = [
      alert('hypermagnesemia', 'critical'),
      alert('refractory-hypokalemia-low-mg', 'warning'),
      alert('hypocalcemia-low-mg', 'info'),
      alert('specimen-suspect-electrolytes', 'info'),
    ];
    expect(shown(alerts)).toEqual([
      ['hypermagnesemia.', undefined],
      ['refractory-hypokalemia-low-mg.', 'Also: hypocalcemia-low-mg. · specimen-suspect-electrolytes.'],
    ]);
  });

  test('low magnesium is a line on the card that says it too', () => {
    expect(shown([alert('mg-low', 'warning'), alert('refractory-hypokalemia-low-mg', 'warning')])).toEqual([
      ['refractory-hypokalemia-low-mg.', 'Also: mg-low.'],
    ]);
  });

  test('but a card of its own when it is more severe', () => {
    expect(
      shown([alert('mg-low', 'critical'), alert('refractory-hypokalemia-low-mg', 'warning')]).map(
        ([summary]) => summary,
      ),
    ).toEqual(['mg-low.', 'refractory-hypokalemia-low-mg.']);
  });

  test('and when the alert that inhibits it is not among them', () => {
    expect(shown([alert('mg-low', 'warning', { inhibitedBy: 'refractory-hypokalemia-low-mg#1' })])).toEqual([
      ['mg-low.', undefined],
    ]);
  });

  test('a merged line is not lost when its card does not fit', () => {
    const alerts = [
      alert('hypermagnesemia', 'critical'),
      alert('refractory-hypokalemia-low-mg', 'warning'),
      alert('mg-low', 'warning'),
    ];
    expect(shown(alerts, 1)).toEqual([['hypermagnesemia.', 'Also: refractory-hypokalemia-low-mg. · mg-low.']]);
  });

  test.each(['held', 'in-progress', 'closed'] as const)('what is %s has no card', (state) => {
    expect(cardsOf([alert('mg-low', 'warning', { state })])).toEqual([]);
  });

  test.each(['open', 'acknowledged', 'snoozed'] as const)('what is %s has one', (state) => {
    expect(cardsOf([alert('mg-low', 'warning', { state })])).toHaveLength(1);
  });

  test('each card has the uuid and the link of its alert', () => {
    const [card] = cardsOf([alert('mg-low', 'warning')]);
    expect(card).toMatchObject({ uuid: 'mg-low#1', links: [{ url: 'https://x.example/alerts/mg-low#1' }] });
  });
});
