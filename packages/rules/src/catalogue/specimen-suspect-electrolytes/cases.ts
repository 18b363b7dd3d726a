import {
  albumin,
  at,
  calcium,
  condition,
  ionizedCalcium,
  magnesium,
  potassium,
  result,
  type Vignette,
} from '../../testing/index.ts';

const ionized = (value: number, unit: string) => result('calcium-ionized', [value, unit], 20);
const glucose = (value: number, hour: number) => result('glucose', [value, 'mg/dL'], hour);
const before = [potassium(4, 10), calcium(9, 10), magnesium(2, 10), albumin(4, 10)];
const diluted = [potassium(2.8, 20), calcium(6.3, 20), magnesium(1.4, 20)];
const inTube = (specimen: string) => ({ specimen });

export const cases: readonly Vignette[] = [
  { name: 'high K with low Ca in one sample', facts: [potassium(6, 20), calcium(7.59, 20)], expect: 'fires info' },
  { name: 'K of 5.99 is no signature', facts: [potassium(5.99, 20), calcium(4, 20)], expect: 'absent' },
  { name: 'Ca of 7.6 mg/dL is no signature', facts: [potassium(7, 20), calcium(7.6, 20)], expect: 'absent' },
  { name: 'Ca of 1.89 mmol/L', facts: [potassium(7, 20), calcium(1.89, 20, {}, 'mmol/L')], expect: 'fires info' },
  { name: 'Ca of 1.90 mmol/L', facts: [potassium(7, 20), calcium(1.9, 20, {}, 'mmol/L')], expect: 'absent' },
  { name: 'Ca of 3.79 mEq/L', facts: [potassium(7, 20), calcium(3.79, 20, {}, 'meq/L')], expect: 'fires info' },
  { name: 'Ca of 3.80 mEq/L', facts: [potassium(7, 20), calcium(3.8, 20, {}, 'meq/L')], expect: 'absent' },
  { name: 'ionized 3.99 mg/dL', facts: [potassium(7, 20), ionized(3.99, 'mg/dL')], expect: 'fires info' },
  { name: 'ionized 4.0 mg/dL', facts: [potassium(7, 20), ionized(4, 'mg/dL')], expect: 'absent' },
  { name: 'ionized 1.99 mEq/L', facts: [potassium(7, 20), ionized(1.99, 'meq/L')], expect: 'fires info' },
  { name: 'ionized 2.0 mEq/L', facts: [potassium(7, 20), ionized(2, 'meq/L')], expect: 'absent' },
  {
    name: 'the calcium is not corrected for albumin',
    facts: [potassium(7, 20), calcium(7.5, 20), albumin(2, 20)],
    expect: 'fires info',
  },
  { name: 'ionized 0.99 mmol/L', facts: [potassium(7, 20), ionizedCalcium(0.99, 20)], expect: 'fires info' },
  { name: 'ionized 1.00 mmol/L', facts: [potassium(7, 20), ionizedCalcium(1.0, 20)], expect: 'absent' },
  { name: 'five minutes apart are one draw', facts: [potassium(7, 20), calcium(5, 20 + 5 / 60)], expect: 'fires info' },
  { name: 'six minutes apart are not', facts: [potassium(7, 20), calcium(5, 20.1)], expect: 'unknown' },
  {
    name: 'two named tubes at one time are not one draw',
    facts: [potassium(7, 20, inTube('Specimen/a')), calcium(5, 20, inTube('Specimen/b'))],
    expect: 'unknown',
  },
  {
    name: 'one named tube with two times is one draw',
    facts: [potassium(7, 20, inTube('Specimen/a')), calcium(5, 19, inTube('Specimen/a'))],
    expect: 'fires info',
  },
  { name: 'a high K without any calcium cannot tell', facts: [potassium(7, 20)], expect: 'unknown' },
  { name: 'a repeat ends it', facts: [potassium(7, 20), calcium(5, 20), potassium(4, 22)], expect: 'absent' },
  { name: 'no potassium: cannot tell', facts: [calcium(5, 20)], expect: 'unknown' },
  {
    name: 'the suspect sample has left the look-back',
    facts: [potassium(7, -24), calcium(5, -24)],
    expect: 'unknown',
  },
  {
    name: 'a calcium that is not issued yet is not known',
    facts: [potassium(7, 20), calcium(5, 20, { knownAt: at(30) })],
    expect: 'unknown',
  },
  {
    name: 'three fall by 30 % with an absurd glucose',
    facts: [...before, ...diluted, glucose(400, 20)],
    expect: 'fires info',
  },
  { name: 'glucose of 399 mg/dL is not absurd', facts: [...before, ...diluted, glucose(399, 20)], expect: 'absent' },
  {
    name: 'glucose of 22 mmol/L is',
    facts: [...before, ...diluted, result('glucose', [22, 'mmol/L'], 20)],
    expect: 'fires info',
  },
  {
    name: 'glucose of 21.9 mmol/L is not',
    facts: [...before, ...diluted, result('glucose', [21.9, 'mmol/L'], 20)],
    expect: 'absent',
  },
  {
    name: 'two that fall are too few',
    facts: [...before, potassium(2.8, 20), calcium(6.3, 20), magnesium(1.9, 20), glucose(500, 20)],
    expect: 'absent',
  },
  {
    name: 'a fall of 29 % is none',
    facts: [...before, potassium(2.84, 20), calcium(6.3, 20), magnesium(1.4, 20), glucose(500, 20)],
    expect: 'absent',
  },
  {
    name: 'values of a day before count',
    facts: [potassium(4, -4), calcium(9, -4), magnesium(2, -4), ...diluted, glucose(500, 20)],
    expect: 'fires info',
  },
  {
    name: 'the suspect sample is just inside the look-back',
    facts: [potassium(7, -23.9), calcium(5, -23.9)],
    expect: 'fires info',
  },
  {
    name: 'comfort care',
    facts: [potassium(7, 20), calcium(5, 20), condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
  {
    name: 'against values of more than a day before there is no fall',
    facts: [potassium(4, -4.1), calcium(9, -4.1), magnesium(2, -4.1), ...diluted, glucose(500, 20)],
    expect: 'absent',
  },
];
