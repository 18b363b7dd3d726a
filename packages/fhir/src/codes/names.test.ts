import type { Drug } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { countedDrugs, findDrugsByName, mentionsElement } from './names.ts';

describe('drugs from names', () => {
  test.each<[string, ...string[]]>([
    ['Potassium Chloride', 'potassium-chloride'],
    ['potassium chloride 20 MEQ Extended Release Oral Tablet', 'potassium-chloride'],
    ['Potassium Chl 20 mEq / 1000 mL D5 1/2 NS', 'potassium-chloride'],
    ['Potassium Chloride (Powder)', 'potassium-chloride'],
    ['KCL (Bolus)', 'potassium-chloride'],
    ['K-Dur', 'potassium-chloride'],
    ['K Phos', 'potassium-phosphate'],
    ['Potassium Phosphate', 'potassium-phosphate'],
    ['potassium phosphate, monobasic', 'potassium-phosphate-monobasic'],
    ['potassium phosphate monobasic 3 mmol/mL / potassium phosphate dibasic', 'potassium-phosphate'],
    ['Potassium Acid Phosphate', 'potassium-phosphate-monobasic'],
    ['potassium bicarbonate', 'potassium-bicarbonate'],
    ['Potassium citrate 10 mEq', 'potassium-citrate'],
    ['Magnesium Sulfate', 'magnesium-sulfate'],
    ['magnesium sulphate 50 %', 'magnesium-sulfate'],
    ['MgSO4 2 g', 'magnesium-sulfate'],
    ['Magnesium Oxide', 'magnesium-oxide'],
    ['Mag-Oxide', 'magnesium-oxide'],
    ['Milk of Magnesia', 'magnesium-hydroxide'],
    ['Aluminum-Magnesium Hydrox.-Simethicone', 'magnesium-hydroxide'],
    ['aluminum hydroxide / magnesium hydroxide / simethicone', 'magnesium-hydroxide'],
    ['Magnesium Citrate', 'magnesium-citrate'],
    ['Calcium Gluconate', 'calcium-gluconate'],
    ['calcium carbonate-vitamin D3', 'calcium-carbonate', 'cholecalciferol'],
    ['Furosemide (Lasix)', 'furosemide'],
    ['Frusemide', 'furosemide'],
    ['Pantoprazole Sodium', 'pantoprazole'],
    ['esomeprazole magnesium', 'esomeprazole'],
    ['lisinopril-hydrochlorothiazide', 'hydrochlorothiazide'],
    ['Torasemide', 'torsemide'],
    ['Salbutamol', 'albuterol'],
    ['Insulin Glargine', 'insulin-glargine'],
    ['Insulin Regular', 'insulin-regular-human'],
    ['Insulin', 'insulin'],
    ['3 ML insulin glargine 100 UNT/ML Prefilled Syringe', 'insulin-glargine'],
    ['10 ML calcium chloride 100 MG/ML Prefilled Syringe', 'calcium-chloride'],
    ['EPINEPHrine 0.1 mg/mL syringe', 'epinephrine'],
    ['Amphotericin B Liposomal', 'amphotericin-b'],
    ['epinephrine', 'epinephrine'],
    ['KCl (CRRT)', 'dialysate'],
    ['Calcium Gluconate (CRRT)', 'dialysate'],
    ['Potassium chloride in dialysate', 'dialysate'],
    ['K-Phos', 'potassium-phosphate'],
    ['potassium phosphate, monobasic 500 MG Oral Tablet [K-Phos]', 'potassium-phosphate-monobasic'],
    ['K-Phos Neutral', 'potassium-phosphate'],
    ['magnesium citrate 58.2 MG/ML Oral Solution', 'magnesium-citrate'],
    ['citric acid 12 GM / magnesium oxide 3.5 GM / sodium picosulfate 10 MG Powder', 'magnesium-citrate'],
    ['esomeprazole magnesium 20 MG Delayed Release Oral Capsule', 'esomeprazole'],
    ['aluminium hydroxide / magnesium hydroxide antacid', 'magnesium-hydroxide'],
    ['aspirin 81 MG / omeprazole 40 MG Oral Tablet', 'omeprazole'],
    ['cholecalciferol / magnesium oxide / riboflavin', 'cholecalciferol'],
    ['Multivitamin 10 mL + magnesium sulfate 2 g in sodium chloride 0.9 % 1000 mL', 'magnesium-sulfate'],
    ['Banana bag (multivitamin, thiamine, magnesium sulfate 2 g)', 'magnesium-sulfate'],
  ])('%s', (name, ...drugs) => {
    expect([...findDrugsByName(name)].sort()).toEqual(drugs.sort());
  });
});

describe('names that only look like it', () => {
  test.each([
    'Penicillin V Potassium',
    'Penicillin G Potassium',
    'penicillin G potassium in dextrose',
    'Losartan Potassium',
    'amoxicillin-potassium clavulanate',
    'Potassium iodide',
    'potassium iodide 65 MG Oral Tablet',
    'penicillin V potassium 500 MG Oral Tablet',
    '50 ML penicillin G potassium 20000 UNT/ML Injection',
    'losartan potassium 50 MG Oral Tablet',
    'amoxicillin 875 MG / clavulanate potassium 125 MG Oral Tablet',
    'atorvastatin calcium 10 MG Oral Tablet',
    'aspirin 325 MG / magnesium oxide 50 MG Oral Tablet',
    'Multivitamin with magnesium oxide and calcium carbonate',
    '237 ML calcium carbonate 1 MG/ML / riboflavin 0.01 MG/ML Oral Suspension',
    'magnesium sulfate 225 MG / potassium chloride 188 MG / sodium sulfate 1479 MG Oral Tablet',
    'Atorvastatin Calcium',
    'leucovorin calcium',
    'naproxen magnesium stearate',
    'Morphine 15 mg sulfate',
    'Ferrous sulfate 325 mg',
    'Norepinephrine',
    'nor-epinephrine',
    'lidocaine-epinephrine',
    'Digoxin Immune Fab',
    'PEG 3350-sod sul-bicarb-sod chloride-potassium chloride',
    'GoLYTELY (potassium chloride)',
    "Lactated Ringer's (potassium chloride, calcium chloride)",
    'Plasma-Lyte with magnesium chloride',
    'Cardioplegic solution potassium chloride',
    'Insulin pen needle',
    'Insulin Syringe 0.5 mL',
    'insulin U-100 syringe',
    'SYRINGE,INSULIN 0.5ML 28G',
    'Insulin disposable syringe',
    'Insulin Syringe-Needle U-100',
    'Sodium Chloride 0.9 %',
    'Vancomycin',
    '',
  ])('%s', (name) => {
    expect(findDrugsByName(name)).toEqual([]);
  });
});

test('a potassium that is no known drug is worth saying', () => {
  expect(mentionsElement('Losartan Potassium')).toBe(true);
  expect(mentionsElement('Vancomycin')).toBe(false);
  expect(mentionsElement('GoLYTELY potassium chloride')).toBe(false);
});

describe('drugs that were found by codes, by the name of their product', () => {
  test.each<[string, readonly Drug[], readonly Drug[]]>([
    [
      'calcium chloride / potassium chloride Injectable Solution',
      ['calcium-chloride', 'potassium-chloride'],
      ['calcium-chloride', 'potassium-chloride'],
    ],
    [
      'calcium chloride / magnesium chloride Injectable Solution [Prismasol]',
      ['calcium-chloride', 'magnesium-chloride'],
      ['dialysate'],
    ],
    ['epinephrine 0.01 MG/ML / lidocaine 10 MG/ML Injection', ['epinephrine'], []],
    ['aspirin 325 MG / magnesium oxide 50 MG Oral Tablet', ['magnesium-oxide'], []],
    ['magnesium oxide / sodium picosulfate Oral Solution', ['magnesium-oxide'], ['magnesium-citrate']],
    ['heparin in dialysis', ['furosemide'], []],
    ['10 ML calcium chloride 100 MG/ML Prefilled Syringe', ['calcium-chloride'], ['calcium-chloride']],
  ])('%s', (name, drugs, counted) => {
    expect(countedDrugs(name, drugs)).toEqual(counted);
  });
});
