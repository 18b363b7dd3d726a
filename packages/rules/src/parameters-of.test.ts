import { describe, expect, test } from 'vitest';
import { OVERRIDE_REASON_WORDS, SUGGESTION_WORDS } from './card-words.ts';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { refractoryHypokalemiaLowMg } from './catalogue/refractory-hypokalemia-low-mg/rule.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { parameterProblemText } from './errors.ts';
import { listParameters } from './list-parameters.ts';
import { parametersVersion } from './parameters-version.ts';
import { RULES } from './registry.ts';
import { parametersOf, withoutFamily } from './rule-parameters.ts';
import { suggestionId } from './suggested.ts';

const namesOf = (rule: typeof mgLow): readonly string[] =>
  parametersOf(rule, DEFAULT_PARAMETERS).map(({ name }) => name);

describe('the parameters of a rule', () => {
  test('are those that it reads, a threshold in each of its unit families', () => {
    expect(namesOf(mgLow)).toEqual(
      expect.arrayContaining([
        'thresholds.mg.severe.mg/dL',
        'thresholds.mg.severe.mmol/L',
        'thresholds.mg.severe.meq/L',
        'lookback_h.inpatient.mg',
        'mg.tooEarly_h',
      ]),
    );
    expect(namesOf(mgLow)).not.toContain('refK.minDose_mEq');
    expect(namesOf(refractoryHypokalemiaLowMg)).toContain('refK.minDose_mEq');
  });

  test('hold the site’s values, and the mode of another rule that is asked for', () => {
    const site = { ...DEFAULT_PARAMETERS, mg: { ...DEFAULT_PARAMETERS.mg, tooEarly_h: 8 } };
    const early = parametersOf(mgLow, site).find(({ name }) => name === 'mg.tooEarly_h');
    expect(early).toMatchObject({ value: 8, isChanged: true });
    const other = { ...DEFAULT_PARAMETERS, mode: { default: 'card', 'mg-albumin-corrected': 'off' } } as const;
    const modes = parametersOf(mgLow, other).filter(({ name }) => name.startsWith('mode.'));
    expect(modes.map(({ name, value, isChanged }) => [name, value, isChanged])).toEqual([
      ['mode.mg-albumin-corrected', 'off', true],
    ]);
    const byDefault = parametersOf(mgLow, DEFAULT_PARAMETERS).filter(({ name }) => name.startsWith('mode.'));
    expect(byDefault).toMatchObject([{ value: 'card', isChanged: false }]);
  });

  test.each(RULES)('of $id are named once, with a value', (rule) => {
    const names = namesOf(rule);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(parametersOf(rule, DEFAULT_PARAMETERS).filter(({ value }) => value === undefined)).toEqual([]);
  });

  test('of a rule that nobody traced are not guessed', () => {
    expect(() => parametersOf({ ...mgLow, id: 'new' }, DEFAULT_PARAMETERS)).toThrow(
      'assertion failed: it is known which parameters new reads: node scripts/rule-parameters.ts',
    );
  });

  test.each([
    ['thresholds.mg.low.mg/dL', 'thresholds.mg.low'],
    ['thresholds.mg.low.mmol/L', 'thresholds.mg.low'],
    ['thresholds.mg.low.meq/L', 'thresholds.mg.low'],
    ['mg.tooEarly_h', 'mg.tooEarly_h'],
  ])('%s is read as %s', (name, read) => {
    expect(withoutFamily(name)).toBe(read);
  });
});

describe('the list of all parameters', () => {
  test('says which the site changed, and what it gave for one rule', () => {
    const site = {
      ...DEFAULT_PARAMETERS,
      mg: { ...DEFAULT_PARAMETERS.mg, tooEarly_h: 8 },
      grace_min: { default: 0, 'mg-low': 30 },
    };
    const changed = listParameters(site).filter(({ isChanged }) => isChanged);
    expect(changed.map(({ name, value }) => [name, value])).toEqual([
      ['mg.tooEarly_h', 8],
      ['grace_min.mg-low', 30],
    ]);
    const names = listParameters(site).map(({ name }) => name);
    expect(names.indexOf('grace_min.mg-low')).toBe(names.indexOf('grace_min.default') + 1);
    expect(new Set(names).size).toBe(names.length);
  });

  test('changes nothing by default', () => {
    expect(listParameters().some(({ isChanged }) => isChanged)).toBe(false);
  });
});

test('a version is a name of the values: equal in any order, another for another value', () => {
  const { mg, refK, ...rest } = DEFAULT_PARAMETERS;
  const version = parametersVersion(DEFAULT_PARAMETERS);
  expect(version).toMatch(/^p-[0-9a-f]{16}$/);
  expect(
    parametersVersion({
      refK,
      ...rest,
      mg: Object.fromEntries(Object.entries(mg).reverse()) as typeof mg,
    }),
  ).toBe(version);
  expect(parametersVersion({ ...rest, mg: { ...mg, tooEarly_h: 7 }, refK })).not.toBe(version);
});

test.each([
  [{ name: 'mg.tooEarly_h', problem: 'is a text' }, 'mg.tooEarly_h is a text'],
  [{ name: '', problem: 'is neither YAML nor JSON' }, 'the file is neither YAML nor JSON'],
  [{ name: 'a', problem: 'is wrong', example: '{ a: 1,\nb: 2 }' }, 'a is wrong, for example { a: 1, b: 2 }'],
])('%j is said as %s', (problem, text) => {
  expect(parameterProblemText({ code: 'parameters-wrong-type', file: 'f', ...problem })).toBe(text);
});

describe('suggestions and reasons to dismiss', () => {
  test('have words of their own', () => {
    const words = [...Object.values(SUGGESTION_WORDS), ...Object.values(OVERRIDE_REASON_WORDS)];
    expect(words.filter((text) => text.length < 8)).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
    expect(Object.keys(SUGGESTION_WORDS)).toEqual(Array.from({ length: 17 }, (_, index) => `SG${index + 1}`));
    expect(Object.keys(OVERRIDE_REASON_WORDS)).toEqual(Array.from({ length: 10 }, (_, index) => `OR${index + 1}`));
  });

  test('are all used by a rule', () => {
    const suggested = new Set(RULES.flatMap(({ card }) => card.suggestions.map(suggestionId)));
    const dismissed = new Set(RULES.flatMap(({ card }) => card.overrideReasons));
    expect(Object.keys(SUGGESTION_WORDS).filter((id) => !suggested.has(id))).toEqual([]);
    expect(Object.keys(OVERRIDE_REASON_WORDS).filter((id) => !dismissed.has(id))).toEqual([]);
  });
});
