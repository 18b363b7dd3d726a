import { createHash } from 'node:crypto';
import { type Alert, decide, nextReview } from '@magwatch/alerts';
import { assert, type Instant, instantOf } from '@magwatch/base';
import { evaluate, type Parameters, type Setting } from '@magwatch/rules';
import { buildTimeline } from '@magwatch/timeline';
import type { PatientRecord } from './gather.ts';
import { instantsOf } from './instants.ts';
import { type ChangeLine, changeLine } from './lines.ts';

export interface ReplayOptions {
  readonly setting: Setting | undefined;
  readonly parameters: Parameters;
  readonly parametersVersion: string;
  /** Called at every instant: a history of years takes its time. */
  readonly onStep?: (now: Instant) => void;
}

/** A scan has one source. */
const SOURCE = 'scan';

/**
 * A rule looks back for a year at most; whatever time alone can change is over two years after the last fact. A rule that
 * asked for reviews for ever would end here.
 */
const AFTER_LAST_FACT_MS = 2 * 366 * 24 * 3_600_000;

/**
 * Lives one patient's history again: assesses at every fact and at every instant that a rule or an alert asked for, through
 * the same life cycle as a live one. Returns one line for every change, by time and rule.
 */
export function replayPatient(record: PatientRecord, options: ReplayOptions): readonly ChangeLine[] {
  const parameters = asShown(options.parameters);
  const timeline = buildTimeline(record.versions);
  const instants = instantsOf(record.versions);
  const end = (instants.at(-1) ?? 0) + AFTER_LAST_FACT_MS;
  const alerts = new Map<string, Alert>();
  const lines: ChangeLine[] = [];
  let next = 0;
  let now: Instant | undefined = instants[0];
  while (now !== undefined && now <= end) {
    options.onStep?.(now);
    while ((instants[next] ?? Number.POSITIVE_INFINITY) <= now) next += 1;
    const { evaluations, reviewAt, dischargedAt, suspectResults } = evaluate(
      {
        timeline,
        coverage: 'complete',
        now,
        defaultSetting: options.setting,
        occasion: { hook: 'surveillance', drafts: undefined },
      },
      parameters,
    );
    const decisions = decide({
      source: SOURCE,
      patient: record.patient,
      alerts: [...alerts.values()],
      evaluations,
      now,
      parameters,
      parametersVersion: options.parametersVersion,
      factSequence: 0,
      timeline,
      ...(dischargedAt === undefined ? {} : { dischargedAt }),
      suspectResults,
      newAlertId: (ruleId, episode) => alertId(record.patient, ruleId, episode),
    });
    const changes: ChangeLine[] = [];
    for (const { change, reason, alert } of decisions) {
      if (!alert) continue;
      alerts.set(alert.ruleId, alert);
      if (change !== 'none') changes.push(changeLine(now, change, reason, alert));
    }
    lines.push(...changes.sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)));
    now = earliest(now, [instants[next], reviewAt, nextReview([...alerts.values()], parameters)]);
  }
  return lines;
}

/**
 * A replay shows what a rule would say: every rule in the mode `card`, with no grace interval. A rule that the site switched off
 * stays off.
 */
function asShown(parameters: Parameters): Parameters {
  const off = Object.entries(parameters.mode).filter(([, mode]) => mode === 'off');
  return { ...parameters, mode: { default: 'card', ...Object.fromEntries(off) }, grace_min: { default: 0 } };
}

/** The first of the instants after `now`: an instant that was asked for and is over has been answered. */
function earliest(now: Instant, asked: readonly (Instant | undefined)[]): Instant | undefined {
  const later = asked.filter((instant): instant is Instant => instant !== undefined && instant > now);
  assert(later.every(Number.isFinite), 'an instant that is asked for is a number');
  return later.length === 0 ? undefined : instantOf(Math.min(...later));
}

/** The same for the same history, so that two scans can be compared line by line. In the form of a UUID. */
function alertId(patient: string, ruleId: string, episode: number): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([SOURCE, patient, ruleId, episode]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
