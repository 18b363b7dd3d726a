import type { Instant } from '@magwatch/base';
import type { EncounterFact } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { Setting } from '../situation.ts';
import { hasCome, isNowInside } from '../windows.ts';

/**
 * Inpatient while an inpatient encounter is in progress, else outpatient. Where the patient has no encounter
 * at all the source's default stands in (clinical catalogue 4.97.15 and 22).
 */
export function setting(chart: Chart): Setting {
  if (isInHospital(chart)) return 'inpatient';
  // An encounter that has not begun does not exist yet.
  const hasBegun = chart.timeline.encounters.some(({ from }) => from === undefined || hasCome(chart, from));
  return hasBegun ? 'outpatient' : (chart.defaultSetting ?? 'outpatient');
}

/** The end of the latest finished inpatient encounter; undefined while one is in progress or none has ended. */
export function dischargedAt(chart: Chart): Instant | undefined {
  if (isInHospital(chart)) return undefined;
  let latest: Instant | undefined;
  for (const { setting: where, until } of chart.timeline.encounters) {
    if (where !== 'inpatient' || until === undefined || !hasCome(chart, until)) continue;
    if (latest === undefined || until > latest) latest = until;
  }
  return latest;
}

/** The look-back of a family of results in the patient's setting, in hours. */
export const lookBackHours = (chart: Chart, name: 'mg' | 'k' | 'ca' | 'creatinine' | 'qtc'): number =>
  chart.parameters.lookback_h[chart.read(setting)][name];

function isInHospital(chart: Chart): boolean {
  let isIn = false;
  // Every encounter is looked at: each may begin or end later.
  for (const encounter of chart.timeline.encounters)
    if (encounter.setting === 'inpatient' && isInProgress(chart, encounter)) isIn = true;
  return isIn;
}

/** Periods beat status (4.97.21); the status only speaks where there is no end. */
function isInProgress(chart: Chart, { from, until, isInProgress: hasOpenStatus }: EncounterFact): boolean {
  return isNowInside(chart, from, until) && (until !== undefined || hasOpenStatus);
}
