import { HOUR_MS, instantOf } from '@magwatch/base';
import { classesOf, type Drug, type DrugClass, type Route } from '@magwatch/timeline';
import type { Block, Chart } from '../chart.ts';
import type { RuleInput, Setting } from '../contract.ts';
import { digoxinInputs, dose, drugOrder, hours, isReadIn, oneOf } from '../inputs.ts';
import type { Parameters } from '../parameters.ts';
import { hasCome, isAtMostOld, isWithin } from '../windows.ts';
import { findUnseen } from './coverage.ts';
import { digoxinDrugs, drugNames, wastingDiuretics } from './drugs.ts';
import {
  type DrugGroup,
  type ExposureCourse,
  findCourse,
  firstAndLast,
  givenDoses,
  shownHours,
} from './exposure-course.ts';
import { isRunningNow, isSystemic } from './replacement.ts';
import { setting } from './setting.ts';

/** Drugs that waste magnesium and were taken for long enough that a level is due at an interval. */
export interface MonitoredExposure extends MonitoredCourse {
  readonly name: MonitoredName;
}
interface MonitoredCourse extends ExposureCourse {
  readonly intervalHours: number;
}
/** One row of the table of rule 10. */
export type MonitoredName = keyof Parameters['monitoring'];

export interface MonitoredExposures {
  /** In the order of the table. */
  readonly found: readonly MonitoredExposure[];
  /** Kinds of data without which one of the others cannot be ruled out: `dose:amphotericin`. */
  readonly missing: readonly string[];
}

/** What rule 10 watches: who is on such a drug now, or had a dose that still acts. */
export function monitoredExposures(chart: Chart): MonitoredExposures {
  const found: MonitoredExposure[] = [];
  const missing: string[] = [];
  for (const row of ROWS) {
    if (!isReadIn(row, chart.read(setting))) continue;
    const course = chart.read(row.find);
    if (course) found.push({ name: row.name, ...course });
    else missing.push(...findUnseen(chart, row.name === 'ppiCombined' ? companionsOrPpi(chart) : row.inputs));
  }
  return { found, missing: [...new Set(missing)] };
}

interface Row {
  readonly name: MonitoredName;
  readonly find: Block<MonitoredCourse | undefined>;
  /** What tells that the row does not apply. */
  readonly inputs: readonly RuleInput[];
  readonly settings?: readonly Setting[];
}

const DAY_HOURS = 24;
/** By mouth these drugs act in the gut only, inhaled in the lung. */
const PARENTERAL: ReadonlySet<Route> = new Set(['intravenous', 'intramuscular', 'unknown']);
const ORAL: ReadonlySet<Route> = new Set(['enteral', 'nasal', 'unknown']);

const PPI = groupOf(['ppi']);
const LOOP_IV: DrugGroup = groupOf(['loop'], new Set<Route>(['intravenous']));

const companionInputs: readonly RuleInput[] = [...takenInputs(['loop', 'thiazide'], hours.drug), ...digoxinInputs];

/** Clinical catalogue §4 rule 10, in its order. */
const ROWS: readonly Row[] = [
  whileTaken('amphotericin', PARENTERAL),
  whileTaken('foscarnet'),
  whileTaken('pentamidine', PARENTERAL),
  whileTaken('aminoglycoside', PARENTERAL),
  afterDose('cisplatin', 'platinum', (drug) => drug === 'cisplatin'),
  afterDose('carboplatin', 'platinum', (drug) => drug === 'carboplatin'),
  afterDose('egfrAntibody', 'egfr-antibody', () => true),
  {
    name: 'calcineurinInhibitor',
    find: findCalcineurinCourse,
    inputs: takenInputs(
      ['calcineurin-inhibitor'],
      ({ monitoring, lookback_h }) => monitoring.calcineurinInhibitor.exposure_h + lookback_h.drugActive,
    ),
  },
  {
    name: 'loopIv',
    find: findIntravenousLoopCourse,
    inputs: [oneOf(dose('loop'), ({ monitoring }) => monitoring.loopIv.window_h)],
    settings: ['inpatient'],
  },
  {
    name: 'oralDiuretic',
    find: forDays('oralDiuretic', groupOf(['loop', 'thiazide'], ORAL), 'drugActive'),
    inputs: takenInputs(['loop', 'thiazide'], hours.drug),
  },
  { name: 'ppi', find: forDays('ppi', PPI, 'ppiActive'), inputs: takenInputs(['ppi'], hours.ppi) },
  { name: 'ppiCombined', find: findCombinedCourse, inputs: [...takenInputs(['ppi'], hours.ppi), ...companionInputs] },
];

/** All that this block reads. */
export const monitoredInputs: readonly RuleInput[] = ROWS.flatMap(({ inputs }) => inputs);

function groupOf(classes: readonly DrugClass[], routes?: ReadonlySet<Route>): DrugGroup {
  const takes: DrugGroup['takes'] = (item) =>
    classesOf(item.drug).some((one) => classes.includes(one)) && (routes ? routes.has(item.route) : isSystemic(item));
  return { classes, takes };
}

function takenInputs(classes: readonly DrugClass[], doseHours: RuleInput['lookBackHours']): readonly RuleInput[] {
  return classes.flatMap((drugClass) => [oneOf(dose(drugClass), doseHours), oneOf(drugOrder(drugClass), hours.now)]);
}

/** A drug that is given over time. */
function whileTaken(
  name: 'amphotericin' | 'foscarnet' | 'pentamidine' | 'aminoglycoside',
  routes?: ReadonlySet<Route>,
): Row {
  const group = groupOf([name], routes);
  return {
    name,
    find: (chart) => {
      const { exposure_h, interval_h } = chart.parameters.monitoring[name];
      const course = findCourse(chart, group, { exposureHours: exposure_h, active: 'drugActive' });
      return course && { ...course, intervalHours: interval_h };
    },
    inputs: takenInputs([name], ({ monitoring, lookback_h }) => monitoring[name].exposure_h + lookback_h.drugActive),
  };
}

/** A drug of which one dose acts for weeks: any dose inside its window counts, an order does not. */
function afterDose(
  name: 'cisplatin' | 'carboplatin' | 'egfrAntibody',
  drugClass: DrugClass,
  isOf: (drug: Drug) => boolean,
): Row {
  const { takes } = groupOf([drugClass]);
  return {
    name,
    find: (chart) => {
      const { fromDose_h, untilDose_h, interval_h } = chart.parameters.monitoring[name];
      const doses = givenDoses(chart, (item) => takes(item) && isOf(item.drug)).filter(
        ({ end }) => hasCome(chart, end + fromDose_h * HOUR_MS) && isAtMostOld(chart, end, untilDose_h),
      );
      const [first] = doses;
      if (!first) return undefined;
      return {
        drugs: drugNames(doses),
        since: first.end,
        shownHours: shownHours(first.end, doses, fromDose_h),
        intervalHours: interval_h,
        items: firstAndLast(doses),
      };
    },
    inputs: [oneOf(dose(drugClass), ({ monitoring }) => monitoring[name].untilDose_h)],
  };
}

/** A chronic drug. Its doses of months ago are not searched for: the order says since when. */
function forDays(
  name: 'oralDiuretic' | 'ppi' | 'ppiCombined',
  group: DrugGroup,
  active: 'drugActive' | 'ppiActive',
): Row['find'] {
  return (chart) => {
    const { exposure_d, interval_h } = chart.parameters.monitoring[name];
    const course = findCourse(chart, group, { exposureHours: exposure_d * DAY_HOURS, active });
    return course && { ...course, intervalHours: interval_h };
  };
}

const CALCINEURIN_INHIBITORS = groupOf(['calcineurin-inhibitor']);

/** Close monitoring in the first months, sparser afterwards. */
function findCalcineurinCourse(chart: Chart): MonitoredCourse | undefined {
  const { exposure_h, early_d, earlyInterval_h, lateInterval_h } = chart.parameters.monitoring.calcineurinInhibitor;
  const course = findCourse(chart, CALCINEURIN_INHIBITORS, { exposureHours: exposure_h, active: 'drugActive' });
  if (!course) return undefined;
  const earlyHours = early_d * DAY_HOURS;
  if (!hasCome(chart, course.since + earlyHours * HOUR_MS)) return { ...course, intervalHours: earlyInterval_h };
  return { ...course, shownHours: Math.max(course.shownHours, earlyHours), intervalHours: lateInterval_h };
}

/** Doses over two days, or an infusion as long as that, and the last of them a day ago at most. */
function findIntravenousLoopCourse(chart: Chart): MonitoredCourse | undefined {
  const { window_h, span_h, lastDose_h, interval_h } = chart.parameters.monitoring.loopIv;
  const doses = givenDoses(chart, LOOP_IV.takes).filter(
    (one) => isRunningNow(chart, one) || isWithin(chart, one.end, window_h),
  );
  const last = doses.at(-1);
  if (!last) return undefined;
  const since = instantOf(Math.min(...doses.map(({ start }) => start)));
  const isLong = doses.some((one) => isRunningNow(chart, one))
    ? hasCome(chart, since + span_h * HOUR_MS)
    : last.end - since >= span_h * HOUR_MS && isAtMostOld(chart, last.end, lastDose_h);
  if (!isLong) return undefined;
  return {
    drugs: drugNames(doses),
    since,
    shownHours: shownHours(since, doses, span_h),
    intervalHours: interval_h,
    items: firstAndLast(doses),
  };
}

const ppiOfMonths = forDays('ppiCombined', PPI, 'ppiActive');

/** A PPI beside a loop diuretic, a thiazide or digoxin. */
function findCombinedCourse(chart: Chart): MonitoredCourse | undefined {
  const course = chart.read(ppiOfMonths);
  const companions = [...chart.read(wastingDiuretics), ...chart.read(digoxinDrugs)];
  if (!course || companions.length === 0) return undefined;
  return {
    ...course,
    drugs: `${course.drugs} with ${drugNames(companions)}`,
    items: [...course.items, ...companions],
  };
}

/** Beside a PPI of months a companion may be unseen; without one, the PPI itself. */
const companionsOrPpi = (chart: Chart): readonly RuleInput[] =>
  chart.read(ppiOfMonths) ? companionInputs : takenInputs(['ppi'], hours.ppi);
