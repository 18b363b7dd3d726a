import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../../chart.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { ppiHypomagnesemia as rule } from './rule.ts';

const days = (count: number): number => 24 - count * 24;
const finding = (...facts: readonly ResourceVersion[]) => findingOf(rule, situation(facts, { now: 24 }));
const present = (...facts: readonly ResourceVersion[]) => getPresent(finding(...facts));
const low = magnesium(1.5, 20);
const omeprazole = drugOrder('omeprazole', days(400));

describe('ppi-hypomagnesemia', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on, counted from the start to the sample', () => {
    const facts = [low, omeprazole, drugOrder('digoxin', 0), dose('furosemide', undefined, 20)];
    const all = present(...facts);
    expect(all.evidence.map(({ role, reference, value }) => [role, reference, value])).toEqual([
      ['magnesium', 'Observation/magnesium-20-1.5', 1.5],
      ['ppi-start', `MedicationRequest/omeprazole-${days(400)}`, undefined],
      ['ppi', `MedicationRequest/omeprazole-${days(400)}`, undefined],
      ['digoxin', 'MedicationRequest/digoxin-0', undefined],
      ['wasting-drug', 'MedicationAdministration/furosemide-20', undefined],
    ]);
    expect(all.figures).toMatchObject({
      magnesium: '1.5 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.617157,
      magnesiumGrade: 'mild',
      isMagnesiumLow: true,
      ppi: 'omeprazole',
      ppiDays: 400,
      ppiMonths: 13,
      drugsBesidePpi: 'digoxin, furosemide',
    });
    expect(all.missing).toEqual([]);
    expect(present(low, omeprazole).figures).not.toHaveProperty('drugsBesidePpi');
  });

  test('the start is that of a statement, a dose or an order, whichever is the earliest', () => {
    const stated = dose('omeprazole', undefined, days(5), { start: at(days(300)), standing: 'stated' });
    const start = (...facts: readonly ResourceVersion[]) =>
      present(low, ...facts).evidence.find(({ role }) => role === 'ppi-start')?.at;
    expect(start(drugOrder('omeprazole', days(5)), stated)).toBe(at(days(300)));
    expect(start(omeprazole, dose('omeprazole', undefined, days(500), { start: at(days(501)) }))).toBe(at(days(501)));
    expect(start(omeprazole, dose('omeprazole', undefined, days(100)))).toBe(at(days(400)));
    const same = dose('omeprazole', undefined, days(399), {
      start: at(days(400)),
      id: 'MedicationAdministration/same',
    });
    const both = present(low, omeprazole, same).evidence.find(({ role }) => role === 'ppi-start');
    expect(both?.reference).toBe('MedicationAdministration/same');
  });

  test.each<[string, readonly ResourceVersion[], string]>([
    ['months', [low, omeprazole], 'Mg 1.5 mg/dL on omeprazole for 13 months – review PPI need'],
    [
      'three months',
      [low, drugOrder('omeprazole', days(90))],
      'Mg 1.5 mg/dL on omeprazole for 3 months – review PPI need',
    ],
    [
      'a sample soon after the start',
      [magnesium(1.5, days(60)), drugOrder('omeprazole', days(100))],
      'Mg 1.5 mg/dL on omeprazole for 40 days – review PPI need',
    ],
    [
      'a sample two months after the start',
      [magnesium(1.5, days(40)), drugOrder('omeprazole', days(100))],
      'Mg 1.5 mg/dL on omeprazole for 2 months – review PPI need',
    ],
    [
      'a sample before the start',
      [magnesium(1.5, days(120)), drugOrder('omeprazole', days(100))],
      'Mg 1.5 mg/dL on omeprazole for 0 days – review PPI need',
    ],
    [
      'two PPIs',
      [low, omeprazole, drugOrder('pantoprazole', 0)],
      'Mg 1.5 mg/dL on omeprazole, pantoprazole for 13 months – review PPI need',
    ],
    [
      'more than fit',
      [
        low,
        omeprazole,
        ...(['pantoprazole', 'lansoprazole', 'dexlansoprazole', 'esomeprazole', 'rabeprazole'] as const).map((drug) =>
          drugOrder(drug, 0, { id: `MedicationRequest/${drug}` }),
        ),
      ],
      'Mg 1.5 mg/dL on dexlansoprazole, esomeprazole, lansoprazole, omeprazole, pantoprazole, rabeprazole for 13 months – review PPI need',
    ],
  ])('summary: %s', (_name, facts, expected) => {
    const long = { ...DEFAULT_PARAMETERS.lookback_h.inpatient, mg: 4000 };
    const parameters = { ...DEFAULT_PARAMETERS, lookback_h: { ...DEFAULT_PARAMETERS.lookback_h, inpatient: long } };
    const all = getPresent(findingOf(rule, situation(facts, { now: 24 }), parameters));
    expect(rule.card.summary(all)).toBe(expected);
  });

  test('the detail holds every point, in order', () => {
    expect(rule.card.detail(present(low, omeprazole, drugOrder('digoxin', 0), magnesiumDose(16, 22)))).toEqual([
      'Magnesium: 1.5 mg/dL (2026-03-11T04:00:00Z).',
      'Magnesium given since: 16 mEq (2026-03-11T06:00:00Z).',
      'Taken (omeprazole) since: 2025-02-04T08:00:00Z.',
      'It matters more beside: digoxin.',
      'FDA 2011: most cases came after more than a year; in about one quarter magnesium did not help until the PPI was stopped.',
      'Urinary magnesium (FEMg) is usually low: the loss is in the gut.',
      'Consider whether the PPI is still needed; an H2 blocker may take its place. With a high risk of gastrointestinal bleeding, do not stop it without a plan.',
      'Mg replacement in progress.',
    ]);
    expect(rule.card.detail(present(low, omeprazole))).toHaveLength(5);
  });

  test('names what is missing to tell, and why it is absent', () => {
    expect(finding(omeprazole)).toEqual({ verdict: 'unknown', missing: ['magnesium'] });
    expect(finding(magnesium(2, 20), omeprazole)).toEqual({ verdict: 'absent', reason: 'magnesium-not-low' });
    expect(finding(low)).toEqual({ verdict: 'absent', reason: 'no-ppi' });
    expect(finding(low, drugOrder('omeprazole', days(5)))).toEqual({
      verdict: 'absent',
      reason: 'ppi-not-long-enough',
    });
    const draft = situation([low], { now: 24, hook: 'order-sign', drafts: [drugOrder('omeprazole', 24)] });
    expect(findingOf(rule, draft)).toEqual({ verdict: 'absent', reason: 'ppi-not-taken-yet' });
    const keys = ['result:magnesium', 'drug-order:ppi'];
    const coverage = new Map(keys.map((key) => [key, { from: at(-9999), asOf: at(24) }]));
    const recent = situation([low, drugOrder('omeprazole', days(5))], { now: 24, coverage });
    expect(findingOf(rule, recent)).toEqual({ verdict: 'absent', reason: 'ppi-start-unknown' });
    expect(findingOf(rule, situation([low], { now: 24, coverage }))).toEqual({
      verdict: 'unknown',
      missing: ['dose:ppi'],
    });
  });

  test('what it asks of the exposure is answered by its start', () => {
    const answer = (order: ResourceVersion, hoursKnown = 9999) => {
      const all = { from: at(-9999), asOf: at(24) };
      const doses = { from: at(24 - hoursKnown), asOf: at(24) };
      const coverage = new Map([
        ['result:magnesium', all],
        ['drug-order:ppi', all],
        ['dose:ppi', doses],
      ]);
      const { chart } = openChart(situation([low, order], { now: 24, coverage }), DEFAULT_PARAMETERS);
      return rule.conditions.map(({ check }) => chart.read(check))[2];
    };
    const evidence = [{ role: 'ppi-start' }];
    expect(answer(omeprazole)).toMatchObject({ is: 'yes', value: 'since 2025-02-04T08:00:00Z', evidence });
    const recent = drugOrder('omeprazole', days(5));
    expect(answer(recent)).toMatchObject({ is: 'no', value: 'since 2026-03-06T08:00:00Z', evidence });
    const value = 'since 2026-03-06T08:00:00Z, what was before is not known';
    expect(answer(recent, 168)).toMatchObject({ is: 'no', reason: 'ppi-start-unknown', value, evidence });
  });

  test('where the names do not fit the summary says PPIs', () => {
    const finding = present(low, omeprazole);
    const figures = { ...finding.figures, ppi: 'omeprazole, '.repeat(20) };
    expect(rule.card.summary({ ...finding, figures })).toBe('Mg 1.5 mg/dL on PPIs for 13 months – review PPI need');
  });

  test('it begins by time alone, on the ninetieth day', () => {
    const given = situation([magnesium(1.5, 20), drugOrder('omeprazole', days(89))], { now: 24 });
    const before = evaluate(given, DEFAULT_PARAMETERS, [rule]);
    expect(before.evaluations[0]?.finding.verdict).toBe('absent');
    expect(before.reviewAt).toBe(at(48));
    const after = evaluate({ ...given, now: at(48) }, DEFAULT_PARAMETERS, [rule]);
    expect(after.evaluations[0]?.finding.verdict).toBe('present');
  });

  test('suggests a review, oral magnesium and a spot urine', () => {
    expect(rule.card.suggestions).toEqual(['SG9', 'SG3', 'SG7']);
    expect(rule.card.overrideReasons).toEqual(['OR2', 'OR9', 'OR10']);
  });
});
