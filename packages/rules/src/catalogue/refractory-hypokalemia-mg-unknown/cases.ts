import {
  at,
  calcium,
  condition,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

const course = [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.0, 20)];

export const cases: readonly Vignette[] = [
  { name: 'K does not answer and nobody measured Mg', facts: course, expect: 'fires warning' },
  { name: 'a magnesium is known', facts: [...course, magnesium(1.9, 2)], expect: 'absent' },
  {
    name: 'an ionized magnesium is known',
    facts: [...course, result('magnesium-ionized', [0.5, 'mmol/L'], 2)],
    expect: 'absent',
  },
  {
    name: 'an ionized magnesium was drawn too soon after a dose: it was measured',
    facts: [...course, magnesiumDose(8, -10), result('magnesium-ionized', [0.5, 'mmol/L'], -8)],
    expect: 'absent',
  },
  {
    name: 'a total magnesium was drawn too soon after a dose: it was measured',
    facts: [...course, magnesiumDose(8, -10), magnesium(2.2, -8)],
    expect: 'absent',
  },
  { name: 'the last magnesium is 72 h old', facts: [...course, magnesium(1.4, -48)], expect: 'fires warning' },
  { name: 'the last magnesium is a little younger', facts: [...course, magnesium(1.4, -47.9)], expect: 'absent' },
  { name: 'K answers', facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.4, 20)], expect: 'absent' },
  { name: 'no potassium: cannot tell', facts: [], expect: 'unknown' },
  {
    name: 'an order that was over by the first value brought nothing since',
    facts: [potassium(2.9, 0), potassium(3.0, 23), drugOrder('potassium-chloride', -9, { activeUntil: at(0) })],
    expect: 'absent',
  },
  {
    name: 'K below 2.5',
    facts: [potassium(2.4, 0), potassiumDose(60, 4), potassium(2.4, 20)],
    expect: 'fires critical',
  },
  {
    name: 'K below 3.0 with digoxin',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(2.9, 20), drugOrder('digoxin', 0)],
    expect: 'fires critical',
  },
  { name: 'K of 3.0 with digoxin', facts: [...course, drugOrder('digoxin', 0)], expect: 'fires warning' },
  { name: 'dialysis', facts: [...course, condition('dialysis')], expect: 'not-applicable dialysis' },
  { name: 'a level is ordered', facts: [...course, testOrder('magnesium', 21)], expect: 'in-progress warning' },
  {
    name: 'an order that has ended',
    facts: [...course, testOrder('magnesium', 21, { until: at(23) })],
    expect: 'fires warning',
  },
  {
    name: 'a sample in the laboratory',
    facts: [...course, testOrder('magnesium', 12.1, { origin: 'laboratory' })],
    expect: 'in-progress warning',
  },
  {
    name: 'a sample in the laboratory for 12 h',
    facts: [...course, testOrder('magnesium', 12, { origin: 'laboratory' })],
    expect: 'fires warning',
  },
  {
    name: 'a preliminary value',
    facts: [...course, magnesium(1.4, 20, { status: 'preliminary' })],
    expect: 'in-progress warning',
  },
  {
    name: 'a level among the drafts of this call',
    facts: course,
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', 24)] },
    expect: 'in-progress warning',
  },
  {
    name: 'an early level was ignored: it was measured all the same',
    facts: [...course, magnesiumDose(16, 1), magnesium(1.9, 2)],
    expect: 'absent',
  },
  {
    name: 'the only level came from an EDTA tube: none is usable',
    facts: [...course, magnesium(0.5, 2), potassium(7, 2), calcium(4, 2)],
    expect: 'fires warning',
  },
  { name: 'one potassium: cannot tell', facts: [potassium(2.9, 20)], expect: 'unknown' },
];
