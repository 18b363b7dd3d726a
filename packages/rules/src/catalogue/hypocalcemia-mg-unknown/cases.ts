import {
  albumin,
  calcium,
  condition,
  dose,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

const low = ionizedCalcium(1.05, 20);

export const cases: readonly Vignette[] = [
  { name: 'calcium is low and nobody measured Mg', facts: [low], expect: 'fires info' },
  { name: 'ionized 1.12 mmol/L is not low', facts: [ionizedCalcium(1.12, 20)], expect: 'absent' },
  { name: 'severe calcium', facts: [ionizedCalcium(0.99, 20)], expect: 'fires warning' },
  { name: 'critical calcium', facts: [ionizedCalcium(0.79, 20)], expect: 'fires critical' },
  { name: 'corrected total', facts: [calcium(8.3, 20), albumin(4, 20)], expect: 'fires info' },
  { name: 'a total without albumin cannot tell', facts: [calcium(8, 20)], expect: 'unknown' },
  { name: 'no calcium: cannot tell', facts: [], expect: 'unknown' },
  { name: 'no calcium but a magnesium', facts: [magnesium(1.9, 20)], expect: 'absent' },
  { name: 'a magnesium is known', facts: [low, magnesium(1.4, 2)], expect: 'absent' },
  { name: 'the last magnesium is 72 h old', facts: [low, magnesium(1.4, -48)], expect: 'fires info' },
  { name: 'an early level was ignored', facts: [low, magnesiumDose(16, 10), magnesium(1.9, 12)], expect: 'absent' },
  { name: 'PTH is not raised', facts: [low, result('pth', [64, 'pg/mL'], 2)], expect: 'fires warning' },
  { name: 'PTH is raised', facts: [low, result('pth', [65, 'pg/mL'], 2)], expect: 'fires info' },
  {
    name: 'calcium was given and did not help',
    facts: [low, dose('calcium-chloride', { element: 'calcium', meq: 13.6 }, 10)],
    expect: 'fires warning',
  },
  { name: 'a level is ordered', facts: [low, testOrder('magnesium', 21)], expect: 'in-progress info' },
  { name: 'dialysis', facts: [low, condition('dialysis')], expect: 'not-applicable dialysis' },
];
