import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  type Vignette,
} from '../../testing/index.ts';

const egfr = (value: number) => result('egfr', [value, 'mL/min/{1.73_m2}'], 10);
const obstetric = [condition('pre-eclampsia'), drugOrder('magnesium-sulfate', 9, { route: 'intravenous' })];
const YEARS_60 = 60 * 8766;

/** Both sides of the obstetric limits in every unit family. */
const obstetricLimits: readonly (readonly [value: number, unit: string, expected: string])[] = [
  [8.49, 'mg/dL', 'not-applicable obstetric-magnesium'],
  [8.5, 'mg/dL', 'fires warning'],
  [9.69, 'mg/dL', 'fires warning'],
  [9.7, 'mg/dL', 'fires critical'],
  [3.49, 'mmol/L', 'not-applicable obstetric-magnesium'],
  [3.5, 'mmol/L', 'fires warning'],
  [3.99, 'mmol/L', 'fires warning'],
  [4.0, 'mmol/L', 'fires critical'],
  [6.99, 'meq/L', 'not-applicable obstetric-magnesium'],
  [7.0, 'meq/L', 'fires warning'],
  [7.99, 'meq/L', 'fires warning'],
  [8.0, 'meq/L', 'fires critical'],
];

export const cases: readonly Vignette[] = [
  { name: '2.6 mg/dL is not high', facts: [magnesium(2.6, 20)], expect: 'absent' },
  { name: '2.61 mg/dL is high', facts: [magnesium(2.61, 20)], expect: 'fires info' },
  { name: '1.10 mmol/L is not high', facts: [magnesium(1.1, 20, {}, 'mmol/L')], expect: 'absent' },
  { name: '1.11 mmol/L is high', facts: [magnesium(1.11, 20, {}, 'mmol/L')], expect: 'fires info' },
  { name: '2.2 mEq/L is not high', facts: [magnesium(2.2, 20, {}, 'meq/L')], expect: 'absent' },
  { name: '2.21 mEq/L is high', facts: [magnesium(2.21, 20, {}, 'meq/L')], expect: 'fires info' },
  { name: '3.99 mg/dL', facts: [magnesium(3.99, 20)], expect: 'fires info' },
  { name: '4.0 mg/dL', facts: [magnesium(4.0, 20)], expect: 'fires warning' },
  { name: '1.64 mmol/L', facts: [magnesium(1.64, 20, {}, 'mmol/L')], expect: 'fires info' },
  { name: '1.65 mmol/L', facts: [magnesium(1.65, 20, {}, 'mmol/L')], expect: 'fires warning' },
  { name: '3.29 mEq/L', facts: [magnesium(3.29, 20, {}, 'meq/L')], expect: 'fires info' },
  { name: '3.3 mEq/L', facts: [magnesium(3.3, 20, {}, 'meq/L')], expect: 'fires warning' },
  { name: '4.89 mg/dL', facts: [magnesium(4.89, 20)], expect: 'fires warning' },
  { name: '4.9 mg/dL', facts: [magnesium(4.9, 20)], expect: 'fires critical' },
  { name: '1.99 mmol/L', facts: [magnesium(1.99, 20, {}, 'mmol/L')], expect: 'fires warning' },
  { name: '2.0 mmol/L', facts: [magnesium(2.0, 20, {}, 'mmol/L')], expect: 'fires critical' },
  { name: '3.99 mEq/L', facts: [magnesium(3.99, 20, {}, 'meq/L')], expect: 'fires warning' },
  { name: '4.0 mEq/L', facts: [magnesium(4.0, 20, {}, 'meq/L')], expect: 'fires critical' },
  { name: '">4.9 mg/dL" counts as 4.9', facts: [magnesium(4.9, 20, { comparator: '>' })], expect: 'fires critical' },
  { name: '"<4.9 mg/dL" is not known to be high', facts: [magnesium(4.9, 20, { comparator: '<' })], expect: 'absent' },
  {
    name: 'impaired kidneys and a source',
    facts: [magnesium(2.8, 20), egfr(29), drugOrder('magnesium-hydroxide', 0)],
    expect: 'fires warning',
  },
  {
    name: 'eGFR of 30 and a source',
    facts: [magnesium(2.8, 20), egfr(30), drugOrder('magnesium-hydroxide', 0)],
    expect: 'fires info',
  },
  { name: 'impaired kidneys and no source', facts: [magnesium(2.8, 20), egfr(29)], expect: 'fires info' },
  {
    name: 'dialysis and a source of today',
    facts: [magnesium(2.8, 20), condition('dialysis'), dose('magnesium-citrate', undefined, 2)],
    expect: 'fires warning',
  },
  {
    name: 'dialysis and a source of 24 h ago',
    facts: [magnesium(2.8, 20), condition('dialysis'), dose('magnesium-citrate', undefined, 0)],
    expect: 'fires info',
  },
  {
    name: 'acute kidney injury by a doubled creatinine, and a source',
    facts: [
      magnesium(2.8, 20),
      result('creatinine', [1, 'mg/dL'], -100),
      result('creatinine', [2, 'mg/dL'], 10),
      magnesiumDose(16, 10, { isMaintenance: true }),
    ],
    expect: 'fires warning',
  },
  {
    name: 'acute kidney injury on the problem list, and a source',
    facts: [magnesium(2.8, 20), condition('aki'), drugOrder('magnesium-oxide', 0)],
    expect: 'fires warning',
  },
  {
    name: 'impaired kidneys and a source, but no high value',
    facts: [magnesium(2.6, 20), egfr(29), drugOrder('magnesium-hydroxide', 0)],
    expect: 'absent',
  },
  {
    name: 'a creatinine of less than twice is none',
    facts: [
      magnesium(2.8, 20),
      result('creatinine', [1, 'mg/dL'], -100),
      result('creatinine', [1.99, 'mg/dL'], 10),
      magnesiumDose(16, 10),
    ],
    expect: 'fires info',
  },
  {
    name: 'eGFR from creatinine, age and sex',
    facts: [
      magnesium(2.8, 20),
      result('creatinine', [3, 'mg/dL'], 10),
      person({ sex: 'female', bornFrom: at(-YEARS_60) }),
      magnesiumDose(16, 10),
    ],
    expect: 'fires warning',
  },
  {
    name: 'without a sex the eGFR is unknown and impairs nothing',
    facts: [
      magnesium(2.8, 20),
      result('creatinine', [3, 'mg/dL'], 10),
      person({ bornFrom: at(-YEARS_60) }),
      magnesiumDose(16, 10),
    ],
    expect: 'fires info',
  },
  {
    name: 'obstetric magnesium in its window',
    facts: [magnesium(6, 20), ...obstetric],
    expect: 'not-applicable obstetric-magnesium',
  },
  ...obstetricLimits.map(([value, unit, expected]) => ({
    name: `obstetric ${value} ${unit}`,
    facts: [magnesium(value, 20, {}, unit), ...obstetric],
    expect: expected,
  })),
  {
    name: 'obstetric by an infusion that runs, without an order',
    facts: [
      magnesium(6, 20),
      condition('pre-eclampsia'),
      magnesiumDose(40, 30, { start: at(10), standing: 'running' }),
    ],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'an infusion that has ended, without an order, is none',
    facts: [magnesium(6, 20), condition('pre-eclampsia'), magnesiumDose(40, 19)],
    expect: 'fires critical',
  },
  {
    name: 'an obstetric condition that is over',
    facts: [
      magnesium(6, 20),
      condition('pregnancy', { isActive: false }),
      drugOrder('magnesium-sulfate', 9, { route: 'intravenous' }),
    ],
    expect: 'fires critical',
  },
  {
    name: 'an enteral order is no obstetric magnesium',
    facts: [magnesium(6, 20), condition('pregnancy'), drugOrder('magnesium-oxide', 9)],
    expect: 'fires critical',
  },
  { name: 'pregnant without an infusion', facts: [magnesium(6, 20), condition('pregnancy')], expect: 'fires critical' },
  { name: 'an early sample counts', facts: [magnesiumDose(16, 18), magnesium(4.9, 19)], expect: 'fires critical' },
  {
    name: 'a hemolyzed high value is shown',
    facts: [magnesium(4.9, 20, { quality: ['hemolyzed'] })],
    expect: 'fires critical',
  },
  {
    name: 'a hemolyzed normal value does not clear it',
    facts: [magnesium(4.9, 10), magnesium(2.3, 20, { quality: ['hemolyzed'] })],
    expect: 'fires critical',
  },
  { name: 'a later normal value clears it', facts: [magnesium(4.9, 10), magnesium(2.3, 20)], expect: 'absent' },
  {
    name: 'a value from an EDTA tube does not count',
    facts: [magnesium(4.9, 20), potassium(8, 20), calcium(4, 20)],
    expect: 'unknown',
  },
  {
    name: 'comfort care',
    facts: [magnesium(4.9, 20), condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
  { name: 'no magnesium: cannot tell', facts: [], expect: 'unknown' },
  {
    name: 'a unit that contradicts its code caps at warning',
    facts: [magnesium(4.9, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
];
