import { classesOf, type Dose, type DrugClass, type DrugOrder, type Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { isWithin } from '../windows.ts';
import { activeOrders, findDrafts, isSystemic } from './replacement.ts';

export type Exposure = Sourced<Dose> | Sourced<DrugOrder>;

/**
 * Drugs of these classes that act now: given within the last `hours`, actively ordered, or drafted in this
 * call (B10, 4.97.13). One item per ingredient, doses before orders.
 */
function findExposures(chart: Chart, classes: readonly DrugClass[], hours: number): readonly Exposure[] {
  const byDrug = new Map<string, Exposure>();
  const add = (item: Exposure): void => {
    if (isSystemic(item) && !staysInTheGut(item) && !byDrug.has(item.drug)) byDrug.set(item.drug, item);
  };
  for (const dose of chart.timeline.doses) {
    if (!classesOf(dose.drug).some((one) => classes.includes(one)) || !isGiven(dose)) continue;
    if (isWithin(chart, dose.end, hours)) add(dose);
  }
  for (const drugClass of classes) {
    for (const order of chart.read(activeOrders(drugClass))) add(order);
    for (const draft of findDrafts(chart, drugClass)) add(draft);
  }
  return [...byDrug.values()];
}

/** Given by mouth these act in the gut only: neomycin, kanamycin, amphotericin, pentamidine do not reach the kidney. */
const INTRAVENOUS_ONLY: readonly DrugClass[] = ['aminoglycoside', 'amphotericin', 'pentamidine'];

const staysInTheGut = ({ drug, route }: Exposure): boolean =>
  route === 'enteral' && classesOf(drug).some((one) => INTRAVENOUS_ONLY.includes(one));

/** What was dispensed or is stated to be taken was not seen given. */
export const isGiven = ({ standing }: Dose): boolean => standing !== 'dispensed' && standing !== 'stated';

/** Classes of drugs that waste magnesium, as rule 5 lists them; PPIs, which act longer than a day, beside them. */
export const WASTING: readonly DrugClass[] = [
  'loop',
  'thiazide',
  'aminoglycoside',
  'amphotericin',
  'platinum',
  'calcineurin-inhibitor',
  'egfr-antibody',
  'foscarnet',
  'pentamidine',
];

/** Active drugs that waste magnesium. */
export function wastingDrugs(chart: Chart): readonly Exposure[] {
  const { drugActive, ppiActive } = chart.parameters.lookback_h;
  return [...findExposures(chart, WASTING, drugActive), ...findExposures(chart, ['ppi'], ppiActive)];
}

export function digoxinDrugs(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['digoxin'], chart.parameters.lookback_h.digoxinActive);
}

/** Drugs of known torsades risk. */
export function tierADrugs(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['qt-a'], chart.parameters.lookback_h.drugActive);
}

/** Drugs of torsades risk that are common or of lower potency. */
export function tierBDrugs(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['qt-b'], chart.parameters.lookback_h.drugActive);
}

export function loopDiuretics(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['loop'], chart.parameters.lookback_h.drugActive);
}

/** Loop and thiazide diuretics, which waste magnesium beside a PPI. */
export function wastingDiuretics(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['loop', 'thiazide'], chart.parameters.lookback_h.drugActive);
}

export function ppis(chart: Chart): readonly Exposure[] {
  return findExposures(chart, ['ppi'], chart.parameters.lookback_h.ppiActive);
}

/** "furosemide, omeprazole" for the reader. */
export const drugNames = (exposures: readonly Exposure[]): string =>
  [...new Set(exposures.map(({ drug }) => drug.replaceAll('-', ' ')))].sort().join(', ');
