import { ANALYTES, CONDITIONS, DRUGS } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { loadBuiltIn } from './built-in.ts';
import { createCodes, listCodes } from './registry.ts';
import { readSiteMap, type SiteMap } from './site-map.ts';

const codes = createCodes();

const siteMap = (lines: string): SiteMap => {
  const read = readSiteMap(`system,code,display,concept\n${lines}`, 'local.csv');
  if (!read.ok) throw new Error(read.failure.reason);
  return read.value;
};

const SYSTEMS = {
  loinc: 'http://loinc.org',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  atc: 'http://www.whocc.no/atc',
  icd: 'http://hl7.org/fhir/sid/icd-10-cm',
  snomed: 'http://snomed.info/sct',
} as const;

describe('codes that come with Magwatch', () => {
  test.each<[keyof typeof SYSTEMS, string, string | undefined]>([
    ['loinc', '19123-9', 'magnesium'],
    ['loinc', '2601-3', 'magnesium'],
    ['loinc', '2823-3', 'potassium'],
    ['loinc', '55937-7', 'ignore'],
    ['loinc', '24321-2', 'panel'],
    ['loinc', '1-1', undefined],
    ['rxnorm', '8591', 'potassium-chloride'],
    ['rxnorm', '32521', 'rocuronium'],
    ['atc', 'A12BA01', 'potassium-chloride'],
    ['atc', 'A12BA51', 'potassium-salt'],
    ['atc', 'A12CC99', 'magnesium-salt'],
    ['atc', 'A12CC02', 'magnesium-sulfate'],
    ['atc', 'A12', undefined],
    ['atc', 'A10AB01', 'insulin-regular-human'],
    ['atc', 'A10AC04', 'insulin'],
    ['atc', 'D11AX05', 'ignore'],
    ['icd', 'N17.9', 'aki'],
    ['icd', 'N179', 'aki'],
    ['icd', 'n17.9', 'aki'],
    ['icd', 'N18.4', 'ckd-4'],
    ['icd', 'N18.30', 'ckd-3'],
    ['icd', 'F50.01', 'malnutrition'],
    ['icd', 'F50.010', 'malnutrition'],
    ['icd', 'F50.2', undefined],
    ['icd', 'F10.231', 'alcohol'],
    ['icd', 'F10.2319', undefined],
    ['icd', 'E83.42', 'hypomagnesemia'],
    ['icd', 'E83.4', undefined],
    ['icd', 'I46.9', 'cardiac-arrest'],
    ['icd', 'I462', 'cardiac-arrest'],
    ['icd', 'T46.1X1A', 'calcium-channel-blocker-overdose'],
    ['icd', 'T461X2A', 'calcium-channel-blocker-overdose'],
    ['icd', 'T46.1X3A', 'calcium-channel-blocker-overdose'],
    ['icd', 'T46.1X4A', 'calcium-channel-blocker-overdose'],
    // An adverse effect, underdosing and the late effect of an overdose are none.
    ['icd', 'T46.1X5A', undefined],
    ['icd', 'T46.1X6A', undefined],
    ['icd', 'T46.1X1S', undefined],
    ['snomed', '410429000', 'cardiac-arrest'],
    ['snomed', '714749008', 'dialysis'],
  ])('%s %s: %s', (system, code, concept) => {
    expect(codes.find(SYSTEMS[system], code)?.concept).toBe(concept);
  });

  test('other names of a system', () => {
    expect(codes.find('urn:oid:2.16.840.1.113883.6.1', '2823-3')?.concept).toBe('potassium');
    expect(codes.find('http://fhir.de/CodeSystem/bfarm/atc', 'A12BA01')?.concept).toBe('potassium-chloride');
  });

  test('a code of one system is nothing in another', () => {
    expect(codes.find(SYSTEMS.snomed, '8591')).toBeUndefined();
    expect(codes.find('', '8591')).toBeUndefined();
  });

  test('no concept is without a code but those that only names or site maps can say', () => {
    const known = new Set(listCodes(codes).map(({ concept }) => String(concept)));
    const missing = [...ANALYTES, ...DRUGS, ...CONDITIONS].filter((concept) => !known.has(concept));
    expect(missing).toEqual(['dialysate', 'enteral-nutrition']);
  });
});

describe('data that contradicts itself stops the start', () => {
  const row = { system: 'urn:x', code: '1', display: 'x', concept: 'potassium', verification: 'verified', source: 'X' };
  test('the same row twice does not matter', () => {
    expect(loadBuiltIn([[row, row]])).toHaveLength(1);
  });
  test('one code with two meanings', () => {
    expect(() => loadBuiltIn([[row], [{ ...row, concept: 'calcium' }]])).toThrow('means both potassium and calcium');
  });
  test('a concept that no rule knows', () => {
    expect(() => loadBuiltIn([[{ ...row, concept: 'sodium' }]])).toThrow('unknown concept sodium');
  });
});

describe('a site’s own codes', () => {
  const withSite = createCodes({
    siteMaps: [
      siteMap(
        'urn:local,K1,Kalium,potassium\nurn:local,X1,Twin,ignore\nhttp://loinc.org,2823-3,Ours,potassium\nhttp://loinc.org,1-1,New,magnesium',
      ),
    ],
  });
  const concept = (...codings: readonly (readonly [string, string])[]) =>
    withSite.match({ coding: codings.map(([system, code]) => ({ system, code })) })?.row.concept;

  test('stand beside ours', () => {
    expect(concept(['urn:local', 'K1'])).toBe('potassium');
    expect(concept(['http://loinc.org', '1-1'])).toBe('magnesium');
    expect(concept(['http://loinc.org', '2601-3'])).toBe('magnesium');
  });
  test('win over ours', () => {
    expect(withSite.find('http://loinc.org', '2823-3')?.verification).toBe('site');
    expect(concept(['http://loinc.org', '2601-3'], ['urn:local', 'K1'])).toBe('potassium');
  });
  test('an ignore beats everything, wherever it stands', () => {
    expect(concept(['http://loinc.org', '2823-3'], ['urn:local', 'X1'])).toBe('ignore');
    expect(concept(['urn:local', 'X1'], ['urn:local', 'K1'])).toBe('ignore');
  });
  test('a later map wins over an earlier one', () => {
    const both = createCodes({
      siteMaps: [siteMap('urn:local,K1,Kalium,potassium'), siteMap('urn:local,K1,Kalium,ignore')],
    });
    expect(both.find('urn:local', 'K1')?.concept).toBe('ignore');
  });
  test('may bring a concept back that we ignore', () => {
    const site = createCodes({ siteMaps: [siteMap('http://loinc.org,29349-8,K after dialysis,potassium')] });
    expect(site.find('http://loinc.org', '29349-8')?.concept).toBe('potassium');
  });
});

test('among ours, ignore beats the rest', () => {
  const concept = {
    coding: [
      { system: 'http://loinc.org', code: '2601-3' },
      { system: 'http://loinc.org', code: '55937-7' },
    ],
  };
  expect(codes.match(concept)?.row.concept).toBe('ignore');
});

test('what is no CodeableConcept matches nothing', () => {
  for (const value of [undefined, null, 'x', 7, [], {}, { coding: 'x' }, { coding: [null, 3, {}, { code: 7 }] }])
    expect(codes.match(value)).toBeUndefined();
});

test('the list is sorted and complete', () => {
  const rows = listCodes(codes);
  expect(rows).toHaveLength(codes.rows.length);
  expect(rows[0]).toMatchObject({ kind: 'analyte', concept: 'albumin' });
  for (const { verification, source } of rows) {
    expect(source).not.toBe('');
    expect(source === 'none found' ? 'unverified' : 'verified').toBe(verification);
  }
});
