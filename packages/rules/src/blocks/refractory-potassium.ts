import { HOUR_MS, isAtLeast, isBelow, roundToSignificant } from '@magwatch/base';
import type { Evidence } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { Figures } from '../contract.ts';
import { orderEvidence, resultEvidence } from '../evidence.ts';
import { findLowRun, potassium } from './potassium.ts';
import { type CountedDoses, countPotassiumDoses } from './potassium-doses.ts';
import { activeOrders, isReplacement } from './replacement.ts';
import type { Result } from './results.ts';
import { lookBackHours, setting } from './setting.ts';

/** B7: whether potassium stays low although it is being given. Unknown is not no. */
export type RefractoryPotassium =
  | { readonly is: 'no'; readonly reason: string; readonly value?: string }
  | { readonly is: 'unknown'; readonly missing: readonly string[]; readonly value?: string }
  | {
      readonly is: 'yes';
      readonly latest: Result;
      readonly figures: Figures;
      readonly evidence: readonly Evidence[];
      readonly notes: readonly string[];
      readonly missing: readonly string[];
    };

/** Definition C is the one for outpatients; inpatients follow `refK.definition` (§4.99). */
export function refractoryPotassium(chart: Chart): RefractoryPotassium {
  const isByOrder = chart.read(setting) === 'outpatient' || chart.parameters.refK.definition === 'C';
  return isByOrder ? byLastingOrder(chart) : byDoseResponse(chart);
}

/** Definition A: less than half of the expected rise after enough potassium over enough hours. */
function byDoseResponse(chart: Chart): RefractoryPotassium {
  const current = chart.read(potassium);
  if (!current) return { is: 'unknown', missing: ['potassium'] };
  if (!current.isLow) return { is: 'no', reason: 'potassium-not-low' };
  const { refK } = chart.parameters;
  const run = findLowRun(chart, lookBackHours(chart, 'k'));
  const baseline = run[0];
  const latest = run.at(-1);
  // One low value, or values too close together, say nothing about a response.
  if (!baseline || !latest || latest.at - baseline.at < refK.minInterval_h * HOUR_MS)
    return { is: 'unknown', missing: ['potassium-baseline'] };
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
  if (doses.unknownDoses > 0 && !isResponse(course, rise, refK.responseRatio * most))
    return { is: 'unknown', missing: ['potassium-dose-amount'] };
  return { is: 'no', reason: isEnough ? 'potassium-responds' : 'potassium-dose-too-small' };
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
    evidence: [
      resultEvidence('potassium', latest),
      resultEvidence('potassium-baseline', baseline),
      ...run.slice(1, -1).map((result) => resultEvidence('potassium-series', result)),
      ...doses.evidence,
    ],
    notes: doses.notes,
    missing: doses.missing,
  };
}

/** Definition C: low twice, a week or more apart, on a lasting oral order of enough potassium a day. */
function byLastingOrder(chart: Chart): RefractoryPotassium {
  const { C } = chart.parameters.refK;
  const run = findLowRun(chart, C.window_h);
  const baseline = run[0];
  const latest = run.at(-1);
  if (!baseline || !latest)
    return chart.read(potassium)
      ? { is: 'no', reason: 'potassium-not-low' }
      : { is: 'unknown', missing: ['potassium'] };
  const lastInstant = latest.at + C.latestMax_h * HOUR_MS;
  chart.changesAt(lastInstant + 1);
  if (lastInstant < chart.now) return { is: 'unknown', missing: ['potassium'] };
  if (latest.at - baseline.at < C.separation_h * HOUR_MS) return { is: 'unknown', missing: ['potassium-baseline'] };
  const orders = chart
    .read(activeOrders('k-replacement'))
    .filter(
      (order) =>
        (order.route === 'enteral' || order.route === 'unknown') &&
        isReplacement(order) &&
        order.activeFrom <= latest.at - C.separation_h * HOUR_MS,
    );
  let dailyMEq = 0;
  let hasUnknown = false;
  for (const { content, dosesPerDay } of orders) {
    if (content === undefined || dosesPerDay === undefined) hasUnknown = true;
    else dailyMEq += content.meq * dosesPerDay;
  }
  if (!isAtLeast(dailyMEq, C.dailyMin_mEq))
    return hasUnknown
      ? { is: 'unknown', missing: ['potassium-dose-amount'] }
      : { is: 'no', reason: 'no-lasting-potassium-order' };
  return {
    is: 'yes',
    latest,
    figures: {
      definition: 'C',
      potassiumMmolPerL: latest.canonical,
      potassiumBaselineMmolPerL: baseline.canonical,
      intervalHours: roundToSignificant((latest.at - baseline.at) / HOUR_MS, 6),
      dailyDoseMEq: roundToSignificant(dailyMEq),
      riseMmolPerL: roundToSignificant(latest.canonical - baseline.canonical),
    },
    evidence: [
      resultEvidence('potassium', latest),
      resultEvidence('potassium-baseline', baseline),
      ...run.slice(1, -1).map((result) => resultEvidence('potassium-series', result)),
      ...orders.map((order) => orderEvidence('potassium-order', order)),
    ],
    notes: [],
    missing: [],
  };
}
