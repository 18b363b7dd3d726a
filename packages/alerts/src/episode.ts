import { HOUR_MS, type Instant, instantOf, isAtLeast } from '@magwatch/base';
import type { Parameters, Present } from '@magwatch/rules';
import type { Evidence, Timeline } from '@magwatch/timeline';
import type { Alert } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import type { Reason } from './reasons.ts';

/** An episode is continuous truth; a gap up to this long belongs to it. */
export const EPISODE_GAP_H = 24;

/** A fall of potassium by this much in mmol/L breaks an acknowledgement or a snooze (clinical catalogue §5). */
const POTASSIUM_FALL_MMOL_PER_L = 0.3;

/** Magnesium per mmol/L in the units in which laboratories report it (clinical catalogue §1.1). */
const MAGNESIUM_PER_MMOL: Readonly<Record<string, number>> = { 'mmol/L': 1, 'mg/dL': 2.4305, 'meq/L': 2 };

/** The time of the newest evidence; undefined where there is none. */
export function newestEvidenceAt(evidence: readonly Evidence[]): Instant | undefined {
  let newest: Instant | undefined;
  for (const { at } of evidence) if (newest === undefined || at > newest) newest = at;
  return newest;
}

/**
 * Whether everything that a finding rests on was known when the patient left: a result that came after him is news.
 * It compares times of the clinic only, so that the order in which results and the discharge arrive cannot decide.
 */
export function wasDischargedSince(
  { timeline, dischargedAt }: Pick<DecideInput, 'timeline' | 'dischargedAt'>,
  evidence: readonly Evidence[],
): boolean {
  if (dischargedAt === undefined || evidence.length === 0) return false;
  return evidence.every((item) => knownAt(timeline, item) <= dischargedAt);
}

/** When a value was known: results are, when they are issued. */
function knownAt(timeline: Timeline, { reference, at }: Evidence): Instant {
  const facts = timeline.current.get(reference)?.facts ?? [];
  let latest = at;
  for (const fact of facts)
    if (fact.kind === 'result' && fact.at === at && fact.knownAt > latest) latest = fact.knownAt;
  return latest;
}

/** Whether a finding that is true now belongs to the episode of an alert that the finding itself had closed. */
export function isWithinGap(closedAt: Instant, now: Instant): boolean {
  return now - closedAt <= EPISODE_GAP_H * HOUR_MS;
}

/** The instant from which an alert about which nothing can be told is too old to be shown. */
export function expiresAt(alert: Alert, parameters: Parameters): Instant {
  const newest = newestEvidenceAt(alert.evidence) ?? alert.lastTrueAt;
  return instantOf(newest + parameters.expire_d * 24 * HOUR_MS);
}

const keyOf = (item: Evidence): string => JSON.stringify([item.role, item.reference, item.value, item.unit, item.at]);

/** Whether two lists say the same, in any order. */
export function isSameEvidence(a: readonly Evidence[], b: readonly Evidence[]): boolean {
  const keys = new Set(a.map(keyOf));
  const others = new Set(b.map(keyOf));
  return keys.size === others.size && [...keys].every((key) => others.has(key));
}

/** Whether `now` has a value that `before` did not: a new reference, or another value, unit or time. */
export function hasNews(before: readonly Evidence[], now: readonly Evidence[]): boolean {
  const keys = new Set(before.map(keyOf));
  return now.some((item) => item.value !== undefined && !keys.has(keyOf(item)));
}

/** What a rule only looks at beside its pattern: a newer one does not make an old alert new. */
const BACKGROUND: ReadonlySet<string> = new Set(['egfr', 'creatinine', 'albumin']);

/** Whether there is a result of the pattern itself (no dose, no order, no background) that `before` did not have. */
export function hasNewResult(before: readonly Evidence[], now: readonly Evidence[]): boolean {
  const references = new Set(before.map(({ reference }) => reference));
  return patternResults(now).some(({ reference }) => !references.has(reference));
}

/** The results of the pattern itself: no dose, no order, no background. */
export function patternResults(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.filter(({ role, reference }) => reference.startsWith('Observation/') && !BACKGROUND.has(role));
}

/** What broke the peace at equal severity since somebody had seen the alert (clinical catalogue §5), if anything. */
export function findWorsening(
  seen: readonly Evidence[],
  finding: Present,
  parameters: Parameters,
): Extract<Reason, 'magnesium-fell' | 'potassium-fell' | 'qtc-critical' | 'risk-appeared'> | undefined {
  if (hasFallen(seen, finding, magnesiumMmolPerL, parameters.mg.deltaReshow_mmolL)) return 'magnesium-fell';
  if (hasFallen(seen, finding, potassiumMmolPerL, POTASSIUM_FALL_MMOL_PER_L)) return 'potassium-fell';
  const limit = parameters.thresholds['qtc.critical_ms'];
  const isCritical = (item: Evidence): boolean =>
    item.role === 'qtc' && item.value !== undefined && isAtLeast(item.value, limit);
  if (finding.evidence.some(isCritical) && !seen.some(isCritical)) return 'qtc-critical';
  const known = new Set(seen.map(({ role }) => role));
  return finding.evidence.some(({ role }) => RISKS.has(role) && !known.has(role)) ? 'risk-appeared' : undefined;
}

/** Roles of evidence that make a low value matter more by being there at all. */
const RISKS: ReadonlySet<string> = new Set(['digoxin', 'qt-drug', 'torsades']);

function hasFallen(
  seen: readonly Evidence[],
  finding: Present,
  read: (item: Evidence) => number | undefined,
  step: number,
): boolean {
  const before = latestValue(seen, read);
  const now = latestValue(finding.evidence, read);
  return before !== undefined && now !== undefined && isAtLeast(before - now, step);
}

function latestValue(evidence: readonly Evidence[], read: (item: Evidence) => number | undefined): number | undefined {
  let latest: { readonly at: Instant; readonly value: number } | undefined;
  for (const item of evidence) {
    const value = read(item);
    if (value !== undefined && (latest === undefined || item.at >= latest.at)) latest = { at: item.at, value };
  }
  return latest?.value;
}

function magnesiumMmolPerL({ role, value, unit }: Evidence): number | undefined {
  const per = MAGNESIUM_PER_MMOL[unit ?? ''];
  return role === 'magnesium' && value !== undefined && per !== undefined ? value / per : undefined;
}

/** 1 mEq/L of potassium is 1 mmol/L. */
function potassiumMmolPerL({ role, value, unit }: Evidence): number | undefined {
  return role === 'potassium' && (unit === 'mmol/L' || unit === 'meq/L') ? value : undefined;
}
