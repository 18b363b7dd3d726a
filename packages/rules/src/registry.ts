import { assert } from '@magwatch/base';
import { inputKey } from '@magwatch/timeline';
import { SUGGESTION_WORDS } from './card-words.ts';
import { caReplacementOrderMgCheck } from './catalogue/ca-replacement-order-mg-check/rule.ts';
import { digoxinLowMgK } from './catalogue/digoxin-low-mg-k/rule.ts';
import { hypermagnesemia } from './catalogue/hypermagnesemia/rule.ts';
import { hypocalcemiaLowMg } from './catalogue/hypocalcemia-low-mg/rule.ts';
import { hypocalcemiaMgUnknown } from './catalogue/hypocalcemia-mg-unknown/rule.ts';
import { kReplacementOrderMgCheck } from './catalogue/k-replacement-order-mg-check/rule.ts';
import { mgAlbuminCorrected } from './catalogue/mg-albumin-corrected/rule.ts';
import { mgIvNoFollowupLevel } from './catalogue/mg-iv-no-followup-level/rule.ts';
import { mgLevelTooEarly } from './catalogue/mg-level-too-early/rule.ts';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { mgRepletedKNotRechecked } from './catalogue/mg-repleted-k-not-rechecked/rule.ts';
import { mgTherapyRenalGuard } from './catalogue/mg-therapy-renal-guard/rule.ts';
import { mgWastingDrugNoMgMonitoring } from './catalogue/mg-wasting-drug-no-mg-monitoring/rule.ts';
import { ppiHypomagnesemia } from './catalogue/ppi-hypomagnesemia/rule.ts';
import { refeedingElectrolyteDrop } from './catalogue/refeeding-electrolyte-drop/rule.ts';
import { refractoryHypokalemiaLowMg } from './catalogue/refractory-hypokalemia-low-mg/rule.ts';
import { refractoryHypokalemiaMgLowNormal } from './catalogue/refractory-hypokalemia-mg-low-normal/rule.ts';
import { refractoryHypokalemiaMgUnknown } from './catalogue/refractory-hypokalemia-mg-unknown/rule.ts';
import { renalMgWastingFemg } from './catalogue/renal-mg-wasting-femg/rule.ts';
import { specimenSuspectElectrolytes } from './catalogue/specimen-suspect-electrolytes/rule.ts';
import { torsadesRiskLowMgK } from './catalogue/torsades-risk-low-mg-k/rule.ts';
import type { Rule } from './contract.ts';
import { asksGuard, guardInputs } from './inputs.ts';
import { suggestionId } from './suggested.ts';

/** Every rule of this version, in the order of the clinical catalogue. */
export const RULES: readonly Rule[] = checkRules([
  mgLow,
  mgAlbuminCorrected,
  refractoryHypokalemiaLowMg,
  refractoryHypokalemiaMgUnknown,
  refractoryHypokalemiaMgLowNormal,
  hypocalcemiaLowMg,
  hypocalcemiaMgUnknown,
  caReplacementOrderMgCheck,
  kReplacementOrderMgCheck,
  mgWastingDrugNoMgMonitoring,
  renalMgWastingFemg,
  torsadesRiskLowMgK,
  digoxinLowMgK,
  ppiHypomagnesemia,
  refeedingElectrolyteDrop,
  hypermagnesemia,
  mgTherapyRenalGuard,
  mgIvNoFollowupLevel,
  mgLevelTooEarly,
  mgRepletedKNotRechecked,
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
    checkGuard(rule);
    assert(rule.conditions.length > 0, `${rule.id} asks something`);
    assert(
      rule.card.suggestions.every((one) => Object.hasOwn(SUGGESTION_WORDS, suggestionId(one))),
      `${rule.id} suggests what there is`,
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

/** A rule whose card may offer magnesium declares all that the guard reads before it does. */
function checkGuard(rule: Rule): void {
  if (!asksGuard(rule)) return;
  const declared = new Set(rule.inputs.filter(({ settings }) => !settings).map(({ input }) => inputKey(input)));
  for (const { input } of guardInputs)
    assert(declared.has(inputKey(input)), `${rule.id} declares ${inputKey(input)} for the renal-safety guard`);
}
