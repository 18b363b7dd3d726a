import { instantOf } from '@magwatch/base';
import { inputKey, type ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Block, openChart } from '../../chart.ts';
import type { Answer } from '../../contract.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  albumin,
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  say,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { caReplacementOrderMgCheck as rule } from './rule.ts';

const draft = drugOrder('calcium-gluconate', 24, { route: 'intravenous', id: 'MedicationRequest/draft-1' });

const given = (facts: readonly ResourceVersion[], drafts: readonly ResourceVersion[] = [draft]) =>
  situation(facts, { now: 24, hook: 'order-sign', drafts });

const presentOf = (...facts: readonly ResourceVersion[]) => getPresent(findingOf(rule, given(facts)));

describe('ca-replacement-order-mg-check', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test.each([
    ['magnesium', 'result:magnesium'],
    ['ionized magnesium', 'result:magnesium-ionized'],
    ['calcium', 'result:calcium'],
  ])('without proof that %s was looked for it cannot tell', (_name, key) => {
    const long = { from: at(-5000), asOf: at(24) };
    const keys = [
      'result:magnesium',
      'result:magnesium-ionized',
      'result:calcium',
      'result:calcium-ionized',
      'result:albumin',
    ];
    const coverage = new Map(keys.map((one) => [one, long]));
    const seen = situation([ionizedCalcium(1, 20)], { now: 24, hook: 'order-sign', drafts: [draft], coverage });
    expect(say(findingOf(rule, seen))).toBe('fires info');
    const without = new Map([...coverage].filter(([one]) => one !== key));
    expect(say(findingOf(rule, { ...seen, coverage: without }))).toBe('unknown');
  });

  test('a diagnosis that nobody looked for is said as missing', () => {
    const long = { from: at(-5000), asOf: at(24) };
    const coverage = new Map(rule.inputs.map(({ input }) => [inputKey(input), long]));
    const missingWithout = (key: string, hours: number) => {
      const cover = { from: at(24 - hours), asOf: at(24) };
      const seen = situation([ionizedCalcium(1, 20), potassium(4, 20)], {
        now: 24,
        hook: 'order-sign',
        drafts: [draft],
      });
      return getPresent(findingOf(rule, { ...seen, coverage: new Map([...coverage, [key, cover]]) })).missing;
    };
    const diagnoses = ['hyperkalemia', 'calcium-channel-blocker-overdose', 'hypermagnesemia', 'cardiac-arrest'];
    for (const name of diagnoses) expect(missingWithout(`condition:${name}`, -1)).toEqual([`condition:${name}`]);
    expect(missingWithout('condition:cardiac-arrest', 23)).toEqual(['condition:cardiac-arrest']);
    expect(missingWithout('condition:cardiac-arrest', 24)).toEqual([]);
  });

  test('says why it is silent', () => {
    const reasonOf = (facts: readonly ResourceVersion[], drafts?: readonly ResourceVersion[]) =>
      findingOf(rule, given(facts, drafts));
    const low = [ionizedCalcium(1, 20), magnesium(1.5, 20)];
    expect(reasonOf([...low, potassium(6.2, 20)])).toEqual({ verdict: 'absent', reason: 'hyperkalemia' });
    expect(reasonOf([...low, condition('hyperkalemia')])).toEqual({ verdict: 'absent', reason: 'hyperkalemia' });
    expect(reasonOf([...low, condition('calcium-channel-blocker-overdose')])).toEqual({
      verdict: 'absent',
      reason: 'calcium-channel-blocker-overdose',
    });
    expect(reasonOf([...low, condition('hypermagnesemia')])).toEqual({
      verdict: 'absent',
      reason: 'magnesium-toxicity',
    });
    expect(reasonOf([ionizedCalcium(1, 20), magnesium(4, 20)])).toEqual({
      verdict: 'absent',
      reason: 'magnesium-toxicity',
    });
    expect(reasonOf([...low, condition('cardiac-arrest')])).toEqual({ verdict: 'absent', reason: 'cardiac-arrest' });
    expect(reasonOf(low, [drugOrder('calcium-acetate', 24)])).toEqual({
      verdict: 'absent',
      reason: 'phosphate-binder',
    });
    expect(reasonOf(low, [draft, drugOrder('magnesium-oxide', 24)])).toEqual({
      verdict: 'absent',
      reason: 'magnesium-drafted',
    });
    expect(reasonOf([ionizedCalcium(1, 20), magnesium(1.9, 20)])).toEqual({
      verdict: 'absent',
      reason: 'magnesium-not-low',
    });
    expect(reasonOf([ionizedCalcium(1, 20), magnesiumDose(16, 10), magnesium(1.9, 12)])).toEqual({
      verdict: 'absent',
      reason: 'magnesium-measured-early',
    });
  });

  test('a low magnesium: what is ordered, what it rests on, what was not known', () => {
    const finding = presentOf(calcium(7, 20), albumin(3, 18), magnesium(1.1, 19));
    expect(finding.figures).toMatchObject({
      drafted: 'calcium gluconate',
      magnesium: '1.1 mg/dL',
      magnesiumGrade: 'moderate',
      calciumCorrected: '7.8 mg/dL',
      calciumState: 'low',
    });
    expect(finding.figures).not.toHaveProperty('lookBackHours');
    expect(finding.figures).not.toHaveProperty('calciumGivenMmol');
    expect(finding.evidence.map(({ role, reference }) => [role, reference])).toEqual([
      ['calcium-draft', 'MedicationRequest/draft-1'],
      ['magnesium', 'Observation/magnesium-19-1.1'],
      ['calcium', 'Observation/calcium-20-7'],
      ['albumin', 'Observation/albumin-18-3'],
    ]);
    expect(finding.missing).toEqual(['potassium']);
    expect(finding.notes).toEqual([]);
    expect(rule.card.summary(finding)).toBe('Ordering calcium with Mg 1.1 mg/dL: add magnesium or Ca may not hold');
    expect(rule.card.detail(finding)).toEqual([
      'Being ordered now: calcium gluconate.',
      'Do not delay calcium for tetany, seizure, long QT or hyperkalemia.',
      'Calcium: 7.0 mg/dL (2026-03-11T04:00:00Z).',
      'Corrected for albumin 30 g/L: 7.8 mg/dL.',
      'Magnesium: 1.1 mg/dL (2026-03-11T03:00:00Z).',
      'Low magnesium can keep calcium low, above all when it is moderate or severe. Consider magnesium together with calcium, by renal function.',
      'Not meant for calcium in cardiac arrest or in an overdose of a calcium-channel blocker: neither is diagnosed here.',
    ]);
  });

  test('no magnesium: asks for a level and does not wait for it', () => {
    const facts = [calcium(7.5, 20), potassium(4, 20), dose('calcium-chloride', { element: 'calcium', meq: 13.6 }, 10)];
    const finding = presentOf(...facts);
    expect(finding.severity).toBe('warning');
    expect(finding.figures).toMatchObject({ lookBackHours: 72, calciumGivenMmol: 6.8 });
    expect(finding.missing).toEqual(['albumin']);
    expect(finding.evidence.map(({ role }) => role)).toEqual(['calcium-draft', 'calcium', 'calcium-dose']);
    expect(rule.card.summary(finding)).toBe('Ordering calcium: no Mg level in 72 h – add a Mg level?');
    const detail = rule.card.detail(finding);
    expect(detail).toContain('No usable magnesium level in the last 72 h.');
    expect(detail).toContain('In one series 22 % of hypocalcemic patients had low magnesium.');
    expect(detail).toContain('Do not delay calcium for tetany, seizure, long QT or hyperkalemia.');
  });

  test('only what replaces is named, and ionized magnesium is called so', () => {
    const facts = [ionizedCalcium(1, 20), result('magnesium-ionized', [0.4, 'mmol/L'], 20), potassium(4, 20)];
    const finding = getPresent(findingOf(rule, given(facts, [draft, drugOrder('calcium-acetate', 24)])));
    expect(finding.figures['drafted']).toBe('calcium gluconate');
    expect(rule.card.summary(finding)).toBe('Ordering calcium with iMg 0.4 mmol/L: add magnesium or Ca may not hold');
  });

  test('a later level that was drawn too early is said, and treatment under way too', () => {
    const finding = presentOf(ionizedCalcium(1, 20), magnesium(1.5, 8), magnesiumDose(16, 20), magnesium(1.9, 22));
    expect(finding.notes).toEqual(['early-level-ignored']);
    expect(rule.card.detail(finding).at(-1)).toBe('Magnesium replacement is under way since this value.');
    const earlier = presentOf(ionizedCalcium(1, 20), magnesiumDose(16, 2), magnesium(1.9, 4), magnesium(1.5, 20));
    expect(earlier.notes).toEqual([]);
  });

  test('is asked again when the high potassium leaves its six hours', () => {
    const facts = [ionizedCalcium(1, 20), magnesium(1.5, 20), potassium(6.4, 19)];
    const at24 = given(facts);
    const { reviewAt } = evaluate(at24, DEFAULT_PARAMETERS, [rule]);
    expect(reviewAt).toBe(at(25));
    expect(say(findingOf(rule, { ...at24, now: instantOf(at(25) - 1) }))).toBe('absent');
    expect(say(findingOf(rule, { ...at24, now: at(25) }))).toBe('fires warning');
  });

  test('is asked again when the cardiac arrest leaves its day', () => {
    const facts = [ionizedCalcium(1, 20), magnesium(1.5, 20), condition('cardiac-arrest', { from: at(1) })];
    const { reviewAt } = evaluate(given(facts), DEFAULT_PARAMETERS, [rule]);
    expect(reviewAt).toBe(at(25));
  });

  test('a diagnosis that silences it is shown with its beginning', () => {
    const facts = [
      condition('hyperkalemia', { from: at(3) }),
      condition('calcium-channel-blocker-overdose', { from: at(4) }),
      condition('hypermagnesemia', { from: at(5) }),
      condition('cardiac-arrest', { from: at(6) }),
    ];
    const { chart } = openChart(given(facts), DEFAULT_PARAMETERS);
    const answers = rule.conditions.slice(3, 7).map(({ check }) => chart.read(check));
    expect(answers.map(({ value, evidence }) => [value, evidence?.map(({ role, at: when }) => [role, when])])).toEqual([
      ['diagnosed', [['hyperkalemia', at(3)]]],
      ['diagnosed', [['calcium-channel-blocker-overdose', at(4)]]],
      ['diagnosed', [['hypermagnesemia', at(5)]]],
      ['diagnosed', [['cardiac-arrest', at(6)]]],
    ]);
    const high = openChart(given([magnesium(4, 20)]), DEFAULT_PARAMETERS).chart;
    expect(rule.conditions.slice(5, 6).map(({ check }) => high.read(check))).toMatchObject([
      { is: 'no', value: '4.0 mg/dL', evidence: [{ role: 'magnesium', value: 4 }] },
    ]);
  });

  test('each question is answered with what it saw', () => {
    const facts = [
      ionizedCalcium(0.9, 20),
      magnesium(1.5, 20),
      potassium(6.2, 22),
      condition('ckd-4', { from: at(-900) }),
      dose('calcium-gluconate', { element: 'calcium', meq: 8.8 }, 10),
    ];
    const drafts = [drugOrder('calcium-carbonate', 24), drugOrder('magnesium-oxide', 24)];
    const { chart } = openChart(given(facts, drafts), DEFAULT_PARAMETERS);
    const seen = (check: Block<Answer>) => {
      const { is, value, evidence } = chart.read(check);
      return [is, value, evidence?.map(({ role }) => role)];
    };
    expect(rule.conditions.map(({ check }) => seen(check))).toEqual([
      ['yes', 'calcium carbonate', ['calcium-draft']],
      ['yes', undefined, undefined],
      ['no', 'calcium carbonate', ['kidney-disease']],
      ['no', '6.2 mmol/L', ['potassium']],
      ['yes', undefined, undefined],
      ['yes', undefined, undefined],
      ['yes', undefined, undefined],
      ['yes', 'iCa 0.9 mmol/L', ['calcium']],
      ['no', 'magnesium oxide', ['magnesium-draft']],
      ['yes', '1.5 mg/dL (mild)', ['magnesium']],
    ]);
    expect(rule.severity.steps.map(({ check }) => seen(check))).toEqual([
      ['no', '1.5 mg/dL', undefined],
      ['yes', '1.5 mg/dL (mild)', ['magnesium']],
      ['yes', '4.4 mmol', undefined],
      ['yes', 'iCa 0.9 mmol/L', undefined],
    ]);
    const unmeasured = openChart(given([]), DEFAULT_PARAMETERS).chart;
    expect(rule.severity.steps.map(({ check }) => unmeasured.read(check).is)).toEqual([
      'unknown',
      'unknown',
      'no',
      'no',
    ]);
  });
});
