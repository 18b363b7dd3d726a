import type { Alert } from '@magwatch/alerts';
import { parseMoment } from '@magwatch/base';
import { type Parameters, type Rule, suggestedFor } from '@magwatch/rules';
import { adviceOf } from './advice.ts';
import { escapeMarkdown } from './escape.ts';
import { evidenceTable } from './evidence-table.ts';
import { findingOf } from './finding.ts';
import { limitsOf } from './limits.ts';
import { fullTimeText, type TimeStyle, timeText } from './times.ts';
import { missingNames, noteText } from './words.ts';

export interface DetailOptions {
  readonly rule: Rule | undefined;
  /** IANA name; times are shown in it and say so. */
  readonly timeZone: string;
  /** Two identifiers of the patient, where the caller knows them. */
  readonly patientLine: string | undefined;
  /** Alerts that this card says too, one line each. */
  readonly also: readonly string[];
  /** What the site compares values with now. */
  readonly parameters: Parameters;
}

/** The detail of a card as Markdown: what to know first, the values, what to consider, what it rests on. */
export function detailOf(alert: Alert, options: DetailOptions): string {
  const { timeZone, patientLine, also } = options;
  const style = { timeZone, seenFrom: alert.decidedAt };
  const shown = [...alert.evidence, ...(alert.explainedBy?.evidence ?? [])];
  const points = pointsOf(alert, options);
  const blocks: readonly string[] = [
    patientLine === undefined ? '' : `**${escapeMarkdown(patientLine)}**`,
    cannotTell(alert, timeZone),
    list(points),
    evidenceTable(shown, style),
    list([...alert.notes.map(noteText), ...notAvailable(alert)].filter((line) => !points.includes(line))),
    also.length === 0 ? '' : `Also: ${also.map(escapeMarkdown).join(' · ')}`,
    basis(alert, options),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** Why it fired and what to do, in the rule's words; the values themselves are in the table, in the ward's own time. */
function pointsOf(alert: Alert, { rule, timeZone }: DetailOptions): readonly string[] {
  if (!rule) return underWay(alert);
  const style = { timeZone, seenFrom: alert.decidedAt };
  const lines = rule.card.detail(findingOf(alert)).filter((line) => !SERIES_LINE.test(line));
  return [
    ...lines.map((line) => withLocalTimes(line, style)),
    ...adviceOf(alert, suggestedFor(rule.card, findingOf(alert))).map((line) => withLocalTimes(line, style)),
  ];
}

const TIME = String.raw`\d{4}-\d{2}-\d{2}T[\d:.]+Z`;

/** `Potassium: 2.9 mmol/L (2026-03-10T08:00:00Z); …`: every item is a value with its time, as in the table. */
const SERIES_LINE = new RegExp(String.raw`^[^:]+: (\d+ earlier; )?[^;(]*\(${TIME}\)(; [^;(]*\(${TIME}\))*\.?$`);

function withLocalTimes(line: string, style: TimeStyle): string {
  return line.replace(new RegExp(TIME, 'g'), (text) => {
    const moment = parseMoment(text);
    return moment ? timeText(moment.start, style) : text;
  });
}

const list = (lines: readonly string[]): string =>
  lines
    .map(escapeMarkdown)
    .filter((line) => line !== '')
    .map((line) => `- ${line}`)
    .join('\n');

function cannotTell({ cannotTellSince, lastTrueAt }: Alert, timeZone: string): string {
  if (cannotTellSince === undefined) return '';
  const since = fullTimeText(cannotTellSince, timeZone);
  return (
    `**Cannot tell since ${escapeMarkdown(since)}: recent data is missing.** ` +
    `What follows was true at ${escapeMarkdown(fullTimeText(lastTrueAt, timeZone))}; it may have changed.`
  );
}

function underWay({ explainedBy }: Alert): readonly string[] {
  if (!explainedBy) return [];
  return [explainedBy.reason === 'treated' ? 'Treatment is under way.' : 'The missing test is under way.'];
}

/** More than so many missing things are counted, not listed. */
const MISSING_NAMES_MAX = 6;

function notAvailable({ missing }: Alert): readonly string[] {
  const names = missingNames(missing);
  if (names.length === 0) return [];
  const more = names.length > MISSING_NAMES_MAX ? ` and ${names.length - MISSING_NAMES_MAX} more` : '';
  return [`Not available, so not considered: ${names.slice(0, MISSING_NAMES_MAX).join(', ')}${more}.`];
}

/** By which rule and which limits, on whose word: what a reader needs to judge it for himself. */
function basis(alert: Alert, { rule, timeZone, parameters }: DetailOptions): string {
  const evaluated = `${fullTimeText(alert.decidedAt, timeZone)} ${timeZone}`;
  const lines = [
    // Of another version of the rule neither would be true.
    ...(rule?.version === alert.ruleVersion ? [logicOf(rule), limitsOf(alert, rule, parameters)] : []),
    `Rule ${alert.ruleId} ${alert.ruleVersion}, parameters ${alert.parametersVersion}, evaluated ${evaluated}. ` +
      'Decision support only: judge it against the chart.',
    ...(rule && rule.card.citations.length > 0 ? [`Sources: ${rule.card.citations.join('; ')}.`] : []),
  ];
  return lines
    .filter((line) => line !== '')
    .map(escapeMarkdown)
    .join('\n\n');
}

/** The questions that the rule asked, all of which were answered with yes. */
const logicOf = ({ conditions }: Rule): string => `It holds that: ${conditions.map(({ says }) => says).join('; ')}.`;
