import {
  addCondition,
  addDose,
  addOrder,
  addResult,
  addStay,
  openChart,
  type Resource,
} from '../conformance/cql/resources.ts';

const STAY_MINUTES = 400 * 1440;

/**
 * The history of an inpatient: himself, his stay and `facts` results, doses, orders and conditions, one every `minutesApart` back from
 * an hour ago. Magnesium and potassium are low most of the time and both are being given, so that no rule is done early.
 */
export function historyOf(facts: number, minutesApart: number): readonly Resource[] {
  const chart = openChart('bench');
  addStay(chart, { classCode: 'IMP', beganAgo: STAY_MINUTES });
  for (let index = 0; index < facts; index += 1) {
    const add = PATTERN[index % PATTERN.length];
    add?.(chart, 60 + Math.round(index * minutesApart), index);
  }
  return [{ resourceType: 'Patient', id: 'bench', birthDate: '1950-05-05', gender: 'female' }, ...chart.resources()];
}

type AddFact = (chart: ReturnType<typeof openChart>, ago: number, index: number) => void;

const result =
  (code: string, unit: string, values: readonly [number, ...number[]]): AddFact =>
  (chart, ago, index) =>
    addResult(chart, { code, unit, value: values[index % values.length] ?? values[0], ago });

const dose =
  (rxnorm: string, value: number, unit: string, route: 'intravenous' | 'oral'): AddFact =>
  (chart, endAgo) =>
    addDose(chart, { rxnorm, value, unit, route, endAgo });

const order =
  (rxnorm: string, value: number): AddFact =>
  (chart, authoredAgo) =>
    addOrder(chart, {
      rxnorm,
      value,
      unit: 'mg',
      route: 'oral',
      authoredAgo,
      status: 'completed',
      untilAgo: Math.max(1, authoredAgo - 1440),
      timesPerDay: 1,
    });

const condition: AddFact = (chart, beganAgo) =>
  addCondition(chart, { snomed: '62315008', clinicalStatus: 'active', beganAgo });

/** What comes again and again: of twenty facts thirteen results, five doses, an order and a diagnosis. */
const PATTERN: readonly AddFact[] = [
  result('2823-3', 'mmol/L', [3.1, 3.2, 3.0, 3.3]),
  dose('8591', 20, 'meq', 'oral'),
  result('19123-9', 'mg/dL', [1.5, 1.6, 1.4]),
  result('2160-0', 'mg/dL', [0.9, 1.0]),
  result('17861-6', 'mg/dL', [8.1, 8.3]),
  dose('8591', 40, 'meq', 'intravenous'),
  result('1751-7', 'g/dL', [3.2, 3.1]),
  result('2823-3', 'mmol/L', [3.1, 3.2]),
  dose('40790', 40, 'mg', 'oral'),
  result('2345-7', 'mg/dL', [110, 140]),
  result('2777-1', 'mg/dL', [2.4, 2.8]),
  dose('4603', 40, 'mg', 'intravenous'),
  result('2823-3', 'mmol/L', [3.3, 3.0]),
  result('8867-4', '/min', [80, 96]),
  order('26225', 4),
  result('2823-3', 'mmol/L', [3.2, 3.1]),
  result('8636-3', 'ms', [455, 462]),
  dose('6585', 1, 'g', 'intravenous'),
  result('1994-3', 'mmol/L', [1.08, 1.1]),
  condition,
];
