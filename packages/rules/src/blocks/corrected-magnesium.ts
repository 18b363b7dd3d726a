import { isAtLeast, roundToSignificant } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { modeOf } from '../parameters.ts';
import { isCanonicalBelow } from '../thresholds.ts';
import { findAlbuminBeside } from './albumin-pair.ts';
import { magnesium } from './magnesium.ts';
import type { Result } from './results.ts';
import { riskModifiers } from './risk-modifiers.ts';
import { setting } from './setting.ts';

/** Total magnesium after correction for albumin (Kroll & Elin 1985, §1.5): an annotation, never a measurement. */
export interface CorrectedMagnesium {
  readonly albumin: Result;
  readonly isAlbuminLow: boolean;
  readonly mmolPerL: number;
  readonly mgPerDl: number;
  /** At or above the lower limit, compared in mmol/L (4.97.12). */
  readonly isNormal: boolean;
}

const MG_PER_DL_OF_1_MMOL_PER_L = 2.4305;

export function correctedMagnesium(chart: Chart): CorrectedMagnesium | undefined {
  const { result } = chart.read(magnesium);
  if (result?.analyte !== 'magnesium') return undefined;
  const albumin = findAlbuminBeside(chart, result);
  if (!albumin) return undefined;
  const { albuminMg, thresholds } = chart.parameters;
  const mmolPerL = roundToSignificant(
    result.canonical + albuminMg.slope_mmolL_per_gL * (albuminMg.refAlb_gL - albumin.canonical),
  );
  return {
    albumin,
    isAlbuminLow: isCanonicalBelow(albumin, thresholds['alb.low_gL']),
    mmolPerL,
    mgPerDl: mmolPerL * MG_PER_DL_OF_1_MMOL_PER_L,
    isNormal: isAtLeast(mmolPerL, thresholds['mg.low']['mmol/L']),
  };
}

/**
 * Rule 2's pattern: a mild low total magnesium, low albumin, normal after correction, nothing that makes it
 * matter. It stands in for rule 1, but only where rule 2 is shown and albumin is known to be looked at.
 */
export function isExplainedByAlbumin(chart: Chart): boolean {
  const mode = modeOf(chart.parameters, 'mg-albumin-corrected');
  if (mode === 'off' || mode === 'silent') return false;
  return chart.read(hasAlbuminPattern);
}

function hasAlbuminPattern(chart: Chart): boolean {
  if (chart.read(magnesium).grade !== 'mild') return false;
  const corrected = chart.read(correctedMagnesium);
  if (!corrected?.isAlbuminLow || !corrected.isNormal) return false;
  const { mg, ca } = chart.parameters.lookback_h[chart.read(setting)];
  const hours = Math.max(mg, ca) + chart.parameters.lookback_h.albuminPair;
  const isAlbuminCovered = chart.isCovered({ kind: 'result', analyte: 'albumin' }, hours);
  return isAlbuminCovered && chart.read(riskModifiers).words.length === 0;
}
