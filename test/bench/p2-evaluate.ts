import { DEFAULT_PARAMETERS, evaluate } from '@magwatch/rules';
import type { ResourceVersion } from '@magwatch/timeline';
import { PatientSource } from 'cql-exec-fhir';
import { Executor } from 'cql-execution';
import { bundleOf, judgedAt, parseAll, situationOf } from '../conformance/cql/answers.ts';
import type { Resource } from '../conformance/cql/resources.ts';
import { translatePatterns } from '../conformance/cql/translate.ts';
import { historyOf } from './histories.ts';
import { type Comparison, interleave } from './interleave.ts';

/** The patient and his stay make 59 of it. */
const FACTS = 57;
const MINUTES_APART = 45;
const OUR_PATIENTS = 1_500;
const CQL_PATIENTS = 40;

/** Every rule, over one patient: the timeline is built and judged. */
export const evaluateAll = (versions: readonly ResourceVersion[]): number =>
  evaluate(situationOf(versions), DEFAULT_PARAMETERS).evaluations.length;

/**
 * P2: patients a second through all our rules, against one rule (mg-low) in cql-execution, on the same 59 resources. From JSON, as the
 * yardstick reads them; and from facts as they are stored, which is what an assessment does.
 */
export async function compareEvaluating(rounds: number): Promise<readonly Comparison[]> {
  const resources = historyOf(FACTS, MINUTES_APART);
  const versions = parseAll(resources);
  const yardstick = await oneRuleInCql(resources);
  const compare = (what: string, patient: () => unknown): Promise<Comparison> =>
    interleave(
      { id: 'P2', what, unit: '/s', goal: '≥ 100' },
      { ours: { name: 'all rules', round: async () => perSecond(OUR_PATIENTS, patient) }, yardstick, rounds },
    );
  return [
    await compare('patients, parsed facts through all rules', () => evaluateAll(versions)),
    await compare('patients, JSON through all rules', () => evaluateAll(parseAll(resources))),
  ];
}

function perSecond(count: number, work: () => unknown): number {
  const begun = performance.now();
  for (let done = 0; done < count; done += 1) work();
  return (count / (performance.now() - begun)) * 1000;
}

async function oneRuleInCql(resources: readonly Resource[]) {
  const executor = new Executor(translatePatterns());
  const source = PatientSource.FHIRv401();
  const instant = judgedAt();
  const bundles = Array.from({ length: CQL_PATIENTS }, () => bundleOf(resources));
  const round = async (): Promise<number> => {
    source.reset();
    source.loadBundles(bundles);
    const begun = performance.now();
    const { patientResults } = await executor.exec_expression('MgLow', source, instant);
    const took = performance.now() - begun;
    const answer = JSON.stringify(patientResults);
    if (!answer.includes('"verdict":"')) throw new Error(`the yardstick answered nothing: ${answer}`);
    return (CQL_PATIENTS / took) * 1000;
  };
  return { name: 'mg-low in cql-execution', round };
}
