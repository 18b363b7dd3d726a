import { printable, tableLines } from '../../output.ts';
import type { ParameterReport, RuleReport } from './report.ts';

export interface ParameterSource {
  readonly version: string;
  /** The site's file; absent: the defaults. */
  readonly file: string | undefined;
}

/** All rules, then all parameters. */
export function* rulesLines(
  rules: readonly RuleReport[],
  parameters: readonly ParameterReport[],
  source: ParameterSource,
): Generator<string> {
  const headings = ['RULE', 'VERSION', 'FAMILY', 'MODE', 'SEVERITIES'];
  const rows = rules.map((rule) => [rule.id, rule.version, rule.family, modeText(rule), rule.severities.join(', ')]);
  const [heading = '', underline = '', ...ruleRows] = tableLines(headings, rows);
  yield sourceLine(source, parameters);
  yield '';
  yield heading;
  yield underline;
  for (const [index, row] of ruleRows.entries()) {
    yield row;
    yield `  ${rules[index]?.title ?? ''}`;
  }
  yield '';
  yield* parameterTable(parameters);
  yield '';
  yield '"magwatch rules RULE_ID" says which of them a rule uses and what they do.';
}

/** One rule: what it asks, what it reads, what may be changed, what its card offers. */
export function* ruleLines(rule: RuleReport, source: ParameterSource): Generator<string> {
  yield `${rule.id} ${rule.version}: ${rule.title}`;
  yield `family ${rule.family}, mode ${modeText(rule)}, grace ${rule.graceMinutes} min, severities ${rule.severities.join(', ')}`;
  yield sourceLine(source, rule.parameters);
  yield* section('True when all of this holds', rule.conditions);
  yield* section('In progress, not fired, while', rule.inProgressWhile);
  yield* section(
    'Severity: the first that holds',
    rule.severityLadder.map(({ severity, when }) => `${severity.padEnd(8)}  ${when}`),
  );
  yield '';
  yield* tableLines(
    ['READS', 'NEED', 'INPATIENT', 'OUTPATIENT'],
    rule.inputs.map((one) => [
      one.input,
      needText(one.need),
      backText(one.inpatientHours),
      backText(one.outpatientHours),
    ]),
  );
  yield '';
  yield* parameterTable(rule.parameters, ({ says }) => `    ${says}`);
  yield* section(
    'Suggestions',
    rule.suggestions.map(({ id, says }) => `${id.padEnd(4)}  ${says}`),
  );
  yield* section(
    'Reasons to dismiss',
    rule.overrideReasons.map(({ id, says }) => `${id.padEnd(4)}  ${says}`),
  );
  yield* section('Citations', rule.citations);
}

function* section(title: string, lines: readonly string[]): Generator<string> {
  if (lines.length === 0) return;
  yield '';
  yield title;
  for (const line of lines) yield `  ${line}`;
}

function sourceLine({ version, file }: ParameterSource, parameters: readonly ParameterReport[]): string {
  if (file === undefined) return `parameters ${version} (the defaults)`;
  const changed = parameters.filter(({ isChanged }) => isChanged).length;
  return `parameters ${version} (${printable(file)} changes ${changed} of these, marked with *)`;
}

const modeText = ({ mode, isModeChanged }: RuleReport): string => (isModeChanged ? `${mode}*` : mode);
const needText = (need: string): string => (need === 'one-of' ? 'one of these' : need);

function backText(hours: number | null): string {
  if (hours === null) return '-';
  return hours === 0 ? 'active now' : `${hours} h`;
}

/** One row each; below those that mean the same, in several units, what `below` says of them. */
function* parameterTable(
  parameters: readonly ParameterReport[],
  below?: (parameter: ParameterReport) => string,
): Generator<string> {
  const rows = parameters.map(({ name, value, default: standard, unit, allowed, isChanged }) => [
    `${isChanged ? '*' : ' '} ${name}`,
    String(value),
    String(standard),
    unit === '' ? allowed : `${allowed} ${unit}`,
  ]);
  const headings = ['  PARAMETER', 'VALUE', 'DEFAULT', 'ALLOWED, UNIT'];
  const [heading = '', underline = '', ...lines] = tableLines(headings, rows);
  yield heading;
  yield underline;
  for (const [index, line] of lines.entries()) {
    yield line;
    const parameter = parameters[index];
    if (below && parameter && parameter.says !== parameters[index + 1]?.says) yield below(parameter);
  }
}
