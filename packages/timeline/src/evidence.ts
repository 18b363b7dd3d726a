import type { Instant } from '@magwatch/base';
import type { Fact, LabResult } from './facts.ts';
import type { Timeline } from './timeline.ts';

/** One value that a finding rests on, as the reader sees it. */
export interface Evidence {
  /** What it stands for in the rule: `magnesium`, `potassium`, `potassium-baseline`, `potassium-dose`, … */
  readonly role: string;
  /** `Type/id`. */
  readonly reference: string;
  readonly value?: number;
  readonly unit?: string;
  readonly at: Instant;
}

/** What happened to evidence since it was used. */
export interface Correction {
  readonly reference: string;
  readonly change: 'withdrawn' | 'deleted' | 'corrected';
}

/** Evidence that the timeline no longer says: withdrawn, deleted, or with another value, unit or time. */
export function findCorrections(timeline: Timeline, evidence: readonly Evidence[]): readonly Correction[] {
  const corrections: Correction[] = [];
  for (const item of evidence) {
    const version = timeline.current.get(item.reference);
    if (!version) continue;
    if (version.state !== 'present') corrections.push({ reference: item.reference, change: version.state });
    else if (item.value !== undefined && !version.facts.some((fact) => says(fact, item)))
      corrections.push({ reference: item.reference, change: 'corrected' });
  }
  return corrections;
}

function says(fact: Fact, item: Evidence): boolean {
  switch (fact.kind) {
    case 'result':
      return fact.reported.value === item.value && fact.reported.unit === item.unit && isTakenAt(fact, item.at);
    case 'dose':
      return fact.end === item.at && (fact.content?.meq === item.value || fact.amount?.value === item.value);
    default:
      return true;
  }
}

/** An approximate time may have been replaced by that of the specimen. */
const isTakenAt = (fact: LabResult, at: Instant): boolean => fact.at === at || fact.quality.includes('time-approx');
