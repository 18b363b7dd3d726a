import { describe, expect, test } from 'vitest';
import type { Present } from './contract.ts';
import { RULES } from './registry.ts';
import { at } from './testing/index.ts';
import {
  egfrLine,
  figureText,
  fitting,
  noteLines,
  numberText,
  quantityText,
  resultText,
  SUMMARY_CHARACTERS_MAX,
  seriesLine,
} from './words.ts';

const plain: Present = { verdict: 'present', severity: 'info', figures: {}, missing: [], evidence: [], notes: [] };

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
    const full = 'x'.repeat(SUMMARY_CHARACTERS_MAX);
    expect(fitting(full, 'short')).toBe(full);
    expect(fitting(`${full}x`, 'short')).toBe('short');
    expect(fitting(full)).toBe(full);
    expect(fitting(`${full}x`)).toBe(`${'x'.repeat(138)}…`);
    expect(fitting()).toBe('');
  });

  test('a figure reads as text, and what is not there as none', () => {
    const figures = { doseMEq: 79.999, drugs: 'digoxin', isTorsades: true };
    const said = (name: string) => figureText({ ...plain, figures }, name);
    expect(['doseMEq', 'drugs', 'isTorsades', 'egfr'].map(said)).toEqual(['80', 'digoxin', 'true', '']);
    expect(egfrLine({ ...plain, figures: { egfr: 44.6 } })).toEqual(['eGFR 45 mL/min/1.73 m².']);
    expect(egfrLine(plain)).toEqual([]);
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

describe('a series of evidence', () => {
  const level = (hour: number, value = 2.9) =>
    ({ role: 'potassium', reference: `Observation/${hour}`, value, unit: 'mmol/L', at: at(hour) }) as const;
  const levels = (count: number) => Array.from({ length: count }, (_, hour) => level(hour));
  const series = (evidence: Present['evidence']) => seriesLine({ ...plain, evidence }, 'Potassium', ['potassium'])[0];

  test('in clinical order, of the roles that are asked for', () => {
    const order = { role: 'potassium', reference: 'MedicationRequest/1', at: at(1) } as const;
    const other = { role: 'magnesium', reference: 'Observation/mg', value: 1.5, unit: 'mg/dL', at: at(1) } as const;
    expect(series([level(2, 3), other, order, level(0)])).toBe(
      'Potassium: 2.9 mmol/L (2026-03-10T08:00:00Z); 2026-03-10T09:00:00Z; 3.0 mmol/L (2026-03-10T10:00:00Z).',
    );
    expect(series([other])).toBeUndefined();
  });

  test.each([
    [12, 'Potassium: 2.9 mmol/L (2026-03-10T08:00:00Z); ', 12],
    [13, 'Potassium: 1 earlier; 2.9 mmol/L (2026-03-10T09:00:00Z); ', 12],
    [15, 'Potassium: 3 earlier; 2.9 mmol/L (2026-03-10T11:00:00Z); ', 12],
  ])('of %d the last twelve are shown and the others counted', (count, start, shown) => {
    const text = series(levels(count)) ?? '';
    expect(text.startsWith(start)).toBe(true);
    expect(text.match(/mmol\/L/g)).toHaveLength(shown);
  });
});

describe('what a reader must know of an answer', () => {
  const evidence = (...roles: readonly string[]) =>
    roles.map((role) => ({ role, reference: `ServiceRequest/${role}`, at: at(0) }));
  const pending = (...roles: readonly string[]): Partial<Present> => ({
    explainedBy: { reason: 'test-pending', evidence: evidence(...roles) },
  });
  test.each<[string, Partial<Present>, readonly string[]]>([
    ['nothing', {}, []],
    ['a note', { notes: ['preliminary'] }, ['A result is preliminary.']],
    ['a note without words says nothing', { notes: ['unheard-of', 'preliminary'] }, ['A result is preliminary.']],
    [
      'treatment',
      { explainedBy: { reason: 'treated', evidence: evidence('dose') } },
      ['Magnesium replacement is under way since this value.'],
    ],
    [
      'a magnesium on its way',
      pending('magnesium-test'),
      ['A magnesium level is already ordered or in the laboratory.'],
    ],
    [
      'a potassium on its way, whatever else is',
      pending('magnesium-test', 'potassium-test'),
      ['A potassium level is already ordered or in the laboratory.'],
    ],
  ])('%s', (_name, parts, expected) => {
    expect(noteLines({ ...plain, ...parts })).toEqual(expected);
  });
});
