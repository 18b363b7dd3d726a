import type { Alert } from '@magwatch/alerts';
import { formatInstant, HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { createCodes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, inputsOf, parametersVersion, RULES, type Severity } from '@magwatch/rules';
import {
  findAlerts,
  type Interaction,
  leaseDueDeliveries,
  migrate,
  type NewEvent,
  openStore,
  type Store,
  storeEvents,
} from '@magwatch/store';
import { type Cover, inputKey } from '@magwatch/timeline';
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { assessPatient } from './assess-patient.ts';
import type { AssessDeps, Destination, Outcome, PatientKey } from './contract.ts';
import { recordContext } from './record-context.ts';

export const NOW: Instant = instantOf(Date.UTC(2026, 2, 10, 12));
export const hoursAgo = (hours: number): string => formatInstant(instantOf(NOW - hours * HOUR_MS));

/** A magnesium in mg/dL. */
export function magnesium(id: string, versionId: string | undefined, value: number, change: object = {}): object {
  const meta = versionId === undefined ? {} : { meta: { versionId } };
  return {
    resourceType: 'Observation',
    id,
    ...meta,
    status: 'final',
    subject: { reference: 'Patient/p1' },
    code: { coding: [{ system: 'http://loinc.org', code: '19123-9' }] },
    effectiveDateTime: hoursAgo(2),
    valueQuantity: { value, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
    ...change,
  };
}

export const person = (patient: string): object => ({
  resourceType: 'Patient',
  id: patient.slice('Patient/'.length),
  meta: { versionId: '1' },
  birthDate: '1950-01-01',
});

export const stay = (patient: string): object => ({
  resourceType: 'Encounter',
  id: `stay-${patient.slice('Patient/'.length)}`,
  meta: { versionId: '1' },
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: patient },
  period: { start: hoursAgo(48) },
});

/** The alerts of a ward's patient, of one rule or of all. */
export async function alertsOf({ deps, source, patient }: Ward, rule?: string): Promise<readonly Alert[]> {
  const alerts = await findAlerts(deps.store.db, source, patient);
  return rule === undefined ? alerts : alerts.filter(({ ruleId }) => ruleId === rule);
}

/** A destination of a ward's own, and what is due for it. */
export function deliveriesOf({ deps, source }: Ward, severities: readonly Severity[] = ['warning', 'critical']) {
  const destination: Destination = { id: `ehr-${source}`, kind: 'webhook', severities };
  return {
    deps: { destinations: [destination] },
    lease: () => leaseDueDeliveries(deps.store, destination.id, 10, 60_000),
  };
}

/** Proof that everything is known of a patient. */
export function fullCoverage(): ReadonlyMap<string, Cover> {
  const cover = { from: instantOf(NOW - 20_000 * HOUR_MS), asOf: NOW };
  return new Map(inputsOf(RULES, DEFAULT_PARAMETERS).map(({ input }) => [inputKey(input), cover]));
}

let sources = 0;

/** One patient of a source that no other test knows. */
export interface Ward extends PatientKey {
  readonly deps: AssessDeps;
  /** Puts resources into the inbox, as the receiver does. */
  readonly receive: (...resources: readonly object[]) => Promise<void>;
  readonly receiveRaw: (change: Partial<NewEvent>) => Promise<void>;
  readonly assess: (change?: Partial<AssessDeps>) => Promise<Outcome>;
  /** The person, his stay and proof that nothing else is there. */
  readonly admit: (patient?: string) => Promise<Outcome>;
}

/** A store of this test file's own and wards on it. */
export function useWards(): { readonly store: () => Store; readonly open: () => Ward } {
  let postgres: TestPostgres | undefined;
  let store: Store | undefined;
  beforeAll(async () => {
    postgres = await startPostgres();
    store = await openStore(await postgres.createDatabase());
    await migrate(store);
  });
  afterAll(async () => {
    await store?.close();
    await postgres?.stop();
  });
  const getStore = (): Store => {
    if (store === undefined) throw new Error('the store is open while tests run');
    return store;
  };
  return { store: getStore, open: () => openWard(getStore()) };
}

function openWard(store: Store): Ward {
  sources += 1;
  const key = { source: `ward-${sources}`, patient: 'Patient/p1' };
  const deps: AssessDeps = {
    store,
    codes: createCodes(),
    rules: RULES,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: parametersVersion(DEFAULT_PARAMETERS),
    clock: { now: () => NOW },
    destinations: [{ id: 'ehr', kind: 'webhook', severities: ['warning', 'critical'] }],
    timeZone: 'Europe/Vienna',
    defaultSetting: undefined,
    publicUrl: 'https://magwatch.example/here',
  };
  const receiveRaw = async (change: Partial<NewEvent>): Promise<void> => {
    await storeEvents(store, [{ ...key, interaction: 'upsert', body: Buffer.alloc(0), ...change }]);
  };
  return {
    ...key,
    deps,
    receiveRaw,
    receive: async (...resources) => {
      await storeEvents(
        store,
        resources.map((resource) => eventOf(key, resource)),
      );
    },
    assess: (change = {}) => assessPatient({ ...deps, ...change }, key),
    admit: (patient = key.patient) => {
      const resources = [person(patient), stay(patient)];
      return recordContext(deps, { source: key.source, patient, resources, coverage: fullCoverage(), at: NOW });
    },
  };
}

function eventOf(key: PatientKey, resource: object): NewEvent {
  const { resourceType, id, meta, subject } = resource as {
    readonly resourceType?: string;
    readonly id?: string;
    readonly meta?: { readonly versionId?: string };
    readonly subject?: { readonly reference?: string };
  };
  const version = meta?.versionId;
  const interaction: Interaction = 'upsert';
  return {
    source: key.source,
    eventKey: version === undefined ? undefined : `${resourceType}/${id}/${version}/upsert`,
    interaction,
    resourceType,
    resourceId: id,
    versionId: version,
    patient: subject?.reference ?? key.patient,
    contentType: 'application/fhir+json',
    body: Buffer.from(JSON.stringify(resource)),
  };
}
