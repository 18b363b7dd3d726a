import type { Evidence } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { conditionEvidence, exposureEvidence, resultEvidence } from '../evidence.ts';
import { calcium } from './calcium.ts';
import { findRecentCondition } from './conditions.ts';
import { digoxinDrugs, drugNames, tierADrugs } from './drugs.ts';
import { potassium } from './potassium.ts';
import { rhythm } from './rhythm.ts';

const TORSADES_HOURS = 24;

/** What makes a mildly low magnesium matter (rules 1 and 2). */
export interface RiskModifiers {
  /** For the reader: "K 3.1 mmol/L", "digoxin". */
  readonly words: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Values that could not be judged: an unknown potassium is no modifier, it is said as missing. */
  readonly missing: readonly string[];
}

export function riskModifiers(chart: Chart): RiskModifiers {
  const words: string[] = [];
  const evidence: Evidence[] = [];
  const missing: string[] = [];

  const k = chart.read(potassium);
  if (!k) missing.push('potassium');
  else if (k.isLow) {
    words.push('low potassium');
    evidence.push(resultEvidence('potassium', k.result));
  }
  const heart = chart.read(rhythm);
  if (!heart.result) missing.push('qtc');
  else if (heart.isProlonged) {
    words.push('long QTc');
    evidence.push(resultEvidence('qtc', heart.result));
  }
  const ca = chart.read(calcium);
  if (ca.state === 'unknown') missing.push(ca.missing ?? 'calcium');
  else if (ca.isLow && ca.result) {
    words.push('low calcium');
    evidence.push(resultEvidence('calcium', ca.result));
  }
  const digoxin = chart.read(digoxinDrugs);
  if (digoxin.length > 0) {
    words.push(drugNames(digoxin));
    evidence.push(...digoxin.map((item) => exposureEvidence('digoxin', item)));
  }
  const qtDrugs = chart.read(tierADrugs);
  if (qtDrugs.length > 0) {
    words.push(drugNames(qtDrugs));
    evidence.push(...qtDrugs.map((item) => exposureEvidence('qt-drug', item)));
  }
  const torsades = findTorsades(chart);
  if (torsades) {
    words.push('torsades de pointes');
    evidence.push(...conditionEvidence('torsades', torsades));
  }
  return { words, evidence, missing };
}

export const hasTorsades = (chart: Chart): boolean => findTorsades(chart) !== undefined;

/** Torsades de pointes of the last day. */
export const findTorsades = (chart: Chart) => findRecentCondition(chart, 'torsades', TORSADES_HOURS);
