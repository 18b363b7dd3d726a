import type { Route } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
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

describe('where a product goes by its name and dose form', () => {
  test.each<[string, Route]>([
    ['Tobramycin 0.3 % ophthalmic solution', 'topical'],
    ['Calcium gluconate 2.5 % gel', 'topical'],
    ['magnesium sulfate Topical Powder', 'topical'],
    ['cefazolin Otic Solution', 'topical'],
    ['potassium chloride 10 MEQ Extended Release Oral Capsule', 'enteral'],
    ['potassium chloride 20 MEQ Powder for Oral Solution', 'enteral'],
    ['calcium carbonate 500 MG Chewable Tablet', 'enteral'],
    ['potassium bicarbonate 25 MEQ Effervescent Tablet', 'enteral'],
    ['tobramycin 28 MG Inhalation Capsule', 'other'],
    ['albuterol 0.83 MG/ML Inhalation Solution', 'other'],
    ['sodium polystyrene sulfonate Oral or Rectal Suspension', 'other'],
    ['epinephrine Nasal Spray', 'nasal'],
    ['penicillin Intramuscular Suspension', 'intramuscular'],
    ['magnesium sulfate Intravenous Solution', 'intravenous'],
    ['potassium chloride Hemodialysis Solution', 'dialysis'],
    ['1000 ML potassium chloride 0.02 MEQ/ML Injection', 'intravenous'],
    ['KCl / 100 ML potassium chloride 0.1 MEQ/ML Injection', 'intravenous'],
    ['99 ML potassium chloride 0.1 MEQ/ML Injection', 'unknown'],
    ['50 ML magnesium sulfate 500 MG/ML Injection', 'unknown'],
    ['magnesium sulfate 500 MG/ML Injectable Solution', 'unknown'],
    ['2 ML magnesium sulfate 500 MG/ML Prefilled Syringe', 'unknown'],
    ['Tobramycin 80 mg', 'unknown'],
    ['', 'unknown'],
  ])('%s: %s', (name, route) => {
    expect(routeOfProduct(name)).toBe(route);
  });
});
