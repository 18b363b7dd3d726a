import { describe, expect, test } from 'vitest';
import { drugsOfPack, readClinicalName } from './clinical-name.ts';

const told = (text: string): readonly string[] | undefined =>
  readClinicalName(text)?.parts.map(({ name, strength }) =>
    strength ? `${name}: ${strength.value} ${strength.unit}/${strength.perValue} ${strength.perUnit}` : name,
  );

describe('a normalised name', () => {
  test.each<[string, ...string[]]>([
    ['potassium chloride 10 MEQ Extended Release Oral Capsule', 'potassium chloride: 10 meq/1 {capsule}'],
    ['potassium chloride 20 MEQ Extended Release Oral Tablet [Klor-Con]', 'potassium chloride: 20 meq/1 {tablet}'],
    ['potassium chloride 1.33 MEQ/ML Oral Solution', 'potassium chloride: 1.33 meq/1 mL'],
    ['potassium chloride 20 MEQ per 15 ML Oral Solution', 'potassium chloride: 20 meq/15 mL'],
    ['potassium chloride 20 MEQ / 15 ML Oral Solution', 'potassium chloride: 20 meq/15 mL'],
    ['potassium chloride 20 MEQ Powder for Oral Solution', 'potassium chloride: 20 meq/1 {packet}'],
    ['Potassium Chloride 20 mEq Oral Tablet', 'Potassium Chloride: 20 meq/1 {tablet}'],
    ['50 ML magnesium sulfate 40 MG/ML Injection', 'magnesium sulfate: 40 mg/1 mL'],
    ['magnesium sulfate 2 GM in 50 ML Injection', 'magnesium sulfate: 2 g/50 mL'],
    [
      '1000 ML potassium chloride 0.02 MEQ/ML / sodium chloride 9 MG/ML Injection',
      'potassium chloride: 0.02 meq/1 mL',
      'sodium chloride: 9 mg/1 mL',
    ],
    ['24 HR potassium chloride 8 MEQ Extended Release Oral Tablet', 'potassium chloride: 8 meq/1 {tablet}'],
    ['calcium carbonate 1,250 MG Oral Tablet', 'calcium carbonate: 1250 mg/1 {tablet}'],
    ['calcium carbonate 1250 MG (calcium 500 MG) Oral Tablet', 'calcium carbonate: 1250 mg/1 {tablet}'],
    ['magnesium oxide 400 mg (241.3 mg magnesium) tablet', 'magnesium oxide: 400 mg/1 {tablet}'],
    ['potassium phosphate, dibasic 236 MG/ML Injectable Solution', 'potassium phosphate, dibasic: 236 mg/1 mL'],
    ['polyethylene glycol 3350 59 MG/ML Oral Solution', 'polyethylene glycol 3350: 59 mg/1 mL'],
    ['ergocalciferol .05 MG Oral Capsule', 'ergocalciferol: 0.05 mg/1 {capsule}'],
  ])('%s', (text, ...parts) => {
    expect(told(text)).toEqual(parts);
  });

  test('a strength that no dose could use is none', () => {
    expect(told('epinephrine 0.1 MG/ACTUAT Inhalation Solution')).toEqual(['epinephrine']);
    expect(told('magnesium sulfate 50 % Injection')).toEqual(['magnesium sulfate']);
    expect(told('potassium chloride 0 MEQ Oral Tablet')).toEqual(['potassium chloride']);
    // One of an injection is not one vial.
    expect(told('pantoprazole 40 MG Injection')).toEqual(['pantoprazole']);
  });
});

describe('free text is never taken apart', () => {
  test.each([
    'potassium chloride',
    'potassium chloride 40 mEq',
    'potassium chloride 20 mEq PO daily',
    'potassium chloride (KLOR-CON M20) 20 mEq CR tablet 40 mEq',
    'calcium carbonate 500 mg calcium (1,250 mg) tablet',
    'calcium carbonate (1,250 mg) 500 mg elemental tablet',
    'Potassium Chl 20 mEq / 1000 mL D5 1/2 NS',
    'KCl 20 mEq/100 mL IVPB',
    'potassium chloride 0,5 mEq Oral Tablet',
    'potassium chloride Extended Release Oral Capsule',
    'calcium carbonate / magnesium hydroxide 10 MG Oral Tablet',
    '',
  ])('%s', (text) => {
    expect(readClinicalName(text)).toBeUndefined();
  });
});

describe('the drugs of a pack', () => {
  test.each<[string, ...string[]]>([
    [
      '{14 (amoxicillin 500 MG Oral Capsule) / 14 (lansoprazole 30 MG Delayed Release Oral Capsule) } Pack [Prevpac]',
      'amoxicillin 500 MG Oral Capsule',
      'lansoprazole 30 MG Delayed Release Oral Capsule',
    ],
    [
      '{1 (15 ML) (azithromycin 40 MG/ML Oral Suspension) / 2 (a 1 MG / b 2 MG Oral Tablet) } Pack',
      'azithromycin 40 MG/ML Oral Suspension',
      'a 1 MG / b 2 MG Oral Tablet',
    ],
    ['{6 (azithromycin 250 MG Oral Tablet) } Pack', 'azithromycin 250 MG Oral Tablet'],
    ['{3 (x 1 MG Oral Tablet) / 4 (x 1 MG Oral Tablet) } Pack', 'x 1 MG Oral Tablet'],
    ['azithromycin 250 MG Oral Tablet'],
  ])('%s', (text, ...drugs) => {
    expect(drugsOfPack(text)).toEqual(drugs);
  });
});
