import type { Evaluation, Finding } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import type { Alert, Decision } from './contract.ts';
import { decide } from './decide.ts';
import {
  ABSENT,
  alertIn,
  assessOne,
  at,
  closedBy,
  MILD,
  magnesium,
  potassium,
  type SampleSituation,
  sampleInput,
  UNKNOWN,
  version,
} from './sample.ts';

const EVIDENCE = magnesium(1.4, 0);
const POTASSIUM = potassium(3.2, 0);

/** What is decided on `mg-low` where the rules themselves are changed. */
function decideOn(
  findings: Readonly<Record<string, Finding>>,
  situation: SampleSituation,
  change: (evaluation: Evaluation) => Evaluation,
): Decision | undefined {
  const input = sampleInput(findings, { hours: 2, alerts: [alertIn('open')], ...situation });
  const decisions = decide({ ...input, evaluations: input.evaluations.map(change) });
  return decisions.find(({ ruleId }) => ruleId === 'mg-low');
}

const ofData =
  (id: string) =>
  (evaluation: Evaluation): Evaluation =>
    evaluation.rule.id === id ? { ...evaluation, rule: { ...evaluation.rule, family: 'data' } } : evaluation;

const ofVersion =
  (id: string, version: string) =>
  (evaluation: Evaluation): Evaluation =>
    evaluation.rule.id === id ? { ...evaluation, rule: { ...evaluation.rule, version } } : evaluation;

describe('a closed alert keeps why', () => {
  test.each<[string, Finding, string]>([
    ['what the rule found', ABSENT, 'magnesium-normal'],
    ['the code of the decision', { verdict: 'not-applicable', reason: 'deceased' }, 'deceased'],
  ])('%s', (_name, finding, reason) => {
    expect(assessOne(alertIn('open'), finding).alert?.closed?.reason).toBe(reason);
  });

  test('a person closed it: the first end of the finding is remembered', () => {
    const first = assessOne(closedBy('person'), ABSENT, { hours: 2 }).alert;
    expect(first?.closed?.findingEndedAt).toBe(at(2));
    expect(assessOne(first, ABSENT, { hours: 10 }).alert?.closed?.findingEndedAt).toBe(at(2));
  });

  test('the finding closed it: it had ended then', () => {
    expect(assessOne(closedBy('finding'), ABSENT).alert?.closed).not.toHaveProperty('findingEndedAt');
  });
});

test('a dose that is taken back leaves the results, which the rule cannot tell of', () => {
  const dose = { role: 'magnesium-dose', reference: 'MedicationAdministration/m', value: 2, unit: 'g', at: at(0) };
  const alert = alertIn('open', { evidence: [EVIDENCE, dose] });
  const taken = (reference: string): SampleSituation => ({
    versions: [{ reference, versionId: '2', state: 'withdrawn', facts: [] }],
  });
  expect(assessOne(alert, UNKNOWN, taken(dose.reference)).change).toBe('none');
  expect(assessOne(alert, UNKNOWN, taken(EVIDENCE.reference)).change).toBe('retracted');
});

describe('a suspect specimen', () => {
  const suspect: SampleSituation = { suspectResults: new Set([EVIDENCE.reference]) };

  test.each([
    ['a rule of the clinic', 'another', 'retracted'],
    ['a rule about the data, which speaks of such tubes', 'mg-low', 'none'],
  ])('%s', (_name, dataRule, change) => {
    const decision = decideOn({ another: MILD, 'mg-low': UNKNOWN }, suspect, ofData(dataRule));
    expect(decision?.change).toBe(change);
  });

  test('retracts the alert of a rule that did not answer', () => {
    expect(decideOn({}, suspect, (evaluation) => evaluation)?.change).toBe('retracted');
  });

  test('retracts an alert of which it is one result among others', () => {
    const alert = alertIn('open', { evidence: [POTASSIUM, EVIDENCE] });
    expect(assessOne(alert, UNKNOWN, suspect).reason).toBe('specimen-suspect');
  });
});

describe('whether it was true then', () => {
  const notThen: SampleSituation = { findingThen: () => ABSENT };

  test.each<[string, Partial<Alert>, string]>([
    ['is asked of the same rule on the same parameters', {}, 'retracted'],
    ['is not asked after a change of the rule', { ruleVersion: '0.9.0' }, 'none'],
    ['is not asked after a change of its parameters', { parametersVersion: 'p0' }, 'none'],
  ])('%s', (_name, change, expected) => {
    expect(assessOne(alertIn('open', change), UNKNOWN, notThen).change).toBe(expected);
  });

  test('is a question to the rule of the alert, whichever stands first', () => {
    const findings = { another: MILD, 'mg-low': UNKNOWN };
    expect(decideOn(findings, notThen, ofVersion('another', '2.0.0'))?.change).toBe('retracted');
    expect(decideOn(findings, notThen, ofVersion('mg-low', '2.0.0'))?.change).toBe('none');
  });

  test('no answer is not no', () => {
    expect(assessOne(alertIn('open'), UNKNOWN, { findingThen: () => undefined }).change).toBe('none');
  });
});

describe('unknown wakes only what is asleep', () => {
  test.each<[string, Alert, string]>([
    ['a snooze whose time is over', alertIn('snoozed', { snooze: { until: at(2) } }), 'reopened'],
    ['a snooze that says nothing', alertIn('snoozed'), 'none'],
    ['one in progress that once was snoozed', alertIn('in-progress', { snooze: { until: at(1) } }), 'none'],
  ])('%s', (_name, alert, change) => {
    expect(assessOne(alert, UNKNOWN).change).toBe(change);
  });
});

describe('discharge', () => {
  const result = version(EVIDENCE, { knownAt: at(0) });
  const [fact] = result.facts;
  if (fact?.kind !== 'result') throw new Error('a result was expected');
  const known = (hours: number) => ({ ...fact, knownAt: at(hours) });
  const qualitative = {
    kind: 'qualitative',
    analyte: 'magnesium',
    isPositive: true,
    at: at(0),
    knownAt: at(3),
  } as const;

  test.each([
    ['known before', [known(0.5)], 'expired'],
    ['known after', [known(1.5)], 'none'],
    ['first sent before, then after', [known(0.5), known(1.5)], 'none'],
    ['sent in any order', [known(1.5), known(0.5)], 'none'],
    ['another result of the same resource, known after', [{ ...known(3), at: at(-1) }, known(0.5)], 'expired'],
    ['a finding without a number, known after', [known(0.5), qualitative], 'expired'],
  ])('a result %s', (_name, facts, change) => {
    const versions = [{ ...result, facts }];
    expect(assessOne(alertIn('open'), MILD, { dischargedAt: at(1), versions }).change).toBe(change);
  });

  test('one result after it is enough', () => {
    const finding = { ...MILD, evidence: [EVIDENCE, potassium(3.2, 1.5)] };
    expect(assessOne(undefined, finding, { dischargedAt: at(1) }).change).toBe('opened');
  });

  test('ends nothing that rests on no evidence', () => {
    const finding = { ...MILD, evidence: [] };
    expect(assessOne(undefined, finding, { dischargedAt: at(1) }).change).toBe('opened');
    expect(assessOne(undefined, finding).change).toBe('opened');
  });
});

describe('what cannot be told expires', () => {
  test.each<[string, Partial<Alert>, number, string]>([
    ['days after its newest evidence, however long it was true', { lastTrueAt: at(24) }, 168, 'expired'],
    ['without evidence: days after it was last true', { evidence: [], lastTrueAt: at(24) }, 168 + 23.99, 'none'],
    ['without evidence, and the days are over', { evidence: [], lastTrueAt: at(24) }, 168 + 24, 'expired'],
    ['by the newest of its evidence, wherever it stands', { evidence: [potassium(3, 9), EVIDENCE] }, 168, 'none'],
  ])('%s', (_name, change, hours, expected) => {
    expect(assessOne(alertIn('open', change), UNKNOWN, { hours }).change).toBe(expected);
  });
});
