import { type Alert, decide } from '@magwatch/alerts';
import { DEFAULT_PARAMETERS, evaluate } from '@magwatch/rules';
import {
  albumin,
  type Circumstances,
  calcium,
  condition,
  dose,
  drugOrder,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  situation,
} from '@magwatch/rules/testing';
import type { ResourceVersion } from '@magwatch/timeline';
import { at } from './sample.ts';

/** Patients of whom every installed rule fires at least once, and their alerts as the engine makes them. */

interface SamplePatient {
  readonly facts: readonly ResourceVersion[];
  readonly when?: Partial<Circumstances>;
}

const NOW = 24;
const DOSES = [2, 6, 10, 14].map((hour) => potassiumDose(20, hour));
const specimen = { specimen: 'Specimen/1' };
const egfr = (value: number, hour = 10): ResourceVersion => result('egfr', [value, 'mL/min/{1.73_m2}'], hour);
const phosphate = (value: number, hour: number): ResourceVersion => result('phosphate', [value, 'mg/dL'], hour);
const signing = (...drafts: readonly ResourceVersion[]): Partial<Circumstances> => ({ hook: 'order-sign', drafts });
const refractory = [potassium(2.8, 0), ...DOSES, potassium(2.9, 20)];
const chloride = drugOrder('potassium-chloride', NOW);
const gluconate = drugOrder('calcium-gluconate', NOW, { route: 'intravenous' });
const sulfate = drugOrder('magnesium-sulfate', 5, {
  route: 'intravenous',
  content: { element: 'magnesium', meq: 32 },
});

export const PATIENTS: Readonly<Record<string, SamplePatient>> = {
  'low potassium on potassium, low magnesium': {
    facts: [...refractory, magnesium(1.4, 10), egfr(75), drugOrder('furosemide', 1), dose('furosemide', undefined, 3)],
  },
  'low potassium on potassium, magnesium never measured': { facts: [potassium(2.4, 0), ...DOSES, potassium(2.3, 20)] },
  'low potassium on potassium, magnesium low-normal': { facts: [...refractory, magnesium(1.8, 10)] },
  'low calcium, very low magnesium': { facts: [calcium(7.2, 18), albumin(4, 18), magnesium(0.9, 18), egfr(90)] },
  'low calcium, magnesium never measured': { facts: [calcium(7.2, 18), albumin(4, 18)] },
  'low magnesium explained by albumin': { facts: [magnesium(1.6, 18), albumin(1.5, 18)] },
  'low magnesium, tablets will do': { facts: [magnesium(1.5, 18), egfr(80), potassium(3.6, 18)] },
  'moderately low magnesium': { facts: [magnesium(1.1, 18), egfr(80)] },
  'low magnesium, reduced kidneys': { facts: [magnesium(0.9, 18), egfr(45)] },
  'low magnesium, poor kidneys': { facts: [magnesium(0.9, 18), egfr(20)] },
  'low magnesium, injured kidneys': { facts: [magnesium(1.1, 18), egfr(70), condition('aki')] },
  'low magnesium, kidneys unknown': { facts: [magnesium(1.1, 18)] },
  'low magnesium, everything against it': {
    facts: [
      magnesium(1.1, 18),
      egfr(70),
      ...(['dialysis', 'myasthenia-gravis', 'av-block-high', 'eclampsia'] as const).map((name) => condition(name)),
    ],
  },
  'low magnesium in mmol/L': { facts: [magnesium(0.45, 18, {}, 'mmol/L'), egfr(90)] },
  'high magnesium, poor kidneys': {
    facts: [magnesium(5.2, 20), egfr(22), drugOrder('magnesium-oxide', 1)],
  },
  'high magnesium of unknown source': { facts: [magnesium(2.9, 20)] },
  'magnesium ordered with poor kidneys': { facts: [egfr(12), sulfate, magnesium(2.2, 20)] },
  'magnesium being ordered in myasthenia': {
    facts: [egfr(80), condition('myasthenia-gravis')],
    when: signing(drugOrder('magnesium-sulfate', NOW, { route: 'intravenous' })),
  },
  'magnesium in torsades with poor kidneys': {
    facts: [egfr(20), sulfate, condition('torsades', { from: at(23) }), magnesium(1.2, 20)],
  },
  'a contaminated sample': {
    facts: [potassium(7.9, 20, specimen), calcium(5.2, 20, specimen), magnesium(1.9, 20, specimen)],
  },
  'potassium is being ordered, magnesium low': {
    facts: [potassium(2.9, 20), magnesium(1.5, 20), egfr(80)],
    when: signing(chloride),
  },
  'potassium is being ordered, magnesium never measured': { facts: [potassium(3.2, 20)], when: signing(chloride) },
  'calcium is being ordered, magnesium low': {
    facts: [ionizedCalcium(0.95, 20), magnesium(1.5, 20), egfr(80)],
    when: signing(gluconate),
  },
  'calcium is being ordered, magnesium never measured': { facts: [ionizedCalcium(1.05, 20)], when: signing(gluconate) },
  'long QTc on sotalol, magnesium and potassium low': {
    facts: [
      result('qtc', [510, 'ms'], 20),
      dose('sotalol', undefined, 10),
      magnesium(1.4, 20),
      potassium(2.9, 20),
      egfr(65),
    ],
  },
  'torsades with low magnesium': {
    facts: [condition('torsades', { from: at(22) }), magnesium(1.1, 20), potassium(3.2, 20), egfr(65)],
  },
  'digoxin with low magnesium': { facts: [drugOrder('digoxin', 0), magnesium(1.4, 20), potassium(3.1, 20), egfr(41)] },
  'digoxin with low potassium': { facts: [drugOrder('digoxin', 0), magnesium(2.2, 20), potassium(3.2, 20)] },
  'digoxin, magnesium being replaced': {
    facts: [drugOrder('digoxin', 0), magnesium(1.4, 10), magnesiumDose(16, 20), egfr(65)],
  },
  'a PPI for a year, magnesium low': { facts: [magnesium(1.1, 20), drugOrder('omeprazole', NOW - 400 * 24), egfr(80)] },
  'a wasting drug without levels': {
    facts: [dose('amphotericin-b', undefined, -30), dose('amphotericin-b', undefined, 20)],
  },
  'feeding began, phosphate fell': {
    facts: [
      condition('enteral-nutrition', { from: at(0) }),
      phosphate(3, -10),
      phosphate(1.4, 20),
      magnesium(1.9, -10),
      magnesium(1.5, 20),
      egfr(90),
    ],
  },
  'urine magnesium with low magnesium': {
    facts: [
      magnesium(0.5, 10, {}, 'mmol/L'),
      result('creatinine', [70, 'umol/L'], 10),
      egfr(90),
      result('urine-magnesium', [2, 'mmol/L'], 10),
      result('urine-creatinine', [5000, 'umol/L'], 10),
    ],
  },
  'IV magnesium without a level': { facts: [magnesiumDose(16, 0)] },
  'a level too soon after IV magnesium': { facts: [magnesiumDose(16, 10), magnesium(2.2, 12)] },
  'magnesium given, potassium not rechecked': { facts: [potassium(2.9, 0), magnesiumDose(16, 4)] },
};

function alertsOf({ facts, when }: SamplePatient): readonly Alert[] {
  const given = situation(facts, { now: NOW, ...when });
  const decisions = decide({
    source: 'ward',
    patient: 'Patient/p1',
    alerts: [],
    evaluations: evaluate(given, DEFAULT_PARAMETERS).evaluations,
    now: at(NOW),
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: 'p1',
    factSequence: 1,
    timeline: given.timeline,
    newAlertId: (ruleId, episode) => `${ruleId}#${episode}`,
  });
  return decisions.flatMap(({ alert }) => (alert ? [alert] : []));
}

/** Every alert of every patient. */
export const ALERTS = Object.entries(PATIENTS).flatMap(([patient, given]) =>
  alertsOf(given).map((alert) => ({ patient, alert })),
);

/** The alert of one rule in one patient. */
export function getAlert(patient: keyof typeof PATIENTS, ruleId: string): Alert {
  const found = ALERTS.find((one) => one.patient === patient && one.alert.ruleId === ruleId);
  if (!found) throw new Error(`${ruleId} of ${patient} was expected`);
  return found.alert;
}
