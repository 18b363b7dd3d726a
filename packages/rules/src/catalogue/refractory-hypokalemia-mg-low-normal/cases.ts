import {
  at,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  type Vignette,
} from '../../testing/index.ts';
import { byDays, definitionB } from '../refractory-course.fixture.ts';

const course = [potassium(3.0, 0), potassiumDose(60, 4), potassium(3.1, 20)];
const lowNormal = magnesium(1.9, 2);
/** One drug of each class that wastes magnesium. */
const WASTING = [
  'torsemide',
  'hydrochlorothiazide',
  'pantoprazole',
  'gentamicin',
  'amphotericin-b',
  'cisplatin',
  'cyclosporine',
  'cetuximab',
  'foscarnet',
  'pentamidine',
] as const;

export const cases: readonly Vignette[] = [
  { name: 'K does not answer and Mg is low-normal', facts: [...course, lowNormal], expect: 'fires info' },
  { name: '1.7 mg/dL is low-normal', facts: [...course, magnesium(1.7, 2)], expect: 'fires info' },
  { name: '1.69 mg/dL is low', facts: [...course, magnesium(1.69, 2)], expect: 'absent' },
  { name: '0.69 mmol/L is low', facts: [...course, magnesium(0.69, 2, {}, 'mmol/L')], expect: 'absent' },
  { name: '0.70 mmol/L is low-normal', facts: [...course, magnesium(0.7, 2, {}, 'mmol/L')], expect: 'fires info' },
  { name: '1.39 mEq/L is low', facts: [...course, magnesium(1.39, 2, {}, 'meq/L')], expect: 'absent' },
  { name: '1.4 mEq/L is low-normal', facts: [...course, magnesium(1.4, 2, {}, 'meq/L')], expect: 'fires info' },
  { name: '2.09 mg/dL is low-normal', facts: [...course, magnesium(2.09, 2)], expect: 'fires info' },
  { name: '2.1 mg/dL is normal', facts: [...course, magnesium(2.1, 2)], expect: 'absent' },
  { name: '0.84 mmol/L is low-normal', facts: [...course, magnesium(0.84, 2, {}, 'mmol/L')], expect: 'fires info' },
  { name: '0.85 mmol/L is normal', facts: [...course, magnesium(0.85, 2, {}, 'mmol/L')], expect: 'absent' },
  { name: '1.69 mEq/L is low-normal', facts: [...course, magnesium(1.69, 2, {}, 'meq/L')], expect: 'fires info' },
  { name: '1.7 mEq/L is normal', facts: [...course, magnesium(1.7, 2, {}, 'meq/L')], expect: 'absent' },
  { name: 'no magnesium: cannot tell', facts: course, expect: 'unknown' },
  { name: 'no potassium: cannot tell', facts: [lowNormal], expect: 'unknown' },
  {
    name: 'an order that was over by the first value brought nothing since',
    facts: [
      potassium(2.9, 0),
      potassium(3.0, 23),
      lowNormal,
      drugOrder('potassium-chloride', -9, { activeUntil: at(0) }),
    ],
    expect: 'absent',
  },
  {
    name: 'K answers',
    facts: [potassium(3.0, 0), potassiumDose(60, 4), potassium(3.4, 20), lowNormal],
    expect: 'absent',
  },
  { name: 'dialysis', facts: [...course, lowNormal, condition('dialysis')], expect: 'not-applicable dialysis' },
  {
    name: 'K of 3.49 is low',
    facts: [potassium(3.4, 0), potassiumDose(200, 4), potassium(3.49, 20), lowNormal],
    expect: 'fires info',
  },
  {
    name: 'K of 3.5 is not',
    facts: [potassium(3.4, 0), potassiumDose(200, 4), potassium(3.5, 20), lowNormal],
    expect: 'absent',
  },
  { name: 'K of 3.5 ends it', facts: [...course, lowNormal, potassium(3.5, 22)], expect: 'absent' },
  { name: 'a later normal magnesium ends it', facts: [...course, lowNormal, magnesium(2.1, 22)], expect: 'absent' },
  {
    name: 'K of 3.0',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.0, 20), lowNormal],
    expect: 'fires info',
  },
  {
    name: 'K below 3.0',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(2.99, 20), lowNormal],
    expect: 'fires warning',
  },
  {
    name: 'furosemide given today',
    facts: [...course, lowNormal, dose('furosemide', undefined, 1)],
    expect: 'fires warning',
  },
  {
    name: 'furosemide given 24 h ago',
    facts: [...course, lowNormal, dose('furosemide', undefined, 0)],
    expect: 'fires info',
  },
  {
    name: 'omeprazole given 71 h ago',
    facts: [...course, lowNormal, dose('omeprazole', undefined, -47)],
    expect: 'fires warning',
  },
  {
    name: 'omeprazole given 72 h ago',
    facts: [...course, lowNormal, dose('omeprazole', undefined, -48)],
    expect: 'fires info',
  },
  { name: 'tacrolimus ordered', facts: [...course, lowNormal, drugOrder('tacrolimus', -500)], expect: 'fires warning' },
  {
    name: 'spironolactone spares magnesium',
    facts: [...course, lowNormal, drugOrder('spironolactone', -500)],
    expect: 'fires info',
  },
  ...WASTING.map((drug) => ({
    name: `${drug} given today`,
    facts: [...course, lowNormal, dose(drug, undefined, 10)],
    expect: 'fires warning',
  })),
  ...(['diarrhea', 'short-bowel', 'alcohol'] as const).map((name) => ({
    name,
    facts: [...course, lowNormal, condition(name)],
    expect: 'fires warning',
  })),
  {
    name: 'a diarrhea that is over',
    facts: [...course, lowNormal, condition('diarrhea', { from: at(-100), until: at(-50) })],
    expect: 'fires info',
  },
  {
    name: 'an insulin infusion explains the potassium',
    facts: [...course, lowNormal, dose('insulin', undefined, 12.1)],
    expect: 'absent',
  },
  {
    name: 'an insulin infusion of 12 h ago does not',
    facts: [...course, lowNormal, dose('insulin', undefined, 12)],
    expect: 'fires info',
  },
  {
    name: 'an insulin bolus does not',
    facts: [...course, lowNormal, dose('insulin', undefined, 20, { start: at(20) })],
    expect: 'fires info',
  },
  {
    name: 'an insulin infusion that still runs',
    facts: [...course, lowNormal, dose('insulin', undefined, 2, { start: at(2), standing: 'running' })],
    expect: 'absent',
  },
  {
    name: 'an insulin infusion that nobody closed for a day',
    facts: [...course, lowNormal, dose('insulin', undefined, 0, { start: at(0), standing: 'running' })],
    expect: 'fires info',
  },
  ...(['epinephrine', 'sodium-bicarbonate'] as const).flatMap((drug): readonly Vignette[] => [
    {
      name: `an infusion of ${drug} explains the potassium`,
      facts: [...course, lowNormal, dose(drug, undefined, 18.1)],
      expect: 'absent',
    },
    {
      name: `an infusion of ${drug} of 6 h ago does not`,
      facts: [...course, lowNormal, dose(drug, undefined, 18)],
      expect: 'fires info',
    },
  ]),
  {
    name: 'an hour of inhaled albuterol explains the potassium',
    facts: [...course, lowNormal, dose('albuterol', undefined, 18.1, { start: at(17), route: 'other' })],
    expect: 'absent',
  },
  {
    name: 'an hour of inhaled albuterol 6 h ago does not',
    facts: [...course, lowNormal, dose('albuterol', undefined, 18, { start: at(17), route: 'other' })],
    expect: 'fires info',
  },
  { name: 'periodic paralysis', facts: [...course, lowNormal, condition('periodic-paralysis')], expect: 'absent' },
  {
    name: 'eGFR of 29.9',
    facts: [...course, lowNormal, result('egfr', [29.9, 'mL/min/{1.73_m2}'], 2)],
    expect: 'absent',
  },
  {
    name: 'eGFR of 30',
    facts: [...course, lowNormal, result('egfr', [30, 'mL/min/{1.73_m2}'], 2)],
    expect: 'fires info',
  },
  {
    name: 'magnesium given since the level: in progress',
    facts: [...course, lowNormal, magnesiumDose(8, 22)],
    expect: 'in-progress info',
  },
  {
    name: 'magnesium ordered since the level: in progress',
    facts: [...course, magnesium(1.9, 20), drugOrder('magnesium-oxide', 21)],
    expect: 'in-progress info',
  },
  {
    name: 'too little magnesium given today, before the level',
    facts: [...course, magnesiumDose(7.9, 1, { route: 'enteral' }), lowNormal],
    expect: 'fires info',
  },
  {
    name: 'magnesium given today, before the level',
    facts: [...course, magnesiumDose(8, 1, { route: 'enteral' }), lowNormal],
    expect: 'absent',
  },
  {
    name: 'magnesium given yesterday, before the level',
    facts: [...course, magnesiumDose(8, 0, { route: 'enteral' }), lowNormal],
    expect: 'fires info',
  },
  {
    name: 'definition B: three doses on two days',
    facts: [...byDays, lowNormal],
    parameters: definitionB,
    expect: 'fires info',
  },
  {
    name: 'definition B: two doses are too few',
    facts: [...byDays.slice(0, -1), lowNormal],
    parameters: definitionB,
    expect: 'absent',
  },
  {
    name: 'definition B: low for less than 24 h',
    facts: [...byDays.slice(1), lowNormal],
    parameters: definitionB,
    expect: 'unknown',
  },
  {
    name: 'comfort care',
    facts: [...course, lowNormal, condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
];
