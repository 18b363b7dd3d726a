import { describe, expect, test } from 'vitest';
import { answersOfCql, ourAnswers, runCql } from './answers.ts';
import { addDose, addResult, addStay, type MadeUpPatient, openChart, type Resource } from './resources.ts';
import { translate, translatePatterns } from './translate.ts';

const HOUR = 60;
const REFRACTORY = 'refractory-hypokalemia-low-mg';

/** Potassium from 2.8 to 2.9 mmol/L in 20 h; magnesium low; as many equal doses of 40 mEq as asked for, two of them at one minute. */
function patientWith(doses: number): MadeUpPatient {
  const chart = openChart('equal');
  addStay(chart, { classCode: 'IMP', beganAgo: 100 * HOUR });
  addResult(chart, { code: '2823-3', value: 2.8, unit: 'mmol/L', ago: 22 * HOUR });
  addResult(chart, { code: '2823-3', value: 2.9, unit: 'mmol/L', ago: 2 * HOUR });
  addResult(chart, { code: '2601-3', value: 0.6, unit: 'mmol/L', ago: 3 * HOUR });
  const hours = [20, 16, 12, 12].slice(0, doses);
  for (const hour of hours)
    addDose(chart, { rxnorm: '8591', value: 40, unit: 'meq', route: 'oral', endAgo: hour * HOUR });
  const person: Resource = { resourceType: 'Patient', id: 'equal', birthDate: '1960-05-05', gender: 'female' };
  return { id: 'equal', resources: [person, ...chart.resources()] };
}

const patterns = translatePatterns();
const sums = translate(`
  library Sums version '1.0.0'
  using FHIR version '4.0.1'
  include Chart version '1.0.0' called Chart
  context Patient
  define OfAll: Sum(Chart.Doses D return all D.mEq)
  define OfDistinct: Sum(Chart.Doses D return D.mEq)
`);

describe('four equal doses of 40 mEq', () => {
  test('are 160 mEq with `return all`, and 40 to a bare `return`, which is a set', async () => {
    const results = await runCql(sums, [patientWith(4)]);
    expect(results.get('equal')).toMatchObject({ OfAll: 160, OfDistinct: 40 });
  });

  test.each([
    [1, 'not'],
    [2, 'fires'],
    [4, 'fires'],
  ])('%i of them: the pattern says %s, in CQL and here', async (doses, verdict) => {
    const patient = patientWith(doses);
    const theirs = await answersOfCql(patterns, [patient]);
    expect(theirs.get('equal')?.[REFRACTORY]?.verdict).toBe(verdict);
    expect(ourAnswers(patient)[REFRACTORY]?.verdict).toBe(verdict);
  });
});
