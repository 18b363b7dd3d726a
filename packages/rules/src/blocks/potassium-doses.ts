import { HOUR_MS, type Instant, instantOf, roundToSignificant } from '@magwatch/base';
import { classesOf, type Dose, type DrugOrder, type Evidence, type Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { doseEvidence, orderEvidence } from '../evidence.ts';
import { hasCome } from '../windows.ts';
import { addUp, findDoses, isOpenEnded, isReplacement } from './replacement.ts';

/** B7.3: the potassium given in a span, and how it is known. */
export interface CountedDoses {
  readonly mEq: number;
  readonly source: 'charted' | 'dispensed' | 'ordered' | 'none';
  /** Doses whose amount could not be turned into mEq: the sum is then only a lower bound. */
  readonly unknownDoses: number;
  /** When each dose counted, also one of unknown amount. */
  readonly times: readonly Instant[];
  /** There are orders that do not say how often. */
  readonly hasUntimed: boolean;
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  readonly missing: readonly string[];
}

interface Span {
  readonly from: Instant;
  /** Inclusive, as `from` is. */
  readonly to: number;
}

/**
 * Charted doses come first. Only where nothing of the class was charted since the baseline do dispensed
 * doses stand in, then active orders times their frequency (§2.1, 4.97.9).
 */
export function countPotassiumDoses(chart: Chart, span: Span): CountedDoses {
  const since = findDoses(chart, 'k-replacement').filter((dose) => dose.end >= span.from && isReplacement(dose));
  const charted = since.filter(({ standing }) => standing !== 'dispensed' && standing !== 'stated');
  if (charted.length > 0) return fromDoses(charted, span, 'charted');
  const dispensed = since.filter(({ standing }) => standing === 'dispensed');
  return dispensed.length > 0 ? fromDoses(dispensed, span, 'dispensed') : fromOrders(chart, span);
}

function fromDoses(doses: readonly Sourced<Dose>[], span: Span, source: 'charted' | 'dispensed'): CountedDoses {
  const inSpan = doses.filter(({ end }) => end <= span.to);
  // Stopped, held and still running administrations do not count, even with a charted part (4.97.8); the reader is told.
  const counted = inSpan.filter((dose) => dose.standing !== 'partial' && !isOpenEnded(dose));
  const { mEq, unknownDoses } = addUp(counted, 'potassium');
  const missing = [
    ...(counted.length < inSpan.length ? ['potassium-dose-partial'] : []),
    ...(unknownDoses > 0 ? ['potassium-dose-amount'] : []),
  ];
  return {
    mEq,
    source,
    unknownDoses,
    times: counted.map(({ end }) => end),
    hasUntimed: false,
    evidence: counted.map((dose) => doseEvidence('potassium-dose', dose)),
    notes: source === 'dispensed' ? ['dispensed-not-charted'] : [],
    missing,
  };
}

const DAY_MS = 24 * HOUR_MS;

/** Orders times their frequency: the doses that fell due in the span, the first at the start of the order. */
function fromOrders(chart: Chart, span: Span): CountedDoses {
  let mEq = 0;
  let unknownDoses = 0;
  const times: Instant[] = [];
  const evidence: Evidence[] = [];
  let hasUntimed = false;
  for (const order of findOrdersIn(chart, span)) {
    const { content, dosesPerDay } = order;
    const due = dosesPerDay === undefined ? [] : timesDue(order, dosesPerDay, span);
    if (dosesPerDay === undefined) hasUntimed = true;
    if (content === undefined || dosesPerDay === undefined) unknownDoses += 1;
    else mEq += due.length * content.meq;
    if (due.length === 0) continue;
    times.push(...due);
    evidence.push(orderEvidence('potassium-order', order));
  }
  const isOrdered = evidence.length > 0;
  return {
    mEq: roundToSignificant(mEq),
    source: isOrdered ? 'ordered' : 'none',
    unknownDoses,
    times,
    hasUntimed,
    evidence,
    notes: isOrdered ? ['ordered-not-charted'] : [],
    missing: unknownDoses > 0 ? ['potassium-dose-amount'] : [],
  };
}

/** Orders of potassium replacement that had begun by the end of the span and were not over before it. */
function findOrdersIn(chart: Chart, span: Span): readonly Sourced<DrugOrder>[] {
  return chart.timeline.drugOrders.filter(
    (order) =>
      classesOf(order.drug).includes('k-replacement') &&
      isReplacement(order) &&
      hasCome(chart, order.authoredAt) &&
      ranDuring(chart, order) &&
      order.activeFrom <= span.to &&
      (order.activeUntil === undefined || order.activeUntil > span.from),
  );
}

/** An order with an end counts up to it whatever became of it; one without counts while its status is active. */
function ranDuring(chart: Chart, order: DrugOrder): boolean {
  if (order.status === 'on-hold' || !hasCome(chart, order.activeFrom)) return false;
  return order.activeUntil !== undefined || order.status === 'active';
}

function timesDue(order: DrugOrder, dosesPerDay: number, span: Span): readonly Instant[] {
  const interval = DAY_MS / dosesPerDay;
  const last = Math.min(span.to, order.activeUntil === undefined ? span.to : order.activeUntil - 1);
  const firstIndex = Math.max(0, Math.ceil((span.from - order.activeFrom) / interval));
  const lastIndex = Math.floor((last - order.activeFrom) / interval);
  const count = Math.max(0, lastIndex - firstIndex + 1);
  return Array.from({ length: count }, (_, index) =>
    instantOf(Math.round(order.activeFrom + (firstIndex + index) * interval)),
  );
}
