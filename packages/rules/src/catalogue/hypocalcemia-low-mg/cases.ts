import {
  albumin,
  calcium,
  condition,
  dose,
  drugOrder,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  type Vignette,
} from '../../testing/index.ts';
import { calciumLimitCases } from '../calcium-limits.fixture.ts';

const mg = magnesium(1.5, 20);
const normalAlbumin = albumin(4, 20);
const meq = (value: number) => ({ element: 'calcium', meq: value }) as const;

/** Both sides of low, moderate and severe in every unit family. */
const gradesOfMagnesium: readonly (readonly [value: number, unit: string, expected: string])[] = [
  [1.7, 'mg/dL', 'absent'],
  [1.69, 'mg/dL', 'fires info'],
  [1.2, 'mg/dL', 'fires info'],
  [1.19, 'mg/dL', 'fires warning'],
  [1.0, 'mg/dL', 'fires warning'],
  [0.99, 'mg/dL', 'fires critical'],
  [0.7, 'mmol/L', 'absent'],
  [0.69, 'mmol/L', 'fires info'],
  [0.5, 'mmol/L', 'fires info'],
  [0.49, 'mmol/L', 'fires warning'],
  [0.4, 'mmol/L', 'fires warning'],
  [0.39, 'mmol/L', 'fires critical'],
  [1.4, 'meq/L', 'absent'],
  [1.39, 'meq/L', 'fires info'],
  [1.0, 'meq/L', 'fires info'],
  [0.99, 'meq/L', 'fires warning'],
  [0.8, 'meq/L', 'fires warning'],
  [0.79, 'meq/L', 'fires critical'],
];

export const cases: readonly Vignette[] = [
  { name: 'both are low', facts: [ionizedCalcium(1.05, 20), mg], expect: 'fires info' },
  ...calciumLimitCases([mg], { ok: 'absent', low: 'fires info', severe: 'fires warning', critical: 'fires critical' }),
  {
    name: '7.6 with albumin 3.0 corrects to 8.4 exactly',
    facts: [calcium(7.6, 20), albumin(3, 20), mg],
    expect: 'absent',
  },
  { name: '7.59 with albumin 3.0 stays low', facts: [calcium(7.59, 20), albumin(3, 20), mg], expect: 'fires info' },
  {
    name: '1.70 mmol/L with albumin 20 g/L corrects to 2.10 exactly',
    facts: [calcium(1.7, 20, {}, 'mmol/L'), albumin(2, 20), mg],
    expect: 'absent',
  },
  {
    name: '3.4 mEq/L with albumin 20 g/L corrects to 4.2 exactly',
    facts: [calcium(3.4, 20, {}, 'meq/L'), albumin(2, 20), mg],
    expect: 'absent',
  },
  { name: 'a total without albumin cannot tell', facts: [calcium(7.6, 20), mg], expect: 'unknown' },
  { name: 'a severe total without albumin counts', facts: [calcium(7.59, 20), mg], expect: 'fires warning' },
  { name: '1.90 mmol/L without albumin cannot tell', facts: [calcium(1.9, 20, {}, 'mmol/L'), mg], expect: 'unknown' },
  { name: '1.89 mmol/L counts', facts: [calcium(1.89, 20, {}, 'mmol/L'), mg], expect: 'fires warning' },
  { name: '3.8 mEq/L without albumin cannot tell', facts: [calcium(3.8, 20, {}, 'meq/L'), mg], expect: 'unknown' },
  { name: '3.79 mEq/L counts', facts: [calcium(3.79, 20, {}, 'meq/L'), mg], expect: 'fires warning' },
  {
    name: 'an older ionized value wins over a newer total',
    facts: [ionizedCalcium(1.2, 2), calcium(7, 20), normalAlbumin, mg],
    expect: 'absent',
  },
  {
    name: 'a value that the laboratory corrected is not corrected again',
    facts: [result('calcium-albumin-corrected', [8.3, 'mg/dL'], 20), albumin(2, 20), mg],
    expect: 'fires info',
  },
  { name: 'no calcium: cannot tell', facts: [mg], expect: 'unknown' },
  { name: 'no magnesium: cannot tell', facts: [ionizedCalcium(1.0, 20)], expect: 'unknown' },
  { name: 'normal magnesium', facts: [ionizedCalcium(1.0, 20), magnesium(1.7, 20)], expect: 'absent' },
  { name: 'normal calcium and no magnesium', facts: [ionizedCalcium(1.2, 20)], expect: 'absent' },
  { name: 'a calcium of 48 h ago: cannot tell', facts: [ionizedCalcium(1.0, -24), mg], expect: 'unknown' },
  { name: 'a calcium of just under 48 h ago', facts: [ionizedCalcium(1.0, -23.9), mg], expect: 'fires info' },
  ...gradesOfMagnesium.map(([value, unit, expected]) => ({
    name: `magnesium ${value} ${unit}`,
    facts: [ionizedCalcium(1.05, 20), magnesium(value, 20, {}, unit)],
    expect: expected,
  })),
  {
    name: 'a QTc of 500',
    facts: [ionizedCalcium(1.05, 20), mg, result('qtc', [500, 'ms'], 20)],
    expect: 'fires critical',
  },
  {
    name: 'a QTc of 499',
    facts: [ionizedCalcium(1.05, 20), mg, result('qtc', [499, 'ms'], 20)],
    expect: 'fires info',
  },
  {
    name: 'PTH of 64 is not raised',
    facts: [ionizedCalcium(1.05, 20), mg, result('pth', [64, 'pg/mL'], 2)],
    expect: 'fires warning',
  },
  {
    name: 'PTH of 65 is raised',
    facts: [ionizedCalcium(1.05, 20), mg, result('pth', [65, 'pg/mL'], 2)],
    expect: 'fires info',
  },
  {
    name: "the laboratory's own limit of PTH counts",
    facts: [ionizedCalcium(1.05, 20), mg, result('pth', [68, 'pg/mL'], 2, { referenceRange: { high: 70 } })],
    expect: 'fires warning',
  },
  {
    name: "the laboratory's own limit is in the unit of comparison, not in the reported one",
    facts: [
      ionizedCalcium(1.05, 20),
      mg,
      result('pth', [8.8, 'pmol/L'], 2, {
        compared: { value: 82.9, unit: 'pg/mL' },
        canonical: 82.9,
        referenceRange: { high: 75.4 },
      }),
    ],
    expect: 'fires info',
  },
  {
    name: 'PTH of just under 336 h ago',
    facts: [ionizedCalcium(1.05, 20), mg, result('pth', [30, 'pg/mL'], 24 - 335.9)],
    expect: 'fires warning',
  },
  {
    name: 'PTH of 336 h ago has left the window',
    facts: [ionizedCalcium(1.05, 20), mg, result('pth', [30, 'pg/mL'], 24 - 336)],
    expect: 'fires info',
  },
  {
    name: '4.4 mmol of calcium into the vein and still low',
    facts: [dose('calcium-gluconate', meq(8.8), 10), ionizedCalcium(1.05, 20), mg],
    expect: 'fires warning',
  },
  {
    name: '4.39 mmol is too little',
    facts: [dose('calcium-gluconate', meq(8.78), 10), ionizedCalcium(1.05, 20), mg],
    expect: 'fires info',
  },
  {
    name: 'calcium that ended just under 48 h before the sample',
    facts: [dose('calcium-gluconate', meq(8.8), -27.9), ionizedCalcium(1.05, 20), mg],
    expect: 'fires warning',
  },
  {
    name: 'calcium that ended 48 h before it',
    facts: [dose('calcium-gluconate', meq(8.8), -28), ionizedCalcium(1.05, 20), mg],
    expect: 'fires info',
  },
  {
    name: 'enteral calcium does not count',
    facts: [dose('calcium-carbonate', meq(20), 10, { route: 'enteral' }), ionizedCalcium(1.05, 20), mg],
    expect: 'fires info',
  },
  {
    name: 'calcium after the sample does not count',
    facts: [dose('calcium-gluconate', meq(20), 22), ionizedCalcium(1.05, 20), mg],
    expect: 'fires info',
  },
  { name: 'dialysis', facts: [ionizedCalcium(1.05, 20), mg, condition('dialysis')], expect: 'not-applicable dialysis' },
  {
    name: 'values from an EDTA tube do not count',
    facts: [ionizedCalcium(0.4, 20), magnesium(0.5, 20), potassium(8, 20)],
    expect: 'unknown',
  },
  {
    name: 'treated: in progress',
    facts: [ionizedCalcium(1.05, 20), mg, magnesiumDose(8, 22)],
    expect: 'in-progress info',
  },
  {
    name: 'ordered: in progress',
    facts: [ionizedCalcium(1.05, 20), mg, drugOrder('magnesium-oxide', 21)],
    expect: 'in-progress info',
  },
  {
    name: 'a later calcium that is not low clears it',
    facts: [ionizedCalcium(1.05, 20), mg, ionizedCalcium(1.2, 22)],
    expect: 'absent',
  },
  {
    name: 'a later normal magnesium clears it',
    facts: [ionizedCalcium(1.05, 20), mg, magnesium(1.9, 22)],
    expect: 'absent',
  },
  {
    name: 'comfort care',
    facts: [ionizedCalcium(1.05, 20), mg, condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
  {
    name: 'a unit that contradicts the code of calcium caps at warning',
    facts: [ionizedCalcium(0.7, 20, { quality: ['unit-property-mismatch'] }), mg],
    expect: 'fires warning',
  },
];
