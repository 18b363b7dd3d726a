import { describe, expect, test } from 'vitest';
import { cannotTell, doesNotApply, no, yes } from './answer.ts';
import { cases as digoxinCases } from './catalogue/digoxin-low-mg-k/cases.ts';
import { digoxinLowMgK } from './catalogue/digoxin-low-mg-k/rule.ts';
import { cases as lowMagnesiumCases } from './catalogue/mg-low/cases.ts';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { cases as unknownCases } from './catalogue/refractory-hypokalemia-mg-unknown/cases.ts';
import { refractoryHypokalemiaMgUnknown } from './catalogue/refractory-hypokalemia-mg-unknown/rule.ts';
import type { Answer, Rule, Setting } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { evaluate } from './evaluate.ts';
import { type Explained, explain } from './explain.ts';
import { dose, drugOrder, hours, optional, required, result } from './inputs.ts';
import type { Parameters } from './parameters.ts';
import { RULES } from './registry.ts';
import {
  at,
  type Circumstances,
  condition,
  drugOrder as drugOrderOf,
  magnesium,
  person,
  START,
  say,
  situation,
  type Vignette,
} from './testing/index.ts';

interface Asked {
  readonly rule?: Rule;
  readonly when?: Partial<Circumstances>;
  readonly parameters?: Parameters;
}

function explainOne(facts: Vignette['facts'], { rule = mgLow, when, parameters }: Asked = {}): Explained {
  const given = situation(facts, { now: 24, ...when });
  const [explained] = explain(given, parameters ?? DEFAULT_PARAMETERS, [rule]);
  if (!explained) throw new Error('one rule is explained once');
  return explained;
}

/** "Magnesium is low: yes 1.5 mg/dL (mild)" */
const line = ({ says, answer }: { says: string; answer: Answer }): string =>
  [`${says}:`, answer.is, ...('reason' in answer ? [answer.reason] : []), ...(answer.value ? [answer.value] : [])].join(
    ' ',
  );

describe('conditions', () => {
  test.each<[string, Vignette['facts'], readonly string[]]>([
    [
      'on digoxin with a low magnesium',
      [drugOrderOf('digoxin', 0), magnesium(1.5, 20)],
      [
        'Digoxin or digitoxin is ordered, drafted or was given in 48 h: yes digoxin',
        'Magnesium or potassium is low: yes Mg 1.5 mg/dL (mild)',
      ],
    ],
    [
      'without digoxin the second question is answered as well',
      [magnesium(1.5, 20)],
      [
        'Digoxin or digitoxin is ordered, drafted or was given in 48 h: no no-digoxin',
        'Magnesium or potassium is low: yes Mg 1.5 mg/dL (mild)',
      ],
    ],
    [
      'nothing was measured',
      [drugOrderOf('digoxin', 0)],
      [
        'Digoxin or digitoxin is ordered, drafted or was given in 48 h: yes digoxin',
        'Magnesium or potassium is low: unknown',
      ],
    ],
  ])('each with its answer and the value that it looked at: %s', (_name, facts, expected) => {
    expect(explainOne(facts, { rule: digoxinLowMgK }).conditions.map(line)).toEqual(expected);
  });
});

describe('exclusions', () => {
  const questions = (facts: Vignette['facts'], rule: Rule = mgLow, parameters: Parameters = DEFAULT_PARAMETERS) =>
    explainOne(facts, { rule, parameters }).exclusions.map(line);

  test('all hold for an adult; an unknown age counts as one', () => {
    expect(questions([magnesium(1.5, 20)])).toEqual([
      'Not a test patient: yes',
      'Alive: yes',
      'An adult: yes age unknown, counts as adult',
      'Not in comfort or hospice care: yes',
    ]);
  });

  test('each that excludes is said, not the first alone', () => {
    expect(questions([person({ isDeceased: true, bornFrom: START }), condition('comfort-care')])).toEqual([
      'Not a test patient: yes',
      'Alive: not-applicable deceased',
      'An adult: not-applicable under-age',
      'Not in comfort or hospice care: not-applicable comfort-care',
    ]);
  });

  test('comfort care is not asked of a safety rule that a site leaves on', () => {
    const safety = RULES.find(({ family }) => family === 'safety');
    const parameters = { ...DEFAULT_PARAMETERS, safety: { ...DEFAULT_PARAMETERS.safety, inComfortCare: true } };
    expect(questions([], safety, parameters)).toHaveLength(3);
    expect(questions([], mgLow, parameters)).toHaveLength(4);
  });
});

describe('inputs', () => {
  const rule: Rule = {
    ...mgLow,
    inputs: [
      required(result('magnesium'), hours.mg),
      optional(dose('loop'), hours.drug, ['inpatient']),
      optional(drugOrder('loop'), hours.now, ['outpatient']),
    ],
  };
  const coverage = new Map([['result:magnesium', { from: at(24 - 72), asOf: at(24) }]]);

  test.each<[Setting, Explained['inputs']]>([
    [
      'inpatient',
      [
        { key: 'result:magnesium', need: 'required', hours: 72, isCovered: true },
        { key: 'dose:loop', need: 'optional', hours: 24, isCovered: false },
      ],
    ],
    [
      'outpatient',
      [
        { key: 'result:magnesium', need: 'required', hours: 720, isCovered: false },
        { key: 'drug-order:loop', need: 'optional', hours: 0, isCovered: false },
      ],
    ],
  ])('those that are read %s, how far back, and whether all of it is here', (where, expected) => {
    const explained = explainOne([], { rule, when: { coverage, defaultSetting: where } });
    expect(explained.setting).toBe(where);
    expect(explained.inputs).toEqual(expected);
  });
});

describe('severity', () => {
  const severe = 'Magnesium is severely low';
  const withHeart = 'Moderately low, with a QTc of 500 ms and more or torsades';
  const moderate = 'Magnesium is moderately low';
  const modifier = 'Something makes it matter more';
  test.each<[string, number, readonly string[]]>([
    ['the first step holds', 0.9, [`critical ${severe}: yes 0.9 mg/dL`]],
    [
      'up to the step that holds',
      1.1,
      [
        `critical ${severe}: no not-so 1.1 mg/dL`,
        `critical ${withHeart}: no not-so`,
        `warning ${moderate}: yes 1.1 mg/dL`,
      ],
    ],
    [
      'all where none holds',
      1.5,
      [
        `critical ${severe}: no not-so 1.5 mg/dL`,
        `critical ${withHeart}: no not-so`,
        `warning ${moderate}: no not-so 1.5 mg/dL`,
        `warning ${modifier}: unknown`,
      ],
    ],
    ['none of a finding that is absent', 2, []],
  ])('%s', (_name, value, expected) => {
    const { severity } = explainOne([magnesium(value, 20)]);
    expect(severity.map((step) => `${step.severity} ${line(step)}`)).toEqual(expected);
  });
});

describe('explanations', () => {
  const low = magnesium(1.5, 20);
  const order = drugOrderOf('magnesium-oxide', 21);

  test('what would explain a true finding, and whether it is there', () => {
    const [looked] = explainOne([low]).explanations;
    expect(looked).toEqual({ says: mgLow.explanations[0]?.says, found: undefined });
    const [found, ...others] = explainOne([low, order]).explanations;
    expect(others).toEqual([]);
    expect(found?.says).toBe(mgLow.explanations[0]?.says);
    expect(found?.found?.reason).toBe('treated');
    expect(found?.found?.evidence.map(({ reference }) => reference)).toEqual(['MedicationRequest/magnesium-oxide-21']);
  });

  test('a finding that is not true has nothing to explain', () => {
    expect(explainOne([magnesium(2, 20), order]).explanations).toEqual([]);
    expect(explainOne([order]).explanations).toEqual([]);
  });
});

describe('what kept a rule back that nearly fired', () => {
  const item = { role: 'potassium', reference: 'Observation/k', at: START };
  const asking = (...answers: readonly Answer[]): Rule => ({
    ...mgLow,
    inputs: [],
    conditions: answers.map((answer, index) => ({ says: `question ${index}`, check: () => answer })),
  });
  const seen = yes('K 3.1', [item]);
  const assumed = yes();
  const failing = no('not-low', 'Mg 2', [item]);

  test.each<[string, readonly Answer[], string | undefined]>([
    ['the one condition that does not hold', [seen, failing], 'question 1: no not-low Mg 2'],
    ['wherever it stands', [failing, seen], 'question 0: no not-low Mg 2'],
    ['one that cannot be told', [seen, cannotTell(['magnesium'])], 'question 1: unknown'],
    ['one that makes the rule inapplicable', [seen, doesNotApply('dialysis')], 'question 1: not-applicable dialysis'],
    ['it is enough that one of those that hold was seen', [seen, assumed, failing], 'question 2: no not-low Mg 2'],
    ['nothing was seen: that is near to nothing', [assumed, no('not-low')], undefined],
    ['what was seen speaks against it', [assumed, failing], undefined],
    ['two do not hold', [seen, failing, failing], undefined],
    ['none holds', [failing], undefined],
    ['all hold', [seen, assumed], undefined],
  ])('%s', (_name, answers, expected) => {
    const { keptBackBy } = explainOne([], { rule: asking(...answers) });
    expect(keptBackBy && line(keptBackBy)).toBe(expected);
  });

  test('a patient who is excluded is not near to anything', () => {
    const rule = asking(seen, failing);
    expect(explainOne([condition('comfort-care')], { rule }).keptBackBy).toBeUndefined();
  });

  test('nor is a rule that is off', () => {
    const parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'card', 'mg-low': 'off' } } as const;
    expect(explainOne([], { rule: asking(seen, failing), parameters }).keptBackBy).toBeUndefined();
  });

  test('nor one whose required data nobody looked at: that is what keeps it back', () => {
    const rule = { ...asking(seen, failing), inputs: mgLow.inputs };
    expect(explainOne([], { rule, when: { coverage: new Map() } }).keptBackBy).toBeUndefined();
    expect(explainOne([], { rule }).keptBackBy).toBeDefined();
  });
});

describe('the finding', () => {
  test('comes with its rule and the mode of the site', () => {
    const off = { ...DEFAULT_PARAMETERS, mode: { default: 'card', 'mg-low': 'off' } } as const;
    expect(explainOne([magnesium(1.5, 20)])).toMatchObject({ rule: mgLow, mode: 'card', setting: 'inpatient' });
    const explained = explainOne([magnesium(1.5, 20)], { parameters: off });
    expect(explained.mode).toBe('off');
    expect(say(explained.finding)).toBe('not-applicable rule-off');
    // The questions are answered all the same: what a rule that is off would have said.
    expect(explained.conditions.map(({ answer }) => answer.is)).toEqual(['yes', 'yes']);
  });

  test('comes with its review time', () => {
    expect(explainOne([magnesium(1.5, 20)]).reviewAt).toBe(at(20 + 72));
    expect(explainOne([]).reviewAt).toBeUndefined();
  });

  test.each<[Rule, readonly Vignette[]]>([
    [mgLow, lowMagnesiumCases],
    [digoxinLowMgK, digoxinCases],
    [refractoryHypokalemiaMgUnknown, unknownCases],
  ])('$id: what is explained is what evaluate says, for every vignette', (rule, vignettes) => {
    for (const { facts, when, parameters = DEFAULT_PARAMETERS, expect: said } of vignettes) {
      const given = situation(facts, { now: 24, ...when });
      const [explained] = explain(given, parameters, [rule]);
      const [evaluation] = evaluate(given, parameters, [rule]).evaluations;
      expect(explained?.finding).toEqual(evaluation?.finding);
      expect(explained?.reviewAt).toBe(evaluation?.reviewAt);
      expect(explained && say(explained.finding)).toBe(said);
    }
  });

  test('all rules are explained, in their order, unless some are named', () => {
    const given = situation([magnesium(1.1, 20), drugOrderOf('digoxin', 0)], { now: 24 });
    const explained = explain(given, DEFAULT_PARAMETERS);
    expect(explained.map(({ rule }) => rule.id)).toEqual(RULES.map(({ id }) => id));
    const { evaluations } = evaluate(given, DEFAULT_PARAMETERS);
    expect(explained.map(({ finding }) => finding)).toEqual(evaluations.map(({ finding }) => finding));
  });
});
