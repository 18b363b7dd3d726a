import type { Instant } from '@magwatch/base';
import { inTransaction, lockPatient, saveCoverage } from '@magwatch/store';
import type { Cover } from '@magwatch/timeline';
import { assessLocked, assessPatient } from './assess-patient.ts';
import type { AssessDeps, Outcome, PatientKey } from './contract.ts';
import { keepResources } from './keep-resources.ts';
import type { Incoming } from './read-resource.ts';

/** What a search of a patient's context found. */
export interface FoundContext extends PatientKey {
  /** Everything that was found, as FHIR JSON; Medications and other referenced resources among it. */
  readonly resources: readonly unknown[];
  /** What the search proves to be complete, by input key; a search that failed proves nothing. */
  readonly coverage: ReadonlyMap<string, Cover>;
  /** When the search began. */
  readonly at: Instant;
}

/**
 * Keeps what a search found together with what it proves, and assesses the patient on both: coverage without its
 * facts would prove the absence of what was found. The search itself is over: no network inside.
 */
export async function recordContext(
  deps: AssessDeps,
  { source, patient, resources, coverage, at }: FoundContext,
): Promise<Outcome> {
  const key = { source, patient };
  const { baseUrl } = deps;
  const arrivals = resources.map(
    (resource): Incoming => ({ event: undefined, resource, versionId: undefined, arrivedAt: at, baseUrl }),
  );
  const { hasMore, ...outcome } = await inTransaction(deps.store, async (tx) => {
    await lockPatient(tx, source, patient);
    const aside = await keepResources(tx, deps, key, arrivals);
    await saveCoverage(tx, source, patient, coverage, at);
    const assessed = await assessLocked(tx, deps, key);
    return { ...assessed, aside: [...aside, ...assessed.aside] };
  });
  return hasMore ? assessPatient(deps, key) : outcome;
}
