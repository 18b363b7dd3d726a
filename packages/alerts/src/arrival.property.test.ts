import { DEFAULT_PARAMETERS, evaluate } from '@magwatch/rules';
import {
  at,
  calcium,
  condition,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  situation,
  withdrawn,
} from '@magwatch/rules/testing';
import type { ResourceVersion } from '@magwatch/timeline';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { decide } from './decide.ts';
import { stored } from './sample.ts';

const NOW = 24;

/** A day of one patient, of which any part may happen. */
const DAY: readonly ResourceVersion[] = [
  potassium(2.8, 0),
  potassiumDose(20, 2),
  potassiumDose(20, 6),
  potassiumDose(20, 10),
  potassiumDose(20, 14),
  potassium(2.9, 20),
  potassium(3.8, 22, { id: 'Observation/late' }),
  withdrawn('Observation/late'),
  magnesium(1.4, 10, { id: 'Observation/mg' }),
  { ...magnesium(0.9, 10, { id: 'Observation/mg' }), versionId: '2' },
  magnesium(1.9, 12, { id: 'Observation/mg2' }),
  withdrawn('Observation/mg2'),
  calcium(7.2, 20),
  result('albumin', [4, 'g/dL'], 20),
  result('egfr', [22, 'mL/min/{1.73_m2}'], 10),
  magnesiumDose(16, 21),
  drugOrder('digoxin', 3),
  condition('dialysis'),
];

/** What is shown once these facts have arrived, one by one, each assessed at the same instant. */
function shownAfter(arrivals: readonly ResourceVersion[]): readonly unknown[] {
  let alerts: readonly Alert[] = [];
  const here: ResourceVersion[] = [];
  for (const arrival of arrivals) {
    here.push(arrival);
    const given = situation(here, { now: NOW });
    const { evaluations } = evaluate(given, DEFAULT_PARAMETERS);
    const decisions = decide({
      source: 'ward',
      patient: 'Patient/p1',
      alerts,
      evaluations,
      now: at(NOW),
      parameters: DEFAULT_PARAMETERS,
      parametersVersion: 'p1',
      factSequence: here.length,
      timeline: given.timeline,
      findingThen: (ruleId, then) =>
        evaluate({ ...given, now: then }, DEFAULT_PARAMETERS).evaluations.find(({ rule }) => rule.id === ruleId)
          ?.finding,
      newAlertId: (ruleId, episode) => `${ruleId}#${episode}`,
    });
    alerts = stored(alerts, decisions);
  }
  return alerts
    .filter(({ state }) => state === 'open')
    .map(({ ruleId, severity, evidence, inhibitedBy }) => ({
      ruleId,
      severity,
      evidence: evidence.map((item) => JSON.stringify(item)).sort(),
      inhibitedBy: inhibitedBy?.split('#')[0],
    }))
    .sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
}

test('any order and any number of copies of the same facts ends in the same open alerts', () => {
  const arrivals = fc
    .subarray([...DAY], { minLength: 1 })
    .chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts, ...facts], { minLength: 2 * facts.length, maxLength: 2 * facts.length }),
      ),
    );
  fc.assert(
    fc.property(arrivals, ([inOrder, shuffled]) => {
      expect(shownAfter(shuffled)).toEqual(shownAfter(inOrder));
    }),
    { numRuns: 100 },
  );
});
