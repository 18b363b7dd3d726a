import type { Instant } from '@magwatch/base';
import type { Fact, ResourceVersion } from '@magwatch/timeline';
import { type Note, noteOf } from './errors.ts';

/**
 * What has not happened at `now`: results, doses and the like of a later time. Parsing knows no clock; who evaluates says
 * these, and the timeline’s reader leaves them out until their time has come. Orders may begin later: that is no mistake.
 */
export function findFutureNotes(version: ResourceVersion, now: Instant): readonly Note[] {
  return version.facts.some((fact) => happensAt(fact) > now) ? [noteOf(version.reference, 'time-in-future')] : [];
}

function happensAt(fact: Fact): number {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
    case 'test-order':
      return fact.at;
    case 'dose':
      return fact.start;
    case 'specimen':
      return fact.collectedAt ?? Number.NEGATIVE_INFINITY;
    case 'person':
      return fact.bornFrom ?? Number.NEGATIVE_INFINITY;
    default:
      return Number.NEGATIVE_INFINITY;
  }
}
