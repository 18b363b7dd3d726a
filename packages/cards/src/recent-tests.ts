import type { Alert } from '@magwatch/alerts';
import { HOUR_MS } from '@magwatch/base';
import type { Action } from './card.ts';
import { type TestName, testAction } from './drafts.ts';
import { guardOf } from './guard.ts';

/** SG1 adds potassium, calcium and creatinine where there is none of the last day (clinical catalogue §4.0). */
const RECENT_HOURS = 24;

/** By the roles in which rules show them: an eGFR is the creatinine of its sample. */
const COMPANIONS: readonly (readonly [name: TestName, role: RegExp])[] = [
  ['potassium', /^potassium(-series|-baseline)?$/],
  ['calcium', /^calcium(-ionized|-albumin-corrected)?$/],
  ['creatinine', /^(creatinine|egfr)$/],
];

/** What goes with a magnesium level. An alert knows only what its rule looked at, so each says for whom it is. */
export const companionTests = (alert: Alert): readonly Action[] =>
  COMPANIONS.filter(([, role]) => !isKnownSince(alert, role)).map(([name]) =>
    testAction(alert, name, `if there is none of the last ${RECENT_HOURS} h`),
  );

/** Whether the alert rests on such a result of the day before it was last known to be true. */
export const isKnownSince = ({ evidence, lastTrueAt }: Alert, role: RegExp): boolean =>
  evidence.some(
    (item) => role.test(item.role) && item.value !== undefined && item.at > lastTrueAt - RECENT_HOURS * HOUR_MS,
  );

/** SG6: an eGFR below this clears magnesium so slowly that the level comes later. */
const SLOW_EGFR = 30;

/** When magnesium is rechecked after an infusion. */
export function recheckTime(alert: Alert): string {
  const isSlow = isSlowlyCleared(alert);
  if (isSlow === undefined)
    return '6 h or more after the end of the infusion, or next morning; 12 h or more if eGFR <30';
  return isSlow
    ? '12 h or more after the end of the infusion (poor kidneys)'
    : '6 h or more after the end of the infusion, next morning preferred';
}

/** Undefined where nothing is known of the kidneys. */
function isSlowlyCleared(alert: Alert): boolean | undefined {
  const guarded = guardOf(alert);
  if ('grams' in guarded) return guarded.by === 'egfr-severe' || guarded.by === 'kidney-injury';
  if (guarded.refused.includes('dialysis')) return true;
  const { egfr } = alert.figures;
  return typeof egfr === 'number' ? egfr < SLOW_EGFR : undefined;
}
