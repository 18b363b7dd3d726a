import { addHours, formatInstant, type Instant, instantOf } from '@magwatch/base';
import type { Entry, WardResource } from './resource.ts';
import { BED_COUNT, readStayId, type Stay, slotAt, stayOf } from './stay.ts';
import { writeAdmission } from './write-admission.ts';
import { writeSamples } from './write-samples.ts';
import { writeTreatments } from './write-treatment.ts';

export type StoredResource = WardResource & {
  readonly id: string;
  readonly meta: { readonly versionId: string; readonly lastUpdated: string };
};

/** Something was written into the record: the first version of a resource, or a later one. */
export interface WardEvent {
  readonly at: Instant;
  readonly stay: Stay;
  readonly resource: StoredResource;
}

/** A stay with everything that is ever written about it, in the order of time. */
export interface Recorded {
  readonly stay: Stay;
  readonly events: readonly WardEvent[];
}

/**
 * The ward: a pure function of seed and time. It holds no state but a cache, so that a restart shows exactly
 * what was there before.
 */
export interface Ward {
  readonly seed: number;
  /** The stays that touch [from, to], by bed and time. */
  staysBetween(from: Instant, to: Instant): readonly Recorded[];
  /** The stay that an id of a patient or of one of its resources belongs to. */
  stayOfId(id: string): Recorded | undefined;
  /** What was written in (after, upTo], in the order of time. */
  eventsBetween(after: Instant, upTo: Instant): readonly WardEvent[];
}

/** A few thousand stays of about 300 small resources each would be too much: the oldest used ones go. */
const CACHE_SIZE = 400;

export function openWard(seed: number): Ward {
  const cache = new Map<string, Recorded>();

  function recorded(bed: number, slot: number): Recorded {
    const key = `${bed}/${slot}`;
    const known = cache.get(key);
    if (known) {
      cache.delete(key);
      cache.set(key, known);
      return known;
    }
    const made = record(stayOf(seed, bed, slot));
    cache.set(key, made);
    const [oldest] = cache.keys();
    if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
    return made;
  }

  function staysBetween(from: Instant, to: Instant): readonly Recorded[] {
    const found: Recorded[] = [];
    for (let bed = 1; bed <= BED_COUNT; bed += 1) {
      for (let slot = Math.max(0, slotAt(bed, from)); slot <= slotAt(bed, to); slot += 1) {
        const entry = recorded(bed, slot);
        if (entry.stay.admitted <= to && entry.stay.discharged >= from) found.push(entry);
      }
    }
    return found;
  }

  return {
    seed,
    staysBetween,
    stayOfId(id) {
      const found = readStayId(id, seed);
      return found && recorded(found.bed, found.slot);
    },
    eventsBetween(after, upTo) {
      // Corrections can come after discharge, by less than a day.
      const stays = staysBetween(addHours(after, -24), upTo);
      return stays.flatMap(({ events }) => events.filter((event) => event.at > after && event.at <= upTo)).sort(byTime);
    },
  };
}

/** Writes the whole record of a stay; versions are counted and dated here. */
function record(stay: Stay): Recorded {
  const entries = [...writeAdmission(stay), ...writeTreatments(stay), ...writeSamples(stay)].filter(
    // An order can be dated before admission only by rounding; nothing is written before there is a patient.
    (entry) => entry.at >= stay.admitted || entry.resource.resourceType === 'ServiceRequest',
  );
  const versions = new Map<string, number>();
  const events = entries
    .map((entry): Entry => ({ ...entry, at: instantOf(Math.max(entry.at, stay.admitted)) }))
    .sort((one, other) => one.at - other.at)
    .map((entry): WardEvent => {
      const key = `${entry.resource.resourceType}/${entry.resource.id}`;
      const version = (versions.get(key) ?? 0) + 1;
      versions.set(key, version);
      const meta = { versionId: String(version), lastUpdated: formatInstant(entry.at) };
      return { at: entry.at, stay, resource: { ...entry.resource, meta } };
    });
  return { stay, events };
}

const byTime = (one: WardEvent, other: WardEvent): number =>
  one.at - other.at || one.resource.id.localeCompare(other.resource.id);
