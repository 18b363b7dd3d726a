import { inputKey } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Rule } from './contract.ts';
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
    ['an unknown suggestion', [{ ...rule, card: { ...rule.card, suggestions: ['SG14'] } }]],
    ['an unknown override reason', [{ ...rule, card: { ...rule.card, overrideReasons: ['OR11'] } }]],
  ])('refuses %s', (_name, rules) => {
    expect(() => checkRules(rules)).toThrow('assertion failed');
  });
});
