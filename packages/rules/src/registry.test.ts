import { ANALYTES, CONDITIONS, classesOf, DRUGS, inputKey } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Rule, RuleInput } from './contract.ts';
import { engineInputs } from './inputs.ts';
import { checkRules, RULES } from './registry.ts';

const [first] = RULES;
if (!first) throw new Error('there are rules');
const rule: Rule = first;

describe('registry', () => {
  test('holds the twenty-one rules of the catalogue, in its order', () => {
    expect(RULES.map(({ id }) => id)).toEqual([
      'mg-low',
      'mg-albumin-corrected',
      'refractory-hypokalemia-low-mg',
      'refractory-hypokalemia-mg-unknown',
      'refractory-hypokalemia-mg-low-normal',
      'hypocalcemia-low-mg',
      'hypocalcemia-mg-unknown',
      'ca-replacement-order-mg-check',
      'k-replacement-order-mg-check',
      'mg-wasting-drug-no-mg-monitoring',
      'renal-mg-wasting-femg',
      'torsades-risk-low-mg-k',
      'digoxin-low-mg-k',
      'ppi-hypomagnesemia',
      'refeeding-electrolyte-drop',
      'hypermagnesemia',
      'mg-therapy-renal-guard',
      'mg-iv-no-followup-level',
      'mg-level-too-early',
      'mg-repleted-k-not-rechecked',
      'specimen-suspect-electrolytes',
    ]);
  });

  test('takes each rule as it is, and the list cannot be changed', () => {
    const checked = checkRules(RULES);
    expect(checked).toEqual(RULES);
    expect(Object.isFrozen(checked)).toBe(true);
  });

  const withCard = (changed: Partial<Rule['card']>): Rule => ({ ...rule, card: { ...rule.card, ...changed } });
  const guarded = 'condition:myasthenia-gravis';
  const inputsBut = (key: string) => rule.inputs.filter(({ input }) => inputKey(input) !== key);
  const inHospital = rule.inputs
    .filter(({ input }) => inputKey(input) === guarded)
    .map((one): RuleInput => ({ ...one, settings: ['inpatient'] }));
  const optional = rule.inputs.map((one): RuleInput => ({ ...one, need: 'optional' }));

  test.each<[string, Rule | readonly Rule[], string]>([
    ['one id twice', [rule, rule], 'rule id mg-low is used once'],
    ['an id with capitals', { ...rule, id: 'MgLow' }, 'rule id MgLow is lower case with hyphens'],
    ['an id with another sign', { ...rule, id: 'mg_low' }, 'rule id mg_low is lower case with hyphens'],
    ['an id that starts with a digit', { ...rule, id: '2mg' }, 'rule id 2mg is lower case with hyphens'],
    ['no id', { ...rule, id: '' }, 'rule id  is lower case with hyphens'],
    ...['', '1.0', '1.0.0-beta', 'v1.0.0', '1.x.0'].map((version): [string, Rule, string] => [
      `version "${version}"`,
      { ...rule, version },
      'mg-low has a version',
    ]),
    ['no inputs', { ...rule, inputs: [] }, 'mg-low declares an input without which it cannot tell'],
    ['optional inputs only', { ...rule, inputs: optional }, 'mg-low declares an input without which it cannot tell'],
    ['one input twice', { ...rule, inputs: [...rule.inputs, ...rule.inputs] }, 'mg-low declares result:magnesium '],
    [
      'one input twice in one setting',
      { ...rule, inputs: [...rule.inputs, ...inHospital, ...inHospital] },
      `mg-low declares ${guarded} inpatient once`,
    ],
    [
      'magnesium on the card without what the guard reads',
      { ...rule, inputs: inputsBut(guarded) },
      `mg-low declares ${guarded} for the renal-safety guard`,
    ],
    [
      'magnesium on the card with what the guard reads in one setting only',
      { ...rule, inputs: [...inputsBut(guarded), ...inHospital] },
      `mg-low declares ${guarded} for the renal-safety guard`,
    ],
    ['no conditions', { ...rule, conditions: [] }, 'mg-low asks something'],
    ['an unknown suggestion', withCard({ suggestions: ['SG1', 'SG18'] }), 'mg-low suggests what there is'],
    ...['OR11', 'OR0', 'OR', 'XOR1', 'OR100'].map((id): [string, Rule, string] => [
      `${id} beside a known override reason`,
      withCard({ overrideReasons: ['OR1', id] }),
      'mg-low is overridden by OR1 to OR10',
    ]),
    ['no override reason', withCard({ overrideReasons: [] }), 'mg-low can be overridden'],
  ])('refuses %s', (_name, given, message) => {
    expect(() => checkRules([given].flat())).toThrow(`assertion failed: ${message}`);
  });

  test.each<[string, Rule]>([
    ['a version of several digits', { ...rule, version: '10.11.12' }],
    ['one override reason', withCard({ overrideReasons: ['OR10'] })],
    ['one input in two settings', { ...rule, inputs: [...rule.inputs, ...inHospital] }],
    [
      'a card without magnesium whose rule does not declare what the guard reads',
      { ...withCard({ suggestions: ['SG1', 'SG17'] }), inputs: inputsBut(guarded) },
    ],
  ])('takes %s', (_name, given) => {
    expect(checkRules([given])).toEqual([given]);
  });
});

describe('every concept that has codes is read by a rule', () => {
  /** Known by code, so that a result, drug or diagnosis of the catalogue is not taken for another; no rule asks for it. */
  const UNREAD: readonly string[] = [
    // What laboratories and machines calculate; rules calculate it themselves, or look at what it is made of.
    ...['magnesium-albumin-corrected', 'urine-magnesium-creatinine-ratio', 'urine-potassium-creatinine-ratio'],
    // Background of the catalogue that no rule's logic names.
    ...['bicarbonate', 'ph', 'leukocytes', 'urine-creatinine-24h', 'urine-potassium', 'lipemia', 'icterus'],
    // An ECG says torsades in its interpretation, and is ordered; by itself it is no value.
    'ecg',
    // Diagnoses of the very values that rules measure: a rule believes the value.
    ...['hypokalemia', 'hypocalcemia', 'hypomagnesemia', 'hypophosphatemia', 'hypoalbuminemia', 'refeeding-coded'],
    // Causes and company of magnesium loss that no rule's logic names.
    ...['av-block-other', 'bowel-inflammation', 'hyperaldosteronism', 'hypoparathyroidism', 'ketoacidosis', 'long-qt'],
    ...['kidney-transplant', 'malnutrition', 'pancreatitis', 'renal-mg-wasting-inherited'],
    // Drugs that rules do not ask for: not among the monitored ones, sparing, or only an interaction.
    ...['vitamin-d', 'mg-wasting-other', 'mg-sparing', 'interaction'],
    // No PPI: acid is blocked in another way, and the warning of PPIs does not name it.
    'vonoprazan',
    // Counts for nothing, so that a machine's fluid is not taken for replacement.
    'dialysate',
  ];

  const asked = [...RULES.flatMap(({ inputs }) => inputs), ...engineInputs].map(({ input }) => inputKey(input));
  const namesAfter = (...kinds: readonly string[]): ReadonlySet<string> =>
    new Set(
      asked.flatMap((key) => kinds.flatMap((kind) => (key.startsWith(`${kind}:`) ? key.slice(kind.length + 1) : []))),
    );
  const analytes = namesAfter('result', 'test-order');
  const conditions = namesAfter('condition');
  const drugClasses = namesAfter('dose', 'drug-order');
  const unread = [
    ...ANALYTES.filter((one) => !analytes.has(one)),
    ...CONDITIONS.filter((one) => !conditions.has(one)),
    ...DRUGS.filter((one) => !classesOf(one).some((name) => drugClasses.has(name))).map(
      (one) => classesOf(one)[0] ?? one,
    ),
  ];

  test('or stands on the list of those that none asks for', () => {
    expect(unread.filter((concept) => !UNREAD.includes(concept))).toEqual([]);
  });

  test('and nothing on that list is read by now', () => {
    expect(UNREAD.filter((concept) => !unread.includes(concept as (typeof unread)[number]))).toEqual([]);
  });
});
