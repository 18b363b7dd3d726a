import { HOUR_MS, isAtLeast, isBelow, roundToSignificant } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { numberText, resultText } from '../words.ts';
import { findLowRun, potassium } from './potassium.ts';
import { type CountedDoses, countPotassiumDoses } from './potassium-doses.ts';
import { type RefractoryPotassium, runEvidence } from './refractory-verdict.ts';
import type { Result } from './results.ts';
import { lookBackHours } from './setting.ts';

/** Definition A: less than half of the expected rise after enough potassium over enough hours. */
export function refractoryByResponse(chart: Chart): RefractoryPotassium {
  const current = chart.read(potassium);
  if (!current) return { is: 'unknown', missing: ['potassium'] };
  if (!current.isLow) return { is: 'no', reason: 'potassium-not-low', value: resultText(current.result) };
  const { refK } = chart.parameters;
  const run = findLowRun(chart, lookBackHours(chart, 'k'));
  const baseline = run[0];
  const latest = run.at(-1);
  // One low value, or values too close together, say nothing about a response.
  if (!baseline || !latest || latest.at - baseline.at < refK.minInterval_h * HOUR_MS)
    return { is: 'unknown', missing: ['potassium-baseline'], value: resultText(current.result) };
  const doses = countPotassiumDoses(chart, { from: baseline.at, to: latest.at - refK.absorbLag_h * HOUR_MS });
  return judgeResponse(chart, { run, baseline, latest, doses });
}

interface Course {
  readonly run: readonly Result[];
  readonly baseline: Result;
  readonly latest: Result;
  readonly doses: CountedDoses;
}

function judgeResponse(chart: Chart, course: Course): RefractoryPotassium {
  const { refK } = chart.parameters;
  const { baseline, latest, doses } = course;
  const rise = roundToSignificant(latest.canonical - baseline.canonical);
  const most = refK.targetK - baseline.canonical;
  const expected = roundToSignificant(Math.min(refK.risePerMEq * doses.mEq, most));
  const isEnough = isAtLeast(doses.mEq, refK.minDose_mEq);
  if (isEnough && !isResponse(course, rise, refK.responseRatio * expected)) return refractory(course, rise, expected);
  // A dose whose amount is not known could make the dose enough and the expected rise larger.
  const value = `${numberText(doses.mEq)} mEq, rise ${numberText(rise)} of ${expected.toFixed(2)} mmol/L expected`;
  if (doses.unknownDoses > 0 && !isResponse(course, rise, refK.responseRatio * most))
    return { is: 'unknown', missing: ['potassium-dose-amount'], value };
  return { is: 'no', reason: isEnough ? 'potassium-responds' : 'potassium-dose-too-small', value };
}

/** Between two methods a smaller change is noise, not a response (§1.4). */
const METHOD_CHANGE_MMOL_PER_L = 0.3;

function isResponse({ baseline, latest }: Course, rise: number, needed: number): boolean {
  const hasOtherMethod =
    baseline.method !== undefined && latest.method !== undefined && baseline.method !== latest.method;
  if (hasOtherMethod && isBelow(rise, METHOD_CHANGE_MMOL_PER_L)) return false;
  return !isBelow(rise, needed);
}

function refractory({ run, baseline, latest, doses }: Course, rise: number, expected: number): RefractoryPotassium {
  return {
    is: 'yes',
    latest,
    figures: {
      definition: 'A',
      potassiumMmolPerL: latest.canonical,
      potassiumBaselineMmolPerL: baseline.canonical,
      intervalHours: roundToSignificant((latest.at - baseline.at) / HOUR_MS, 6),
      doseMEq: doses.mEq,
      doseSource: doses.source,
      riseMmolPerL: rise,
      expectedMmolPerL: expected,
    },
    evidence: [...runEvidence(run), ...doses.evidence],
    notes: doses.notes,
    missing: doses.missing,
  };
}
