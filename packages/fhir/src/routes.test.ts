import type { Route } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { readRoute, routeOfProduct } from './routes.ts';

test.each<[string, Route | undefined]>([
  ['IV', 'intravenous'],
  ['iv', 'intravenous'],
  ['IV DRIP', 'intravenous'],
  ['IV BOLUS', 'intravenous'],
  ['IVPB', 'intravenous'],
  ['INTRAVENOUS', 'intravenous'],
  ['Intravenous route (qualifier value)', 'intravenous'],
  ['PO', 'enteral'],
  ['Oral', 'enteral'],
  ['Oral route', 'enteral'],
  ['NG', 'enteral'],
  ['PO/NG', 'enteral'],
  ['GT', 'enteral'],
  ['PEG', 'enteral'],
  ['IM', 'intramuscular'],
  ['NASAL', 'nasal'],
  ['DIALYS', 'dialysis'],
  ['CRRT', 'dialysis'],
  ['Dialysate', 'dialysis'],
  ['IV via CRRT circuit', 'dialysis'],
  ['OPHTHALMIC', 'topical'],
  ['SC', 'other'],
  ['Subcutaneous', 'other'],
  ['Inhalation', 'other'],
  ['PR', 'other'],
  ['somewhere', undefined],
  ['', 'unknown'],
])('"%s"', (text, route) => {
  expect(readRoute({ text })).toBe(route);
});

test.each<[string, Route]>([
  ['26643006', 'enteral'],
  ['47625008', 'intravenous'],
  ['46713006', 'nasal'],
  ['127492001', 'enteral'],
  ['78421000', 'intramuscular'],
])('SNOMED CT %s', (code, route) => {
  expect(readRoute({ coding: [{ system: 'http://snomed.info/sct', code }], text: 'whatever' })).toBe(route);
});

test('a display or a local code in words', () => {
  expect(readRoute({ coding: [{ system: 'urn:local', code: '7', display: 'IV push' }] })).toBe('intravenous');
  expect(
    readRoute({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration', code: 'PO' }] }),
  ).toBe('enteral');
});

test('nothing said is unknown', () => {
  expect(readRoute(undefined)).toBe('unknown');
  expect(readRoute({})).toBe('unknown');
});

test('a product’s name gives away what stays outside', () => {
  expect(routeOfProduct('Tobramycin 0.3 % ophthalmic solution')).toBe('topical');
  expect(routeOfProduct('Calcium gluconate 2.5 % gel')).toBe('topical');
  expect(routeOfProduct('Tobramycin 80 mg')).toBe('unknown');
});
