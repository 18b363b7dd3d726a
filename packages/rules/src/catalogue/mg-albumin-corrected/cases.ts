import {
  albumin,
  at,
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

const mild = magnesium(1.6, 20);

const qtc = (value: number) => result('qtc', [value, 'ms'], 20);
/** What makes a mildly low value matter. */
export const modifiers = [
  ['a low potassium', potassium(3.49, 20)],
  ['a long QTc', qtc(480)],
  ['a low calcium', ionizedCalcium(1.11, 20)],
  ['digoxin', drugOrder('digoxin', 10)],
  ['a drug that prolongs QT most', drugOrder('sotalol', 10)],
  ['torsades', condition('torsades', { from: at(10) })],
] as const;
const noModifiers = [
  ['a potassium that is not low', potassium(3.5, 20)],
  ['a QTc that is not long', qtc(479)],
  ['a calcium that is not low', ionizedCalcium(1.12, 20)],
  ['digoxin of 48 h ago', dose('digoxin', undefined, -24)],
  ['a drug that prolongs QT less', drugOrder('ondansetron', 10)],
  ['torsades of 24 h ago', condition('torsades', { from: at(0) })],
] as const;

/** Both sides of low, and of normal after correction: by 0.1 mmol/L, against 0.70 mmol/L whatever the unit (4.97.12). */
const limits: readonly (readonly [value: number, unit: string, expected: string])[] = [
  [1.69, 'mg/dL', 'fires info'],
  [1.46, 'mg/dL', 'fires info'],
  [1.45, 'mg/dL', 'absent'],
  [0.7, 'mmol/L', 'absent'],
  [0.69, 'mmol/L', 'fires info'],
  [1.4, 'meq/L', 'absent'],
  [1.39, 'meq/L', 'fires info'],
  [1.2, 'meq/L', 'fires info'],
  [1.19, 'meq/L', 'absent'],
];

export const cases: readonly Vignette[] = [
  { name: 'a mild low value that albumin explains', facts: [mild, albumin(2, 20)], expect: 'fires info' },
  {
    name: 'albumin of 3.5 g/dL is not low',
    facts: [magnesium(0.69, 20, {}, 'mmol/L'), albumin(3.5, 20)],
    expect: 'absent',
  },
  {
    name: 'albumin of 3.49 g/dL is low',
    facts: [magnesium(0.69, 20, {}, 'mmol/L'), albumin(3.49, 20)],
    expect: 'fires info',
  },
  {
    name: 'corrected to exactly 0.70 mmol/L is normal',
    facts: [magnesium(0.6, 20, {}, 'mmol/L'), albumin(2, 20)],
    expect: 'fires info',
  },
  {
    name: 'corrected to 0.699 mmol/L is still low',
    facts: [magnesium(0.599, 20, {}, 'mmol/L'), albumin(2, 20)],
    expect: 'absent',
  },
  { name: 'moderately low is never explained', facts: [magnesium(1.19, 20), albumin(0.5, 20)], expect: 'absent' },
  { name: 'a normal value needs no explanation', facts: [magnesium(1.7, 20), albumin(2, 20)], expect: 'absent' },
  ...modifiers.map(([name, fact]) => ({
    name: `${name} leaves it to mg-low`,
    facts: [mild, albumin(2, 20), fact],
    expect: 'absent',
  })),
  ...noModifiers.map(([name, fact]) => ({
    name: `${name} does not`,
    facts: [mild, albumin(2, 20), fact],
    expect: 'fires info',
  })),
  ...limits.map(([value, unit, expected]) => ({
    name: `magnesium ${value} ${unit}`,
    facts: [magnesium(value, 20, {}, unit), albumin(2, 20)],
    expect: expected,
  })),
  { name: 'an albumin of 72 h before the sample pairs', facts: [mild, albumin(2, -52)], expect: 'fires info' },
  { name: 'an albumin of more than 72 h before does not', facts: [mild, albumin(2, -52.1)], expect: 'absent' },
  { name: 'an albumin after the sample pairs', facts: [magnesium(1.6, 10), albumin(2, 22)], expect: 'fires info' },
  {
    name: 'an albumin of 72 h after the sample pairs',
    facts: [magnesium(1.6, -50), albumin(2, 22)],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires info',
  },
  {
    name: 'an albumin of more than 72 h after does not',
    facts: [magnesium(1.6, -50), albumin(2, 22.1)],
    when: { defaultSetting: 'outpatient' },
    expect: 'absent',
  },
  {
    name: 'the nearest albumin pairs',
    facts: [mild, albumin(2, -20), albumin(4, 19)],
    expect: 'absent',
  },
  { name: 'no albumin near it: the low value speaks for itself, in mg-low', facts: [mild], expect: 'absent' },
  { name: 'no magnesium: cannot tell', facts: [albumin(2, 20)], expect: 'unknown' },
  {
    name: 'ionized magnesium is not corrected',
    facts: [result('magnesium-ionized', [0.4, 'mmol/L'], 20), albumin(2, 20)],
    expect: 'absent',
  },
  { name: 'a later normal value clears it', facts: [mild, albumin(2, 20), magnesium(1.9, 22)], expect: 'absent' },
  {
    name: 'ordered: in progress',
    facts: [mild, albumin(2, 20), drugOrder('magnesium-oxide', 21)],
    expect: 'in-progress info',
  },
  {
    name: 'comfort care',
    facts: [mild, albumin(2, 20), condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
  { name: 'treated: in progress', facts: [mild, albumin(2, 20), magnesiumDose(16, 22)], expect: 'in-progress info' },
];
