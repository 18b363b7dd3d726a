import type { Alert, Change } from '@magwatch/alerts';
import { formatInstant, type Instant } from '@magwatch/base';
import type { Present, Rule } from '@magwatch/rules';
import type { Evidence } from '@magwatch/timeline';
import { tableLines } from '../../output.ts';

/** One finding at one instant, keys in the order in which they are printed. */
export interface FindingLine {
  readonly patient: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly severity: string;
  readonly state: 'fired' | 'in-progress';
  readonly summary: string;
  readonly evidence: readonly EvidenceLine[];
  readonly missing: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One change of one alert in a replay, keys in the order in which they are printed. */
export interface ChangeLine {
  readonly at: string;
  readonly change: Change;
  readonly alert: string;
  readonly patient: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly severity: string;
  readonly reason: string;
  readonly summary: string;
  readonly evidence: readonly EvidenceLine[];
}

interface EvidenceLine {
  readonly role: string;
  readonly reference: string;
  readonly value?: number;
  readonly unit?: string;
  readonly at: string;
}

/** A finding as a line. */
export function findingLine(patient: string, rule: Rule, finding: Present): FindingLine {
  return {
    patient,
    rule: rule.id,
    ruleVersion: rule.version,
    severity: finding.severity,
    state: finding.explainedBy ? 'in-progress' : 'fired',
    summary: rule.card.summary(finding),
    evidence: finding.evidence.map(evidenceLine),
    missing: finding.missing,
    detail: finding.figures,
  };
}

/** A change of an alert as a line; `at` is the instant of the assessment. */
export function changeLine(at: Instant, change: Change, reason: string, alert: Alert): ChangeLine {
  return {
    at: formatInstant(at),
    change,
    alert: alert.id,
    patient: alert.patient,
    rule: alert.ruleId,
    ruleVersion: alert.ruleVersion,
    severity: alert.severity,
    reason,
    summary: alert.summary,
    evidence: alert.evidence.map(evidenceLine),
  };
}

/** A piece of evidence, keys in the order in which they are printed. */
export function evidenceLine({ role, reference, value, unit, at }: Evidence): EvidenceLine {
  return {
    role,
    reference,
    ...(value === undefined ? {} : { value }),
    ...(unit === undefined ? {} : { unit }),
    at: formatInstant(at),
  };
}

/** Findings as a table, most of what a reader needs on one row. */
export function findingTable(lines: readonly FindingLine[]): Iterable<string> {
  return tableLines(
    ['PATIENT', 'SEVERITY', 'RULE', 'STATE', 'SUMMARY'],
    lines.map(({ patient, severity, rule, state, summary }) => [patient, severity, rule, state, summary]),
  );
}

/** Changes as a table. */
export function changeTable(lines: readonly ChangeLine[]): Iterable<string> {
  return tableLines(
    ['PATIENT', 'AT', 'CHANGE', 'SEVERITY', 'RULE', 'REASON', 'SUMMARY'],
    lines.map((line) => [line.patient, line.at, line.change, line.severity, line.rule, line.reason, line.summary]),
  );
}
