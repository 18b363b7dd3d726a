import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { refractoryHypokalemiaLowMg } from './catalogue/refractory-hypokalemia-low-mg/rule.ts';
import { refractoryHypokalemiaMgUnknown } from './catalogue/refractory-hypokalemia-mg-unknown/rule.ts';
import type { Rule } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { evaluate } from './evaluate.ts';
import { type Explained, explain } from './explain.ts';
import { RULES } from './registry.ts';
import {
  type Circumstances,
  condition,
  drugOrder,
  encounter,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  potassiumDose,
  situation,
} from './testing/index.ts';

const NOW = 24;
const course = [potassium(2.9, 0), potassiumDose(80, 4), potassium(2.9, 20)];

function explained(rule: Rule, facts: readonly ResourceVersion[], when: Partial<Circumstances> = {}): Explained {
  const [only] = explain(situation(facts, { now: NOW, ...when }), DEFAULT_PARAMETERS, [rule]);
  if (!only) throw new Error('one rule is explained once');
  return only;
}

const answersOf = (checks: readonly { readonly says: string; readonly answer: { readonly is: string } }[]) =>
  checks.map(({ says, answer }) => `${says}: ${answer.is}`);

test.each<[string, readonly ResourceVersion[]]>([
  ['nobody', []],
  ['low magnesium', [magnesium(1.5, 20)]],
  ['refractory potassium', [...course, magnesium(1.4, 2)]],
  ['comfort care', [...course, condition('comfort-care')]],
])('%s: the findings and review times are those of the evaluation', (_name, facts) => {
  const given = situation(facts, { now: NOW });
  const { evaluations, setting } = evaluate(given, DEFAULT_PARAMETERS);
  const all = explain(given, DEFAULT_PARAMETERS);
  expect(all.map(({ rule, finding, reviewAt }) => [rule.id, finding, reviewAt])).toEqual(
    evaluations.map(({ rule, finding, reviewAt }) => [rule.id, finding, reviewAt]),
  );
  expect(all.map(({ rule }) => rule)).toEqual(RULES);
  expect(new Set(all.map((one) => one.setting))).toEqual(new Set([setting]));
});

describe('a true finding', () => {
  const shown = explained(refractoryHypokalemiaLowMg, [...course, magnesium(1.4, 2), drugOrder('digoxin', 1)]);

  test('every question is answered, in the order of the rule', () => {
    expect(shown.conditions.map(({ says }) => says)).toEqual(
      refractoryHypokalemiaLowMg.conditions.map(({ says }) => says),
    );
    expect(new Set(shown.conditions.map(({ answer }) => answer.is))).toEqual(new Set(['yes']));
    expect(shown.conditions.map(({ answer }) => answer.value).join()).toContain('1.4 mg/dL');
  });

  test('the ladder is climbed down to the step that holds', () => {
    expect(shown.finding).toMatchObject({ verdict: 'present', severity: 'critical' });
    const last = shown.severity.at(-1);
    expect(last).toMatchObject({ severity: 'critical', answer: { is: 'yes' } });
    expect(shown.severity.slice(0, -1).every(({ answer }) => answer.is !== 'yes')).toBe(true);
    expect(shown.severity.length).toBeGreaterThan(1);
  });

  test('all steps are shown where none holds', () => {
    const mild = explained(mgLow, [magnesium(1.6, 20), potassium(4, 20)]);
    expect(mild.finding).toMatchObject({ verdict: 'present', severity: 'info' });
    expect(mild.severity.map(({ says }) => says)).toEqual(mgLow.severity.steps.map(({ says }) => says));
  });

  test('what would explain it is shown, found or not', () => {
    expect(shown.explanations).toEqual([{ says: refractoryHypokalemiaLowMg.explanations[0]?.says, found: undefined }]);
    const treated = explained(mgLow, [magnesium(1.5, 20), magnesiumDose(16, 22)]);
    expect(treated.explanations).toMatchObject([{ found: { reason: 'treated' } }]);
  });

  test('nothing kept it back', () => {
    expect(shown.keptBackBy).toBeUndefined();
    expect(shown.mode).toBe('card');
  });
});

describe('a rule that does not fire', () => {
  test('shows neither explanations nor severity', () => {
    const absent = explained(mgLow, [magnesium(2, 20)]);
    expect(absent).toMatchObject({ finding: { verdict: 'absent' }, explanations: [], severity: [] });
  });

  test('nearly fired: one condition is missing, and something was seen', () => {
    const { keptBackBy } = explained(refractoryHypokalemiaLowMg, [...course, magnesium(1.7, 2)]);
    expect(keptBackBy).toMatchObject({ answer: { is: 'no', value: '1.7 mg/dL (low-normal)' } });
  });

  test('two missing conditions are not near', () => {
    const far = explained(refractoryHypokalemiaLowMg, [potassium(4, 20), magnesium(1.7, 2)]);
    expect(far.keptBackBy).toBeUndefined();
  });

  test('nor is one that holds for almost everybody, with nothing seen', () => {
    expect(explained(mgLow, []).keptBackBy).toBeUndefined();
  });

  test('nor one that an exclusion keeps from speaking', () => {
    const facts = [...course, magnesium(1.7, 2), condition('comfort-care')];
    expect(explained(refractoryHypokalemiaLowMg, facts).keptBackBy).toBeUndefined();
  });
});

test('exclusions are a checklist: yes where nothing excludes', () => {
  const child = [person({ bornFrom: situation([], { now: -100 }).now, bornUntil: situation([], { now: -99 }).now })];
  const sound = answersOf(explained(mgLow, [magnesium(1.5, 20)]).exclusions);
  const small = answersOf(explained(mgLow, [magnesium(1.5, 20), ...child]).exclusions);
  expect(sound.every((line) => line.endsWith(': yes'))).toBe(true);
  expect(small.filter((line) => !line.endsWith(': yes'))).toHaveLength(1);
  expect(small.map((line) => line.split(':')[0])).toEqual(sound.map((line) => line.split(':')[0]));
});

describe('inputs', () => {
  const keysOf = (rule: Rule, when: Partial<Circumstances>) =>
    explained(rule, [encounter()], when).inputs.map(({ key, need, hours, isCovered }) => [key, need, hours, isCovered]);

  test('each with its look-back, and whether it was looked at', () => {
    const nothing = keysOf(mgLow, { coverage: new Map() });
    expect(nothing).toContainEqual(['result:magnesium', 'required', 72, false]);
    expect(nothing.every(([, , , isCovered]) => isCovered === false)).toBe(true);
    expect(keysOf(mgLow, {})).toContainEqual(['result:magnesium', 'required', 72, true]);
  });

  test('only those of the setting', () => {
    const here = explained(refractoryHypokalemiaMgUnknown, [encounter()]).inputs.map(({ key }) => key);
    const outside = explained(refractoryHypokalemiaMgUnknown, [encounter({ setting: 'outpatient' })]);
    expect(outside.setting).toBe('outpatient');
    expect(here).toContain('dose:k-replacement');
    expect(outside.inputs).toContainEqual({ key: 'result:magnesium', need: 'required', hours: 720, isCovered: true });
    expect(outside.inputs.map(({ key }) => key)).not.toEqual(here);
  });
});
