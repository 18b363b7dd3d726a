import { inputKey } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { RuleInput } from '../contract.ts';
import { isReadIn } from '../inputs.ts';
import { setting } from './setting.ts';

/**
 * Those of some inputs that are read in the patient's setting and whose absence is not known. A drug that is not on the chart is "not given" only where
 * its doses and orders were looked for (4.97.24).
 */
export function findUncovered(chart: Chart, inputs: readonly RuleInput[]): readonly RuleInput[] {
  if (chart.isComplete) return [];
  const where = chart.read(setting);
  return inputs.filter(
    (one) => isReadIn(one, where) && !chart.isCovered(one.input, one.lookBackHours(chart.parameters, where)),
  );
}

/** Their keys. */
export const findUnseen = (chart: Chart, inputs: readonly RuleInput[]): readonly string[] =>
  findUncovered(chart, inputs).map(({ input }) => inputKey(input));
