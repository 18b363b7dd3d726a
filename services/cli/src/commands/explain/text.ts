import { formatInstant } from '@magwatch/base';
import type { Checked, CheckedInput, Explained, Finding } from '@magwatch/rules';
import type { Evidence } from '@magwatch/timeline';
import { printable } from '../../output.ts';
import { type About, stateOf } from './lines.ts';

export interface TextOptions {
  /** Every rule in full; otherwise those that say something or nearly did, and the others in one line each. */
  readonly isWhole: boolean;
}

/** Explanations for a person at a terminal. */
export function* explanationText(
  about: About,
  explained: readonly Explained[],
  { isWhole }: TextOptions,
): Generator<string> {
  yield `${about.patient} at ${formatInstant(about.at)}, ${explained[0]?.setting ?? ''}, parameters ${about.parametersVersion}`;
  const [first] = explained;
  if (first) yield* exclusionsText(first);
  const isTold = (one: Explained): boolean => isWhole || one.finding.verdict === 'present';
  for (const one of explained.filter(isTold)) yield* ruleText(one);
  if (isWhole) return;
  yield* nearMissText(explained);
  const others = explained.filter((one) => !isTold(one) && !one.keptBackBy);
  if (others.length > 0) yield* ['', 'All other rules'];
  for (const one of others) yield* indented([`${one.rule.id}: ${verdictText(one.finding)}`]);
}

/** What must hold before any rule is asked. */
export function* exclusionsText({ exclusions }: Explained): Generator<string> {
  yield* section('Exclusions', exclusions.map(checkedText));
}

/** The rules that nearly fired, with the one question that kept each back. */
export function* nearMissText(explained: readonly Explained[]): Generator<string> {
  const near = explained.filter(({ finding, keptBackBy }) => finding.verdict !== 'present' && keptBackBy);
  if (near.length > 0) yield* ['', 'Nearly fired'];
  for (const { rule, keptBackBy } of near)
    if (keptBackBy) yield* indented([`${rule.id}: ${checkedText(keptBackBy).trim()}`]);
}

/** One rule in full: what it says, and every question with its answer; the exclusions stand before. */
export function* ruleText(one: Explained): Generator<string> {
  const { rule, finding, mode } = one;
  yield '';
  yield `${rule.id} ${rule.version}: ${stateOf(one)}${finding.verdict === 'present' ? `, ${finding.severity}` : ''}${mode === 'card' ? '' : ` (mode ${mode})`}`;
  yield* indented([finding.verdict === 'present' ? rule.card.summary(finding) : verdictText(finding)]);
  yield* section('Conditions', one.conditions.map(checkedText));
  yield* section(
    'In progress when',
    one.explanations.map(({ says, found }) => `${found ? YES : NO}  ${says}`),
  );
  yield* section(
    `Severity (otherwise ${rule.severity.otherwise})`,
    one.severity.map((step) => `${checkedText(step)}  → ${step.severity}`),
  );
  if (finding.verdict === 'present') {
    yield* section('Facts used', finding.evidence.map(evidenceText));
    yield* section('Not available', finding.missing.length === 0 ? [] : [finding.missing.join(', ')]);
    yield* section('Notes', finding.notes);
  }
  yield* section(
    'Not looked at (no proof of absence)',
    one.inputs.filter(({ isCovered }) => !isCovered).map(inputText),
  );
  if (one.reviewAt !== undefined) yield* indented([`Time alone may change it at ${formatInstant(one.reviewAt)}`]);
}

const YES = 'yes';
const NO = 'no ';
const UNKNOWN = '?  ';

function checkedText({ says, answer }: Checked): string {
  const value = answer.value === undefined ? '' : `: ${answer.value}`;
  switch (answer.is) {
    case 'yes':
      return `${YES}  ${says}${value}`;
    case 'unknown':
      return `${UNKNOWN}  ${says}${value}; cannot tell without ${answer.missing.join(', ')}`;
    default:
      return `${NO}  ${says}${value}`;
  }
}

function verdictText(finding: Finding): string {
  switch (finding.verdict) {
    case 'unknown':
      return `cannot tell without ${finding.missing.join(', ')}`;
    case 'present':
      return 'present';
    default:
      return `${finding.verdict}: ${finding.reason.replaceAll('-', ' ')}`;
  }
}

const evidenceText = ({ role, reference, value, unit, at }: Evidence): string =>
  [role, value === undefined ? '' : `${value} ${unit ?? ''}`.trim(), formatInstant(at), reference]
    .filter((part) => part !== '')
    .join('  ');

const inputText = ({ key, hours, need }: CheckedInput): string =>
  `${key}${hours > 0 ? `, ${hours} h` : ''}${need === 'optional' ? '' : ` (${need})`}`;

function* section(title: string, lines: readonly string[]): Generator<string> {
  if (lines.length === 0) return;
  yield `  ${title}`;
  for (const line of lines) yield `    ${printable(line)}`;
}

function* indented(lines: readonly string[]): Generator<string> {
  for (const line of lines) yield `  ${printable(line)}`;
}
