import { describe, expect, test } from 'vitest';
import { identityOf } from './identity.ts';

const observation = (reference: string) => ({ resourceType: 'Observation', id: 'o1', subject: { reference } });
const BASE = 'https://ehr.example/r4';

describe('whose a resource is', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['Patient/5', BASE, 'Patient/5'],
    ['Patient/5/_history/2', BASE, 'Patient/5'],
    ['https://ehr.example/r4/Patient/5', BASE, 'Patient/5'],
    ['https://ehr.example/r4/Patient/5', `${BASE}/`, 'Patient/5'],
    ['https://EHR.example:443/r4/Patient/5/_history/2', BASE, 'Patient/5'],
    ['https://other.example/Patient/5', BASE, undefined],
    ['https://other.example/r4/Patient/5', BASE, undefined],
    ['https://ehr.example/r4/x/Patient/5', BASE, undefined],
    ['https://ehr.example@other.example/r4/Patient/5', BASE, undefined],
    ['urn:uuid:5', BASE, undefined],
    ['Group/5', BASE, undefined],
    ['https://other.example/Patient/5', undefined, 'Patient/5'],
  ])('%s read from %s: %s', (reference, baseUrl, patient) => {
    expect(identityOf(observation(reference), { baseUrl })?.patient).toBe(patient);
  });

  test('a Patient is himself, and the id may come from the path', () => {
    expect(identityOf({ resourceType: 'Patient' }, { idFromPath: '5', baseUrl: BASE })?.patient).toBe('Patient/5');
  });
});
