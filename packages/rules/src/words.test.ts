import { describe, expect, test } from 'vitest';
import type { Present } from './contract.ts';
import { RULES } from './registry.ts';
import { fitting, numberText, quantityText, resultText, SUMMARY_CHARACTERS_MAX } from './words.ts';

describe('words', () => {
  test.each([
    [2.9, '2.9'],
    [0.30000000000000004, '0.3'],
    [0.5761, '0.576'],
    [80, '80'],
    [-0.1, '-0.1'],
    [1234.567, '1234.57'],
  ])('%d reads %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  test('UCUM codes read as clinicians write them, and the comparator stays', () => {
    expect(quantityText(1.4, 'meq/L')).toBe('1.4 mEq/L');
    expect(resultText({ reported: { value: 10, unit: 'mg/dL' }, comparator: '>' })).toBe('>10.0 mg/dL');
  });

  test('the first wording that fits is taken, the last one is cut', () => {
    expect(fitting('x'.repeat(139))).toHaveLength(139);
    expect(fitting('x'.repeat(140), 'short')).toBe('short');
    expect(fitting('x'.repeat(200))).toHaveLength(SUMMARY_CHARACTERS_MAX);
  });

  const longest: Present = {
    verdict: 'present',
    severity: 'critical',
    figures: {
      definition: 'A',
      potassiumMmolPerL: 11.99,
      doseMEq: 1999.99,
      intervalHours: 2159.75,
      magnesium: '>21.87 mEq/L',
      magnesiumKind: 'ionized',
      magnesiumGrade: 'low-normal',
      magnesiumCorrectedMmolPerL: 8.999,
      magnesiumCorrectedMgPerDl: 21.87,
      magnesiumUnit: 'mg/dL',
      albuminGPerL: 34.99,
      calcium: '>22.04 mg/dL',
      calciumIonized: '>22.04 mg/dL',
      calciumKind: 'corrected',
      calciumCorrected: '>22.04 mg/dL',
      isPthNotRaised: true,
      lookBackHours: 8760,
      egfr: 199.99,
      doseG: 246.6,
      dueHours: 8760,
      tooEarlyHours: 8760,
      hoursAfterDose: 8759.99,
      isDoseEndUnknown: true,
      hazards:
        'dialysis, acute kidney injury, pyridostigmine (a sign of myasthenia), high-grade AV block, rocuronium, succinylcholine',
      qtcMs: 799.99,
      isTorsades: true,
      qtDrugs: 'amiodarone, chlorpromazine, ciprofloxacin, haloperidol, hydroxychloroquine, methadone, ondansetron',
      qtDrugCount: 37,
      digoxinDrugs: 'digitoxin, digoxin',
      isPotassiumLow: true,
      isMagnesiumLow: true,
      ppi: 'dexlansoprazole, esomeprazole, lansoprazole, omeprazole, pantoprazole, rabeprazole',
      ppiDays: 36500,
      ppiMonths: 1199,
      drugs: 'amikacin, gentamicin, kanamycin, neomycin, plazomicin, streptomycin, tobramycin',
      exposureHours: 876_000,
      overdueGroups: 11,
      otherDrugs: 'omeprazole with digoxin, furosemide, hydrochlorothiazide; cyclosporine, tacrolimus; cisplatin',
      femg: 100.01,
      category: 'extra-renal',
      isAfterLoopDiuretic: true,
      dropPhosphatePct: 99.99,
      dropPotassiumPct: -1099.99,
      dropMagnesiumPct: 99.99,
      worstHazard: 'atracurium, cisatracurium, mivacurium, pancuronium, rocuronium, succinylcholine, vecuronium',
    },
    missing: ['pth'],
    evidence: [],
    notes: [],
  };
  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s: the longest summary fits without being cut',
    (_id, rule) => {
      const summary = rule.card.summary(longest);
      expect(summary.length).toBeLessThanOrEqual(SUMMARY_CHARACTERS_MAX);
      expect(summary).not.toContain('…');
    },
  );
});
