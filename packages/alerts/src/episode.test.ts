import { describe, expect, test } from 'vitest';
import {
  ABSENT,
  alertIn,
  assessOne,
  at,
  closedBy,
  createWard,
  explained,
  fired,
  MILD,
  magnesium,
  only,
  potassium,
  UNKNOWN,
  version,
} from './sample.ts';

const sameButNew = fired('warning', MILD.evidence[0] ?? magnesium(1.4, 0), potassium(3.2, 1));

describe('episodes', () => {
  test.each([
    [25, 'reopened', 'mg-low#1'],
    [25.01, 'opened', 'mg-low#2'],
  ])('resolved after 1 h and true again after %s h: %s', (hours, change, id) => {
    const decision = assessOne(closedBy('finding'), MILD, { hours });
    expect([decision.change, decision.alert?.id]).toEqual([change, id]);
  });

  test('an alert that is opened again keeps its id and its start, and has a higher revision', () => {
    const before = closedBy('finding');
    const { alert } = assessOne(before, sameButNew);
    expect(alert).toMatchObject({
      id: before.id,
      episodeStart: before.episodeStart,
      openedAt: before.openedAt,
      revision: 2,
    });
    expect(alert?.closed).toBeUndefined();
  });

  test('an episode starts at the newest evidence in clinical time, not when it arrived', () => {
    const { alert } = assessOne(undefined, fired('warning', potassium(3.1, -8), magnesium(1.4, -6)), { hours: 30 });
    expect(alert?.episodeStart).toBe(at(-6));
    expect(alert?.openedAt).toBe(at(30));
  });

  test('the newest evidence counts, wherever it stands', () => {
    const { alert } = assessOne(undefined, fired('warning', magnesium(1.4, -6), potassium(3.1, -8)), { hours: 30 });
    expect(alert?.episodeStart).toBe(at(-6));
  });

  test('new results never make a second alert', () => {
    const ward = createWard();
    for (let hours = 0; hours < 48; hours += 6)
      ward.assess(hours, { 'mg-low': fired('warning', magnesium(1.4, hours)) });
    expect(ward.alerts()).toHaveLength(1);
    expect(ward.alerts()[0]).toMatchObject({ episode: 1, revision: 8, lastTrueAt: at(42) });
  });
});

describe('corrected and withdrawn evidence', () => {
  const [evidence] = MILD.evidence;
  if (!evidence) throw new Error('evidence was expected');

  test.each([
    ['entered in error, absent', ABSENT, version(evidence, { state: 'withdrawn' }), 'retracted'],
    ['deleted, absent', ABSENT, version(evidence, { state: 'deleted' }), 'retracted'],
    ['corrected to normal, absent', ABSENT, version(evidence, { value: 2 }), 'retracted'],
    ['unchanged, absent', ABSENT, version(evidence, {}), 'resolved'],
    ['entered in error, and so the rule cannot tell', UNKNOWN, version(evidence, { state: 'withdrawn' }), 'retracted'],
    ['unchanged, and the rule cannot tell', UNKNOWN, version(evidence, {}), undefined],
    ['corrected, and the rule cannot tell for another reason', UNKNOWN, version(evidence, { value: 1.3 }), undefined],
  ] as const)('%s', (_name, finding, fact, closedAs) => {
    expect(assessOne(alertIn('open'), finding, { versions: [fact] }).alert?.closed?.as).toBe(closedAs);
  });

  test('corrected, and true all the same: the alert stays and says why it changed', () => {
    const corrected = fired('warning', { ...evidence, value: 1.3 });
    const decision = assessOne(alertIn('open'), corrected, { versions: [version(evidence, { value: 1.3 })] });
    expect(decision).toMatchObject({ change: 'updated', reason: 'evidence-corrected', tell: 'update' });
  });

  test('a withdrawn alert never opens again; what is true later is a new one', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': MILD });
    ward.assess(1, { 'mg-low': ABSENT }, { versions: [version(evidence, { state: 'withdrawn' })] });
    ward.assess(2, { 'mg-low': fired('warning', magnesium(1.5, 2)) });
    expect(ward.alerts().map(({ id, state }) => [id, state])).toEqual([
      ['mg-low#1', 'closed'],
      ['mg-low#2', 'open'],
    ]);
  });
});

describe('what breaks an acknowledgement at equal severity', () => {
  const seen = [magnesium(1.4, 0), potassium(3.3, 0)];
  const acknowledged = alertIn('acknowledged', { evidence: seen, seenEvidence: seen });
  const drug = (role: string, hour: number) => ({ role, reference: `MedicationRequest/${role}-${hour}`, at: at(hour) });
  const qtc = (value: number) => ({ role: 'qtc', reference: 'Observation/qtc', value, unit: 'ms', at: at(1) });

  test.each([
    // 0.10 mmol/L is 0.24305 mg/dL.
    ['magnesium falls by 0.25 mg/dL', [magnesium(1.15, 1), potassium(3.3, 0)], 'magnesium-fell'],
    ['magnesium falls by 0.24 mg/dL', [magnesium(1.16, 1), potassium(3.3, 0)], 'evidence-changed'],
    ['potassium falls by 0.3', [magnesium(1.4, 0), potassium(3.0, 1)], 'potassium-fell'],
    ['potassium falls by 0.29', [magnesium(1.4, 0), potassium(3.01, 1)], 'evidence-changed'],
    ['potassium rises', [magnesium(1.4, 0), potassium(3.4, 1)], 'evidence-changed'],
    ['QTc reaches 500 ms', [...seen, qtc(500)], 'qtc-critical'],
    ['QTc is 499 ms', [...seen, qtc(499)], 'evidence-changed'],
    ['digoxin is new', [...seen, drug('digoxin', 1)], 'risk-appeared'],
    ['a QT-prolonging drug is new', [...seen, drug('qt-drug', 1)], 'risk-appeared'],
    ['torsades is new', [...seen, drug('torsades', 1)], 'risk-appeared'],
    ['a wasting drug is new', [...seen, drug('wasting-drug', 1)], 'evidence-changed'],
  ])('%s', (_name, evidence, reason) => {
    expect(assessOne(acknowledged, fired('warning', ...evidence)).reason).toBe(reason);
  });

  test('the next dose of a drug that was there is no new risk', () => {
    const known = [...seen, drug('digoxin', 0)];
    const before = alertIn('acknowledged', { evidence: known, seenEvidence: known });
    expect(assessOne(before, fired('warning', ...seen, drug('digoxin', 2))).change).not.toBe('reopened');
  });

  const potassiumIn = (value: number, unit: string) => ({ ...potassium(value, 1), unit });
  const valueless = (role: string) => ({ role, reference: `Observation/${role}-x`, unit: 'mg/dL', at: at(1.5) });
  const other = (role: string, value: number, unit: string) => ({ ...qtc(value), role, unit });

  test.each([
    ['potassium falls in mEq/L', [magnesium(1.4, 0), potassiumIn(3, 'meq/L')], 'potassium-fell'],
    [
      'potassium in a unit in which nobody reports it',
      [magnesium(1.4, 0), potassiumIn(3, 'mg/dL')],
      'evidence-changed',
    ],
    ['another analyte, lower', [...seen, other('calcium', 1, 'mmol/L')], 'evidence-changed'],
    ['magnesium in a unit in which nobody reports it', [{ ...magnesium(1.1, 1), unit: 'g' }], 'evidence-changed'],
    ['magnesium without a unit', [other('magnesium', 0.1, '')], 'evidence-changed'],
    ['magnesium falls, and a newer one has no value', [magnesium(1.1, 1), valueless('magnesium')], 'magnesium-fell'],
    ['a newer magnesium in an unknown unit', [magnesium(1.1, 1), other('magnesium', 9, 'g')], 'magnesium-fell'],
    ['the newest fell, and stands first', [magnesium(1.1, 2), magnesium(1.4, 0)], 'magnesium-fell'],
    ['an older one was low', [magnesium(1.4, 2), magnesium(1.1, 1)], 'evidence-changed'],
    ['of two at one time the later in the list', [magnesium(1.4, 1, 'a'), magnesium(1.1, 1, 'b')], 'magnesium-fell'],
    ['there is no magnesium any more', [potassium(3.3, 0)], 'evidence-changed'],
    ['another value of 510 ms', [...seen, other('qrs', 510, 'ms')], 'evidence-changed'],
    ['a QTc without a value', [...seen, valueless('qtc')], 'evidence-changed'],
  ])('%s', (_name, evidence, reason) => {
    expect(assessOne(acknowledged, fired('warning', ...evidence)).reason).toBe(reason);
  });

  test('a value that was not there before has not fallen', () => {
    const alert = alertIn('acknowledged', { evidence: [potassium(3.3, 0)], seenEvidence: [potassium(3.3, 0)] });
    expect(assessOne(alert, fired('warning', ...seen)).reason).toBe('evidence-changed');
  });

  test('a QTc that was critical when it was seen breaks nothing', () => {
    const withQtc = [...seen, qtc(510)];
    const alert = alertIn('acknowledged', { evidence: withQtc, seenEvidence: withQtc });
    expect(assessOne(alert, fired('warning', ...seen, qtc(520))).reason).toBe('evidence-changed');
  });

  test('small falls add up from what was seen', () => {
    const ward = createWard();
    ward.put(acknowledged);
    const reasons = [1.32, 1.24, 1.15].map((value, index) => {
      const hours = index + 1;
      return only(ward.assess(hours, { 'mg-low': fired('warning', magnesium(value, hours)) })).reason;
    });
    expect(reasons).toEqual(['evidence-changed', 'evidence-changed', 'magnesium-fell']);
  });
});

describe('what a person closed', () => {
  test('opens again as a new one when the finding ended for long and is true again on the same evidence', () => {
    const ward = createWard();
    ward.put(closedBy('person'));
    ward.assess(2, { 'mg-low': ABSENT });
    expect(only(ward.assess(20, { 'mg-low': MILD }))).toMatchObject({ change: 'none', reason: 'closed-by-person' });
    ward.assess(21, { 'mg-low': ABSENT });
    expect(only(ward.assess(46, { 'mg-low': MILD }))).toMatchObject({
      change: 'opened',
      reason: 'true-again-after-closing',
    });
  });

  test('opens again as a new one when the order that explained it came to nothing', () => {
    const ward = createWard();
    ward.put(closedBy('person'));
    ward.assess(2, { 'mg-low': explained('warning', magnesium(1.4, 0)) });
    const decision = only(ward.assess(3, { 'mg-low': MILD }));
    expect(decision).toMatchObject({ change: 'opened', reason: 'true-again-after-closing', alert: { id: 'mg-low#2' } });
  });

  test('stays closed however long it is true', () => {
    const ward = createWard();
    ward.put(closedBy('person'));
    for (let hours = 2; hours < 200; hours += 10) ward.assess(hours, { 'mg-low': MILD });
    expect(ward.active()).toHaveLength(0);
  });
});
