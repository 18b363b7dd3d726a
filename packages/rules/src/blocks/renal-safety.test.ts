import { instantOf } from '@magwatch/base';
import { type Coverage, classesOf, type Fact, inputKey, type ResourceVersion } from '@magwatch/timeline';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { patientFacts, refractoryFacts } from '../evaluate.arbitrary.test.ts';
import { magnesiumDraftFigures } from '../figures.ts';
import { engineInputs, guardInputs } from '../inputs.ts';
import type { Parameters } from '../parameters.ts';
import type { Situation } from '../situation.ts';
import {
  at,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  situation,
} from '../testing/index.ts';
import { isOnDialysis, kidneys } from './kidneys.ts';
import { magnesiumDraft } from './renal-safety.ts';

const NOW = 24;

const guard = (given: Situation, parameters: Parameters = DEFAULT_PARAMETERS) =>
  openChart(given, parameters).track(magnesiumDraft).value;

const guardOf = (...facts: readonly ResourceVersion[]) => guard(situation(facts, { now: NOW }));

/** "2 g/2 h mild, oral first", or the reasons against. */
const say = (...facts: readonly ResourceVersion[]): string => {
  const draft = guardOf(...facts);
  if ('refused' in draft) return `none: ${draft.refused.join(', ')}`;
  return `${draft.grams} g/${draft.hours} h ${draft.by}, oral ${draft.oral}`;
};

const egfr = (value: number, extra = {}) => result('egfr', [value, 'mL/min/{1.73_m2}'], 10, extra);
const creatinine = (value: number, hour: number, extra = {}) => result('creatinine', [value, 'mg/dL'], hour, extra);
const healthy = egfr(75);
const mild = magnesium(1.4, 20);

describe('with an eGFR of 60 and more the grade of magnesium chooses', () => {
  test.each<[string, ResourceVersion, string]>([
    ['1.7 mg/dL is low-normal', magnesium(1.7, 20), 'none: low-normal'],
    ['below 1.7', magnesium(1.69, 20), '2 g/2 h mild, oral possible'],
    ['1.2', magnesium(1.2, 20), '2 g/2 h mild, oral possible'],
    ['below 1.2', magnesium(1.19, 20), '4 g/4 h moderate, oral possible'],
    ['1.0', magnesium(1.0, 20), '4 g/4 h moderate, oral possible'],
    ['below 1.0', magnesium(0.99, 20), '4 g/4 h severe, oral possible'],
    ['0.70 mmol/L is low-normal', magnesium(0.7, 20, {}, 'mmol/L'), 'none: low-normal'],
    ['0.50 mmol/L', magnesium(0.5, 20, {}, 'mmol/L'), '2 g/2 h mild, oral possible'],
    ['0.49 mmol/L', magnesium(0.49, 20, {}, 'mmol/L'), '4 g/4 h moderate, oral possible'],
    ['0.39 mmol/L', magnesium(0.39, 20, {}, 'mmol/L'), '4 g/4 h severe, oral possible'],
    ['1.0 mEq/L is 0.5 mmol/L', magnesium(1.0, 20, {}, 'meq/L'), '2 g/2 h mild, oral possible'],
    ['0.99 mEq/L', magnesium(0.99, 20, {}, 'meq/L'), '4 g/4 h moderate, oral possible'],
    // 1.2 mg/dL is 0.4937 mmol/L: a converted value would be moderate.
    ['nothing is converted', magnesium(1.2, 20), '2 g/2 h mild, oral possible'],
    ['only ionized', result('magnesium-ionized', [0.4, 'mmol/L'], 20), '2 g/2 h mild, oral possible'],
    ['low-normal', magnesium(2.0, 20), 'none: low-normal'],
    ['normal', magnesium(2.1, 20), 'none: magnesium-not-low'],
    ['high', magnesium(2.7, 20), 'none: magnesium-not-low'],
  ])('%s', (_name, mg, expected) => {
    expect(say(mg, healthy)).toBe(expected);
  });

  test('no level, or one that counts no longer', () => {
    expect(say(healthy)).toBe('none: magnesium-unknown');
    expect(say(magnesium(1.4, -48), healthy)).toBe('none: magnesium-unknown');
    expect(say(magnesium(1.4, -47.9), healthy)).toMatch(/^2 g/);
  });
});

describe('reduced kidneys allow no more than', () => {
  const severe = magnesium(0.9, 20);
  test.each<[string, readonly ResourceVersion[], string]>([
    ['60: as with sound ones', [egfr(60)], '4 g/4 h severe, oral possible'],
    ['below 60', [egfr(59.9)], '2 g/2 h egfr-reduced, oral possible'],
    ['30', [egfr(30)], '2 g/2 h egfr-reduced, oral possible'],
    ['below 30', [egfr(29.9)], '1 g/2 h egfr-severe, oral unsafe'],
    ['">60"', [egfr(60, { comparator: '>' })], '4 g/4 h severe, oral possible'],
    ['">30" may be 31', [egfr(30, { comparator: '>' })], '2 g/2 h egfr-reduced, oral possible'],
    ['"<60" may be 10', [egfr(60, { comparator: '<' })], '1 g/2 h egfr-severe, oral unsafe'],
    ['"<=60" may be 10', [egfr(60, { comparator: '<=' })], '1 g/2 h egfr-severe, oral unsafe'],
    ['acute injury by diagnosis', [egfr(75), condition('aki')], '1 g/2 h kidney-injury, oral unsafe'],
    ['acute injury that is over', [egfr(75), condition('aki', { isActive: false })], '4 g/4 h severe, oral possible'],
    [
      'acute injury by creatinine',
      [egfr(75), creatinine(0.7, -40), creatinine(1.4, 12)],
      '1 g/2 h kidney-injury, oral unsafe',
    ],
    ['eGFR from creatinine', [creatinine(1.8, 10), man()], '2 g/2 h egfr-reduced, oral possible'],
    [
      'a creatinine above what can be read',
      [creatinine(1, 10, { comparator: '>' }), man()],
      '1 g/2 h egfr-severe, oral unsafe',
    ],
    ['the same as ">="', [creatinine(1, 10, { comparator: '>=' }), man()], '1 g/2 h egfr-severe, oral unsafe'],
    ['creatinine without age and sex', [creatinine(0.8, 10)], 'none: egfr-unknown'],
    ['no eGFR', [], 'none: egfr-unknown'],
    ['no eGFR in acute injury', [condition('aki')], 'none: egfr-unknown'],
    ['an eGFR that is too old', [result('egfr', [75, 'mL/min/{1.73_m2}'], -145)], 'none: egfr-unknown'],
  ])('%s', (_name, facts, expected) => {
    expect(say(severe, ...facts)).toBe(expected);
  });

  test('the eGFR is said with what is known of it', () => {
    const shown = (...facts: readonly ResourceVersion[]) =>
      magnesiumDraftFigures(guardOf(severe, ...facts))['magnesiumDraftEgfr'];
    expect(shown(egfr(60, { comparator: '<' }))).toBe('<60 mL/min/1.73 m²');
    expect(shown(creatinine(1.8, 10), man())).toBe('43 mL/min/1.73 m² from creatinine');
    expect(shown(creatinine(1.8, 10, { comparator: '>' }), man())).toBe('<43 mL/min/1.73 m² from creatinine');
  });

  test('also where the deficit is mild', () => {
    expect(say(mild, egfr(45), potassium(3.2, 20))).toBe('2 g/2 h egfr-reduced, oral possible');
    expect(say(mild, egfr(20))).toBe('1 g/2 h egfr-severe, oral unsafe');
  });

  function man() {
    return person({ sex: 'male', bornFrom: at(-60 * 8766), bornUntil: at(-60 * 8766 + 24) });
  }
});

describe('by mouth first', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['mild, potassium 3.0', [mild, potassium(3.0, 20)], 'first'],
    ['mild, potassium below 3.0', [mild, potassium(2.9, 20)], 'possible'],
    ['mild, potassium "<3.5"', [mild, potassium(3.5, 20, { comparator: '<' })], 'possible'],
    ['mild, potassium unknown', [mild], 'possible'],
    ['moderate', [magnesium(1.1, 20), potassium(4, 20)], 'possible'],
  ])('%s', (_name, facts, oral) => {
    expect(guardOf(healthy, ...facts)).toMatchObject({ oral });
  });
});

describe('no draft', () => {
  const order = drugOrder('magnesium-sulfate', 12, { route: 'intravenous' });
  test.each<[string, readonly ResourceVersion[], string]>([
    ['dialysis', [condition('dialysis')], 'dialysis'],
    ['dialysate', [dose('dialysate', undefined, 20)], 'dialysis'],
    ['myasthenia', [condition('myasthenia-gravis')], 'neuromuscular-disease'],
    ['Lambert-Eaton syndrome', [condition('lambert-eaton')], 'neuromuscular-disease'],
    ['pyridostigmine', [drugOrder('pyridostigmine', 1)], 'neuromuscular-disease'],
    ['AV block', [condition('av-block-high')], 'av-block'],
    ['eclampsia', [condition('eclampsia')], 'obstetric'],
    ['pre-eclampsia', [condition('pre-eclampsia')], 'obstetric'],
    ['obstetric magnesium', [condition('pregnancy'), order], 'obstetric'],
    ['torsades', [condition('torsades', { from: at(10) })], 'torsades'],
    ['cardiac arrest', [condition('cardiac-arrest', { from: at(10) })], 'cardiac-arrest'],
    ['magnesium given since the level', [magnesiumDose(16, 22)], 'being-replaced'],
    ['magnesium ordered since the level', [drugOrder('magnesium-oxide', 21)], 'being-replaced'],
    [
      'several reasons are all said',
      [condition('dialysis'), condition('myasthenia-gravis'), condition('av-block-high')],
      'dialysis, neuromuscular-disease, av-block',
    ],
  ])('%s', (_name, facts, expected) => {
    expect(say(mild, healthy, ...facts)).toBe(`none: ${expected}`);
  });

  test.each<[string, readonly ResourceVersion[]]>([
    ['a pacemaker paces through an AV block', [condition('av-block-high'), condition('pacemaker')]],
    ['a first-degree block', [condition('av-block-other')]],
    ['pregnancy alone', [condition('pregnancy')]],
    ['torsades of last week', [condition('torsades', { from: at(-1) })]],
    ['magnesium given before the level', [magnesiumDose(16, 10)]],
    ['a disease that is over', [condition('myasthenia-gravis', { isActive: false })]],
  ])('but with %s', (_name, facts) => {
    expect(say(mild, healthy, ...facts)).toBe('2 g/2 h mild, oral possible');
  });

  test.each(['condition:dialysis', 'condition:aki', 'condition:myasthenia-gravis', 'condition:av-block-high'])(
    'where nobody could look for %s',
    (key) => {
      const cover = { from: instantOf(0), asOf: at(NOW) };
      const coverage: Coverage = new Map(
        guardInputs.map(({ input }) => [inputKey(input), cover] as const).filter(([known]) => known !== key),
      );
      const given = situation([mild, healthy], { now: NOW, coverage });
      expect(guard(given)).toEqual({ refused: ['hazards-unknown'] });
      expect(guard({ ...given, coverage: new Map(coverage).set(key, cover) })).toHaveProperty('grams', 2);
    },
  );

  test('a pacemaker that nobody could look for takes no danger away and adds none', () => {
    const cover = { from: instantOf(0), asOf: at(NOW) };
    const coverage: Coverage = new Map(
      guardInputs
        .map(({ input }) => [inputKey(input), cover] as const)
        .filter(([key]) => key !== 'condition:pacemaker'),
    );
    expect(guard(situation([mild, healthy], { now: NOW, coverage }))).toHaveProperty('grams', 2);
  });
});

describe('the limits are those of the site', () => {
  const { thresholds } = DEFAULT_PARAMETERS;
  test.each<[string, Partial<Parameters['thresholds']>, string]>([
    ['eGFR reduced below 80', { 'egfr.reduced': 80 }, 'egfr-reduced'],
    ['eGFR severe below 80', { 'egfr.severe': 80 }, 'egfr-severe'],
    ['moderate below 1.5', { 'mg.moderate': { ...thresholds['mg.moderate'], 'mg/dL': 1.5 } }, 'moderate'],
  ])('%s', (_name, changed, by) => {
    const parameters = { ...DEFAULT_PARAMETERS, thresholds: { ...thresholds, ...changed } };
    expect(guard(situation([mild, healthy], { now: NOW }), parameters)).toMatchObject({ by });
  });
});

/** The inputs that a fact belongs to. */
function keysOf(fact: Fact): readonly string[] {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
      return [`result:${fact.analyte}`];
    case 'test-order':
      return [`test-order:${fact.analyte}`];
    case 'dose':
    case 'drug-order': {
      const classes: readonly string[] = fact.drug === 'dialysate' ? ['k-replacement'] : classesOf(fact.drug);
      return classes.map((one) => `${fact.kind}:${one}`);
    }
    case 'condition':
      return [`condition:${fact.condition}`];
    default:
      return [fact.kind];
  }
}

describe('for any patient', () => {
  const options = { seed: Number(process.env['MAGWATCH_SEED'] ?? 1), numRuns: 400 };
  const facts = fc.oneof(patientFacts, refractoryFacts);
  const hazards: fc.Arbitrary<readonly ResourceVersion[]> = fc.subarray([
    ...(['myasthenia-gravis', 'lambert-eaton', 'av-block-high', 'pacemaker', 'eclampsia', 'ckd-5'] as const).map(
      (name) => condition(name),
    ),
    dose('rocuronium', undefined, 20),
    dose('pyridostigmine', undefined, 21),
    drugOrder('pyridostigmine', 1),
    drugOrder('magnesium-sulfate', 20, { route: 'intravenous' }),
    egfr(75),
  ]);

  test('the guard reads only what it says that it reads', () => {
    const declared = new Set([...guardInputs, ...engineInputs].map(({ input }) => inputKey(input)));
    const isDeclared = (fact: Fact): boolean => keysOf(fact).some((key) => declared.has(key));
    fc.assert(
      fc.property(facts, hazards, (any, more) => {
        const all = [...any, ...more];
        const kept = all.filter((version) => version.facts.every(isDeclared));
        expect(guard(situation(kept, { now: NOW }))).toEqual(guard(situation(all, { now: NOW })));
      }),
      options,
    );
  });

  test('a draft is slow, small where the kidneys are poor, and for nobody on dialysis', () => {
    let drafts = 0;
    fc.assert(
      fc.property(facts, fc.integer({ min: 5, max: 100 }), (any, value) => {
        const { track } = openChart(
          situation([...any, result('egfr', [value, 'mL/min/{1.73_m2}'], 23.9)], { now: NOW }),
          DEFAULT_PARAMETERS,
        );
        const draft = track(magnesiumDraft).value;
        if ('refused' in draft) {
          expect(draft.refused).not.toEqual([]);
          return;
        }
        drafts += 1;
        const { egfr: known, isImpaired } = track(kidneys).value;
        const milligramsPerMinute = (draft.grams * 1000) / (draft.hours * 60);
        expect(milligramsPerMinute).toBeLessThan(150);
        expect(draft.grams).toBeLessThanOrEqual(4);
        expect(track(isOnDialysis).value).toBe(false);
        if (isImpaired) expect([draft.grams, draft.oral]).toEqual([1, 'unsafe']);
        if ((known?.value ?? 0) < 60) expect(draft.grams / draft.hours).toBeLessThanOrEqual(1);
        if ((known?.value ?? 0) < 60) expect(draft.grams).toBeLessThanOrEqual(2);
      }),
      options,
    );
    // A property over drafts that never meets one proves nothing.
    expect(drafts).toBeGreaterThan(20);
  });
});
