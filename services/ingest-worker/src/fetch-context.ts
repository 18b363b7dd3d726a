import { formatInstant, HOUR_MS, type Instant, instantOf, ok, type Result } from '@magwatch/base';
import { type EhrFailure, identityOf, type Page, type Resource } from '@magwatch/ehr';
import type { Cover } from '@magwatch/timeline';
import { completeMedication } from './complete-medication.ts';
import { coverSearched } from './cover-inputs.ts';
import type { FollowedSource } from './followed-source.ts';
import type { PlannedSearch } from './plan-searches.ts';

/** The parameter by which a type is searched by its clinical time. Types that are not here are read whole: an order of last month may be active now. */
const DATE_PARAMETER: Readonly<Record<string, string>> = {
  Observation: 'date',
  MedicationAdministration: 'effective-time',
  Specimen: 'collected',
};
/** A date without a time, in any time zone, and clocks that differ still fall into the search. */
const MARGIN_HOURS = 36;
const PAGE_SIZE = '200';

export interface FetchedContext {
  /** When the searches began: what changed while they ran is not proved by them. */
  readonly at: Instant;
  readonly resources: readonly Resource[];
  /** Only inputs all of whose searches gave everything. */
  readonly coverage: ReadonlyMap<string, Cover>;
  readonly failures: readonly EhrFailure[];
}

/**
 * Reads everything that the active rules want to know about a patient. A search that fails proves nothing; the others
 * count all the same.
 */
export async function fetchContext(followed: FollowedSource, patient: string, now: Instant): Promise<FetchedContext> {
  const searched = await Promise.all(
    followed.plan.map(async (search) => ({
      key: search.key,
      found: await searchPatient(followed, search, patient, now),
    })),
  );
  const resources = searched.flatMap(({ found }) => (found.ok ? found.value : []));
  const failures = searched.flatMap(({ found }) => (found.ok ? [] : [found.failure]));
  const succeeded = new Set(searched.flatMap(({ key, found }) => (found.ok ? [key] : [])));
  return { at: now, resources, failures, coverage: coverSearched(followed.plan, succeeded, now) };
}

async function searchPatient(
  followed: FollowedSource,
  search: PlannedSearch,
  patient: string,
  now: Instant,
): Promise<Result<readonly Resource[], EhrFailure>> {
  const page =
    search.type === 'Patient' ? await readPerson(followed, patient) : await askFor(followed, search, patient, now);
  if (!page.ok) return page;
  const { matches, included } = page.value;
  const resources: Resource[] = [...included];
  for (const match of matches) {
    // A server that took no notice of the patient must not bring his neighbour's results here.
    if (identityOf(match, { baseUrl: followed.source.fhirBaseUrl })?.patient !== patient) continue;
    const whole = await completeMedication(followed.ehr, match, included);
    if (!whole.ok) return whole;
    resources.push(whole.value);
  }
  return ok(resources);
}

async function readPerson({ ehr }: FollowedSource, patient: string): Promise<Result<Page, EhrFailure>> {
  const answer = await ehr.read('Patient', patient.slice('Patient/'.length));
  if (!answer.ok) return answer;
  return ok({ matches: answer.value.state === 'present' ? [answer.value.resource] : [], included: [] });
}

async function askFor(
  { ehr, includesOf }: FollowedSource,
  search: PlannedSearch,
  patient: string,
  now: Instant,
): Promise<Result<Page, EhrFailure>> {
  const { type, parameters, lookBackHours } = search;
  const date = DATE_PARAMETER[type];
  const from = formatInstant(instantOf(now - (lookBackHours + MARGIN_HOURS) * HOUR_MS));
  const asked = { ...parameters, patient, ...(date !== undefined && { [date]: `ge${from}` }), _count: PAGE_SIZE };
  return await includesOf(search, (includes) => ehr.search(type, { ...asked, ...includes }));
}
