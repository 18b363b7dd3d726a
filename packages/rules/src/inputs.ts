import { type Analyte, type ConditionName, type DrugClass, type Input, inputKey } from '@magwatch/timeline';
import { WASTING } from './blocks/drugs.ts';
import { DIALYSIS_MEMORY_HOURS, INJURY_WINDOW_HOURS } from './blocks/kidneys.ts';
import { courseHours, LONGEST_INFUSION_HOURS } from './blocks/magnesium-course.ts';
import type { Rule, RuleInput, Setting } from './contract.ts';
import { modeOf, type Parameters } from './parameters.ts';
import { suggestionId } from './suggested.ts';

type Hours = RuleInput['lookBackHours'];

export const result = (analyte: Analyte): Input => ({ kind: 'result', analyte });
export const testOrder = (analyte: Analyte): Input => ({ kind: 'test-order', analyte });
export const dose = (drugClass: DrugClass): Input => ({ kind: 'dose', drugClass });
export const drugOrder = (drugClass: DrugClass): Input => ({ kind: 'drug-order', drugClass });
export const condition = (name: ConditionName): Input => ({ kind: 'condition', condition: name });

/** Without these a rule cannot tell; with `settings` only there. */
export const required = (input: Input, lookBackHours: Hours, settings?: readonly Setting[]): RuleInput => ({
  input,
  need: 'required',
  lookBackHours,
  ...(settings ? { settings } : {}),
});

/** Of several such inputs one is enough to tell. */
export const oneOf = (input: Input, lookBackHours: Hours): RuleInput => ({ input, need: 'one-of', lookBackHours });

export const optional = (input: Input, lookBackHours: Hours, settings?: readonly Setting[]): RuleInput => ({
  input,
  need: 'optional',
  lookBackHours,
  ...(settings ? { settings } : {}),
});

/** Whether an input is read in a setting. */
export const isReadIn = ({ settings }: Pick<RuleInput, 'settings'>, where: Setting): boolean =>
  settings === undefined || settings.includes(where);

/** The same inputs for a rule that can tell without them. */
export const asOptional = (inputs: readonly RuleInput[]): readonly RuleInput[] =>
  inputs.map((one) => ({ ...one, need: 'optional' }));

const lookBack =
  (name: 'mg' | 'k' | 'ca' | 'creatinine' | 'qtc'): Hours =>
  ({ lookback_h }, where) =>
    lookback_h[where][name];

/** How far back each kind of data is read, in hours. */
export const hours = {
  mg: lookBack('mg'),
  ca: lookBack('ca'),
  creatinine: lookBack('creatinine'),
  /** Acute injury is seen against the days before the latest value. */
  creatinineCourse: ({ lookback_h }: Parameters, where: Setting): number =>
    lookback_h[where].creatinine + INJURY_WINDOW_HOURS,
  qtc: lookBack('qtc'),
  /** Definition C looks farther back than the latest potassium. */
  k: (parameters: Parameters, where: Setting): number =>
    where === 'outpatient' || parameters.refK.definition === 'C'
      ? Math.max(parameters.lookback_h[where].k, parameters.refK.C.window_h)
      : parameters.lookback_h[where].k,
  latestK: lookBack('k'),
  /** Albumin pairs with a sample of magnesium or calcium. */
  albumin: ({ lookback_h }: Parameters, where: Setting): number =>
    Math.max(lookback_h[where].mg, lookback_h[where].ca) + lookback_h.albuminPair,
  pth: ({ lookback_h }: Parameters): number => lookback_h.pth,
  drug: ({ lookback_h }: Parameters): number => lookback_h.drugActive,
  digoxin: ({ lookback_h }: Parameters): number => lookback_h.digoxinActive,
  ppi: ({ lookback_h }: Parameters): number => lookback_h.ppiActive,
  /** Pyridostigmine counts as long as other drugs do, and a blocker that came before it tells what it was for. */
  blocker: ({ lookback_h, guard }: Parameters): number => lookback_h.drugActive + guard.nmba_h,
  /** The start of a PPI is known when its doses are known for as long as matters. */
  ppiStart: ({ lookback_h, ppi }: Parameters): number => Math.max(lookback_h.ppiActive, ppi.minDays * 24),
  digoxinLevel: ({ lookback_h }: Parameters): number => lookback_h.digoxinLevel,
  /** Magnesium doses treat the low value (B4), and make a level early (B2). */
  mgDose: ({ lookback_h, mg }: Parameters, where: Setting): number =>
    Math.max(mg.treatedWindow_h, lookback_h[where].mg + mg.tooEarly_h + LONGEST_INFUSION_HOURS),
  mgCourse: courseHours,
  /** The level before it, and the doses that make that level early. */
  mgBeforeCourse: (parameters: Parameters, where: Setting): number =>
    courseHours(parameters) + parameters.lookback_h[where].mg,
  mgDoseBeforeCourse: (parameters: Parameters, where: Setting): number =>
    courseHours(parameters) + parameters.lookback_h[where].mg + parameters.mg.tooEarly_h + LONGEST_INFUSION_HOURS,
  mgFollowup: ({ mg }: Parameters): number => mg.followupClose_h,
  /** The low potassium after which magnesium was replaced. */
  lastK: ({ k }: Parameters): number => k.lastK_h,
  caDose: ({ lookback_h, refCa }: Parameters, where: Setting): number => lookback_h[where].ca + refCa.window_h,
  /** Orders and conditions count while they are active, whenever they began: what is searched is what is active now. */
  now: (): number => 0,
  day: (): number => 24,
};

/** What tells a sound specimen from a contaminated or hemolyzed one; every rule that reads K, Mg or Ca needs it. */
export const specimenInputs: readonly RuleInput[] = [
  optional(result('potassium'), hours.latestK),
  optional(result('calcium'), hours.ca),
  optional(result('calcium-ionized'), hours.ca),
  optional(result('magnesium'), hours.mg),
  optional(result('albumin'), hours.albumin),
  optional(result('creatinine'), hours.creatinine),
  optional(result('glucose'), hours.latestK),
  optional(result('hemolysis'), hours.mg),
  optional({ kind: 'specimen' }, hours.mg),
];

/** What says that magnesium is low, and whether it is being replaced. */
export const magnesiumInputs: readonly RuleInput[] = [
  required(result('magnesium'), hours.mg),
  optional(result('magnesium-ionized'), hours.mg),
  optional(dose('mg-replacement'), hours.mgDose),
  optional(drugOrder('mg-replacement'), hours.now),
  optional(condition('pregnancy'), hours.now),
  optional(condition('pre-eclampsia'), hours.now),
  optional(condition('eclampsia'), hours.now),
];

/** Magnesium or potassium: a low one is enough to tell, whatever the other is. */
export const electrolyteInputs: readonly RuleInput[] = [
  oneOf(result('magnesium'), hours.mg),
  oneOf(result('potassium'), hours.latestK),
  ...magnesiumInputs.filter(({ need }) => need === 'optional'),
];

/** What makes magnesium obstetric, now or when it was given. */
export const obstetricInputs = (lookBackHours: Hours): readonly RuleInput[] => [
  optional(drugOrder('mg-replacement'), hours.now),
  optional(condition('pregnancy'), lookBackHours),
  optional(condition('pre-eclampsia'), lookBackHours),
  optional(condition('eclampsia'), lookBackHours),
];

/** The same inputs, read at least so far back. */
export const reachingBack = (inputs: readonly RuleInput[], lookBackHours: Hours): readonly RuleInput[] =>
  inputs.map((one) => ({
    ...one,
    lookBackHours: (parameters, where) =>
      Math.max(one.lookBackHours(parameters, where), lookBackHours(parameters, where)),
  }));

/** What says that a magnesium level is on its way (B5). */
export const pendingMagnesiumInputs: readonly RuleInput[] = [
  optional(testOrder('magnesium'), hours.day),
  optional(testOrder('magnesium-ionized'), hours.day),
];

/** What B7 reads: potassium over time, and what was given or ordered of it. */
export const refractoryInputs: readonly RuleInput[] = [
  required(result('potassium'), hours.k),
  required(dose('k-replacement'), hours.latestK, ['inpatient']),
  optional(drugOrder('k-replacement'), hours.latestK, ['inpatient']),
  required(drugOrder('k-replacement'), hours.now, ['outpatient']),
];

export const dialysisInputs: readonly RuleInput[] = [
  optional(condition('dialysis'), () => DIALYSIS_MEMORY_HOURS),
  optional(dose('k-replacement'), hours.drug),
  optional(dose('ca-replacement'), hours.drug),
  optional(drugOrder('k-replacement'), hours.now),
  optional(drugOrder('ca-replacement'), hours.now),
];

export const kidneyInputs: readonly RuleInput[] = [
  ...dialysisInputs,
  optional(result('creatinine'), hours.creatinineCourse),
  optional(result('egfr'), hours.creatinine),
  optional(condition('aki'), hours.now),
];

/** What the renal-safety guard reads before magnesium is suggested (§4.0). */
export const guardInputs: readonly RuleInput[] = [
  ...kidneyInputs,
  ...asOptional(magnesiumInputs),
  ...specimenInputs,
  optional(condition('myasthenia-gravis'), hours.now),
  optional(condition('lambert-eaton'), hours.now),
  optional(dose('nmba'), hours.blocker),
  optional(drugOrder('nmba'), hours.now),
  optional(condition('av-block-high'), hours.now),
  optional(condition('pacemaker'), hours.now),
  optional(condition('torsades'), hours.day),
  optional(condition('cardiac-arrest'), hours.day),
];

/** Whether a card of this rule may offer magnesium, or to stop it. Its findings then hold the answer of the guard. */
export const asksGuard = ({ card }: Pick<Rule, 'card'>): boolean =>
  card.suggestions.map(suggestionId).some((id) => id === 'SG2' || id === 'SG3' || id === 'SG11');

export const rhythmInputs: readonly RuleInput[] = [
  optional(result('qtc'), hours.qtc),
  optional(result('qtc-bazett'), hours.qtc),
  optional(result('qt'), hours.qtc),
  optional(result('heart-rate'), hours.qtc),
  optional(result('rr-interval'), hours.qtc),
];

export const digoxinInputs: readonly RuleInput[] = [
  optional(dose('digoxin'), hours.digoxin),
  optional(drugOrder('digoxin'), hours.now),
];

/** Drugs of tier A, which prolong QT most. */
export const tierAInputs: readonly RuleInput[] = [
  optional(dose('qt-a'), hours.drug),
  optional(drugOrder('qt-a'), hours.now),
];

export const tierBInputs: readonly RuleInput[] = [
  optional(dose('qt-b'), hours.drug),
  optional(drugOrder('qt-b'), hours.now),
];

export const loopInputs: readonly RuleInput[] = [
  optional(dose('loop'), hours.drug),
  optional(drugOrder('loop'), hours.now),
];

export const diureticInputs: readonly RuleInput[] = [
  ...loopInputs,
  optional(dose('thiazide'), hours.drug),
  optional(drugOrder('thiazide'), hours.now),
];

/** What shows that a PPI is taken now. */
export const ppiInputs: readonly RuleInput[] = [
  optional(dose('ppi'), hours.ppi),
  optional(drugOrder('ppi'), hours.now),
];

/** What shows since when. */
export const ppiStartInputs: readonly RuleInput[] = [optional(dose('ppi'), hours.ppiStart)];

export const wastingInputs: readonly RuleInput[] = [
  ...WASTING.flatMap((drugClass) => [optional(dose(drugClass), hours.drug), optional(drugOrder(drugClass), hours.now)]),
  ...ppiInputs,
];

export const calciumInputs = (need: 'required' | 'optional'): readonly RuleInput[] => {
  const as = need === 'required' ? required : optional;
  return [
    as(result('calcium'), hours.ca),
    as(result('calcium-ionized'), hours.ca),
    optional(result('calcium-albumin-corrected'), hours.ca),
    as(result('albumin'), hours.albumin),
  ];
};

/** What the engine reads for every rule: who, where, and the exclusions that hold for all. */
export const engineInputs: readonly RuleInput[] = [
  optional({ kind: 'person' }, hours.now),
  optional({ kind: 'encounter' }, hours.day),
  optional(condition('comfort-care'), hours.now),
];

/** One list without repetition: required wins, and the longest look-back. */
export function declare(...groups: readonly (readonly RuleInput[])[]): readonly RuleInput[] {
  const merged = new Map<string, RuleInput>();
  for (const one of groups.flat()) {
    const key = `${inputKey(one.input)} ${one.settings?.join() ?? ''}`;
    const known = merged.get(key);
    merged.set(key, known ? merge(known, one) : one);
  }
  return [...merged.values()];
}

/** From the strongest to the weakest. */
const NEEDS: readonly RuleInput['need'][] = ['required', 'one-of', 'optional'];

function merge(a: RuleInput, b: RuleInput): RuleInput {
  const need = NEEDS.find((one) => a.need === one || b.need === one) ?? 'optional';
  const lookBackHours: Hours = (parameters, where) =>
    Math.max(a.lookBackHours(parameters, where), b.lookBackHours(parameters, where));
  return { ...a, need, lookBackHours };
}

/**
 * All inputs of the rules that are not off, and what the engine needs itself: one entry per input. Context searches,
 * subscriptions and prefetch templates are made from these. `lookBackHours` is the longest of the rules'.
 */
export function inputsOf(rules: readonly Rule[], parameters: Parameters): readonly RuleInput[] {
  const active = rules.filter(({ id }) => modeOf(parameters, id) !== 'off');
  const everywhere = [...active.flatMap(({ inputs }) => inputs), ...engineInputs].map(
    (one): RuleInput => ({
      input: one.input,
      need: one.need,
      lookBackHours: (given, where) => (isReadIn(one, where) ? one.lookBackHours(given, where) : 0),
    }),
  );
  return declare(everywhere);
}
