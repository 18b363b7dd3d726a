import { instantOf } from '@magwatch/base';
import { claimDeletions, type Transaction } from '@magwatch/store';
import type { AssessDeps, PatientKey } from './contract.ts';
import { openEvent, type ReadIn } from './read-resource.ts';

type ReadVersion = Extract<ReadIn, { readonly type: 'version' }>;

/**
 * Versions in the order in which they are to be kept, with the deletions of their resources that came before anything else was
 * seen of them: nobody knew then whose they were. The deletions come first, as they arrived; times decide then which versions
 * they ended, and a resource that was made anew lives.
 */
export async function withEarlierDeletions(
  tx: Transaction,
  { clock }: AssessDeps,
  { source, patient }: PatientKey,
  versions: readonly ReadVersion[],
): Promise<readonly ReadVersion[]> {
  const references = new Set(versions.map(({ version }) => version.version.reference));
  const resources = [...references].map((reference) => {
    const [type = '', id = ''] = reference.split('/');
    return { type, id };
  });
  const claimed = await claimDeletions(tx, source, patient, resources);
  if (claimed.length === 0) return versions;
  const now = clock.now();
  const deletions = claimed
    .map((event) => openEvent(event, instantOf(Math.round(now - Math.max(0, event.ageMs)))))
    .filter((read): read is ReadVersion => 'type' in read && read.type === 'version');
  return [...versions.filter(cannotBeAnew), ...deletions, ...versions.filter((one) => !cannotBeAnew(one))];
}

/**
 * Of a version without a time only its number can tell. The first version is 1, a deletion 2 at the least, and what is made anew
 * after it 3 (https://hl7.org/fhir/R4/http.html#delete).
 */
const cannotBeAnew = ({ version: { version } }: ReadVersion): boolean =>
  version.lastUpdated === undefined && /^[12]$/.test(version.versionId ?? '');
