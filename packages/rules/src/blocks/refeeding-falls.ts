import { addHours, isAtLeast } from '@magwatch/base';
import { inputKey } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { Parameters } from '../parameters.ts';
import { isCanonicalAtLeast, isCanonicalBelow, isOpenBelow, isResultAtLeast, isResultBelow } from '../thresholds.ts';
import { feedingStart } from './feeding.ts';
import { isMagnesiumBelowRange } from './magnesium-limits.ts';
import { findLatest, type Result } from './results.ts';
import { findValidResults, isHemolyzed } from './specimens.ts';

/** What cells take up when feeding begins, in the order in which it is told. */
export const REFED = ['phosphate', 'potassium', 'magnesium'] as const;
export type RefedAnalyte = (typeof REFED)[number];

/** How one of them changed since feeding began. */
export interface Fall {
  readonly analyte: RefedAnalyte;
  /** The last exact value of the two days before. */
  readonly base?: Result;
  /** The lowest exact value since. */
  readonly lowest?: Result;
  /** 1 − lowest/base; negative for a rise; absent without both. */
  readonly drop?: number;
  /** The lowest value since that is below its lower limit, "<x" too. */
  readonly low?: Result;
  readonly isSevere: boolean;
  /** Back at or above the lower limit, by values a day apart and all between them. */
  readonly isBackForADay: boolean;
  readonly missing: MissingFall;
}

/** Values by name, and input keys where nobody looked. */
interface MissingFall {
  /** What would have to be known to tell the drop. */
  readonly drop: readonly string[];
  /** What would have to be known to tell that no value is low. */
  readonly low: readonly string[];
}

/** So far back lie the values before feeding that began inside its window. */
export const refeedingHours = ({ refeeding }: Parameters): number => refeeding.startWindow_h + refeeding.baseline_h;

/** The three of them; none where the start of feeding is not known. */
export function refeedingFalls(chart: Chart): readonly Fall[] {
  const start = chart.read(feedingStart);
  return start.is === 'known' ? REFED.map((analyte) => fallOf(chart, analyte, start.at)) : [];
}

function fallOf(chart: Chart, analyte: RefedAnalyte, start: Result['at']): Fall {
  const { refeeding } = chart.parameters;
  const results = findValidResults(chart, analyte, refeedingHours(chart.parameters));
  const opensAt = addHours(start, -refeeding.baseline_h);
  // Hemolysis raises all three: as a base it would make a fall of nothing.
  const base = findLatest(
    results.filter((one) => one.at >= opensAt && one.at <= start && isExact(one) && !isHemolyzed(chart, one)),
  );
  const since = results.filter((one) => one.at > start);
  const lowest = lowestOf(since.filter(isExact));
  const { isLow, isSevere } = LIMITS[analyte];
  const low = lowestOf(since.filter((one) => isLow(chart, one)));
  return {
    analyte,
    ...(base ? { base } : {}),
    ...(lowest ? { lowest } : {}),
    ...(base && lowest ? { drop: dropOf(base, lowest) } : {}),
    ...(low ? { low } : {}),
    isSevere: since.some((one) => isSevere(chart, one)),
    isBackForADay: isBackForADay(chart, analyte, since),
    missing: missingOf(chart, analyte, { base, lowest, since }),
  };
}

/** A value with a comparator gives no ratio. */
const isExact = ({ comparator }: Result): boolean => comparator === undefined;

function lowestOf(results: readonly Result[]): Result | undefined {
  let lowest: Result | undefined;
  for (const one of results) if (!lowest || one.canonical < lowest.canonical) lowest = one;
  return lowest;
}

/** In the unit of the report where both have it, so that nothing is converted. */
function dropOf(base: Result, lowest: Result): number {
  return base.reported.unit === lowest.reported.unit
    ? 1 - lowest.reported.value / base.reported.value
    : 1 - lowest.canonical / base.canonical;
}

const DAY_HOURS = 24;

function isBackForADay(chart: Chart, analyte: RefedAnalyte, since: readonly Result[]): boolean {
  const { isBack } = LIMITS[analyte];
  const firstBack = since[since.findLastIndex((one) => !isBack(chart, one)) + 1];
  const latest = since.at(-1);
  return firstBack !== undefined && latest !== undefined && latest.at >= addHours(firstBack.at, DAY_HOURS);
}

function missingOf(
  chart: Chart,
  analyte: RefedAnalyte,
  {
    base,
    lowest,
    since,
  }: { readonly base: Result | undefined; readonly lowest: Result | undefined; readonly since: readonly Result[] },
): MissingFall {
  const input = { kind: 'result', analyte } as const;
  const unseen = chart.isCovered(input, refeedingHours(chart.parameters)) ? [] : [inputKey(input)];
  return {
    drop: [...unseen, ...(base ? [] : [`${analyte}-before-feeding`]), ...(lowest ? [] : [`${analyte}-since-feeding`])],
    low: [...unseen, ...(since.length > 0 ? [] : [`${analyte}-since-feeding`])],
  };
}

type Test = (chart: Chart, result: Result) => boolean;
interface LimitTests {
  readonly isLow: Test;
  readonly isSevere: Test;
  readonly isBack: Test;
}

/** Phosphate and magnesium are compared in the family of the report (§1.2), potassium in mmol/L. */
const LIMITS: Readonly<Record<RefedAnalyte, LimitTests>> = {
  phosphate: {
    isLow: ({ parameters: { thresholds } }, one) => isResultBelow(one, thresholds['phos.low']),
    isSevere: ({ parameters: { thresholds } }, one) => isResultBelow(one, thresholds['phos.severe']),
    isBack: ({ parameters: { thresholds } }, one) => isResultAtLeast(one, thresholds['phos.low']),
  },
  potassium: {
    isLow: ({ parameters: { thresholds } }, one) => isCanonicalBelow(one, thresholds['k.low']),
    isSevere: ({ parameters: { thresholds } }, one) => isCanonicalBelow(one, thresholds['k.severe']),
    isBack: ({ parameters: { thresholds } }, one) => isCanonicalAtLeast(one, thresholds['k.low']),
  },
  magnesium: {
    isLow: isMagnesiumBelowRange,
    isSevere: ({ parameters: { thresholds } }, one) => isResultBelow(one, thresholds['mg.severe']),
    isBack: (chart, one) => !isMagnesiumBelowRange(chart, one) && !isOpenBelow(one),
  },
};

/** Whether a drop reaches so many percent. */
export const reachesPercent = ({ drop }: Fall, percent: number): boolean =>
  drop !== undefined && isAtLeast(100 * drop, percent);
