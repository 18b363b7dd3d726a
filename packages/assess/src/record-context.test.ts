import { instantOf } from '@magwatch/base';
import { findPatient, findVersions } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { recordContext } from './record-context.ts';
import { fullCoverage, hoursAgo, magnesium, NOW, person, stay, useWards } from './test-ward.fixture.ts';

const wards = useWards();

describe('a context that was searched', () => {
  test('is kept with its coverage or not at all', async () => {
    const ward = wards.open();
    const broken = { ...ward.deps, rules: [], clock: { now: () => raise() } };
    const found = {
      source: ward.source,
      patient: ward.patient,
      resources: [person(ward.patient), stay(ward.patient)],
      coverage: fullCoverage(),
      at: NOW,
    };
    await expect(recordContext(broken, found)).rejects.toThrow('raised');
    expect(await findPatient(wards.store().db, ward.source, ward.patient)).toBeUndefined();
    expect(await findVersions(wards.store().db, ward.source, ward.patient)).toEqual([]);
    await recordContext(ward.deps, found);
    expect((await findPatient(wards.store().db, ward.source, ward.patient))?.contextAt).toBe(NOW);
    expect(await findVersions(wards.store().db, ward.source, ward.patient)).toHaveLength(2);
  });

  test('searched again it adds nothing, with versions or without', async () => {
    const ward = wards.open();
    const { meta: _meta, ...unnumbered } = { meta: {}, ...magnesium('m', undefined, 1.9) };
    for (const later of [0, 1, 2]) {
      await recordContext(ward.deps, {
        source: ward.source,
        patient: ward.patient,
        resources: [stay(ward.patient), unnumbered],
        coverage: fullCoverage(),
        at: instantOf(NOW + later),
      });
    }
    expect(await findVersions(wards.store().db, ward.source, ward.patient)).toHaveLength(2);
  });

  test('a resource of another patient in it is left out and reported', async () => {
    const ward = wards.open();
    const { aside } = await recordContext(ward.deps, {
      source: ward.source,
      patient: ward.patient,
      resources: [magnesium('m', '1', 1.1, { subject: { reference: 'Patient/other' } })],
      coverage: new Map(),
      at: NOW,
    });
    expect(aside).toEqual([{ event: undefined, code: 'subject-differs' }]);
    expect(await findVersions(wards.store().db, ward.source, ward.patient)).toEqual([]);
  });

  test('a dose that could not be understood without its Medication is read when that is there', async () => {
    const ward = wards.open();
    const request = {
      resourceType: 'MedicationRequest',
      id: 'r',
      meta: { versionId: '1' },
      status: 'active',
      intent: 'order',
      subject: { reference: ward.patient },
      authoredOn: hoursAgo(3),
      medicationReference: { reference: 'Medication/k' },
    };
    const medication = {
      resourceType: 'Medication',
      id: 'k',
      code: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }],
        text: 'Potassium Chloride',
      },
    };
    await ward.receive(request);
    await ward.assess();
    expect((await findVersions(wards.store().db, ward.source, ward.patient)).map((one) => one.version.facts)).toEqual([
      [],
    ]);
    await recordContext(ward.deps, {
      source: ward.source,
      patient: ward.patient,
      resources: [request, medication],
      coverage: new Map(),
      at: NOW,
    });
    const kinds = (await findVersions(wards.store().db, ward.source, ward.patient)).flatMap((one) =>
      one.version.facts.map(({ kind }) => kind),
    );
    expect(kinds).toEqual(['drug-order']);
  });
});

function raise(): never {
  throw new Error('raised');
}
