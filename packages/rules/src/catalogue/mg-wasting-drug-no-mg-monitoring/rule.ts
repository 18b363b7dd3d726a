import { formatInstant } from '@magwatch/base';
import { inputKey } from '@magwatch/timeline';
import { cannotTell, no, when, yes } from '../../answer.ts';
import { digoxinDrugs, drugNames, tierADrugs } from '../../blocks/drugs.ts';
import { type MonitoredExposure, monitoredExposures, monitoredInputs } from '../../blocks/monitored-exposures.ts';
import { potassium } from '../../blocks/potassium.ts';
import { findLatest, noteLeaving, type Result } from '../../blocks/results.ts';
import { findValidResults } from '../../blocks/specimens.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule, RuleInput, Setting } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  declare,
  dialysisInputs,
  digoxinInputs,
  optional,
  pendingMagnesiumInputs,
  required,
  result,
  specimenInputs,
  tierAInputs,
} from '../../inputs.ts';
import { longestMonitoringInterval, shortestMonitoringInterval } from '../../monitoring-intervals.ts';
import { figureText, fitting, hasFigure, noteLines, resultText, seriesLine } from '../../words.ts';
import { isOnDigoxin, isOnTierA } from '../active-drugs.ts';
import { notOnDialysis, pendingTestExplains, potassiumIsLow } from '../shared-conditions.ts';

const LEVELS = ['magnesium', 'magnesium-ionized'] as const;
const EVERYWHERE: readonly Setting[] = ['inpatient', 'outpatient'];

/**
 * A drug that wastes magnesium goes on and nobody measures magnesium. It fires on absence: the shortest interval must be
 * covered for the rule to speak at all, and each drug is judged only where its own interval is covered.
 * Source: clinical catalogue §4 rule 10. Owner: pharmacy.
 */
export const mgWastingDrugNoMgMonitoring: Rule = {
  id: 'mg-wasting-drug-no-mg-monitoring',
  version: '1.0.0',
  family: 'etiology',
  title: 'A drug that wastes magnesium, without magnesium monitoring',
  inputs: declare(
    LEVELS.flatMap((analyte): readonly RuleInput[] => [
      required(result(analyte), shortestMonitoringInterval, EVERYWHERE),
      // Fetched as far back as the longest interval, which one drug needs and another does not.
      optional(result(analyte), longestMonitoringInterval),
    ]),
    monitoredInputs,
    digoxinInputs,
    tierAInputs,
    specimenInputs,
    dialysisInputs,
    [...pendingMagnesiumInputs],
  ),
  conditions: [
    notOnDialysis,
    { says: 'A drug that wastes magnesium has been taken long enough to be monitored', check: isExposed },
    { says: 'No valid magnesium level inside the interval of such a drug', check: isLevelOverdue },
  ],
  explanations: [pendingTestExplains],
  severity: {
    steps: [
      { severity: 'warning', says: 'Levels are overdue for two groups of such drugs', check: areSeveralOverdue },
      { severity: 'warning', says: 'Digoxin is active', check: isOnDigoxin },
      { severity: 'warning', says: 'A drug of known torsades risk is active', check: isOnTierA },
      { severity: 'warning', ...potassiumIsLow },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG1', 'SG9'],
    overrideReasons: ['OR1', 'OR2', 'OR5', 'OR8', 'OR10'],
    citations: [
      'FDA Drug Safety Communication, PPIs and low magnesium, 2 Mar 2011',
      'Workeneh BT. Kidney360 2021;2:154-166',
      'Tejpar S. Lancet Oncol 2007;8:387-394',
      'Lajer H, Daugaard G. Cancer Treat Rev 1999;25:47-58',
    ],
  },
};

function isExposed(chart: Chart): Answer {
  const { found, missing } = chart.read(monitoredExposures);
  if (found.length > 0) return yes(namesOf(found), found.flatMap(evidenceOf));
  return missing.length > 0 ? cannotTell(missing) : no('no-exposure');
}

/** Which of the exposures have no level inside their interval, and which cannot be told. */
interface Overdue {
  /** The shortest interval first. */
  readonly groups: readonly MonitoredExposure[];
  readonly missing: readonly string[];
}

function overdue(chart: Chart): Overdue {
  const { found, missing } = chart.read(monitoredExposures);
  const groups: MonitoredExposure[] = [];
  const unseen: string[] = [...missing];
  for (const exposure of found) {
    if (findLevel(chart, exposure.intervalHours)) continue;
    const uncovered = LEVELS.map(result).filter((input) => !chart.isCovered(input, exposure.intervalHours));
    if (uncovered.length === 0) groups.push(exposure);
    else unseen.push(...uncovered.map(inputKey));
  }
  const hasCombined = groups.some(({ name }) => name === 'ppiCombined');
  return {
    // A PPI beside a diuretic or digoxin is one drug with a shorter interval, not two.
    groups: groups
      .filter(({ name }) => name !== 'ppi' || !hasCombined)
      .sort((a, b) => a.intervalHours - b.intervalHours),
    missing: unseen,
  };
}

/** Any valid level counts as a level, total or ionized, early or not. */
function findLevel(chart: Chart, intervalHours: number): Result | undefined {
  const level = findLatest(LEVELS.flatMap((analyte) => findValidResults(chart, analyte, intervalHours)));
  if (level) noteLeaving(chart, level, intervalHours);
  return level;
}

function isLevelOverdue(chart: Chart): Answer {
  const { groups, missing } = chart.read(overdue);
  if (groups.length > 0) return yes(namesOf(groups));
  if (missing.length > 0) return cannotTell(missing);
  const level = findLevel(chart, longestMonitoringInterval(chart.parameters));
  return no('magnesium-measured', level && resultText(level), level && [resultEvidence('magnesium', level)]);
}

function areSeveralOverdue(chart: Chart): Answer {
  const { groups } = chart.read(overdue);
  return when(groups.length > 1, namesOf(groups));
}

function describe(chart: Chart): Found {
  const { groups, missing } = chart.read(overdue);
  const [first, ...others] = groups;
  const digoxin = chart.read(digoxinDrugs);
  const qtDrugs = chart.read(tierADrugs);
  const k = chart.read(potassium);
  const lastLevel = findLevel(chart, longestMonitoringInterval(chart.parameters));
  const reasons = [
    ...(digoxin.length > 0 ? [drugNames(digoxin)] : []),
    ...(qtDrugs.length > 0 ? [drugNames(qtDrugs)] : []),
    ...(k?.isLow ? ['low potassium'] : []),
  ];
  return {
    figures: {
      overdueGroups: groups.length,
      ...(first
        ? {
            drugs: first.drugs,
            since: formatInstant(first.since),
            exposureHours: figure(first.shownHours),
            intervalHours: figure(first.intervalHours),
          }
        : {}),
      ...(others.length > 0 ? { otherDrugs: namesOf(others) } : {}),
      overdue: groups.map(lineOf).join('; '),
      ...(reasons.length > 0 ? { riskModifiers: reasons.join(', ') } : {}),
    },
    evidence: [
      ...groups.flatMap(evidenceOf),
      ...(lastLevel ? [resultEvidence('magnesium', lastLevel)] : []),
      ...(k?.isLow ? [resultEvidence('potassium', k.result)] : []),
      ...digoxin.map((item) => exposureEvidence('digoxin', item)),
      ...qtDrugs.map((item) => exposureEvidence('qt-drug', item)),
    ],
    missing: [...(k ? [] : ['potassium']), ...missing],
  };
}

const namesOf = (exposures: readonly MonitoredExposure[]): string => exposures.map(({ drugs }) => drugs).join('; ');

const evidenceOf = ({ items }: MonitoredExposure): Present['evidence'] =>
  items.map((item) => exposureEvidence('wasting-drug', item));

const lineOf = ({ drugs, since, intervalHours }: MonitoredExposure): string =>
  `${drugs} since ${formatInstant(since)}, no level in ${intervalText(intervalHours)}`;

const WEEK_HOURS = 168;

/** Up to three days in hours as the laboratory counts, longer intervals in whole days. */
const intervalText = (intervalHours: number): string =>
  intervalHours < WEEK_HOURS ? `${intervalHours} h` : `${Math.floor(intervalHours / 24)} d`;

function summary(finding: Present): string {
  const drugs = figureText(finding, 'drugs');
  const taken = exposureText(Number(finding.figures['exposureHours']));
  const rest = `for ${taken} or more without a magnesium level in ${figureText(finding, 'intervalHours')} h`;
  const due = '– Mg monitoring due';
  const others = Number(finding.figures['overdueGroups']) - 1;
  const more = others > 0 ? ` (and ${others} more)` : '';
  return fitting(
    `${drugs} ${rest}${others > 0 ? ` (also ${figureText(finding, 'otherDrugs')})` : ''} ${due}`,
    `${drugs} ${rest}${more} ${due}`,
    `Drugs that waste magnesium ${rest}${more} ${due}`,
  );
}

/** In whole days, none of them begun only; a site may ask after less than one. */
const exposureText = (exposureHours: number): string =>
  exposureHours < 24 ? `${Math.floor(exposureHours)} h` : `${Math.floor(exposureHours / 24)} d`;

function detail(finding: Present): readonly string[] {
  return [
    `Drugs that waste magnesium: ${figureText(finding, 'overdue')}.`,
    ...seriesLine(finding, 'Last magnesium', ['magnesium']),
    ...(hasFigure(finding, 'riskModifiers') ? [`It matters more here: ${figureText(finding, 'riskModifiers')}.`] : []),
    ...seriesLine(finding, 'Potassium', ['potassium']),
    'Consider a magnesium level, with potassium, calcium and creatinine, and ask whether the drug is still needed.',
    ...noteLines(finding),
  ];
}
