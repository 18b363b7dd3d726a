import { buildTimeline, type Coverage, type ResourceVersion } from '@magwatch/timeline';
import type { HookName, Setting, Situation } from '../situation.ts';
import { at } from './facts.ts';

export interface Circumstances {
  /** The hour of the evaluation, counted from START. */
  readonly now: number;
  readonly coverage?: Coverage;
  readonly defaultSetting?: Setting;
  readonly hook?: HookName;
  readonly drafts?: readonly ResourceVersion[];
}

/** A situation with complete coverage, in the background watch, of an inpatient unless an encounter says otherwise. */
export function situation(
  versions: readonly ResourceVersion[],
  { now, coverage = 'complete', defaultSetting = 'inpatient', hook, drafts }: Circumstances,
): Situation {
  return {
    timeline: buildTimeline(versions),
    coverage,
    now: at(now),
    defaultSetting,
    occasion: { hook: hook ?? 'surveillance', drafts: drafts ? buildTimeline(drafts) : undefined },
  };
}
