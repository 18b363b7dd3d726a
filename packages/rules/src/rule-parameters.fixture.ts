import type { ResourceVersion } from '@magwatch/timeline';
import { exclusionsOf } from './blocks/exclusions.ts';
import { magnesiumDraft } from './blocks/renal-safety.ts';
import { type Chart, openChart } from './chart.ts';
import type { Rule, Setting, Situation } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { asksGuard } from './inputs.ts';
import type { Parameters } from './parameters.ts';
import { RULES } from './registry.ts';
import { withoutFamily } from './rule-parameters.ts';
import {
  albumin,
  calcium,
  drugOrder,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  potassiumDose,
  result,
  situation,
  type Vignette,
} from './testing/index.ts';

/**
 * Which parameters each rule reads while it judges the cases of all rules, and its own of other patients too, in both
 * settings, with each definition of refractory, with the switches off and on.
 */
export async function traceRules(): Promise<Readonly<Record<string, readonly string[]>>> {
  const cases = await Promise.all(RULES.map(readCases));
  const all = cases.flat().map(({ facts, when, parameters = DEFAULT_PARAMETERS }) => ({
    given: asSituation(facts, when),
    parameters,
  }));
  return Object.fromEntries(
    RULES.map((rule, index) => {
      const trace = createTrace(rule);
      for (const { given, parameters } of all) trace.judge(given, parameters);
      for (const vignette of cases[index] ?? []) traceVariants(trace, vignette);
      return [rule.id, trace.names()];
    }),
  );
}

/** Which parameters a rule reads of one patient. */
export function traceOn(rule: Rule, given: Situation, parameters: Parameters): readonly string[] {
  const trace = createTrace(rule);
  trace.judge(given, parameters);
  return trace.names();
}

/** The vignettes of a rule stand beside it. */
async function readCases({ id }: Rule): Promise<readonly Vignette[]> {
  const { cases } = (await import(`./catalogue/${id}/cases.ts`)) as { readonly cases: readonly Vignette[] };
  return cases;
}

const SETTINGS: readonly Setting[] = ['inpatient', 'outpatient'];

const asSituation = (facts: readonly ResourceVersion[], when?: Vignette['when']): Situation =>
  situation(facts, { now: 24, ...when });

/** A case of the rule, of other patients too, in other settings and with other parameters. */
function traceVariants(trace: Trace, { facts, when, parameters = DEFAULT_PARAMETERS }: Vignette): void {
  for (const companions of COMPANIONS) {
    const given = asSituation([...facts, ...companions], when);
    for (const defaultSetting of SETTINGS)
      for (const variant of variantsOf(parameters)) trace.judge({ ...given, defaultSetting }, variant);
  }
}

/** Facts that make a case another patient's, so that what a rule looks at beside its pattern is looked at. */
const COMPANIONS: readonly (readonly ResourceVersion[])[] = [
  [],
  [drugOrder('magnesium-oxide', 19)],
  [potassium(3, -10), potassium(3, 2), potassiumDose(20, -6), potassiumDose(20, 3), potassiumDose(20, 6)],
  [result('urine-magnesium', [0.2, 'mmol/L'], 12), result('urine-creatinine', [5000, 'umol/L'], 12)],
  [egfr(80), potassium(2.9, 20), magnesium(1.5, 23.5)],
  [egfr(80), magnesium(1.5, 22), magnesiumDose(16, 23)],
  [egfr(80), result('magnesium-ionized', [0.4, 'mmol/L'], 23.5), magnesiumDose(16, 23.8)],
  [person({ sex: 'male' }), egfr(25), qtc(490), calcium(7, 19), albumin(2, 19)],
  [person({ sex: 'female' }), egfr(50), qtc(490), ionizedCalcium(0.9, 19), drugOrder('magnesium-oxide', 19)],
];

function egfr(value: number): ResourceVersion {
  return result('egfr', [value, 'mL/min/{1.73_m2}'], 19);
}

function qtc(value: number): ResourceVersion {
  return result('qtc', [value, 'ms'], 19);
}

/** With each definition of refractory, and with the switches on. The same parameters have the same variants. */
function variantsOf(parameters: Parameters): readonly Parameters[] {
  const known = VARIANTS.get(parameters);
  if (known) return known;
  const definitions = (['A', 'B', 'C'] as const).map((definition) => ({
    ...parameters,
    refK: { ...parameters.refK, definition },
  }));
  const switchedOn = {
    ...parameters,
    mg: { ...parameters.mg, useLabReferenceRange: true },
    lab: { usePreliminary: true },
    safety: { inComfortCare: true },
  };
  const variants = [...definitions, switchedOn];
  VARIANTS.set(parameters, variants);
  return variants;
}

const VARIANTS = new WeakMap<Parameters, readonly Parameters[]>();

interface Trace {
  /** Asks everything that the rule could ask of this patient, also what another answer would have spared it. */
  readonly judge: (given: Situation, parameters: Parameters) => void;
  /** What was read so far; a threshold in several units has one name. */
  readonly names: () => readonly string[];
}

function createTrace(rule: Rule): Trace {
  const seen = new Set<string>();
  const watched = new Map<Parameters, Parameters>();

  function watchOnce(parameters: Parameters): Parameters {
    const known = watched.get(parameters);
    if (known) return known;
    const fresh = watch(parameters, (name) => seen.add(name));
    watched.set(parameters, fresh);
    for (const { lookBackHours } of rule.inputs) for (const setting of SETTINGS) lookBackHours(fresh, setting);
    return fresh;
  }

  return {
    judge(given, parameters) {
      openChart(given, watchOnce(parameters)).track((chart) => {
        for (const { check } of exclusionsOf(chart, rule.family)) chart.read(check);
        const answers = rule.conditions.map(({ check }) => chart.read(check));
        if (answers.every(({ is }) => is === 'yes')) readFound(chart, rule);
      });
    },
    names: () => [...new Set([...seen].map(withoutFamily))].sort(),
  };
}

function readFound(chart: Chart, rule: Rule): void {
  const { severity, explanations, describe } = rule;
  if (asksGuard(rule)) chart.read(magnesiumDraft);
  for (const { check } of severity.steps) chart.read(check);
  for (const { find } of explanations) chart.read(find);
  describe(chart);
}

/** The same values; `onRead` hears the name of each that is read. */
function watch(parameters: Parameters, onRead: (name: string) => void): Parameters {
  // A proxy must answer as its target does where that is frozen: so it stands before a copy, with its groups watched.
  const watched = (node: object, path: string): object => {
    const copy = Object.entries(node).map(([key, value]: [string, unknown]): [string, unknown] => {
      const isGroup = typeof value === 'object' && value !== null;
      return [key, isGroup ? watched(value, `${path}${key}.`) : value];
    });
    return new Proxy(Object.fromEntries(copy), {
      get(target, key) {
        const value: unknown = Reflect.get(target, key);
        const name = `${path}${String(key)}`;
        // A rule asks for the mode of another by its id, which then falls back to the default.
        if (typeof value !== 'object' && typeof key === 'string' && name !== 'mode.default') onRead(name);
        return value;
      },
    });
  };
  return watched(parameters, '') as Parameters;
}
