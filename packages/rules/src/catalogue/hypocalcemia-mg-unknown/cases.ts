import {
  albumin,
  calcium,
  condition,
  dose,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';
import { calciumLimitCases } from '../calcium-limits.fixture.ts';

const low = ionizedCalcium(1.05, 20);

export const cases: readonly Vignette[] = [
  { name: 'calcium is low and nobody measured Mg', facts: [low], expect: 'fires info' },
  ...calciumLimitCases([], { ok: 'absent', low: 'fires info', severe: 'fires warning', critical: 'fires critical' }),
  { name: '7.6 with albumin 3.0 corrects to 8.4 exactly', facts: [calcium(7.6, 20), albumin(3, 20)], expect: 'absent' },
  { name: '7.59 with albumin 3.0 stays low', facts: [calcium(7.59, 20), albumin(3, 20)], expect: 'fires info' },
  { name: 'a total without albumin cannot tell', facts: [calcium(7.6, 20)], expect: 'unknown' },
  { name: 'a severe total without albumin counts', facts: [calcium(7.59, 20)], expect: 'fires warning' },
  { name: 'no calcium: cannot tell', facts: [], expect: 'unknown' },
  { name: 'a calcium of 48 h ago: cannot tell', facts: [ionizedCalcium(1.05, -24)], expect: 'unknown' },
  { name: 'a calcium of just under 48 h ago', facts: [ionizedCalcium(1.05, -23.9)], expect: 'fires info' },
  {
    name: 'a calcium from an EDTA tube: cannot tell',
    facts: [low, potassium(8, 20), calcium(4, 20)],
    expect: 'unknown',
  },
  { name: 'a later calcium that is not low clears it', facts: [low, ionizedCalcium(1.2, 22)], expect: 'absent' },
  { name: 'no calcium but a magnesium', facts: [magnesium(1.9, 20)], expect: 'absent' },
  { name: 'a magnesium is known', facts: [low, magnesium(1.4, 2)], expect: 'absent' },
  { name: 'the last magnesium is 72 h old', facts: [low, magnesium(1.4, -48)], expect: 'fires info' },
  { name: 'the last magnesium is a little younger', facts: [low, magnesium(1.4, -47.9)], expect: 'absent' },
  {
    name: 'an ionized magnesium is known',
    facts: [low, result('magnesium-ionized', [0.4, 'mmol/L'], 2)],
    expect: 'absent',
  },
  {
    name: 'outpatient: the last magnesium is 720 h old',
    facts: [low, magnesium(1.4, 24 - 720)],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires info',
  },
  {
    name: 'outpatient: the last magnesium is a little younger',
    facts: [low, magnesium(1.4, 24 - 719.9)],
    when: { defaultSetting: 'outpatient' },
    expect: 'absent',
  },
  { name: 'an early level was ignored', facts: [low, magnesiumDose(16, 10), magnesium(1.9, 12)], expect: 'absent' },
  { name: 'PTH is not raised', facts: [low, result('pth', [64, 'pg/mL'], 2)], expect: 'fires warning' },
  { name: 'PTH is raised', facts: [low, result('pth', [65, 'pg/mL'], 2)], expect: 'fires info' },
  { name: 'PTH of 336 h ago', facts: [low, result('pth', [30, 'pg/mL'], 24 - 336)], expect: 'fires info' },
  {
    name: 'PTH of just under 336 h ago',
    facts: [low, result('pth', [30, 'pg/mL'], 24 - 335.9)],
    expect: 'fires warning',
  },
  {
    name: '4.4 mmol of calcium was given and did not help',
    facts: [low, dose('calcium-chloride', { element: 'calcium', meq: 8.8 }, 10)],
    expect: 'fires warning',
  },
  {
    name: '4.39 mmol is too little',
    facts: [low, dose('calcium-chloride', { element: 'calcium', meq: 8.78 }, 10)],
    expect: 'fires info',
  },
  { name: 'a level is ordered', facts: [low, testOrder('magnesium', 21)], expect: 'in-progress info' },
  { name: 'an ionized level is ordered', facts: [low, testOrder('magnesium-ionized', 21)], expect: 'in-progress info' },
  {
    name: 'a sample in the laboratory',
    facts: [low, testOrder('magnesium', 12.1, { origin: 'laboratory' })],
    expect: 'in-progress info',
  },
  {
    name: 'a sample in the laboratory for 12 h',
    facts: [low, testOrder('magnesium', 12, { origin: 'laboratory' })],
    expect: 'fires info',
  },
  {
    name: 'a level among the drafts of this call',
    facts: [low],
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', 24)] },
    expect: 'in-progress info',
  },
  {
    name: 'a unit that contradicts the code of calcium caps at warning',
    facts: [ionizedCalcium(0.7, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
  { name: 'comfort care', facts: [low, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'dialysis', facts: [low, condition('dialysis')], expect: 'not-applicable dialysis' },
];
