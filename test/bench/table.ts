import { type Comparison, median } from './interleave.ts';

/** The comparisons as a Markdown table: medians, the median of the ratios, and their spread. */
export function renderTable(comparisons: readonly Comparison[]): string {
  const head = ['#', 'what', 'ours', 'yardstick', 'ratio (median)', 'ratio (min–max)', 'goal'];
  const rows = comparisons.map((comparison) => [
    comparison.id,
    comparison.what,
    `${whole(median(comparison.ours))} ${comparison.unit}`,
    `${whole(median(comparison.yardstick))} ${comparison.unit}`,
    median(comparison.ratios).toFixed(2),
    `${Math.min(...comparison.ratios).toFixed(2)}–${Math.max(...comparison.ratios).toFixed(2)}`,
    comparison.goal,
  ]);
  return renderRows(head, rows);
}

export function renderRows(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
