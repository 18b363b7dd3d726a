import { instantOf } from '@magwatch/base';
import type { StoredVersion } from '@magwatch/store';
import type { ResourceVersion } from '@magwatch/timeline';

/**
 * Gives deletions the version number that their servers gave them without saying it. A deletion is itself a version
 * (n + 1; a resource made anew goes on at n + 2: https://hl7.org/fhir/R4/http.html#delete), but its notification names
 * none, and a numbered version would win over an unnumbered one. So it takes the next number after the versions that
 * it ended: those that were here before it, and those that came late but were written before it. Counting here and
 * not when it arrives keeps a late earlier version from bringing the resource back.
 */
export function numberDeletions(stored: readonly StoredVersion[]): readonly ResourceVersion[] {
  if (!stored.some(({ version }) => version.state === 'deleted')) return stored.map(({ version }) => version);
  const siblings = new Map<string, StoredVersion[]>();
  for (const one of stored) {
    const known = siblings.get(one.version.reference);
    if (known) known.push(one);
    else siblings.set(one.version.reference, [one]);
  }
  return stored.map((one) => {
    const { version } = one;
    if (version.state !== 'deleted' || version.versionId !== undefined) return version;
    const ended = (siblings.get(version.reference) ?? []).filter((other) => isBefore(other, one));
    const numbers = ended.map((other) => other.version.versionId ?? '').filter((id) => /^\d+$/.test(id));
    if (numbers.length === 0)
      return afterAll(
        version,
        ended.filter((other) => other !== one),
      );
    const last = numbers.map(BigInt).reduce((a, b) => (a > b ? a : b));
    return { ...version, versionId: String(last + 1n) };
  });
}

/**
 * Where versions have no order but their times (ids such as UUIDs, or none), the deletion is the last of those that it ended:
 * their times are the server's, its own is ours, and the two clocks differ.
 */
function afterAll(deletion: ResourceVersion, ended: readonly StoredVersion[]): ResourceVersion {
  const last = ended.reduce((latest, { version }) => Math.max(latest, version.lastUpdated ?? latest), -Infinity);
  if (deletion.lastUpdated === undefined || deletion.lastUpdated > last) return deletion;
  return { ...deletion, lastUpdated: instantOf(last + 1) };
}

function isBefore(other: StoredVersion, deletion: StoredVersion): boolean {
  if (other.sequence < deletion.sequence) return true;
  const written = other.version.lastUpdated;
  const deleted = deletion.version.lastUpdated;
  return written !== undefined && deleted !== undefined && written <= deleted;
}
