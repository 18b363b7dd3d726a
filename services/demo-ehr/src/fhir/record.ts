import { addHours, type Instant } from '@magwatch/base';
import type { Clock } from '@magwatch/runtime';
import type { Recorded, StoredResource, Ward } from '../ward/ward.ts';
import type { Search } from './search.ts';
import type { Searchable } from './search-parameters.ts';

/** The ward's record up to now: what a reader of the FHIR server can see. */
export interface WardRecord {
  /** The current version, or none. */
  read(type: string, id: string): StoredResource | undefined;
  /** All versions up to now, the newest first. */
  history(type: string, id: string): readonly StoredResource[];
  find(search: Search, asOf: Instant): readonly Searchable[];
}

/** Stays that ended longer ago than this are still read by id, but no search without a patient goes through them. */
const SEARCH_BACK_H = 24 * 14;

export function openRecord(ward: Ward, clock: Clock): WardRecord {
  function history(type: string, id: string): readonly StoredResource[] {
    const now = clock.now();
    const recorded = ward.stayOfId(id);
    if (!recorded) return [];
    return recorded.events
      .filter(({ at, resource }) => at <= now && resource.id === id && resource.resourceType === type)
      .map(({ resource }) => resource)
      .reverse();
  }

  function staysFor(search: Search, asOf: Instant): readonly Recorded[] {
    const ids = search.patient === undefined ? search.ids : [search.patient];
    if (!ids) return ward.staysBetween(addHours(asOf, -SEARCH_BACK_H), asOf);
    const stays = ids.map((id) => ward.stayOfId(id)).filter((stay): stay is Recorded => stay !== undefined);
    return [...new Set(stays)];
  }

  return {
    read: (type, id) => history(type, id)[0],
    history,
    find(search, asOf) {
      return staysFor(search, asOf).flatMap((recorded) =>
        currentOf(recorded, search.type, asOf).filter(search.matches),
      );
    },
  };
}

/** The newest version of every resource of a type in a stay, as of an instant. */
export function currentOf(recorded: Recorded, type: string, asOf: Instant): readonly StoredResource[] {
  const current = new Map<string, StoredResource>();
  for (const { at, resource } of recorded.events) {
    if (at > asOf) break;
    if (resource.resourceType === type) current.set(resource.id, resource);
  }
  return [...current.values()];
}
