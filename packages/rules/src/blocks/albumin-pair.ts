import { HOUR_MS } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { isReported, type Result } from './results.ts';
import { contaminated } from './specimens.ts';

/**
 * The albumin nearest in time to a sample, within the pairing window on both sides of it; of two equally near
 * ones the later. A value that is known only as "less than" counts as that number.
 */
export function findAlbuminBeside(chart: Chart, sample: Result): Result | undefined {
  const windowMs = chart.parameters.lookback_h.albuminPair * HOUR_MS;
  const suspect = chart.read(contaminated);
  let nearest: Result | undefined;
  for (const albumin of chart.timeline.results('albumin')) {
    const gap = Math.abs(albumin.at - sample.at);
    if (gap > windowMs || suspect.has(albumin) || !isReported(chart, albumin)) continue;
    if (!nearest || gap <= Math.abs(nearest.at - sample.at)) nearest = albumin;
  }
  return nearest;
}
