import { findFutureNotes, type Note } from '@magwatch/fhir';
import {
  findLatestUnnumbered,
  inSavepoint,
  insertVersions,
  isContentRefused,
  markEventsDone,
  type NewVersion,
  recordNotes,
  requestRecheck,
  setEventAside,
  setEventPatient,
  type Transaction,
} from '@magwatch/store';
import type { Aside, AssessDeps, PatientKey } from './contract.ts';
import { withEarlierDeletions } from './earlier-deletions.ts';
import { identify } from './identify.ts';
import { type Incoming, type ReadIn, readResource } from './read-resource.ts';

type ReadVersion = Extract<ReadIn, { readonly type: 'version' }>;

/**
 * Reads resources and keeps what they say of this patient, and what became of the events that brought them.
 * What cannot be used is kept aside with its code; nothing that one resource says can hold up the others.
 */
export async function keepResources(
  tx: Transaction,
  deps: AssessDeps,
  key: PatientKey,
  arrivals: readonly (Incoming | ReadIn)[],
): Promise<readonly Aside[]> {
  const read = readAll(deps, arrivals);
  const done = new Set(read.flatMap(({ event }) => (event === undefined ? [] : [event])));
  const aside: Aside[] = [];
  const putAside = async (event: string | undefined, code: string): Promise<void> => {
    aside.push({ event, code });
    if (event === undefined) return;
    done.delete(event);
    await setEventAside(tx, event, code);
  };

  const own: ReadVersion[] = [];
  for (const one of read) {
    if (one.type === 'aside') await putAside(one.event, one.code);
    if (one.type !== 'version') continue;
    if (one.patient === undefined || one.patient === key.patient) own.push(one);
    else if (one.event === undefined) aside.push({ event: undefined, code: 'subject-differs' });
    else {
      // Not this patient's: it goes to its own, whose assessment the reconciler will ask for.
      done.delete(one.event);
      await setEventPatient(tx, one.event, one.patient);
    }
  }
  const fresh = await withoutRepeats(tx, key.source, own);
  const refused = await keepVersions(tx, key, await withEarlierDeletions(tx, deps, key, fresh));
  for (const { event } of refused) await putAside(event, 'resource-not-storable');
  const now = deps.clock.now();
  const notes = read.flatMap((one): readonly Note[] => {
    if (one.type !== 'version') return one.type === 'nothing' ? [] : one.notes;
    return [...one.notes, ...findFutureNotes(one.version.version, now)];
  });
  await recordNotes(tx, key.source, notes);
  await markEventsDone(tx, [...done]);
  return aside;
}

/** Reads everything, each resource with the Medications and Specimens that came along with it. */
function readAll({ codes, timeZone }: AssessDeps, arrivals: readonly (Incoming | ReadIn)[]): readonly ReadIn[] {
  const medications = new Map<string, unknown>();
  const specimens = new Map<string, unknown>();
  for (const one of arrivals) {
    if (!('resource' in one)) continue;
    const identity = identify(one.resource);
    if (identity?.type === 'Medication') medications.set(identity.reference, one.resource);
    if (identity?.type === 'Specimen') specimens.set(identity.reference, one.resource);
  }
  const context = { codes, timeZone, medications, specimens };
  return arrivals.map((one): ReadIn => {
    if (!('resource' in one)) return one;
    // A Medication says nothing of a patient: it is of use to what refers to it, and that is all.
    if (identify(one.resource)?.type === 'Medication') return { type: 'nothing', event: one.event };
    return readResource(one, context);
  });
}

/**
 * Leaves out what only says again what was said last, where nothing but the content tells versions apart. Not what
 * was said at some time before: content that comes back after another one is news.
 */
async function withoutRepeats(
  tx: Transaction,
  source: string,
  versions: readonly ReadVersion[],
): Promise<readonly ReadVersion[]> {
  const references = versions.filter((one) => one.content !== undefined).map((one) => one.version.version.reference);
  if (references.length === 0) return versions;
  const latest = new Map(await findLatestUnnumbered(tx, source, references));
  return versions.filter(({ content, version }) => {
    if (content === undefined) return true;
    const { reference, facts } = version.version;
    const known = latest.get(reference);
    latest.set(reference, version.versionKey);
    const isSame = known?.startsWith(`h:${content}@`) === true;
    // The same content that could not be understood before, and now is, is no repeat.
    return !isSame || (known?.endsWith('/empty') === true && facts.length > 0);
  });
}

/** Keeps versions, all at once, or else each alone; returns those that the database refuses. */
async function keepVersions(
  tx: Transaction,
  key: PatientKey,
  versions: readonly ReadVersion[],
): Promise<readonly ReadVersion[]> {
  if (versions.length === 0) return [];
  try {
    await inSavepoint(tx, () =>
      insert(
        tx,
        key,
        versions.map(({ version }) => version),
      ),
    );
    return [];
  } catch (error) {
    if (!isContentRefused(error)) throw error;
  }
  const refused: ReadVersion[] = [];
  for (const one of versions) {
    try {
      await inSavepoint(tx, () => insert(tx, key, [one.version]));
    } catch (error) {
      if (!isContentRefused(error)) throw error;
      refused.push(one);
    }
  }
  return refused;
}

/** A resource that was another patient's before is news for him too, under a lock that is not ours: ask for it. */
async function insert(
  tx: Transaction,
  { source, patient }: PatientKey,
  versions: readonly NewVersion[],
): Promise<void> {
  const { inserted, otherPatients } = await insertVersions(tx, source, patient, versions);
  if (inserted > 0) await requestRecheck(tx, source, otherPatients);
}
