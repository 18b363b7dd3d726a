import { type Instant, unreachable } from '@magwatch/base';
import type { Fact, ResourceVersion } from '@magwatch/timeline';

/** Every instant at which a fact begins to be known, to hold or to end; sorted, each once. */
export function instantsOf(versions: readonly ResourceVersion[]): readonly Instant[] {
  const instants = new Set<Instant>();
  for (const version of versions) {
    if (version.state !== 'present') continue;
    for (const fact of version.facts)
      for (const instant of instantsOfFact(fact)) if (instant !== undefined) instants.add(instant);
  }
  return [...instants].sort((a, b) => a - b);
}

function instantsOfFact(fact: Fact): readonly (Instant | undefined)[] {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
      // Collected earlier, issued later: nobody knew it before.
      return [fact.knownAt > fact.at ? fact.knownAt : fact.at];
    case 'test-order':
      return [fact.at, fact.until];
    case 'dose':
      return [fact.start, fact.end];
    case 'drug-order':
      return [fact.authoredAt, fact.activeFrom, fact.activeUntil];
    case 'condition':
    case 'encounter':
      return [fact.from, fact.until];
    case 'specimen':
      return [fact.collectedAt];
    case 'person':
      return [fact.deceasedAt];
    default:
      return unreachable(fact);
  }
}
