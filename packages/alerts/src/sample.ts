import { addHours, type Instant, instantOf } from '@magwatch/base';
import {
  DEFAULT_PARAMETERS,
  type Evaluation,
  type Finding,
  type Parameters,
  type Present,
  type Rule,
} from '@magwatch/rules';
import { buildTimeline, type Evidence, type Fact, type LabResult, type ResourceVersion } from '@magwatch/timeline';
import type { Alert, AlertState, Decision } from './contract.ts';
import { decide } from './decide.ts';
import type { DecideInput } from './decide-input.ts';

/** Hand-made findings and a ward of one patient: what the tests of this package are written in. */

const START = instantOf(Date.UTC(2026, 2, 10, 8));
export const at = (hours: number): Instant => addHours(START, hours);

function sampleRule(id: string): Rule {
  return {
    id,
    version: '1.0.0',
    family: 'mg-k',
    title: id,
    inputs: [],
    conditions: [],
    explanations: [],
    severity: { steps: [], otherwise: 'info' },
    describe: () => ({ figures: {}, evidence: [] }),
    card: {
      summary: (finding) => `${id} is ${finding.severity}`,
      detail: () => [],
      suggestions: [],
      overrideReasons: [],
      citations: [],
    },
  };
}

export const magnesium = (value: number, hours: number, id = `mg-${hours}`): Evidence => ({
  role: 'magnesium',
  reference: `Observation/${id}`,
  value,
  unit: 'mg/dL',
  at: at(hours),
});

export const potassium = (value: number, hours: number, id = `k-${hours}`): Evidence => ({
  role: 'potassium',
  reference: `Observation/${id}`,
  value,
  unit: 'mmol/L',
  at: at(hours),
});

export const fired = (severity: Present['severity'], ...evidence: readonly Evidence[]): Present => ({
  verdict: 'present',
  severity,
  figures: {},
  missing: [],
  evidence: evidence.length > 0 ? evidence : [magnesium(1.4, 0)],
  notes: [],
});

export const explained = (severity: Present['severity'], ...evidence: readonly Evidence[]): Present => ({
  ...fired(severity, ...evidence),
  explainedBy: { reason: 'treated', evidence: [] },
});

export const ABSENT: Finding = { verdict: 'absent', reason: 'magnesium-normal' };
export const UNKNOWN: Finding = { verdict: 'unknown', missing: ['magnesium'] };

/** A version of an Observation as the laboratory sent it, or as it took it back. */
export function version(
  evidence: Evidence,
  how: { readonly state?: ResourceVersion['state']; readonly value?: number; readonly knownAt?: Instant },
) {
  const { state = 'present', value = evidence.value ?? 0 } = how;
  const quantity = { value, unit: evidence.unit ?? '' };
  const result: LabResult = {
    kind: 'result',
    analyte: 'magnesium',
    reported: quantity,
    compared: quantity,
    canonical: value,
    status: 'final',
    at: evidence.at,
    knownAt: how.knownAt ?? evidence.at,
    quality: [],
  };
  const facts: readonly Fact[] = state === 'present' ? [result] : [];
  return { reference: evidence.reference, versionId: '2', state, facts } satisfies ResourceVersion;
}

/** What one assessment sees besides the findings. */
export interface SampleSituation {
  readonly alerts?: readonly Alert[];
  readonly hours?: number;
  readonly parameters?: Parameters;
  readonly versions?: readonly ResourceVersion[];
  readonly dischargedAt?: Instant;
  readonly suspectResults?: ReadonlySet<string>;
  readonly findingThen?: DecideInput['findingThen'];
}

/** The input of `decide` for findings by rule id. */
export function sampleInput(findings: Readonly<Record<string, Finding>>, situation: SampleSituation = {}): DecideInput {
  const evaluations: Evaluation[] = Object.entries(findings).map(([ruleId, finding]) => ({
    rule: sampleRule(ruleId),
    finding,
    reviewAt: undefined,
  }));
  return {
    source: 'ward',
    patient: 'Patient/p1',
    alerts: situation.alerts ?? [],
    evaluations,
    now: at(situation.hours ?? 0),
    parameters: situation.parameters ?? DEFAULT_PARAMETERS,
    parametersVersion: 'p1',
    factSequence: 1,
    timeline: buildTimeline(situation.versions ?? []),
    ...(situation.dischargedAt === undefined ? {} : { dischargedAt: situation.dischargedAt }),
    ...(situation.suspectResults === undefined ? {} : { suspectResults: situation.suspectResults }),
    ...(situation.findingThen === undefined ? {} : { findingThen: situation.findingThen }),
    newAlertId: (ruleId, episode) => `${ruleId}#${episode}`,
  };
}

/** The stored alerts after decisions: what the store would hold. */
export function stored(before: readonly Alert[], decisions: readonly Decision[]): readonly Alert[] {
  const byId = new Map(before.map((alert) => [alert.id, alert]));
  for (const { alert } of decisions) if (alert) byId.set(alert.id, alert);
  return [...byId.values()];
}

/** One patient whose alerts are kept from one assessment to the next. */
export function createWard(parameters: Parameters = DEFAULT_PARAMETERS) {
  let alerts: readonly Alert[] = [];
  return {
    assess(hours: number, findings: Readonly<Record<string, Finding>>, situation: SampleSituation = {}) {
      const decisions = decide(sampleInput(findings, { parameters, ...situation, alerts, hours }));
      alerts = stored(alerts, decisions);
      return decisions;
    },
    put(alert: Alert): void {
      alerts = stored(alerts, [{ ruleId: alert.ruleId, change: 'none', reason: 'unchanged', tell: 'nobody', alert }]);
    },
    alerts: (): readonly Alert[] => alerts,
    active: (): readonly Alert[] => alerts.filter(({ state }) => state !== 'closed'),
  };
}

/** A low magnesium that nothing explains. */
export const MILD = fired('warning', magnesium(1.4, 0));

/** An alert of `mg-low` in a state, as `decide` and persons would have left it. */
export function alertIn(state: AlertState, change: Partial<Alert> = {}): Alert {
  const [decision] = decide(sampleInput({ 'mg-low': MILD }));
  if (!decision?.alert) throw new Error('an alert was expected');
  const { escalateAt, toldSeverity, ...alert } = decision.alert;
  const clock = state === 'open' && escalateAt !== undefined ? { escalateAt } : {};
  const told = state !== 'held' && state !== 'closed' && toldSeverity ? { toldSeverity } : {};
  return { ...alert, ...clock, ...told, state, seenEvidence: MILD.evidence, ...change };
}

export const closedBy = (
  by: 'finding' | 'person',
  as: 'resolved' | 'retracted' | 'expired' | 'cancelled' = 'resolved',
) => alertIn('closed', { closed: { as, reason: 'advice-declined', at: at(1), by } });

/** The one decision of an assessment of one rule. */
export function only(decisions: readonly Decision[]): Decision {
  const [decision, ...others] = decisions;
  if (!decision || others.length > 0) throw new Error('one decision was expected');
  return decision;
}

/** What `mg-low` decides on a stored alert, two hours after the start. */
export const assessOne = (alert: Alert | undefined, finding: Finding, situation: SampleSituation = {}) =>
  only(decide(sampleInput({ 'mg-low': finding }, { hours: 2, ...situation, alerts: alert ? [alert] : [] })));
