import { instantOf } from '@magwatch/base';
import { inputKey, type ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Block, openChart } from '../../chart.ts';
import type { Answer } from '../../contract.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  condition,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  result,
  say,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgTherapyRenalGuard as rule } from './rule.ts';

const egfr = (value: number) => result('egfr', [value, 'mL/min/{1.73_m2}'], 10);
const sulfate = (meq: number, id = 'MedicationRequest/draft-1') =>
  drugOrder('magnesium-sulfate', 24, { route: 'intravenous', content: { element: 'magnesium', meq }, id });

const given = (facts: readonly ResourceVersion[], ...drafts: readonly ResourceVersion[]) =>
  situation(facts, drafts.length > 0 ? { now: 24, hook: 'order-sign', drafts } : { now: 24 });

const presentOf = (facts: readonly ResourceVersion[], ...drafts: readonly ResourceVersion[]) =>
  getPresent(findingOf(rule, given(facts, ...drafts)));

/** Without what the engine adds for the card. */
const ownFigures = (facts: readonly ResourceVersion[], ...drafts: readonly ResourceVersion[]) =>
  openChart(given(facts, ...drafts), DEFAULT_PARAMETERS).chart.read(rule.describe).figures;

describe('mg-therapy-renal-guard', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test.each([
    ['orders of magnesium', 'drug-order:mg-replacement', 'unknown'],
    ['orders of laxatives and antacids', 'drug-order:mg-load-other', 'unknown'],
    ['doses of magnesium', 'dose:mg-replacement', 'absent'],
  ])('where %s were not looked for', (_name, key, expected) => {
    const long = { from: at(-5000), asOf: at(24) };
    const keys = ['drug-order:mg-replacement', 'drug-order:mg-load-other', 'dose:mg-replacement'];
    const coverage = new Map(keys.filter((one) => one !== key).map((one) => [one, long]));
    expect(say(findingOf(rule, { ...given([]), coverage }))).toBe(expected);
  });

  test('an emergency that nobody looked for is said as missing', () => {
    const long = { from: at(-9000), asOf: at(24) };
    const coverage = new Map(rule.inputs.map(({ input }) => [inputKey(input), long]));
    const missingWithout = (key: string, hours: number) => {
      const seen = new Map([...coverage, [key, { from: at(24 - hours), asOf: at(24) }]]);
      return getPresent(findingOf(rule, { ...given([egfr(20), magnesium(1.2, 20)], sulfate(8)), coverage: seen }))
        .missing;
    };
    expect(missingWithout('condition:eclampsia', -1)).toEqual(['condition:eclampsia']);
    for (const key of ['condition:torsades', 'condition:cardiac-arrest']) {
      expect(missingWithout(key, 23)).toEqual([key]);
      expect(missingWithout(key, 24)).toEqual([]);
    }
  });

  test('says why it is silent', () => {
    expect(findingOf(rule, given([egfr(20)]))).toEqual({ verdict: 'absent', reason: 'no-magnesium-product' });
    expect(findingOf(rule, given([egfr(80)], sulfate(32)))).toEqual({ verdict: 'absent', reason: 'no-hazard' });
  });

  test('says what it would have to know', () => {
    const noAmount = drugOrder('magnesium-sulfate', 20, { route: 'intravenous' });
    expect(findingOf(rule, given([egfr(45), noAmount]))).toEqual({
      verdict: 'unknown',
      missing: ['magnesium-dose-amount'],
    });
    const nothing = drugOrder('magnesium-sulfate', 20, { route: 'unknown' });
    expect(findingOf(rule, given([egfr(45), nothing]))).toEqual({
      verdict: 'unknown',
      missing: ['magnesium-dose-amount', 'magnesium-route'],
    });
    // Neither a small dose nor swallowed magnesium matters there, so nothing is asked of them.
    expect(findingOf(rule, given([condition('myasthenia-gravis'), egfr(90), nothing]))).toEqual({
      verdict: 'unknown',
      missing: ['magnesium-route'],
    });
  });

  test('the worst wins, and everything that speaks against it is shown with what it rests on', () => {
    const facts = [
      egfr(12.4),
      magnesium(2.4, 20),
      condition('myasthenia-gravis', { from: at(-900) }),
      condition('av-block-high', { from: at(-800) }),
      dose('rocuronium', undefined, 20),
      drugOrder('magnesium-hydroxide', 2),
    ];
    const finding = presentOf(facts, sulfate(32.44));
    expect(finding.severity).toBe('critical');
    expect(ownFigures(facts, sulfate(32.44))).toEqual({
      hazards: 'eGFR 12, 32.44 mEq in one dose, myasthenia, high-grade AV block, rocuronium',
      worstHazard: 'eGFR 12',
      products:
        'magnesium sulfate 32.44 mEq injected (being ordered now); magnesium hydroxide of unknown amount by mouth or tube (ordered)',
      isOnlyGiven: false,
      magnesium: '2.4 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.987451,
      magnesiumGrade: 'normal',
      egfr: 12.4,
    });
    expect(finding.evidence.map(({ role, reference }) => [role, reference])).toEqual([
      ['magnesium-draft', 'MedicationRequest/draft-1'],
      ['magnesium-order', 'MedicationRequest/magnesium-hydroxide-2'],
      ['magnesium', 'Observation/magnesium-20-2.4'],
      ['egfr', 'Observation/egfr-10-12.4'],
      ['neuromuscular-disease', 'Condition/myasthenia-gravis'],
      ['av-block', 'Condition/av-block-high'],
      ['neuromuscular-blocker', 'MedicationAdministration/rocuronium-20'],
    ]);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual(['override-needs-text']);
    expect(rule.card.summary(finding)).toBe(
      'Magnesium order with eGFR 12, 32.44 mEq in one dose, myasthenia, high-grade AV block, rocuronium: risk of toxicity',
    );
    expect(rule.card.detail(finding)).toEqual([
      'Magnesium: magnesium sulfate 32.44 mEq injected (being ordered now); magnesium hydroxide of unknown amount by mouth or tube (ordered).',
      'What speaks against it: eGFR 12, 32.44 mEq in one dose, myasthenia, high-grade AV block, rocuronium.',
      'The magnesium level: 2.4 mg/dL.',
      'eGFR 12 mL/min/1.73 m².',
      'Impaired kidneys do not excrete magnesium; injected magnesium weakens neuromuscular transmission and AV conduction.',
      'Consider stopping it or, by renal function and with the pharmacist, a smaller dose. The US label limits the total in severe renal insufficiency and asks for frequent levels.',
      'Where magnesium is given: watch reflexes, breathing, blood pressure and urine output, and recheck the level.',
      'Whoever dismisses this says why in words of their own.',
    ]);
  });

  test('a product that nothing speaks against is not shown beside one that is dangerous', () => {
    const facts = [egfr(80), condition('lambert-eaton'), drugOrder('magnesium-oxide', 2)];
    const finding = presentOf(facts, sulfate(8));
    expect(finding.figures['products']).toBe('magnesium sulfate 8 mEq injected (being ordered now)');
    expect(finding.figures['hazards']).toBe('Lambert-Eaton syndrome');
    // An undated diagnosis has no place in time.
    expect(finding.evidence.map(({ role }) => role)).toEqual(['magnesium-draft']);
    expect(finding.missing).toEqual(['magnesium']);
  });

  test('of several doses the largest is named', () => {
    const finding = presentOf([egfr(45)], sulfate(20), sulfate(40, 'MedicationRequest/draft-2'));
    expect(rule.card.summary(finding)).toBe('Magnesium order with eGFR 45, 40 mEq in one dose: risk of toxicity');
    expect(finding.severity).toBe('info');
    expect(finding.notes).toEqual([]);
  });

  test('dialysis, acute injury and doses that were given', () => {
    const facts = [
      condition('dialysis', { from: at(0) }),
      condition('aki', { from: at(-20) }),
      dose('magnesium-sulfate', { element: 'magnesium', meq: 16.22 }, 20),
      result('creatinine', [3, 'mg/dL'], 10),
    ];
    const finding = presentOf(facts);
    expect(rule.card.summary(finding)).toBe(
      'Magnesium given with dialysis, acute kidney injury, 16.22 mEq in one dose: risk of toxicity',
    );
    expect(finding.figures['isOnlyGiven']).toBe(true);
    expect(finding.figures['isAcuteKidneyInjury']).toBe(true);
    expect(finding.figures['products']).toBe('magnesium sulfate 16.22 mEq injected (given)');
    expect(finding.evidence).toEqual([
      {
        role: 'magnesium-dose',
        reference: 'MedicationAdministration/magnesium-sulfate-20',
        value: 16.22,
        unit: 'meq',
        at: at(20),
      },
      { role: 'dialysis', reference: 'Condition/dialysis', at: at(0) },
      { role: 'aki', reference: 'Condition/aki', at: at(-20) },
    ]);
    expect(finding.missing).toEqual(['egfr', 'magnesium']);
    expect(rule.card.detail(finding)).toContain('Acute kidney injury: the eGFR is not reliable.');
  });

  test('what is not known of a product is said, where it could be injected', () => {
    const facts = [
      result('creatinine', [5, 'mg/dL'], 10),
      drugOrder('magnesium-sulfate', 2, { route: 'unknown' }),
      drugOrder('magnesium-chloride', 3, { route: 'intramuscular' }),
      condition('aki'),
    ];
    const finding = presentOf(facts);
    expect(finding.missing).toEqual(['egfr', 'magnesium', 'magnesium-dose-amount', 'magnesium-route']);
    expect(finding.figures['products']).toBe(
      'magnesium sulfate of unknown amount by unknown route (ordered); magnesium chloride of unknown amount injected (ordered)',
    );
    const oral = presentOf([egfr(20), drugOrder('magnesium-oxide', 2)]);
    expect(oral.missing).toEqual(['magnesium']);
    const enema = presentOf([egfr(20), drugOrder('magnesium-sulfate', 2, { route: 'other' })]);
    expect(enema.missing).toEqual(['magnesium']);
    expect(enema.figures['products']).toBe('magnesium sulfate of unknown amount by another route (ordered)');
  });

  test('more than fits: the worst stands alone', () => {
    const facts = [
      egfr(12),
      condition('aki'),
      condition('av-block-high'),
      drugOrder('pyridostigmine', 2),
      dose('rocuronium', undefined, 20),
      dose('succinylcholine', undefined, 20),
    ];
    const finding = presentOf(facts, sulfate(32.44));
    expect(finding.figures['hazards']).toBe(
      'eGFR 12, acute kidney injury, 32.44 mEq in one dose, pyridostigmine (a sign of myasthenia), high-grade AV block, rocuronium, succinylcholine',
    );
    expect(rule.card.summary(finding)).toBe(
      'Magnesium order with eGFR 12, acute kidney injury, 32.44 mEq in one dose: risk of toxicity',
    );
    expect(finding.evidence.map(({ role }) => role)).toEqual([
      'magnesium-draft',
      'egfr',
      'neuromuscular-disease',
      'neuromuscular-blocker',
      'neuromuscular-blocker',
    ]);
  });

  test('offers a smaller dose where the guard allows one', () => {
    const low = presentOf([egfr(20), magnesium(1.1, 20)], sulfate(16));
    expect(low.figures).toMatchObject({ magnesiumDraftG: 1, magnesiumDraftBy: 'egfr-severe' });
    const myasthenia = presentOf([egfr(90), magnesium(1.1, 20), condition('myasthenia-gravis')], sulfate(16));
    expect(myasthenia.figures).toMatchObject({ noMagnesiumDraft: 'neuromuscular-disease' });
  });

  test('in an emergency it informs and gives no reason to wait', () => {
    const facts = [egfr(12), magnesium(2.4, 20), condition('torsades', { from: at(23) })];
    const finding = presentOf(facts, sulfate(16));
    expect(finding.severity).toBe('info');
    expect(finding.notes).toEqual([]);
    expect(finding.figures['emergency']).toBe('torsades de pointes');
    expect(finding.evidence.at(-1)).toEqual({ role: 'emergency', reference: 'Condition/torsades', at: at(23) });
    expect(rule.card.detail(finding)[0]).toBe(
      'Emergency (torsades de pointes): this is to be known, and no reason to wait with magnesium.',
    );
    expect(presentOf([egfr(12), condition('eclampsia')], sulfate(16)).figures['emergency']).toBe('eclampsia');
    const arrest = presentOf([egfr(12), condition('cardiac-arrest', { from: at(22) })], sulfate(16));
    expect(arrest.figures['emergency']).toBe('cardiac arrest');
    expect(arrest.evidence.at(-1)).toEqual({ role: 'emergency', reference: 'Condition/cardiac-arrest', at: at(22) });
  });

  test('an unknown eGFR is a danger of its own only while nothing else is known of the kidneys', () => {
    expect(presentOf([], sulfate(8)).figures['hazards']).toBe('unknown eGFR');
    expect(presentOf([condition('aki')], sulfate(8)).figures['hazards']).toBe('acute kidney injury');
  });

  test('each question is answered with what it saw', () => {
    const facts = [
      egfr(12),
      magnesium(2.4, 20),
      condition('myasthenia-gravis'),
      condition('av-block-high'),
      condition('eclampsia'),
    ];
    const { chart } = openChart(given(facts, sulfate(16)), DEFAULT_PARAMETERS);
    const seen = (check: Block<Answer>) => {
      const { is, value, evidence } = chart.read(check);
      return [is, value, evidence?.map(({ role }) => role)];
    };
    expect(rule.conditions.map(({ check }) => seen(check))).toEqual([
      ['yes', 'magnesium sulfate', ['magnesium-draft']],
      ['yes', 'eGFR 12, 16 mEq in one dose, myasthenia, high-grade AV block', ['egfr']],
    ]);
    expect(rule.severity.steps.map(({ check }) => seen(check))).toEqual([
      ['yes', 'eclampsia', undefined],
      ['yes', 'eGFR 12', undefined],
      ['yes', 'eGFR 12, 16 mEq in one dose', undefined],
      ['yes', 'myasthenia', undefined],
      ['yes', 'high-grade AV block', undefined],
      ['yes', 'eGFR 12', undefined],
    ]);
    const open = openChart(
      given([egfr(12), drugOrder('magnesium-sulfate', 2, { route: 'unknown' })]),
      DEFAULT_PARAMETERS,
    );
    expect(rule.severity.steps.map(({ check }) => open.chart.read(check))).toEqual([
      { is: 'no', reason: 'not-so' },
      { is: 'no', reason: 'not-so' },
      { is: 'unknown', missing: ['magnesium-route', 'magnesium-dose-amount'] },
      { is: 'no', reason: 'not-so' },
      { is: 'no', reason: 'not-so' },
      { is: 'yes', value: 'eGFR 12' },
    ]);
  });

  test.each([
    ['a dose leaves the day in which it counts', [egfr(20), dose('magnesium-hydroxide', undefined, 10)], 34, 'absent'],
    ['an order ends', [egfr(20), drugOrder('magnesium-oxide', 2, { activeUntil: at(30) })], 30, 'absent'],
  ])('is asked again when %s', (_name, facts, hour, expected) => {
    const now = given(facts);
    expect(evaluate(now, DEFAULT_PARAMETERS, [rule]).reviewAt).toBe(at(hour));
    expect(say(findingOf(rule, { ...now, now: instantOf(at(hour) - 1) }))).toBe('fires warning');
    expect(say(findingOf(rule, { ...now, now: at(hour) }))).toBe(expected);
  });

  test('is asked again when a blocker is old enough, the limit included', () => {
    const now = given([
      egfr(90),
      dose('rocuronium', undefined, 20),
      drugOrder('magnesium-sulfate', 2, { route: 'intravenous' }),
    ]);
    expect(evaluate(now, DEFAULT_PARAMETERS, [rule]).reviewAt).toBe(at(32) + 1);
    expect(say(findingOf(rule, { ...now, now: at(32) }))).toBe('fires info');
    expect(say(findingOf(rule, { ...now, now: instantOf(at(32) + 1) }))).toBe('absent');
  });

  test('one order or the latest dose stands for a course, but a dose that is too large is always shown', () => {
    const course = [4, 10, 16].map((hour) => magnesiumDose(8, hour));
    const rolesOf = (facts: readonly ResourceVersion[]) =>
      presentOf(facts)
        .evidence.filter(({ role }) => role.startsWith('magnesium-'))
        .map(({ role, at: time }) => [role, time]);
    expect(rolesOf([egfr(20), ...course])).toEqual([['magnesium-dose', at(16)]]);
    const order = drugOrder('magnesium-sulfate', 2, { route: 'intravenous' });
    expect(rolesOf([egfr(20), ...course, order])).toEqual([['magnesium-order', at(2)]]);
    expect(rolesOf([egfr(12), magnesiumDose(16, 4), ...course.slice(1), order])).toEqual([
      ['magnesium-order', at(2)],
      ['magnesium-dose', at(4)],
    ]);
  });

  test('without an eGFR nobody can tell whether the kidneys are impaired', () => {
    const { chart } = openChart(given([magnesiumDose(8, 20)]), DEFAULT_PARAMETERS);
    const kidneySteps = rule.severity.steps.filter(({ says }) => says.includes('kidneys are impaired'));
    expect(kidneySteps.map(({ check }) => chart.read(check))).toEqual([
      { is: 'unknown', missing: ['egfr'] },
      { is: 'unknown', missing: ['egfr'] },
    ]);
    const known = openChart(given([magnesiumDose(8, 20), egfr(80)]), DEFAULT_PARAMETERS).chart;
    expect(kidneySteps.map(({ check }) => known.read(check).is)).toEqual(['no', 'no']);
  });

  test('a new level changes the alert only where the kidneys are in doubt', () => {
    const order = drugOrder('magnesium-sulfate', 2, { route: 'intravenous' });
    const levelsOf = (facts: readonly ResourceVersion[]) =>
      presentOf([order, magnesium(2, 20), ...facts]).evidence.filter(({ role }) => role === 'magnesium').length;
    expect(levelsOf([])).toBe(0);
    expect(levelsOf([egfr(80), condition('myasthenia-gravis')])).toBe(0);
    expect(levelsOf([egfr(20)])).toBe(1);
  });
});
