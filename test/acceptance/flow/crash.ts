import { expect } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import { person } from './resources.ts';
import { PATIENCE, type Ward } from './ward.ts';

export interface Hold {
  /** Until so many assessments stand still. */
  readonly waitFor: (count: number) => Promise<void>;
  readonly release: () => Promise<void>;
}

/** Holds every transaction that writes the history of an alert, which an assessment does in its middle. */
export async function holdAssessments(ward: Ward): Promise<Hold> {
  const holder = await ward.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE alert_change IN ACCESS EXCLUSIVE MODE');
  const waiting = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%alert_change%'`;
  return {
    waitFor: async (count) =>
      void (await eventually(async () => (await ward.query(waiting)).length >= count, PATIENCE)),
    release: async () => void (await holder.query('ROLLBACK')),
  };
}

/** Has the patient assessed once, so that his context is known: what comes now comes by its event or not at all. */
export async function knows(ward: Ward, patient: string): Promise<void> {
  await ward.sends(person(patient));
  await eventually(async () => (await ward.query('SELECT id FROM assessment')).length > 0, PATIENCE);
  await ward.settles();
}

/** One alert that was opened once and told once; one card. */
export async function expectOneOfEach(ward: Ward): Promise<void> {
  await ward.settles();
  expect(await ward.activeAlerts()).toMatchObject([{ patient: 'Patient/p1', rule: 'mg-low', state: 'open' }]);
  expect(await ward.query('SELECT change FROM alert_change')).toEqual([{ change: 'opened' }]);
  expect(await ward.query('SELECT tell FROM delivery')).toEqual([{ tell: 'alert' }]);
  expect(ward.cards()).toMatchObject([{ patient: 'Patient/p1', rule: 'mg-low' }]);
}
