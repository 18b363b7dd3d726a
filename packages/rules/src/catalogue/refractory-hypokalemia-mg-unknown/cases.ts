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
import { byDays, definitionB } from '../refractory-course.fixture.ts';

const course = [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.0, 20)];
/** K 3.2 after a week on 40 mEq a day. */
const outpatient = [
  potassium(3.1, -168),
  potassium(3.2, 0),
  drugOrder('potassium-chloride', -400, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 }),
];
const endingAt = (value: number) => [potassium(value, 0), potassiumDose(60, 4), potassium(value, 20)];

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
  { name: 'K of 3.49 is low', facts: endingAt(3.49), expect: 'fires warning' },
  { name: 'K of 3.5 is not', facts: endingAt(3.5), expect: 'absent' },
  { name: 'K of 3.5 ends it', facts: [...course, potassium(3.5, 22)], expect: 'absent' },
  { name: 'K below 2.5', facts: endingAt(2.49), expect: 'fires critical' },
  { name: 'K of 2.5', facts: endingAt(2.5), expect: 'fires warning' },
  {
    name: 'K below 3.0 with digoxin',
    facts: [...endingAt(2.99), drugOrder('digoxin', 0)],
    expect: 'fires critical',
  },
  {
    name: 'K below 3.0 with a QTc of 500',
    facts: [...endingAt(2.99), result('qtc', [500, 'ms'], 10)],
    expect: 'fires critical',
  },
  {
    name: 'K below 3.0 with a QTc of 499',
    facts: [...endingAt(2.99), result('qtc', [499, 'ms'], 10)],
    expect: 'fires warning',
  },
  { name: 'K of 3.0 with a QTc of 500', facts: [...course, result('qtc', [500, 'ms'], 10)], expect: 'fires warning' },
  { name: 'K of 3.0 with digoxin', facts: [...course, drugOrder('digoxin', 0)], expect: 'fires warning' },
  { name: 'dialysis', facts: [...course, condition('dialysis')], expect: 'not-applicable dialysis' },
  { name: 'a level is ordered', facts: [...course, testOrder('magnesium', 21)], expect: 'in-progress warning' },
  {
    name: 'an ionized level is ordered',
    facts: [...course, testOrder('magnesium-ionized', 21)],
    expect: 'in-progress warning',
  },
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
  {
    name: 'outpatient: the last magnesium is 720 h old',
    facts: [...outpatient, magnesium(1.4, 24 - 720)],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires warning',
  },
  {
    name: 'outpatient: the last magnesium is a little younger',
    facts: [...outpatient, magnesium(1.4, 24 - 719.9)],
    when: { defaultSetting: 'outpatient' },
    expect: 'absent',
  },
  { name: 'definition B: three doses on two days', facts: byDays, parameters: definitionB, expect: 'fires warning' },
  {
    name: 'definition B: two doses are too few',
    facts: byDays.slice(0, -1),
    parameters: definitionB,
    expect: 'absent',
  },
  { name: 'definition B: low for less than 24 h', facts: byDays.slice(1), parameters: definitionB, expect: 'unknown' },
  {
    name: 'definition B: a magnesium is known',
    facts: [...byDays, magnesium(1.9, 2)],
    parameters: definitionB,
    expect: 'absent',
  },
  { name: 'comfort care', facts: [...course, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'one potassium: cannot tell', facts: [potassium(2.9, 20)], expect: 'unknown' },
];
