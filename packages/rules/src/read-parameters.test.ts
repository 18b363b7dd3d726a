import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { PARAMETER_CODES } from './errors.ts';
import { graceMinutesOf, modeOf } from './parameters.ts';
import { parametersVersion } from './parameters-version.ts';
import { readParameters } from './read-parameters.ts';

const read = (text: string) => readParameters(text, 'site.yaml');

function accepted(text: string) {
  const result = read(text);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe('parameters of a site', () => {
  test.each(['', '{}', '# nothing\n', 'null'])('%j gives the defaults', (text) => {
    expect(accepted(text).parameters).toEqual(DEFAULT_PARAMETERS);
    expect(accepted(text).version).toBe(parametersVersion(DEFAULT_PARAMETERS));
  });

  test.each([
    ['nested YAML', 'refK:\n  minDose_mEq: 40\n'],
    ['JSON', '{"refK": {"minDose_mEq": 40}}'],
    ['a path written out', 'refK.minDose_mEq: 40\n'],
  ])('%s', (_name, text) => {
    const { parameters, version } = accepted(text);
    expect(parameters.refK.minDose_mEq).toBe(40);
    expect(parameters.refK.targetK).toBe(4);
    expect(version).not.toBe(parametersVersion(DEFAULT_PARAMETERS));
  });

  test('the end of a path may be written out below its group', () => {
    expect(accepted('refK: { B.minDoses: 4 }').parameters.refK.B.minDoses).toBe(4);
    const { parameters } = accepted('thresholds: { mg.low.mmol/L: 0.71 }');
    expect(parameters.thresholds['mg.low']).toEqual({ 'mmol/L': 0.71, 'mg/dL': 1.7, 'meq/L': 1.4 });
  });

  test('thresholds have points in their names', () => {
    const { parameters } = accepted('thresholds:\n  mg.low: { mmol/L: 0.75, mg/dL: 1.8, meq/L: 1.5 }\n');
    expect(parameters.thresholds['mg.low']).toEqual({ 'mmol/L': 0.75, 'mg/dL': 1.8, 'meq/L': 1.5 });
    expect(accepted('thresholds.k.low: 3.4').parameters.thresholds['k.low']).toBe(3.4);
  });

  test('modes and grace are given per rule', () => {
    const { parameters } = accepted(
      'mode: { default: silent, mg-low: card }\ngrace_min: { mg-low: 0, hypermagnesemia: 5 }',
    );
    expect(modeOf(parameters, 'mg-low')).toBe('card');
    expect(modeOf(parameters, 'hypermagnesemia')).toBe('silent');
    expect(graceMinutesOf(parameters, 'hypermagnesemia')).toBe(5);
    expect(graceMinutesOf(parameters, 'mg-albumin-corrected')).toBe(0);
  });

  test('a mode by rule may be a written-out path', () => {
    const { parameters } = accepted('mode.mg-low: silent\ngrace_min.mg-low: 15');
    expect([modeOf(parameters, 'mg-low'), graceMinutesOf(parameters, 'mg-low')]).toEqual(['silent', 15]);
  });

  test('switches are true or false', () => {
    const { parameters } = accepted('lab: { usePreliminary: true }\nsafety.inComfortCare: true');
    expect([parameters.lab.usePreliminary, parameters.safety.inComfortCare]).toEqual([true, true]);
    expect(parameters.mg.useLabReferenceRange).toBe(false);
  });

  test.each(['A', 'B', 'C'])('refractory may be defined as %s', (definition) => {
    expect(accepted(`refK.definition: ${definition}`).parameters.refK.definition).toBe(definition);
  });

  test.each([
    ['refK:\n  minDose: 40', 'parameters-unknown-name', 'refK.minDose_mEq'],
    ['refk: {}', 'parameters-unknown-name', 'refK'],
    ['thresholds: { mg.lo: 1 }', 'parameters-unknown-name', 'thresholds.mg.low'],
    ['mode: { mg-lwo: off }', 'parameters-unknown-name', 'did you mean mode.mg-low?'],
    ['mode.mg-lwo: off', 'parameters-unknown-name', 'did you mean mode.mg-low?'],
    ['lookback_h: { mg-low: 1 }', 'parameters-unknown-name', 'lookback_h.mg-low'],
    ['__proto__: { x: 1 }', 'parameters-unknown-name', '__proto__'],
    ['mode: { constructor: off }', 'parameters-unknown-name', 'mode.constructor'],
    ['refK: { minDose_mEq: "60" }', 'parameters-wrong-type', 'is \\"60\\", and must be a number, more than 0'],
    ['refK: { minDose_mEq: null }', 'parameters-wrong-type', 'is null, and must be a number'],
    ['refK: { minDose_mEq: .inf }', 'parameters-wrong-type', 'is Infinity mEq, and must be a number'],
    ['refK: { minDose_mEq: [60] }', 'parameters-wrong-type', 'is [60], and must be a number'],
    ['refK: 60', 'parameters-wrong-type', 'is 60, and holds several values'],
    ['thresholds: { mg.low: 1.7 }', 'parameters-wrong-type', 'several values'],
    ['mode: { default: loud }', 'parameters-wrong-type', 'off, silent, worklist, card'],
    ['refK: { definition: D }', 'parameters-wrong-type', 'is \\"D\\", and must be one of A, B, C'],
    ['lab: { usePreliminary: "yes" }', 'parameters-wrong-type', 'must be true or false'],
    ['lab: { usePreliminary: 1 }', 'parameters-wrong-type', 'must be true or false'],
    [
      'refK: { minDose_mEq: 1001 }',
      'parameters-out-of-range',
      '"name":"refK.minDose_mEq","problem":"is 1001 mEq, and must be a number, more than 0 and at most 1000 mEq","example":"60"',
    ],
    ['refK: { B: { minDoses: 2.5 } }', 'parameters-out-of-range', 'is 2.5 doses, and must be a whole number'],
    [
      'refK: { responseRatio: 1.1 }',
      'parameters-out-of-range',
      'is 1.1, and must be a number, more than 0 and at most 1"',
    ],
    ['ui: { summaryMax: 140 }', 'parameters-out-of-range', 'at most 139 characters'],
    ['grace_min: { mg-low: -1 }', 'parameters-out-of-range', 'at least 0 and at most 1440 min'],
    ['albuminMg: { slope_mmolL_per_gL: 0.05 }', 'parameters-out-of-range', 'at most 0.02 mmol/L per g/L'],
    ['thresholds: { k.moderate: 2.5 }', 'parameters-not-in-order', 'thresholds.k.moderate'],
    [
      'thresholds: { mg.moderate: { mmol/L: 0.7, mg/dL: 1.7, meq/L: 1.4 } }',
      'parameters-not-in-order',
      'is 1.7 mg/dL, and must be less than thresholds.mg.low.mg/dL (1.7 mg/dL)',
    ],
    ['thresholds: { mg.low: { mmol/L: 0.75 } }', 'parameters-families-disagree', 'change all families together'],
    ['refK: { minDose_mEq: 40 }\nrefK.minDose_mEq: 50', 'parameters-given-twice', 'keep one of the two'],
    ['- 1', 'parameters-not-a-mapping', 'list'],
    ['a: [', 'parameters-unreadable', ''],
    ['refK: {}\nrefK: {}', 'parameters-unreadable', 'unique'],
  ])('refuses %j', (text, code, words) => {
    const result = read(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.failure.map((problem) => problem.code)).toContain(code);
    expect(JSON.stringify(result.failure)).toContain(words);
    expect(result.failure.every(({ file }) => file === 'site.yaml')).toBe(true);
  });

  const FILE_EXAMPLE = 'refK.minDose_mEq: 40';

  test.each([
    ['- 1', 'parameters-not-a-mapping', '', 'holds a list or a single value', FILE_EXAMPLE],
    ['5', 'parameters-not-a-mapping', '', 'holds a list or a single value', FILE_EXAMPLE],
    [
      'refK: {}\nrefK: {}',
      'parameters-unreadable',
      '',
      'is no YAML (Map keys must be unique at line 2, column 1)',
      FILE_EXAMPLE,
    ],
    [
      'refK: { B: 3 }',
      'parameters-wrong-type',
      'refK.B',
      'is 3, and holds several values by name',
      '{"minDoses":3,"minDays":2,"window_h":24}',
    ],
    [
      'mode: [card]',
      'parameters-wrong-type',
      'mode',
      'is ["card"], and holds several values by name',
      '{"default":"card"}',
    ],
    [
      'lab: { usePreliminary: 1 }',
      'parameters-wrong-type',
      'lab.usePreliminary',
      'is 1, and must be true or false',
      'false',
    ],
    [
      'refK: { minDose_mEq: 60 }\nrefK.minDose_mEq: 60',
      'parameters-given-twice',
      'refK.minDose_mEq',
      'is given twice; keep one of the two',
      '60',
    ],
  ])('says what is wrong with %j', (text, code, name, problem, example) => {
    expect(read(text)).toEqual({ ok: false, failure: [{ file: 'site.yaml', code, name, problem, example }] });
  });

  test.each([
    ['38 letters and two quotes', 'x'.repeat(38), `"${'x'.repeat(38)}"`],
    ['39 letters and two quotes', 'x'.repeat(39), `"${'x'.repeat(39)}…`],
  ])('a value is shown with 40 characters: %s', (_name, value, shown) => {
    const result = read(`refK.definition: ${value}`);
    expect(result.ok ? [] : result.failure.map(({ problem }) => problem)).toEqual([
      `is ${shown}, and must be one of A, B, C`,
    ]);
  });

  test('contradictions are looked for once every value can be used', () => {
    const result = read('refK.minDose_mEq: many\nthresholds.k.moderate: 2.5');
    expect(result.ok ? [] : result.failure.map(({ code }) => code)).toEqual(['parameters-wrong-type']);
  });

  test.each([
    // A unit that was forgotten, or written for another one.
    ['refK.B.window', 'refK.B.window_h'],
    ['mg.followupDue_mmol', 'mg.followupDue_h'],
    // A group that was left out, or taken for another one.
    ['minDose', 'refK.minDose_mEq'],
    ['low', 'thresholds.mg.low'],
    ['refeeding.minDose', 'refK.minDose_mEq'],
    ['refK.mode.mg-low', 'mode.mg-low'],
    // A letter of the whole path goes before the likeness of its last name.
    ['thresholds.mg.moderate.mg/d', 'thresholds.mg.moderate.mg/dL'],
    ['mode.mg-lwo', 'mode.mg-low'],
    ['lookback.outpatient.mg', 'lookback_h.outpatient.mg'],
    ['dedup.warning.reshow', 'dedup_h.warning.reshow'],
    ['grace.default', 'grace_min.default'],
    ['grace_min.mg-lwo', 'grace_min.mg-low'],
    ['xmode.mg-low', 'mode.mg-low'],
  ])('%s is no parameter: %s is', (name, near) => {
    const problem = `is no parameter; did you mean ${near}?`;
    expect(read(`${name}: 1`)).toEqual({
      ok: false,
      failure: [{ file: 'site.yaml', code: 'parameters-unknown-name', name, problem }],
    });
  });

  test('all problems are said at once', () => {
    const result = read('refk: {}\nexpire_d: soon\n');
    expect(result.ok ? [] : result.failure.map(({ name }) => name)).toEqual(['refk', 'expire_d']);
  });

  test('the defaults hold their own checks', () => {
    expect(read(JSON.stringify(DEFAULT_PARAMETERS)).ok).toBe(true);
  });

  test('the version depends on the values, not on their order', () => {
    const a = accepted('refK: { minDose_mEq: 40, targetK: 4.2 }').version;
    const b = accepted('refK: { targetK: 4.2, minDose_mEq: 40 }').version;
    expect(a).toBe(b);
    expect(a).toMatch(/^p-[0-9a-f]{16}$/);
  });

  test('what is read cannot be changed', () => {
    for (const text of ['', 'thresholds.mg.low.mmol/L: 0.71']) {
      const { parameters } = accepted(text);
      expect(Object.isFrozen(parameters)).toBe(true);
      expect(Object.isFrozen(parameters.thresholds)).toBe(true);
      expect(Object.isFrozen(parameters.thresholds['mg.low'])).toBe(true);
    }
    expect(Object.isFrozen(DEFAULT_PARAMETERS.thresholds['mg.low'])).toBe(true);
  });

  test('each code says that trying again is of no use', () => {
    expect(Object.values(PARAMETER_CODES).every(({ retry }) => retry === 'never')).toBe(true);
  });
});
