import { HOUR_MS, type Instant } from '@magwatch/base';
import type { Evidence } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { ppiStartInputs } from '../inputs.ts';
import { hasCome } from '../windows.ts';
import { findUnseen } from './coverage.ts';
import { type Exposure, isGiven, ppis } from './drugs.ts';
import { activeOrders, findDoses, isSystemic } from './replacement.ts';

/** A PPI that is active now, and since when PPIs have been taken; one in place of another is the same exposure. */
export interface PpiExposure {
  readonly drugs: readonly Exposure[];
  /** The earliest that is known; absent where a PPI is only drafted. */
  readonly start?: PpiStart;
  /** Taken for as long as lowers magnesium, by chart time. */
  readonly isLong: boolean;
  /** What is known begins too late, and doses before it were not looked for. */
  readonly isStartUnknown: boolean;
}

interface PpiStart {
  readonly at: Instant;
  readonly evidence: Evidence;
}

const DAY_HOURS = 24;

/**
 * From the earliest charted dose, or the start of an active order; gaps are ignored (4.97.13). A statement of taking that
 * reaches this start carries it back. Undefined when no PPI is known to be active.
 */
export function ppiExposure(chart: Chart): PpiExposure | undefined {
  const drugs = chart.read(ppis);
  if (drugs.length === 0) return undefined;
  const start = findStart(chart);
  if (!start) return { drugs, isLong: false, isStartUnknown: false };
  const isLong = hasCome(chart, start.at + chart.parameters.ppi.minDays * DAY_HOURS * HOUR_MS);
  return { drugs, start, isLong, isStartUnknown: !isLong && findUnseen(chart, ppiStartInputs).length > 0 };
}

function findStart(chart: Chart): PpiStart | undefined {
  const doses = findDoses(chart, 'ppi').filter(isSystemic);
  const seen = [
    ...doses.filter(isGiven).map((dose) => startOf(dose, dose.start)),
    ...chart
      .read(activeOrders('ppi'))
      .filter(isSystemic)
      .map((order) => startOf(order, order.activeFrom)),
  ];
  const start = earliest(seen);
  if (!start) return undefined;
  const reachesUntil = start.at - chart.parameters.lookback_h.ppiActive * HOUR_MS;
  const stated = doses.filter(({ standing, end }) => standing === 'stated' && end >= reachesUntil);
  return earliest([start, ...stated.map((dose) => startOf(dose, dose.start))]);
}

const startOf = ({ reference }: Exposure, at: Instant): PpiStart => ({
  at,
  evidence: { role: 'ppi-start', reference, at },
});

/** Of several at one time the first, so that the order of arrival never matters. */
function earliest(starts: readonly PpiStart[]): PpiStart | undefined {
  let first: PpiStart | undefined;
  for (const start of starts) if (!first || start.at < first.at) first = start;
  return first;
}
