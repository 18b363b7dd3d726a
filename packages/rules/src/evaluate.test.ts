import { instantOf } from '@magwatch/base';
import { inputKey, type ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { no } from './answer.ts';
import { COVERAGE_STALE_MS } from './chart.ts';
import type { Rule, RuleInput } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { evaluate } from './evaluate.ts';
import { dose, hours, inputsOf, oneOf, optional, required, result, testOrder } from './inputs.ts';
import { RULES } from './registry.ts';
import {
  at,
  calcium,
  condition,
  drugOrder,
  encounter,
  findingOf,
  getPresent,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  potassiumDose,
  say,
  situation,
} from './testing/index.ts';

const mgLow = RULES.find(({ id }) => id === 'mg-low') ?? RULES[0];
if (!mgLow) throw new Error('mg-low is registered');
const low = magnesium(1.5, 20);
const YEAR = 8766;
/** Coverage of these inputs only. */
const coverageOf = (keys: readonly string[]) =>
  new Map(keys.map((key) => [key, { from: at(-10_000), asOf: at(24) }] as const));

describe('exclusions that hold for all rules', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['an adult', [person({ bornFrom: at(-30 * YEAR) })], 'fires info'],
    ['an unknown age counts as adult', [person()], 'fires info'],
    ['a child', [person({ bornFrom: at(-17 * YEAR) })], 'not-applicable under-age'],
    ['comfort care', [condition('comfort-care')], 'not-applicable comfort-care'],
    ['comfort care that is over', [condition('comfort-care', { from: at(0), until: at(10) })], 'fires info'],
    ['comfort care that begins later', [condition('comfort-care', { from: at(30) })], 'fires info'],
    ['a condition that is no longer active', [condition('comfort-care', { isActive: false })], 'fires info'],
    ['deceased', [person({ isDeceased: true })], 'not-applicable deceased'],
    ['deceased before', [person({ isDeceased: true, deceasedAt: at(23) })], 'not-applicable deceased'],
    ['deceased later', [person({ isDeceased: true, deceasedAt: at(25) })], 'fires info'],
    ['a test patient', [person({ isTestPatient: true })], 'not-applicable test-patient'],
  ])('%s', (_name, facts, expected) => {
    expect(say(findingOf(mgLow, situation([low, ...facts], { now: 24 })))).toBe(expected);
    for (const { finding } of evaluate(situation([low, ...facts], { now: 24 }), DEFAULT_PARAMETERS).evaluations)
      if (expected.startsWith('not-applicable')) expect(say(finding)).toBe(expected);
  });

  test('a child becomes an adult on the day of the eighteenth birthday', () => {
    const birthday = instantOf(Date.UTC(2026, 2, 11));
    const child = person({ bornFrom: instantOf(Date.UTC(2008, 2, 11)), bornUntil: instantOf(Date.UTC(2008, 2, 12)) });
    const given = situation([magnesium(1.5, 10), child], { now: 0 });
    const before = evaluate({ ...given, now: instantOf(birthday - 1) }, DEFAULT_PARAMETERS, [mgLow]);
    expect(before.evaluations[0]?.finding.verdict).toBe('not-applicable');
    expect(before.reviewAt).toBe(birthday);
    const after = evaluate({ ...given, now: birthday }, DEFAULT_PARAMETERS, [mgLow]);
    expect(after.evaluations[0]?.finding.verdict).toBe('present');
  });
});

describe('setting', () => {
  const stay = encounter({ from: at(0), until: at(20) });
  const visit = encounter({ id: 'Encounter/visit', setting: 'outpatient', from: at(0), isInProgress: true });
  test.each<[string, readonly ResourceVersion[], number, 'inpatient' | 'outpatient' | undefined, string]>([
    ['inside the period of a stay', [stay], 10, undefined, 'inpatient'],
    ['at its first instant', [stay], 0, undefined, 'inpatient'],
    ['at its end', [stay], 20, undefined, 'outpatient'],
    [
      'a period beats a finished status',
      [encounter({ from: at(0), until: at(20), isInProgress: false })],
      10,
      undefined,
      'inpatient',
    ],
    [
      'without an end the status decides',
      [encounter({ from: at(0), isInProgress: false })],
      10,
      undefined,
      'outpatient',
    ],
    ['an outpatient visit', [visit], 10, 'inpatient', 'outpatient'],
    ['a stay beside a visit', [stay, visit], 10, undefined, 'inpatient'],
    ['no encounter: outpatient', [], 10, undefined, 'outpatient'],
    ['no encounter: the default stands in', [], 10, 'inpatient', 'inpatient'],
    ['an encounter that has not begun does not exist', [stay], -1, 'inpatient', 'inpatient'],
    ['after a stay the default does not stand in', [stay], 30, 'inpatient', 'outpatient'],
  ])('%s', (_name, facts, now, defaultSetting, expected) => {
    const given = situation(facts, { now });
    const where = evaluate({ ...given, defaultSetting }, DEFAULT_PARAMETERS).setting;
    expect(where).toBe(expected);
  });

  test.each<[string, readonly ResourceVersion[], number, number | undefined]>([
    ['in hospital there is no discharge', [stay], 10, undefined],
    ['after the stay: its end', [stay], 30, 20],
    ['of two stays the later end', [stay, encounter({ id: 'Encounter/2', from: at(30), until: at(40) })], 50, 40],
    ['a new stay takes the discharge back', [stay, encounter({ id: 'Encounter/2', from: at(30) })], 50, undefined],
    ['a visit is no stay', [encounter({ setting: 'outpatient', from: at(0), until: at(1) })], 10, undefined],
  ])('discharge: %s', (_name, facts, now, hour) => {
    const assessed = evaluate(situation(facts, { now }), DEFAULT_PARAMETERS);
    expect('dischargedAt' in assessed).toBe(hour !== undefined);
    expect(assessed.dischargedAt).toBe(hour === undefined ? undefined : at(hour));
  });
});

describe('what the engine does for every rule', () => {
  test('a rule that is off is not evaluated', () => {
    const parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'card', 'mg-low': 'off' } } as const;
    expect(say(findingOf(mgLow, situation([low], { now: 24 }), parameters))).toBe('not-applicable rule-off');
  });

  test('without coverage of a required input it is unknown and names it', () => {
    const finding = findingOf(mgLow, situation([low], { now: 24, coverage: new Map() }));
    expect(finding).toEqual({ verdict: 'unknown', missing: ['result:magnesium'] });
  });

  const needing = (...inputs: readonly RuleInput[]): Rule => ({ ...mgLow, inputs });
  const needsTwoKinds = needing(
    required(result('calcium'), hours.now),
    oneOf(result('magnesium'), hours.now),
    oneOf(result('potassium'), hours.now),
  );
  test.each<[string, readonly string[], readonly string[]]>([
    ['nothing', [], ['result:calcium', 'result:magnesium', 'result:potassium']],
    ['the required one', ['result:calcium'], ['result:magnesium', 'result:potassium']],
    ['one of the others', ['result:potassium'], ['result:calcium']],
    ['both others', ['result:potassium', 'result:magnesium'], ['result:calcium']],
    ['the required one and one of the others', ['result:calcium', 'result:magnesium'], []],
  ])('of inputs of which one is enough, and a required one, is here: %s', (_name, keys, missing) => {
    const finding = findingOf(needsTwoKinds, situation([low], { now: 24, coverage: coverageOf(keys) }));
    expect(finding.verdict === 'unknown' ? finding.missing : []).toEqual(missing);
    expect(finding.verdict).toBe(missing.length > 0 ? 'unknown' : 'present');
  });

  test('optional kinds of data that nobody looked at are said, results by the rule itself', () => {
    const rule: Rule = {
      ...needing(
        required(result('magnesium'), hours.now),
        optional(result('qtc'), hours.now),
        optional(dose('loop'), hours.now),
      ),
      describe: () => ({ figures: {}, evidence: [] }),
    };
    const missing = (...keys: readonly string[]) =>
      getPresent(findingOf(rule, situation([low], { now: 24, coverage: coverageOf(['result:magnesium', ...keys]) })))
        .missing;
    expect(missing()).toEqual(['dose:loop']);
    expect(missing('dose:loop')).toEqual([]);
  });

  test('results of a contaminated specimen are named', () => {
    const suspects = (...facts: readonly ResourceVersion[]) => [
      ...evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, []).suspectResults,
    ];
    const edta = [potassium(6.5, 20, { id: 'Observation/k' }), calcium(6, 20, { id: 'Observation/ca' })];
    expect(suspects(...edta).sort()).toEqual(['Observation/ca', 'Observation/k']);
    expect(suspects(potassium(4, 20))).toEqual([]);
  });

  test('the next review is the earliest of all rules and of the setting', () => {
    const changingAt = (hour: number): Rule => ({
      ...needing(),
      id: `changes-at-${hour}`,
      conditions: [{ says: 'Later', check: (chart) => (chart.changesAt(at(hour)), no('not-yet')) }],
    });
    const review = (facts: readonly ResourceVersion[], ...changes: readonly number[]) =>
      evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, changes.map(changingAt)).reviewAt;
    expect(review([], 30, 26, 28)).toBe(at(26));
    expect(review([], 26, 30)).toBe(at(26));
    expect(review([], 20, 30)).toBe(at(30));
    const stay = encounter({ from: at(0), until: at(40) });
    expect(review([stay], 50)).toBe(at(40));
    expect(review([stay], 30)).toBe(at(30));
  });

  test('a kind of data that nobody looked at is said once, also where the rule says it itself', () => {
    const rule = RULES.find(({ id }) => id === 'mg-wasting-drug-no-mg-monitoring') ?? mgLow;
    const facts = [encounter({ from: at(-100) }), drugOrder('tacrolimus', -200)];
    const covered = rule.inputs.map(({ input }) => inputKey(input)).filter((key) => key !== 'dose:foscarnet');
    const cover = { from: instantOf(0), asOf: at(24) };
    const coverage = new Map(covered.map((key) => [key, cover]));
    const finding = findingOf(rule, situation(facts, { now: 24, coverage }));
    expect(finding).toMatchObject({ verdict: 'present', missing: ['dose:foscarnet', 'potassium'] });
  });

  test('coverage that goes stale is a reason to look again', () => {
    const coverage = new Map([['result:magnesium', { from: at(-1000), asOf: at(20) }]]);
    const given = situation([low], { now: 24, coverage });
    const { reviewAt } = evaluate(given, DEFAULT_PARAMETERS, [mgLow]);
    expect(reviewAt).toBe(at(20) + COVERAGE_STALE_MS + 1);
    if (reviewAt === undefined) return;
    const late = evaluate({ ...given, now: reviewAt }, DEFAULT_PARAMETERS, [mgLow]).evaluations[0];
    expect(late?.finding.verdict).toBe('unknown');
  });

  test('coverage that does not reach back far enough yet is a reason to look again', () => {
    const coverage = new Map([['result:magnesium', { from: at(-40), asOf: at(30) }]]);
    const given = situation([low], { now: 24, coverage });
    const first = evaluate(given, DEFAULT_PARAMETERS, [mgLow]);
    expect(first.evaluations[0]?.finding.verdict).toBe('unknown');
    expect(first.reviewAt).toBe(at(32));
  });

  test('review comes when the value leaves its window, the order its day, the dose its three days', () => {
    const review = (...facts: readonly ResourceVersion[]) =>
      evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, [mgLow]).reviewAt;
    expect(review()).toBeUndefined();
    expect(review(low)).toBe(at(20 + 72));
    expect(review(low, drugOrder('magnesium-oxide', 21))).toBe(at(21 + 24));
    expect(review(low, drugOrder('magnesium-oxide', 21, { activeUntil: at(26) }))).toBe(at(26));
    expect(review(low, magnesiumDose(16, 22))).toBe(at(92));
    expect(review(low, magnesium(1.4, 23, { knownAt: at(25) }))).toBe(at(25));
    expect(review(low, magnesiumDose(16, 30))).toBe(at(30));
  });

  test('the same chart serves all rules: an answer does not depend on the company of a rule', () => {
    const facts = [low, magnesiumDose(16, 22), encounter({ from: at(0) })];
    const all = evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS).evaluations;
    for (const { rule, finding, reviewAt } of all) {
      const alone = evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, [rule]).evaluations[0];
      expect(alone?.finding).toEqual(finding);
      expect(alone?.reviewAt).toBe(reviewAt);
    }
  });
});

describe('a unit that contradicts its code', () => {
  const digoxin = RULES.find(({ id }) => id === 'digoxin-low-mg-k') ?? mgLow;
  const refractory = RULES.find(({ id }) => id === 'refractory-hypokalemia-low-mg') ?? mgLow;
  const doubtful = { quality: ['unit-property-mismatch'] } as const;
  const onDigoxin = drugOrder('digoxin', 0);
  test.each<[string, typeof mgLow, readonly ResourceVersion[], string]>([
    ['of a required result: a warning at most', mgLow, [magnesium(0.9, 20, doubtful)], 'fires warning'],
    ['what is milder stays', mgLow, [magnesium(1.6, 20, doubtful)], 'fires info'],
    ['an optional result is no reason', mgLow, [magnesium(0.9, 20), potassium(3, 20, doubtful)], 'fires critical'],
    [
      'of the magnesium that made it critical',
      digoxin,
      [onDigoxin, potassium(3.4, 20), magnesium(0.9, 20, doubtful)],
      'fires warning',
    ],
    ['of the only one', digoxin, [onDigoxin, magnesium(0.9, 20, doubtful)], 'fires warning'],
    [
      'of a normal magnesium beside a potassium that is critical by itself',
      digoxin,
      [onDigoxin, potassium(2.9, 20), magnesium(2, 20, doubtful)],
      'fires critical',
    ],
    [
      'of a low magnesium beside it',
      digoxin,
      [onDigoxin, potassium(2.9, 20), magnesium(0.9, 20, doubtful)],
      'fires critical',
    ],
    ['of both', digoxin, [onDigoxin, potassium(2.9, 20, doubtful), magnesium(0.9, 20, doubtful)], 'fires warning'],
    [
      'of one of two required ones',
      refractory,
      [potassium(2.4, 0), potassiumDose(80, 10), potassium(2.4, 20), magnesium(1.5, 20, doubtful)],
      'fires warning',
    ],
  ])('%s', (_name, rule, facts, expected) => {
    const finding = findingOf(rule, situation(facts, { now: 24 }));
    expect(say(finding)).toBe(expected);
    const isNoted = finding.verdict === 'present' && finding.notes.includes('unit-property-mismatch');
    expect(isNoted).toBe(!expected.endsWith('critical') || rule === digoxin);
  });
});

test('a doubtful unit counts for the input that is a result, not for the order of the same test', () => {
  const rule: Rule = {
    ...mgLow,
    inputs: [
      required(result('magnesium'), hours.mg),
      required(testOrder('potassium'), hours.day),
      optional(result('potassium'), hours.latestK),
    ],
    describe: () => ({ figures: {}, evidence: [{ role: 'potassium', reference: 'Observation/k', at: at(20) }] }),
  };
  const doubtful = potassium(3, 20, { id: 'Observation/k', quality: ['unit-property-mismatch'] });
  const finding = findingOf(rule, situation([magnesium(0.9, 20), doubtful], { now: 24 }));
  expect(say(finding)).toBe('fires critical');
  expect(getPresent(finding).notes).toEqual([]);
});

describe('inputs', () => {
  test('each input is listed once, required where any rule requires it, with the longest look-back', () => {
    const inputs = inputsOf(RULES, DEFAULT_PARAMETERS);
    const keys = inputs.map(({ input }) => JSON.stringify(input));
    expect(new Set(keys).size).toBe(keys.length);
    const find = (analyte: string) => inputs.find(({ input }) => input.kind === 'result' && input.analyte === analyte);
    expect(find('potassium')?.need).toBe('required');
    expect(find('potassium')?.lookBackHours(DEFAULT_PARAMETERS, 'outpatient')).toBe(2160);
    // Rule 20 looks 96 h back, and as far again for what tells a sound specimen.
    expect(find('potassium')?.lookBackHours(DEFAULT_PARAMETERS, 'inpatient')).toBe(192);
    // Rule 10 asks whether a level was drawn within a year.
    expect(find('magnesium')?.lookBackHours(DEFAULT_PARAMETERS, 'inpatient')).toBe(8760);
    expect(inputs.some(({ input }) => input.kind === 'encounter')).toBe(true);
  });

  test('what a rule reads in one setting only is not fetched so far back in the other', () => {
    const refractory = RULES.filter(({ id }) => id === 'refractory-hypokalemia-mg-unknown');
    const given = inputsOf(refractory, DEFAULT_PARAMETERS).find(
      ({ input }) => input.kind === 'dose' && input.drugClass === 'k-replacement',
    );
    expect(given?.lookBackHours(DEFAULT_PARAMETERS, 'inpatient')).toBe(48);
    // The doses of a day tell whether potassium runs through a dialysis machine.
    expect(given?.lookBackHours(DEFAULT_PARAMETERS, 'outpatient')).toBe(24);
  });

  test('a rule that is off asks for nothing', () => {
    const parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'off' } } as const;
    expect(inputsOf(RULES, parameters).map(({ input }) => input.kind)).toEqual(['person', 'encounter', 'condition']);
  });
});

describe('the whole answer', () => {
  const cover = { from: instantOf(0), asOf: at(24) };
  const covering = (...keys: readonly string[]) => new Map(keys.map((key) => [key, cover] as const));

  test('kinds of data that nobody looked at are said; values and what is required are not', () => {
    const finding = findingOf(mgLow, situation([low], { now: 24, coverage: covering('result:magnesium') }));
    const missing = finding.verdict === 'present' ? finding.missing : [];
    expect(missing).toEqual(expect.arrayContaining(['dose:mg-replacement', 'condition:torsades', 'dose:qt-a']));
    expect(missing.filter((key) => key.startsWith('result:'))).toEqual([]);
    const complete = findingOf(mgLow, situation([low], { now: 24 }));
    expect(complete.verdict === 'present' && complete.missing.filter((key) => key.includes(':'))).toEqual([]);
  });

  test.each<[string, readonly string[], string]>([
    ['potassium was looked at', ['result:potassium'], 'fires warning'],
    ['magnesium was looked at', ['result:magnesium'], 'fires warning'],
    ['neither was', [], 'unknown'],
  ])('of inputs of which one is enough: %s', (_name, keys, expected) => {
    const digoxin = RULES.find(({ id }) => id === 'digoxin-low-mg-k') ?? mgLow;
    const facts = [drugOrder('digoxin', 10), potassium(3.2, 20), magnesium(1.5, 20)];
    const coverage = covering('dose:digoxin', 'drug-order:digoxin', ...keys);
    expect(say(findingOf(digoxin, situation(facts, { now: 24, coverage })))).toBe(expected);
  });

  test('it names the results of a contaminated sample', () => {
    const facts = [potassium(7, 20, { id: 'Observation/k' }), calcium(5, 20, { id: 'Observation/ca' })];
    const { suspectResults } = evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS);
    expect(suspectResults).toEqual(new Set(['Observation/k', 'Observation/ca']));
    expect(evaluate(situation([low], { now: 24 }), DEFAULT_PARAMETERS).suspectResults.size).toBe(0);
  });

  test('it is looked at again when the first of its answers may change', () => {
    const facts = [low, potassium(3.2, 10), drugOrder('furosemide', 10, { activeUntil: at(26) })];
    const { evaluations, reviewAt } = evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS);
    const each = evaluations.flatMap((one) => (one.reviewAt === undefined ? [] : [one.reviewAt]));
    expect(new Set(each).size).toBeGreaterThan(1);
    expect(reviewAt).toBe(Math.min(...each));
    expect(evaluate(situation([], { now: 24 }), DEFAULT_PARAMETERS).reviewAt).toBeUndefined();
  });

  test('it knows a discharge, and says nothing of one where there was none', () => {
    const left = evaluate(
      situation([encounter({ until: at(20), isInProgress: false })], { now: 24 }),
      DEFAULT_PARAMETERS,
    );
    expect(left.dischargedAt).toBe(at(20));
    expect(evaluate(situation([low], { now: 24 }), DEFAULT_PARAMETERS)).not.toHaveProperty('dischargedAt');
  });
});
