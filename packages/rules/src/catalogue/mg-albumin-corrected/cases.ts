import {
  albumin,
  at,
  condition,
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
const modifiers = [
  ['a low potassium', potassium(3.4, 20)],
  ['a long QTc', qtc(480)],
  ['a low calcium', ionizedCalcium(1.11, 20)],
  ['digoxin', drugOrder('digoxin', 10)],
  ['a drug that prolongs QT most', drugOrder('sotalol', 10)],
  ['torsades', condition('torsades', { from: at(10) })],
] as const;

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
  {
    name: 'a potassium that is not low does not',
    facts: [mild, albumin(2, 20), potassium(3.5, 20)],
    expect: 'fires info',
  },
  { name: 'a QTc that is not long does not', facts: [mild, albumin(2, 20), qtc(479)], expect: 'fires info' },
  { name: 'an albumin of 72 h before the sample pairs', facts: [mild, albumin(2, -52)], expect: 'fires info' },
  { name: 'an albumin of more than 72 h before does not', facts: [mild, albumin(2, -52.1)], expect: 'absent' },
  { name: 'an albumin after the sample pairs', facts: [magnesium(1.6, 10), albumin(2, 22)], expect: 'fires info' },
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
  { name: 'treated: in progress', facts: [mild, albumin(2, 20), magnesiumDose(16, 22)], expect: 'in-progress info' },
];
