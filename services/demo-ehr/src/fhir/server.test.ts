import type { Bundle, CapabilityStatement, Observation, OperationOutcome } from 'fhir/r4.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handClock, startForTest } from '../demo-ehr.fixture.ts';
import type { DemoEhr } from '../start.ts';

const clock = handClock();
let ehr: DemoEhr;
beforeAll(async () => {
  ehr = await startForTest({ clock });
});
afterAll(() => ehr.stop());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`${ehr.fhirBaseUrl}${path}`, init);
const json = async <Type>(path: string): Promise<Type> => (await (await ask(path)).json()) as Type;
const ids = (bundle: Bundle): readonly string[] => (bundle.entry ?? []).map((entry) => entry.resource?.id ?? '');

describe('the FHIR server', () => {
  test('says what it can do', async () => {
    const statement = await json<CapabilityStatement>('/metadata');
    expect(statement).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', kind: 'instance' });
    const types = statement.rest?.[0]?.resource?.map((resource) => resource.type);
    expect(types).toEqual(expect.arrayContaining(['Patient', 'Observation', 'Subscription', 'Procedure']));
  });

  test('reads a resource with its version in the ETag', async () => {
    const { entry } = await json<Bundle>('/Encounter?status=in-progress&_count=1');
    const id = entry?.[0]?.resource?.id ?? '';
    const answer = await ask(`/Encounter/${id}`);
    expect(answer.headers.get('content-type')).toContain('application/fhir+json');
    expect(answer.headers.get('etag')).toBe('W/"1"');
    expect(await answer.json()).toMatchObject({ resourceType: 'Encounter', id, status: 'in-progress' });
  });

  test('has every version of a resource, up to now', async () => {
    const { entry } = await json<Bundle>('/MedicationRequest?status=completed&_count=1');
    const id = entry?.[0]?.resource?.id ?? '';
    const history = await json<Bundle>(`/MedicationRequest/${id}/_history`);
    expect(history.entry?.map((one) => one.resource?.meta?.versionId)).toEqual(['2', '1']);
    expect(await json(`/MedicationRequest/${id}/_history/1`)).toMatchObject({ status: 'active' });
    expect((await ask(`/MedicationRequest/${id}/_history/3`)).status).toBe(404);
  });

  test('pages do not overlap and leave nothing out, also while the ward goes on', async () => {
    const whole = await json<Bundle>('/Observation?code=http://loinc.org|2823-3&_sort=_lastUpdated&_count=1000');
    const seen: string[] = [];
    let url: string | undefined =
      `${ehr.fhirBaseUrl}/Observation?code=http://loinc.org|2823-3&_sort=_lastUpdated&_count=97`;
    while (url !== undefined) {
      const page = (await (await fetch(url)).json()) as Bundle;
      seen.push(...ids(page));
      url = page.link?.find((link) => link.relation === 'next')?.url;
      clock.move(0.5);
    }
    expect(whole.total).toBeGreaterThan(200);
    expect(seen).toEqual(ids(whole));
  });

  test('nothing is there before its time', async () => {
    const since = new Date(clock.now()).toISOString();
    expect((await json<Bundle>(`/Observation?_lastUpdated=gt${since}`)).total).toBe(0);
    clock.move(2);
    expect((await json<Bundle>(`/Observation?_lastUpdated=gt${since}`)).total).toBeGreaterThan(0);
  });

  test.each(['MedicationDispense', 'MedicationStatement', 'NutritionOrder', 'Flag', 'Medication'])(
    'of %s there is none, which is an answer',
    async (type) => {
      const bundle = await json<Bundle>(`/${type}?patient=p01-0001-1`);
      expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'searchset', total: 0 });
      expect(bundle.entry).toBeUndefined();
    },
  );

  test('all that belongs to one patient is found by the patient, and nothing else', async () => {
    const patient = ids(await json<Bundle>('/Patient?_count=1'))[0] ?? '';
    const bundle = await json<Bundle<Observation>>(`/Observation?patient=${patient}&_count=1000`);
    expect(bundle.total).toBeGreaterThan(0);
    const subjects = new Set(bundle.entry?.map(({ resource }) => resource?.subject?.reference));
    expect([...subjects]).toEqual([`Patient/${patient}`]);
  });

  test.each([
    ['/Spaceship?code=1', 404],
    ['/Patient/nobody', 404],
    ['/Observation?colour=red', 400],
    ['/Observation?date=soon', 400],
    ['/nowhere/at/all/there', 404],
  ])('%s is answered with %i and an OperationOutcome', async (path, status) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    const outcome = (await answer.json()) as OperationOutcome;
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue[0]?.severity).toBe('error');
  });

  test('a body that is no JSON is named, not fatal', async () => {
    const headers = { 'content-type': 'application/fhir+json' };
    const answer = await ask('/Subscription', { method: 'POST', headers, body: '{' });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as OperationOutcome).resourceType).toBe('OperationOutcome');
  });
});
