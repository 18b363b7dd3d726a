import { formatInstant } from '@magwatch/base';
import type { Evidence, LabResult } from '@magwatch/timeline';
import type { Figures, Present } from './contract.ts';

/** At most this many characters in a summary (CDS Hooks allows fewer than 140). */
export const SUMMARY_CHARACTERS_MAX = 139;

/** "1.4 mg/dL", with the comparator that the laboratory gave. */
export const resultText = ({ reported, comparator }: Pick<LabResult, 'reported' | 'comparator'>): string =>
  `${comparator ?? ''}${quantityText(reported.value, reported.unit)}`;

/** With its unit; a concentration keeps a place behind the point, as laboratories write it: "3.0 mmol/L", "80 mEq". */
export const quantityText = (value: number, unit: string): string =>
  `${CONCENTRATIONS.has(unit) ? concentrationText(value) : numberText(value)} ${unitText(unit)}`;

const CONCENTRATIONS: ReadonlySet<string> = new Set(['mmol/L', 'mg/dL', 'meq/L', 'g/dL', 'ng/mL']);
/** From here on, as of glucose, the place behind the point says nothing. */
const WITHOUT_DECIMALS_FROM = 20;

/** "3.0", "2.85", "400". */
export function concentrationText(value: number): string {
  const text = numberText(value);
  return text.includes('.') || Math.abs(value) >= WITHOUT_DECIMALS_FROM ? text : `${text}.0`;
}

/** Up to three significant places behind the point, no noise: 0.576, 2.9, 80. */
export const numberText = (value: number): string => String(Number(value.toFixed(Math.abs(value) < 1 ? 3 : 2)));

/** UCUM codes as clinicians write them. */
export const unitText = (unit: string): string => UNIT_WORDS[unit] ?? unit;

const UNIT_WORDS: Readonly<Record<string, string>> = {
  'meq/L': 'mEq/L',
  meq: 'mEq',
  'umol/L': 'µmol/L',
  'mL/min/{1.73_m2}': 'mL/min/1.73 m²',
  'ug/L': 'µg/L',
  '/min': 'per min',
};

/** A figure as text; what is not there is an empty text. */
export const figureText = (finding: Present, name: string): string => figureTextOf(finding.figures, name);

export function figureTextOf(figures: Figures, name: string): string {
  const value = figures[name];
  return typeof value === 'number' ? numberText(value) : value === undefined ? '' : String(value);
}

export const hasFigure = (finding: Present, name: string): boolean => finding.figures[name] !== undefined;

/** The estimated GFR in whole units: it is not known more exactly. */
export function egfrLine({ figures }: Present): readonly string[] {
  const { egfr } = figures;
  return egfr === undefined ? [] : [`eGFR ${Math.round(Number(egfr))} mL/min/1.73 m².`];
}

/** "Potassium: 2.9 mmol/L (2026-03-10T08:00:00Z); …" of all evidence in one role, in clinical order; none when there is none. */
export function seriesLine(finding: Present, label: string, roles: readonly string[]): readonly string[] {
  const items = finding.evidence.filter(({ role }) => roles.includes(role)).sort((a, b) => a.at - b.at);
  if (items.length === 0) return [];
  const shown = items.slice(-SERIES_MAX);
  const rest = items.length > shown.length ? `${items.length - shown.length} earlier; ` : '';
  return [`${label}: ${rest}${shown.map(evidenceText).join('; ')}.`];
}
const SERIES_MAX = 12;

const evidenceText = ({ value, unit, at }: Evidence): string =>
  value === undefined ? formatInstant(at) : `${quantityText(value, unit ?? '')} (${formatInstant(at)})`;

/** What a reader must know about this answer, in words. */
export function noteLines(finding: Present): readonly string[] {
  const lines = finding.notes.flatMap((note) => NOTE_WORDS[note] ?? []);
  if (finding.explainedBy?.reason === 'treated') lines.push('Magnesium replacement is under way since this value.');
  if (finding.explainedBy?.reason === 'test-pending') {
    const isPotassium = finding.explainedBy.evidence.some(({ role }) => role === 'potassium-test');
    lines.push(`A ${isPotassium ? 'potassium' : 'magnesium'} level is already ordered or in the laboratory.`);
  }
  return lines;
}

/** Notes of answers and of results, in words. */
export const NOTE_WORDS: Readonly<Record<string, string>> = {
  'unit-property-mismatch': 'Verify unit: code and unit disagree.',
  'ordered-not-charted': 'The potassium doses are taken from orders: none was charted.',
  'dispensed-not-charted': 'The potassium doses are taken from dispensing: none was charted.',
  hemolyzed: 'The specimen was hemolyzed: the value may be falsely high.',
  'early-sample': 'The sample was drawn soon after intravenous magnesium.',
  'magnesium-being-replaced': 'Mg replacement in progress.',
  'paced-rhythm': 'A pacemaker is known: in a paced rhythm, or with a wide QRS, the QTc reads too long.',
  'early-level-ignored': 'A later level was drawn too soon after intravenous magnesium to show repletion.',
  'override-needs-text': 'Whoever dismisses this says why in words of their own.',
  'time-approx': 'A collection time is missing: the time of issue stands in for it.',
  'date-only': 'A collection time is known to the day only.',
  'not-indexed': 'eGFR is in mL/min, not per 1.73 m².',
  'by-name': 'A drug or test was recognized by its name, not by a code.',
  preliminary: 'A result is preliminary.',
};

/** The first of the wordings that fits into a summary; the last one is cut as a last resort. */
export function fitting(...wordings: readonly string[]): string {
  const found = wordings.find((text) => text.length <= SUMMARY_CHARACTERS_MAX) ?? wordings.at(-1) ?? '';
  return found.length <= SUMMARY_CHARACTERS_MAX ? found : `${found.slice(0, SUMMARY_CHARACTERS_MAX - 1)}…`;
}
