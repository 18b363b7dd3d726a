import type { Parameters } from './parameters.ts';

/** All intervals without magnesium that are too long for some drug, in hours (clinical catalogue §4 rule 10). */
function intervalsOf({ monitoring }: Parameters): readonly number[] {
  return Object.values(monitoring).flatMap((row) =>
    'interval_h' in row ? [row.interval_h] : [row.earlyInterval_h, row.lateInterval_h],
  );
}

export const shortestMonitoringInterval = (parameters: Parameters): number => Math.min(...intervalsOf(parameters));

export const longestMonitoringInterval = (parameters: Parameters): number => Math.max(...intervalsOf(parameters));
