import { DEFAULT_PARAMETERS, type Finding, type Present } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { ABSENT, alertIn, assessOne, at, closedBy, explained, fired, MILD, magnesium, potassium } from './sample.ts';

const GRACE = { ...DEFAULT_PARAMETERS, grace_min: { default: 60 } };
const NO_GRACE = { ...DEFAULT_PARAMETERS, grace_min: { default: 0 } };
const WITH_POTASSIUM = fired('warning', magnesium(1.4, 0), potassium(3.2, 1));
const dose = { role: 'magnesium-dose', reference: 'MedicationAdministration/m', value: 2, unit: 'g', at: at(1) };
const background = (role: string) => ({ role, reference: `Observation/${role}`, value: 30, unit: 'mL/min', at: at(1) });

describe('what an alert says', () => {
  const told: Present = { ...MILD, missing: ['potassium', 'calcium'], notes: ['late', 'icteric'] };
  const alert = alertIn('open', { missing: told.missing, notes: told.notes });

  test.each<[string, Partial<Present>, string]>([
    ['the same', {}, 'none'],
    ['the same in another order', { missing: ['calcium', 'potassium'], notes: ['icteric', 'late'] }, 'none'],
    ['one thing less missing', { missing: ['potassium'] }, 'updated'],
    ['another thing missing', { missing: ['potassium', 'egfr'] }, 'updated'],
    ['a note less', { notes: ['late'] }, 'updated'],
    ['another note', { notes: ['late', 'hemolyzed'] }, 'updated'],
  ])('%s: %s', (_name, change, expected) => {
    expect(assessOne(alert, { ...told, ...change }).change).toBe(expected);
  });

  test('what explains it stands in it', () => {
    expect(assessOne(alertIn('open'), explained('warning')).alert?.explainedBy).toEqual({
      reason: 'treated',
      evidence: [],
    });
  });

  test('without grace it is held until no time', () => {
    expect(assessOne(undefined, MILD).alert).not.toHaveProperty('heldUntil');
  });

  test.each<[string, Present, number]>([
    ['newer evidence moves nothing', fired('critical', magnesium(0.9, 2)), 0],
    ['older evidence moves it back', fired('critical', magnesium(0.9, -5)), -5],
    ['no evidence moves nothing', { ...fired('critical'), evidence: [] }, 0],
  ])('the start of its episode: %s', (_name, finding, hours) => {
    expect(assessOne(alertIn('open'), finding).alert?.episodeStart).toBe(at(hours));
  });

  test('evidence without a value is no news', () => {
    const order = { role: 'magnesium-order', reference: 'ServiceRequest/s', at: at(1) };
    const decision = assessOne(alertIn('open'), fired('warning', magnesium(1.4, 0), order));
    expect(decision).toMatchObject({ change: 'updated', tell: 'nobody' });
  });
});

describe('what was seen counts, not what the alert came to say', () => {
  const seen = { evidence: MILD.evidence, seenEvidence: WITH_POTASSIUM.evidence };

  test('a person who closed it had seen the result', () => {
    const alert: Alert = { ...closedBy('person'), ...seen };
    expect(assessOne(alert, WITH_POTASSIUM).reason).toBe('closed-by-person');
  });

  test('a snooze until the next result is not broken by a result that was seen', () => {
    const alert = alertIn('snoozed', { ...seen, snooze: { untilNextResult: true } });
    expect(assessOne(alert, WITH_POTASSIUM).reason).toBe('evidence-changed');
  });

  test.each([
    ['a dose', dose],
    ['an eGFR', background('egfr')],
    ['a creatinine', background('creatinine')],
    ['an albumin', background('albumin')],
  ])('%s is not the result that a snooze waits for', (_name, item) => {
    const alert = alertIn('snoozed', { snooze: { untilNextResult: true } });
    expect(assessOne(alert, fired('warning', magnesium(1.4, 0), item)).reason).toBe('evidence-changed');
  });
});

describe('a closed alert whose finding is true again', () => {
  test.each<[string, Alert, typeof GRACE, string, number]>([
    ['cancelled while held, with grace', closedBy('finding', 'cancelled'), GRACE, 'held', 0],
    ['cancelled while held, grace since taken away', closedBy('finding', 'cancelled'), NO_GRACE, 'reopened', 2],
    ['resolved, with grace', closedBy('finding'), GRACE, 'reopened', 0],
    ['resolved, without grace', closedBy('finding'), NO_GRACE, 'reopened', 0],
  ])('%s', (_name, before, parameters, change, openedAt) => {
    const decision = assessOne(before, MILD, { parameters });
    expect(decision.change).toBe(change);
    expect(decision.alert?.openedAt).toBe(at(openedAt));
    expect(decision.alert).not.toHaveProperty('closed');
  });

  test.each<[string, Finding, string, string]>([
    ['true', MILD, 'opened', 'fired-after-gap'],
    ['explained', explained('warning'), 'none', 'explained-treated'],
    ['absent', ABSENT, 'none', 'no-finding'],
  ])('that does not say how it was closed, %s', (_name, finding, change, reason) => {
    expect(assessOne(alertIn('closed'), finding)).toMatchObject({ change, reason });
  });

  test('forgets the end of the finding when it is true again', () => {
    const closed = { as: 'resolved', reason: 'duplicate', at: at(1), by: 'person' } as const;
    const before = alertIn('closed', { closed: { ...closed, findingEndedAt: at(1.5) } });
    expect(assessOne(before, MILD).alert?.closed).toStrictEqual(closed);
  });
});
