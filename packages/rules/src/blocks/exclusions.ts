import { type Instant, instantOf } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import type { NotApplicable } from '../contract.ts';
import { hasCome } from '../windows.ts';
import { findActiveCondition } from './conditions.ts';

const ADULT_YEARS = 18;

/** Why no rule applies to this patient now; undefined for a patient who is watched (clinical catalogue §4.0). */
export function exclusion(chart: Chart): NotApplicable | undefined {
  const { person } = chart.timeline;
  if (person?.isTestPatient) return 'test-patient';
  if (person?.deceasedAt === undefined ? person?.isDeceased : hasCome(chart, person.deceasedAt)) return 'deceased';
  // An unknown age counts as adult; of an inexact date only what is certain excludes.
  if (person?.bornFrom !== undefined && !hasCome(chart, yearsAfter(person.bornFrom, ADULT_YEARS))) return 'under-age';
  if (findActiveCondition(chart, ['comfort-care'])) return 'comfort-care';
  return undefined;
}

function yearsAfter(instant: Instant, years: number): Instant {
  const date = new Date(instant);
  return instantOf(date.setUTCFullYear(date.getUTCFullYear() + years));
}
