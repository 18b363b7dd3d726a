import { instantOf, roundToSignificant } from '@magwatch/base';
import { quantityText } from '@magwatch/rules';
import type { Evidence } from '@magwatch/timeline';
import { escapeMarkdown } from './escape.ts';
import { spanText, type TimeStyle, timeText } from './times.ts';
import { nameOf } from './words.ts';

/** A card shows so many results of one kind, newest first; the alert's own page shows all. */
const RESULTS_PER_KIND_MAX = 4;

/** Roles that are one series for the reader. */
const SERIES: Readonly<Record<string, string>> = {
  'magnesium-earlier': 'magnesium',
  'potassium-series': 'potassium',
  'potassium-baseline': 'potassium',
};

interface Row {
  readonly name: string;
  readonly value: string;
  readonly time: string;
}

/** The values as a small table, each with unit and time, results before doses and orders; '' where there are none. */
export function evidenceTable(evidence: readonly Evidence[], style: TimeStyle): string {
  const rows = bySeries(evidence).flatMap(([series, items]) => {
    if (/-(order|test)$/.test(series)) return items.slice(0, 1).map((item) => rowOf(item, style));
    const valued = items.filter(({ value }) => value !== undefined);
    return series.endsWith('-dose') && valued.length > 1 ? sumRows(valued, style) : resultRows(valued, style);
  });
  if (rows.length === 0) return '';
  const head = [`| What | Value | Time (${cell(style.timeZone)}) |`, '|---|---|---|'];
  return [...head, ...rows.map(({ name, value, time }) => `| ${cell(name)} | ${cell(value)} | ${cell(time)} |`)].join(
    '\n',
  );
}

const cell = escapeMarkdown;

/** Each series newest first, every resource once; what was given or ordered after what was measured. */
function bySeries(evidence: readonly Evidence[]): readonly (readonly [string, readonly Evidence[]])[] {
  const groups = new Map<string, Map<string, Evidence>>();
  for (const item of evidence) {
    const series = SERIES[item.role] ?? item.role;
    const group = groups.get(series) ?? new Map<string, Evidence>();
    // A baseline is also part of its series; as the baseline it says more.
    if (!group.has(item.reference) || item.role === 'potassium-baseline') group.set(item.reference, item);
    groups.set(series, group);
  }
  const isDone = (series: string): number => (/-(dose|order|test)$/.test(series) ? 1 : 0);
  return [...groups]
    .map(([series, group]) => [series, [...group.values()].sort((a, b) => b.at - a.at)] as const)
    .sort(([a], [b]) => isDone(a) - isDone(b));
}

function resultRows(items: readonly Evidence[], style: TimeStyle): readonly Row[] {
  const isShown = (item: Evidence, index: number): boolean =>
    index < RESULTS_PER_KIND_MAX || item.role === 'potassium-baseline';
  const shown = items.filter(isShown);
  const rows = shown.map((item) => rowOf(item, style));
  const left = items.length - shown.length;
  const [first] = items;
  return left === 0 || !first ? rows : [...rows, { name: nameOf(first.role), value: `and ${left} more`, time: '' }];
}

const rowOf = (item: Evidence, style: TimeStyle): Row => ({
  name: nameOf(item.role),
  value: valueText(item.value, item.unit),
  time: timeText(item.at, style),
});

/** Several doses are one line: how much, in how many, from when to when. */
function sumRows(items: readonly Evidence[], style: TimeStyle): readonly Row[] {
  const [first] = items;
  if (!first || items.some(({ unit }) => unit !== first.unit)) return resultRows(items, style);
  const total = roundToSignificant(items.reduce((sum, item) => sum + (item.value ?? 0), 0));
  const times = items.map(({ at }) => at);
  const time = spanText(instantOf(Math.min(...times)), instantOf(Math.max(...times)), style);
  return [{ name: nameOf(first.role), value: `${valueText(total, first.unit)} in ${items.length} doses`, time }];
}

function valueText(value: number | undefined, unit: string | undefined): string {
  if (value === undefined) return '';
  return unit === undefined ? String(value) : quantityText(value, unit);
}
