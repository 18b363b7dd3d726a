import { inputKey } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { RuleInput } from '../contract.ts';
import { setting } from './setting.ts';

/**
 * The keys of those inputs whose absence is not known. A drug that is not on the chart is "not given" only where its doses
 * and orders were looked for (4.97.24).
 */
export function findUnseen(chart: Chart, inputs: readonly RuleInput[]): readonly string[] {
  if (chart.isComplete) return [];
  const where = chart.read(setting);
  return inputs
    .filter(({ input, lookBackHours }) => !chart.isCovered(input, lookBackHours(chart.parameters, where)))
    .map(({ input }) => inputKey(input));
}
