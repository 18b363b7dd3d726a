import { ANALYTES, CONDITIONS, classesOf, DRUGS, inputKey } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Rule } from './contract.ts';
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

  test.each<[string, readonly Rule[]]>([
    ['one id twice', [rule, rule]],
    ['an id with capitals', [{ ...rule, id: 'MgLow' }]],
    ['no version', [{ ...rule, version: '' }]],
    ['no required input', [{ ...rule, inputs: [] }]],
    ['one input twice', [{ ...rule, inputs: [...rule.inputs, ...rule.inputs] }]],
    [
      'magnesium on the card without what the guard reads',
      [{ ...rule, inputs: rule.inputs.filter(({ input }) => inputKey(input) !== 'condition:myasthenia-gravis') }],
    ],
    ['an unknown suggestion', [{ ...rule, card: { ...rule.card, suggestions: ['SG18'] } }]],
    ['an unknown override reason', [{ ...rule, card: { ...rule.card, overrideReasons: ['OR11'] } }]],
  ])('refuses %s', (_name, rules) => {
    expect(() => checkRules(rules)).toThrow('assertion failed');
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
