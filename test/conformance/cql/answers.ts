import { instantOf } from '@magwatch/base';
import { createCodes, parseResource } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, evaluate, type Finding, RULES, type Rule, type Situation } from '@magwatch/rules';
import { buildTimeline, type ResourceVersion } from '@magwatch/timeline';
import { PatientSource } from 'cql-exec-fhir';
import { DateTime, Executor, type Library } from 'cql-execution';
import { type MadeUpPatient, NOW, type Resource } from './resources.ts';

/** The rules that are written twice, with the name of each in CQL. */
const PATTERNS = {
  'mg-low': 'MgLow',
  'refractory-hypokalemia-low-mg': 'RefractoryHypokalemiaLowMg',
  'hypocalcemia-low-mg': 'HypocalcemiaLowMg',
  'renal-mg-wasting-femg': 'RenalMgWasting',
  'digoxin-low-mg-k': 'DigoxinLowMgK',
} as const;
export type PatternId = keyof typeof PATTERNS;
export const PATTERN_IDS = Object.keys(PATTERNS) as readonly PatternId[];

export interface Answer {
  readonly verdict: 'fires' | 'in-progress' | 'not' | 'cannot tell';
  /** Where it fires or is in progress. */
  readonly severity?: string;
  /** Rule 11: where the magnesium goes. */
  readonly category?: string;
}
export type Answers = Readonly<Partial<Record<PatternId, Answer>>>;

/** What the CQL says of each patient, by id. */
export async function answersOfCql(
  patterns: Library,
  patients: readonly MadeUpPatient[],
): Promise<ReadonlyMap<string, Answers>> {
  const results = await runCql(patterns, patients);
  return new Map([...results].map(([id, values]) => [id, readAnswers(values)]));
}

/** The source keeps FHIR's model, which takes a second to load; patients are given to it anew for each run. */
const source = PatientSource.FHIRv401();

/** The value of every definition of a library, by patient. */
export async function runCql(
  library: Library,
  patients: readonly MadeUpPatient[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  source.reset();
  source.loadBundles(patients.map(({ resources }) => bundleOf(resources)));
  const { patientResults } = await new Executor(library).exec(source, judgedAt());
  return new Map(Object.entries(patientResults as Record<string, Record<string, unknown>>));
}

/** The instant at which all are judged, for the engine. */
export function judgedAt(): DateTime {
  const instant = DateTime.parse(NOW.replace('Z', '.000Z'));
  if (instant === null) throw new Error('the instant of judgement is no time');
  return instant;
}

export const bundleOf = (resources: readonly unknown[]): object => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});

function readAnswers(values: Readonly<Record<string, unknown>>): Answers {
  const entries = PATTERN_IDS.map((rule): [PatternId, Answer] => {
    const { verdict, severity, category } = values[PATTERNS[rule]] as Answer;
    if (verdict !== 'fires' && verdict !== 'in-progress') return [rule, { verdict }];
    return [rule, { verdict, severity, ...(category && { category }) } as Answer];
  });
  return Object.fromEntries(entries);
}

const codes = createCodes();
const now = instantOf(Date.parse(NOW));

/** What our own path says of a patient: parsed, in order, evaluated. Rules that are not installed have no answer. */
export function ourAnswers({ resources }: MadeUpPatient): Answers {
  const { evaluations } = evaluate(situationOf(parseAll(resources)), DEFAULT_PARAMETERS, installed);
  return Object.fromEntries(evaluations.map(({ rule, finding }) => [rule.id, answerOf(finding)]));
}

/** What can be used of a patient's resources. */
export const parseAll = (resources: readonly Resource[]): readonly ResourceVersion[] =>
  resources.flatMap((resource) => {
    const parsed = parseResource(resource, { codes, timeZone: 'UTC' });
    return parsed.ok ? [parsed.version] : [];
  });

/** A patient of whom all is known, looked at without a hook. */
export const situationOf = (versions: readonly ResourceVersion[]): Situation => ({
  timeline: buildTimeline(versions),
  coverage: 'complete',
  now,
  defaultSetting: undefined,
  occasion: { hook: 'surveillance', drafts: undefined },
});

const installed: readonly Rule[] = RULES.filter(({ id }) => Object.hasOwn(PATTERNS, id));

function answerOf(finding: Finding): Answer {
  switch (finding.verdict) {
    case 'present': {
      const { category } = finding.figures;
      return {
        verdict: finding.explainedBy ? 'in-progress' : 'fires',
        severity: finding.severity,
        ...(typeof category === 'string' && { category }),
      };
    }
    case 'unknown':
      return { verdict: 'cannot tell' };
    case 'absent':
    case 'not-applicable':
      return { verdict: 'not' };
  }
}
