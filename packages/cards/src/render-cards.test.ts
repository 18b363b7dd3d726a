import type { Alert } from '@magwatch/alerts';
import { RULES as INSTALLED } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { renderCards } from './render-cards.ts';
import { OFFERED, RULES, sampleAlert, sampleRule } from './sample.ts';

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

describe('an infusion that two cards would offer', () => {
  const offering = (ruleId: string, severity: Alert['severity']) => alert(ruleId, severity, { figures: OFFERED });
  const drugsOf = (alerts: readonly Alert[]) =>
    cardsOf(alerts).map(({ suggestions = [] }) =>
      suggestions.map(({ label }) => label).filter((label) => label.startsWith('Draft')),
    );

  test('is offered by the first of them', () => {
    const alerts = [offering('refractory-hypokalemia-low-mg', 'warning'), offering('hypocalcemia-low-mg', 'critical')];
    expect(drugsOf(alerts)).toEqual([['Draft magnesium sulfate 2 g IV over 2 h'], []]);
  });

  test('the other one keeps what is no drug', () => {
    const [, second] = cardsOf([
      offering('refractory-hypokalemia-low-mg', 'warning'),
      offering('hypocalcemia-low-mg', 'critical'),
    ]);
    expect(second?.suggestions?.map(({ label }) => label)).toEqual([
      'Recheck potassium',
      'Recheck magnesium',
      'Order an ECG',
      'Ask the pharmacist for a drug review',
    ]);
    expect(second?.selectionBehavior).toBe('any');
  });

  test('and where nothing is left says nothing of choosing', () => {
    const only = sampleRule('only-infusion', 'mg-ca', { suggestions: ['SG2'] });
    const [, second] = renderCards(
      [offering('refractory-hypokalemia-low-mg', 'critical'), offering('only-infusion', 'info')],
      {
        maxCards: 2,
        rules: [...RULES, only],
        cardUuidOf: ({ id }) => id,
      },
    );
    expect(second).not.toHaveProperty('suggestions');
    expect(second).not.toHaveProperty('selectionBehavior');
  });
});

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

describe('the cards of all installed rules at once', () => {
  const alerts = INSTALLED.map(({ id }) => alert(id, 'warning'));
  const cardsOfAll = (maxCards: number) => renderCards(alerts, { maxCards, cardUuidOf: ({ id }) => id });
  const order = ['safety', 'rhythm', 'mg-k', 'mg-ca', 'level', 'follow-up', 'etiology', 'data'];

  test('stand in the order of their families', () => {
    const families = cardsOfAll(99).map(({ source }) => INSTALLED.find(({ id }) => id === source.topic.code)?.family);
    expect(families).toEqual(families.toSorted((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')));
    expect(new Set(families).size).toBeGreaterThan(6);
  });

  test.each([1, 2, 3, 99])('%i cards say everything once', (maxCards) => {
    const cards = cardsOfAll(maxCards);
    expect(cards.length).toBeLessThanOrEqual(maxCards);
    const lines = cards.flatMap(({ summary, detail }) => [
      summary,
      ...(detail
        .split('\n')
        .find((line) => line.startsWith('Also: '))
        ?.slice('Also: '.length)
        .split(' · ') ?? []),
    ]);
    expect(lines.toSorted()).toEqual(alerts.map(({ summary }) => summary).toSorted());
  });
});
