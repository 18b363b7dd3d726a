import type { ConditionFact, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { findRecentCondition } from './conditions.ts';

const ARREST_HOURS = 24;

/** Cardiac arrest of the last day, or an undated one that is active: what is ordered then may be part of the resuscitation. */
export const findCardiacArrest = (chart: Chart): Sourced<ConditionFact> | undefined =>
  findRecentCondition(chart, 'cardiac-arrest', ARREST_HOURS);
