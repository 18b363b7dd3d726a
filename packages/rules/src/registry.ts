import { assert } from '@magwatch/base';
import { inputKey } from '@magwatch/timeline';
import { hypermagnesemia } from './catalogue/hypermagnesemia/rule.ts';
import { hypocalcemiaLowMg } from './catalogue/hypocalcemia-low-mg/rule.ts';
import { hypocalcemiaMgUnknown } from './catalogue/hypocalcemia-mg-unknown/rule.ts';
import { mgAlbuminCorrected } from './catalogue/mg-albumin-corrected/rule.ts';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { refractoryHypokalemiaLowMg } from './catalogue/refractory-hypokalemia-low-mg/rule.ts';
import { refractoryHypokalemiaMgLowNormal } from './catalogue/refractory-hypokalemia-mg-low-normal/rule.ts';
import { refractoryHypokalemiaMgUnknown } from './catalogue/refractory-hypokalemia-mg-unknown/rule.ts';
import { specimenSuspectElectrolytes } from './catalogue/specimen-suspect-electrolytes/rule.ts';
import type { Rule } from './contract.ts';

/** Every rule of this version, in the order of the clinical catalogue. */
export const RULES: readonly Rule[] = checkRules([
  mgLow,
  mgAlbuminCorrected,
  refractoryHypokalemiaLowMg,
  refractoryHypokalemiaMgUnknown,
  refractoryHypokalemiaMgLowNormal,
  hypocalcemiaLowMg,
  hypocalcemiaMgUnknown,
  hypermagnesemia,
  specimenSuspectElectrolytes,
]);

/** The same rules, when each is what a rule must be; a mistake in one stops the program at its start. */
export function checkRules(rules: readonly Rule[]): readonly Rule[] {
  const ids = new Set<string>();
  for (const rule of rules) {
    assert(/^[a-z][a-z0-9-]*$/.test(rule.id), `rule id ${rule.id} is lower case with hyphens`);
    assert(!ids.has(rule.id), `rule id ${rule.id} is used once`);
    ids.add(rule.id);
    assert(/^\d+\.\d+\.\d+$/.test(rule.version), `${rule.id} has a version`);
    assert(
      rule.inputs.some(({ need }) => need !== 'optional'),
      `${rule.id} declares an input without which it cannot tell`,
    );
    checkInputs(rule);
    assert(rule.conditions.length > 0, `${rule.id} asks something`);
    assert(
      rule.card.suggestions.every((id) => /^SG([1-9]|1[0-3])$/.test(id)),
      `${rule.id} suggests SG1 to SG13`,
    );
    assert(
      rule.card.overrideReasons.every((id) => /^OR([1-9]|10)$/.test(id)),
      `${rule.id} is overridden by OR1 to OR10`,
    );
    assert(rule.card.overrideReasons.length > 0, `${rule.id} can be overridden`);
  }
  return Object.freeze([...rules]);
}

function checkInputs({ id, inputs }: Rule): void {
  const keys = new Set<string>();
  for (const { input, settings } of inputs) {
    const key = `${inputKey(input)} ${settings?.join() ?? ''}`;
    assert(!keys.has(key), `${id} declares ${key} once`);
    keys.add(key);
  }
}
