import { describe, expect, test } from 'vitest';
import { itemsOf } from './bundle.ts';

const bundle = (entry: readonly unknown[], type = 'collection') => ({ resourceType: 'Bundle', type, entry });

describe('what a JSON value holds', () => {
  test.each([[null], [[]], ['text'], [1], [{}], [{ resourceType: 1 }]])('%j is no resource', (value) => {
    expect(itemsOf(value)).toBeUndefined();
  });

  test('a resource is itself, a Bundle its entries, Bundles in it included', () => {
    const patient = { resourceType: 'Patient', id: 'p1' };
    const inner = bundle([{ resource: patient }], 'searchset');
    expect(itemsOf(patient)).toEqual([{ kind: 'resource', resource: patient }]);
    expect(itemsOf(bundle([{ resource: inner }, { resource: patient }, {}, null, 'x'], 'batch-response'))).toHaveLength(
      2,
    );
    expect(itemsOf({ resourceType: 'Bundle' })).toEqual([]);
  });

  test('a Bundle in a Bundle without end is not followed for ever', () => {
    let value: unknown = { resourceType: 'Patient', id: 'p1' };
    for (let depth = 0; depth < 50; depth += 1) value = bundle([{ resource: value }]);
    expect(itemsOf(value)).toEqual([]);
  });
});

describe('names in a Bundle', () => {
  test('an entry without an id takes it from its fullUrl', () => {
    const items = itemsOf(bundle([{ fullUrl: 'urn:uuid:0c3151bd', resource: { resourceType: 'Patient' } }]));
    expect(items).toMatchObject([{ resource: { id: '0c3151bd' } }]);
  });

  test('a reference by fullUrl finds the entry whose id differs', () => {
    const [item] =
      itemsOf(bundle([{ fullUrl: 'urn:uuid:0c3151bd', resource: { resourceType: 'Patient', id: 'p1' } }])) ?? [];
    expect(item?.kind === 'resource' && item.resolve?.('urn:uuid:0c3151bd')).toBe('Patient/p1');
    expect(item?.kind === 'resource' && item.resolve?.('urn:uuid:other')).toBeUndefined();
  });
});

test('a history says which resources are gone, and since which version', () => {
  const deleted = {
    fullUrl: 'https://fhir.example/Observation/o1',
    request: { method: 'DELETE', url: 'Observation/o1' },
    response: { status: '204', etag: 'W/"3"', lastModified: '2026-03-10T08:00:00Z' },
  };
  expect(itemsOf(bundle([deleted, { request: { method: 'POST', url: 'Observation' } }], 'history'))).toEqual([
    { kind: 'deleted', reference: 'Observation/o1', versionId: '3', lastUpdated: '2026-03-10T08:00:00Z' },
  ]);
});
