import type { Alert } from '@magwatch/alerts';
import type { Evaluation, Occasion } from '@magwatch/rules';
import { findAlerts, findPatient, findVersions, type Store } from '@magwatch/store';
import { assessFacts, type RuleFailure } from './assess-facts.ts';
import type { AssessDeps, PatientKey } from './contract.ts';
import { numberDeletions } from './number-deletions.ts';

export type HookDeps = Pick<AssessDeps, 'rules' | 'parameters' | 'parametersVersion' | 'clock'> & {
  readonly store: Store;
};

/** What is true of a patient while a hook is being answered. */
export interface AssessedForHook {
  /** As they are stored. */
  readonly stored: readonly Alert[];
  /** As they would be, were this moment saved: those of draft orders too. */
  readonly now: readonly Alert[];
  readonly evaluations: readonly Evaluation[];
  readonly failures: readonly RuleFailure[];
}

/**
 * Assesses a patient at this moment, with the draft orders of a call, on the facts that are stored. Saves nothing: a card is
 * never older than its call, and what depends on drafts opens no episode.
 */
export async function assessForHook(
  { store, rules, parameters, parametersVersion, clock }: HookDeps,
  { source, patient, defaultSetting }: PatientKey & Pick<AssessDeps, 'defaultSetting'>,
  occasion: Occasion,
): Promise<AssessedForHook> {
  // In this order: a fact that is saved meanwhile may be missing from the proof of absence, and never the other way round.
  const known = await findPatient(store.db, source, patient);
  const stored = await findAlerts(store.db, source, patient);
  const versions = await findVersions(store.db, source, patient);
  const assessed = assessFacts({
    source,
    patient,
    versions: numberDeletions(versions),
    coverage: known?.coverage ?? new Map(),
    alerts: stored,
    now: clock.now(),
    rules,
    parameters,
    parametersVersion,
    defaultSetting,
    factSequence: versions.reduce((highest, { sequence }) => Math.max(highest, sequence), 0),
    occasion,
  });
  return { stored, now: assessed.alerts, evaluations: assessed.evaluations, failures: assessed.failures };
}
