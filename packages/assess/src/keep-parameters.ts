import { keepParameterSet, type Store } from '@magwatch/store';
import type { AssessDeps } from './contract.ts';

/** Versions that this process knows to be kept, for each store. */
const kept = new WeakMap<Store, Set<string>>();

/**
 * Keeps the parameters that decisions are about to be taken with, once for each process and version. Called before the
 * transaction: inside, the first assessments of a version would wait for one another, patient after patient.
 */
export async function keepParameters({ store, parameters, parametersVersion }: AssessDeps): Promise<void> {
  const versions = kept.get(store) ?? new Set();
  kept.set(store, versions);
  if (versions.has(parametersVersion)) return;
  await keepParameterSet(store.db, parametersVersion, parameters);
  versions.add(parametersVersion);
}
