import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { OVERRIDE_REASON_SYSTEM } from './override-reasons.ts';
import { type CardOptions, renderCard } from './render-card.ts';
import { at, CARD_UUID, RULES, sampleAlert } from './sample.ts';

const OPTIONS: CardOptions = { cardUuid: CARD_UUID, rules: RULES };

describe('the summary', () => {
  test('is as long as the site wants it at most', () => {
    const parameters = { ...DEFAULT_PARAMETERS, ui: { ...DEFAULT_PARAMETERS.ui, summaryMax: 60 } };
    const card = renderCard(sampleAlert({ summary: 'a'.repeat(70) }), { ...OPTIONS, parameters });
    expect(card.summary).toBe(`${'a'.repeat(59)}…`);
  });

  test.each([
    ['a'.repeat(139), 'a'.repeat(139)],
    ['a'.repeat(140), `${'a'.repeat(138)}…`],
    [`${'a'.repeat(137)}😀😀`, `${'a'.repeat(137)}…`],
    [`${'a '.repeat(100)}`, `${'a '.repeat(69).trim()}…`],
    ['', 'refractory-hypokalemia-low-mg'],
  ])('%s', (summary, shown) => {
    const card = renderCard(sampleAlert({ summary }), OPTIONS);
    expect(card.summary).toBe(shown);
    expect(card.summary.length).toBeLessThan(140);
  });
});

describe('the detail', () => {
  const { detail } = renderCard(sampleAlert({ notes: ['unit-property-mismatch'] }), OPTIONS);

  test('shows the values with units and times, doses added up', () => {
    expect(detail).toContain(
      [
        '| What | Value | Time (UTC) |',
        '|---|---|---|',
        '| Magnesium | 1.4 mg/dL | 10 Mar 06:00 |',
        '| Potassium | 2.9 mmol/L | 11 Mar 10:00 |',
        '| Potassium, start of the low run | 2.8 mmol/L | 10 Mar 08:00 |',
        '| Potassium given | 80 mEq in 4 doses | 10 Mar 10:00 to 22:00 |',
      ].join('\n'),
    );
  });

  test.each([
    ['why it fired', 'Potassium rose 0.1 mmol/L after 80 mEq; about 0.8 was expected.'],
    ['what must not wait', 'Replace Mg together with K – do not hold urgent K.'],
    ['that no order is drafted without the guard', 'No magnesium order is drafted: renal safety was not checked.'],
    ['what the rule asked', 'It holds that: refractory-hypokalemia-low-mg holds.'],
    ['what was missing', '- Not available, so not considered: eGFR, QTc.'],
    ['what to doubt', '- Verify unit: code and unit disagree.'],
    [
      'the rule, its version and its parameters',
      'Rule refractory-hypokalemia-low-mg 1.0.0, parameters a1b2c3, evaluated 11 Mar 2026 11:00 UTC.',
    ],
    ['whose word it is', 'Sources: Huang & Kuo 2007; Whang 1992.'],
  ])('says %s', (_name, text) => {
    expect(detail).toContain(text);
  });

  test('says first that nothing can be told any more', () => {
    const card = renderCard(sampleAlert({ cannotTellSince: at(99) }), OPTIONS);
    expect(card.detail.split('\n')[0]).toBe(
      '**Cannot tell since 14 Mar 2026 11:00: recent data is missing.** What follows was true at 11 Mar 2026 11:00; it may have changed.',
    );
  });

  test('begins with the patient where the caller names him', () => {
    const card = renderCard(sampleAlert(), { ...OPTIONS, patientLine: 'Doe, Jane · 1950-01-01 · MRN 123' });
    expect(card.detail.startsWith('**Doe, Jane · 1950-01-01 · MRN 123**\n\n')).toBe(true);
  });

  test('shows times in the zone of the ward, with the year where it is another one', () => {
    const [first] = sampleAlert().evidence;
    const evidence = first ? [{ ...first, at: at(-24 * 100) }] : [];
    const card = renderCard(sampleAlert({ evidence }), { ...OPTIONS, timeZone: 'Asia/Kolkata' });
    expect(card.detail).toContain('| Time (Asia/Kolkata) |');
    expect(card.detail).toContain('| 30 Nov 2025 13:30 |');
  });

  test('shows the latest four of a series, and always where it began', () => {
    const [, latest, baseline] = sampleAlert().evidence;
    if (!latest || !baseline) throw new Error('evidence was expected');
    const series = [1, 2, 3, 4, 5].map((hour) => ({
      ...latest,
      role: 'potassium-series',
      reference: `Observation/s${hour}`,
      at: at(hour),
    }));
    const card = renderCard(sampleAlert({ evidence: [latest, ...series, baseline] }), OPTIONS);
    const rows = card.detail.split('\n').filter((line) => line.startsWith('| Potassium'));
    expect(rows.map((row) => row.split('|')[2]?.trim())).toEqual([
      '2.9 mmol/L',
      '2.9 mmol/L',
      '2.9 mmol/L',
      '2.9 mmol/L',
      '2.8 mmol/L',
      'and 2 more',
    ]);
  });

  test('leaves to the table what a rule lists as values with times, and puts other times into the zone', () => {
    const rule = RULES.find(({ id }) => id === 'mg-low');
    if (!rule) throw new Error('a rule was expected');
    const lines = [
      'Magnesium: 1 earlier; 1.4 mg/dL (2026-03-10T08:00:00Z); 1.3 mg/dL (2026-03-10T09:00:00Z).',
      'Feeding began at 2026-03-10T08:00:00Z.',
    ];
    const rules = [{ ...rule, card: { ...rule.card, detail: () => lines } }];
    const card = renderCard(sampleAlert({ ruleId: 'mg-low' }), { ...OPTIONS, rules });
    expect(card.detail).not.toContain('earlier;');
    expect(card.detail).toContain('- Feeding began at 10 Mar 08:00.');
  });

  test('does not say what another version of the rule asked', () => {
    const old = renderCard(sampleAlert({ ruleVersion: '0.9.0' }), OPTIONS);
    expect(old.detail).not.toContain('It holds that');
  });

  test('never names a dose of magnesium that nobody checked, the seed slogan, or a delay', () => {
    expect(detail).not.toMatch(/mg first|\d\s*g (IV|iv|over)/i);
    expect(detail).not.toMatch(/delay|withhold|postpone|wait/i);
  });
});

describe('the rest', () => {
  const card = renderCard(sampleAlert(), {
    ...OPTIONS,
    sourceUrl: 'https://hospital.example',
    linkUrl: 'https://hospital.example/alerts/1',
  });

  test('names the rule as its topic, and links to the alert', () => {
    expect(card.source).toEqual({
      label: 'Magwatch',
      url: 'https://hospital.example',
      topic: {
        system: 'https://magwatch.example/CodeSystem/rule',
        code: 'refractory-hypokalemia-low-mg',
        display: 'Title of refractory-hypokalemia-low-mg',
      },
    });
    expect(card.links).toEqual([
      { label: 'Open in Magwatch', url: 'https://hospital.example/alerts/1', type: 'absolute' },
    ]);
  });

  test('offers the reasons of the rule with code, system and display', () => {
    expect(card.overrideReasons?.map(({ code }) => code)).toEqual(['OR1', 'OR2', 'OR4', 'OR10']);
    expect(card.overrideReasons?.[0]).toEqual({
      system: OVERRIDE_REASON_SYSTEM,
      code: 'OR1',
      display: 'Already treated or ordered',
    });
  });

  test('an alert of a rule that is gone keeps its summary and its values', () => {
    const old = renderCard(sampleAlert({ ruleId: 'retired-rule' }), OPTIONS);
    expect(old.summary).toContain('K 2.9 after 80 mEq');
    expect(old.detail).toContain('| Magnesium | 1.4 mg/dL |');
    expect(old.suggestions).toBeUndefined();
    expect(old.selectionBehavior).toBeUndefined();
    expect(old.overrideReasons).toBeUndefined();
  });
});
