import { HOUR_MS, roundToSignificant } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { resultText } from '../words.ts';
import { findLowRun, potassium } from './potassium.ts';
import { countPotassiumDoses } from './potassium-doses.ts';
import { type RefractoryPotassium, runEvidence } from './refractory-verdict.ts';
import { lookBackHours } from './setting.ts';

const DAY_MS = 24 * HOUR_MS;

/**
 * Definition B (§4.99): enough doses of any size on enough calendar days (UTC), while every potassium was low for a day and
 * more. It needs no amounts, only that doses were given.
 */
export function refractoryByDays(chart: Chart): RefractoryPotassium {
  const current = chart.read(potassium);
  if (!current) return { is: 'unknown', missing: ['potassium'] };
  if (!current.isLow) return { is: 'no', reason: 'potassium-not-low', value: resultText(current.result) };
  const { B } = chart.parameters.refK;
  const run = findLowRun(chart, lookBackHours(chart, 'k'));
  const baseline = run[0];
  const latest = run.at(-1);
  if (!baseline || !latest || latest.at - baseline.at < B.window_h * HOUR_MS)
    return { is: 'unknown', missing: ['potassium-baseline'], value: resultText(current.result) };
  const doses = countPotassiumDoses(chart, { from: baseline.at, to: latest.at });
  const days = new Set(doses.times.map((time) => Math.floor(time / DAY_MS))).size;
  const count = doses.times.length;
  const value = `${count} doses on ${days} days`;
  if (count < B.minDoses || days < B.minDays)
    return doses.hasUntimed
      ? { is: 'unknown', missing: ['potassium-dose-times'], value }
      : { is: 'no', reason: 'potassium-doses-too-few', value };
  return {
    is: 'yes',
    latest,
    figures: {
      definition: 'B',
      potassiumMmolPerL: latest.canonical,
      potassiumBaselineMmolPerL: baseline.canonical,
      intervalHours: roundToSignificant((latest.at - baseline.at) / HOUR_MS, 6),
      doses: count,
      doseDays: days,
      doseMEq: doses.mEq,
      doseSource: doses.source,
      riseMmolPerL: roundToSignificant(latest.canonical - baseline.canonical),
    },
    evidence: [...runEvidence(run), ...doses.evidence],
    notes: doses.notes,
    missing: doses.missing,
  };
}
