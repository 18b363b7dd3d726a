import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  encounter,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  type Vignette,
} from '../../testing/index.ts';

const low = magnesium(1.4, 2);
const oral = { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 } as const;
/** K 2.9 at hour 0, 60 mEq, K 3.0 at hour 20: 0.1 of the 0.6 mmol/L that were expected. */
const course = [potassium(2.9, 0), potassiumDose(40, 4), potassiumDose(20, 10), potassium(3.0, 20)];
const outpatient = { defaultSetting: 'outpatient', now: 24 } as const;

/** Both sides of severe in every unit family. */
const severeMagnesium: readonly (readonly [value: number, unit: string, expected: string])[] = [
  [1.0, 'mg/dL', 'fires warning'],
  [0.99, 'mg/dL', 'fires critical'],
  [0.4, 'mmol/L', 'fires warning'],
  [0.39, 'mmol/L', 'fires critical'],
  [0.8, 'meq/L', 'fires warning'],
  [0.79, 'meq/L', 'fires critical'],
];

export const cases: readonly Vignette[] = [
  { name: 'K does not answer to 60 mEq and Mg is low', facts: [...course, low], expect: 'fires warning' },
  {
    name: '59.9 mEq is too little to say',
    facts: [potassium(2.9, 0), potassiumDose(59.9, 4), potassium(3.0, 20), low],
    expect: 'absent',
  },
  {
    name: 'a rise of half of the expected is a response',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.2, 20), low],
    expect: 'absent',
  },
  {
    name: 'a rise of just less is none',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.19, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'the expected rise ends at the target: from 3.4 a rise of 0.05 after 200 mEq is too little',
    facts: [potassium(3.4, 0), potassiumDose(200, 4), potassium(3.45, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'half of the way to the target is a response',
    facts: [potassium(2.8, 0), potassiumDose(200, 4), potassium(3.4, 20), low],
    expect: 'absent',
  },
  {
    name: 'just less of the way is none',
    facts: [potassium(2.8, 0), potassiumDose(200, 4), potassium(3.39, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'values 6 h apart are far enough',
    facts: [potassium(2.9, 14), potassiumDose(60, 15), potassium(3.0, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'values 5.9 h apart cannot tell yet',
    facts: [potassium(2.9, 14.1), potassiumDose(60, 15), potassium(3.0, 20), low],
    expect: 'unknown',
  },
  {
    name: 'a dose that ended 1 h before the sample counts',
    facts: [potassium(2.9, 0), potassiumDose(60, 19), potassium(3.0, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'a dose that ended later has not been absorbed',
    facts: [potassium(2.9, 0), potassiumDose(60, 19.1), potassium(3.0, 20), low],
    expect: 'absent',
  },
  {
    name: 'a dose that ended with the baseline counts',
    facts: [potassium(2.9, 0), potassiumDose(60, 0), potassium(3.0, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'a dose before the baseline does not',
    facts: [potassium(2.9, 0), potassiumDose(60, -0.1), potassium(3.0, 20), low],
    expect: 'absent',
  },
  { name: 'K of 3.5 ends it', facts: [...course, low, potassium(3.5, 22)], expect: 'absent' },
  {
    name: 'K of 3.49 is low',
    facts: [potassium(3.4, 0), potassiumDose(200, 4), potassium(3.49, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'K of 3.5 is not',
    facts: [potassium(3.4, 0), potassiumDose(200, 4), potassium(3.5, 20), low],
    expect: 'absent',
  },
  { name: 'a later normal magnesium ends it', facts: [...course, low, magnesium(1.9, 22)], expect: 'absent' },
  { name: 'a further low K does not', facts: [...course, low, potassium(3.15, 22)], expect: 'fires warning' },
  {
    name: 'a normal K in between breaks the run',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.6, 10), potassium(3.0, 20), low],
    expect: 'unknown',
  },
  {
    name: 'a hemolyzed normal K in between breaks nothing',
    facts: [
      potassium(2.9, 0),
      potassiumDose(60, 4),
      potassium(3.6, 10, { quality: ['hemolyzed'] }),
      potassium(3.0, 20),
      low,
    ],
    expect: 'fires warning',
  },
  {
    name: 'a high K from an EDTA tube breaks nothing',
    facts: [...course, low, potassium(7.1, 10), calcium(4.1, 10)],
    expect: 'fires warning',
  },
  { name: 'no potassium: cannot tell', facts: [low], expect: 'unknown' },
  { name: 'one potassium: cannot tell', facts: [potassium(2.9, 20), low], expect: 'unknown' },
  { name: 'no magnesium: cannot tell', facts: course, expect: 'unknown' },
  { name: 'normal magnesium', facts: [...course, magnesium(1.8, 2)], expect: 'absent' },
  { name: '1.7 mg/dL is not low', facts: [...course, magnesium(1.7, 2)], expect: 'absent' },
  { name: '1.69 mg/dL is low', facts: [...course, magnesium(1.69, 2)], expect: 'fires warning' },
  { name: '0.70 mmol/L is not low', facts: [...course, magnesium(0.7, 2, {}, 'mmol/L')], expect: 'absent' },
  { name: '0.69 mmol/L is low', facts: [...course, magnesium(0.69, 2, {}, 'mmol/L')], expect: 'fires warning' },
  { name: '1.39 mEq/L is low', facts: [...course, magnesium(1.39, 2, {}, 'meq/L')], expect: 'fires warning' },
  { name: '1.4 mEq/L is not low', facts: [...course, magnesium(1.4, 2, {}, 'meq/L')], expect: 'absent' },
  {
    name: 'values of 48 h ago have left the window: cannot tell',
    facts: [...course, low],
    when: { now: 48 },
    expect: 'unknown',
  },
  { name: 'comfort care', facts: [...course, low, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'dialysis', facts: [...course, low, condition('dialysis')], expect: 'not-applicable dialysis' },
  {
    name: 'a dialysis session of yesterday',
    facts: [...course, low, condition('dialysis', { from: at(0), until: at(4) })],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'a running dialysate shows dialysis',
    facts: [...course, low, dose('dialysate', undefined, 20, { route: 'dialysis' })],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'potassium through the dialysis machine is no replacement, and shows dialysis',
    facts: [potassium(2.9, 0), potassiumDose(60, 4, { route: 'dialysis' }), potassium(3.0, 20), low],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'potassium in maintenance fluid is no replacement',
    facts: [potassium(2.9, 0), potassiumDose(60, 4, { isMaintenance: true }), potassium(3.0, 20), low],
    expect: 'absent',
  },
  {
    name: 'a stopped dose does not count',
    facts: [potassium(2.9, 0), potassiumDose(60, 4, { standing: 'partial' }), potassium(3.0, 20), low],
    expect: 'absent',
  },
  {
    name: 'a dose that still runs, its end unknown, does not count yet',
    facts: [potassium(2.9, 0), potassiumDose(60, 4, { standing: 'running', start: at(4) }), potassium(3.0, 20), low],
    expect: 'absent',
  },
  {
    name: 'a dose that is charted as running with its end counts at its end',
    facts: [potassium(2.9, 0), potassiumDose(60, 10, { standing: 'running', start: at(4) }), potassium(3.0, 20), low],
    expect: 'fires warning',
  },
  {
    name: 'a dose of unknown amount: cannot tell',
    facts: [potassium(2.9, 0), dose('potassium-chloride', undefined, 4), potassium(3.0, 20), low],
    expect: 'unknown',
  },
  {
    name: 'a dose of unknown amount beside enough known ones',
    facts: [...course, dose('potassium-chloride', undefined, 5), low],
    expect: 'fires warning',
  },
  {
    name: 'a shift is said and does not exclude',
    facts: [...course, low, dose('insulin', undefined, 20)],
    expect: 'fires warning',
  },

  {
    name: 'K below 2.5',
    facts: [potassium(2.4, 0), potassiumDose(60, 4), potassium(2.49, 20), low],
    expect: 'fires critical',
  },
  {
    name: 'K of 2.5',
    facts: [potassium(2.4, 0), potassiumDose(60, 4), potassium(2.5, 20), low],
    expect: 'fires warning',
  },
  ...severeMagnesium.map(([value, unit, expected]) => ({
    name: `magnesium ${value} ${unit}`,
    facts: [...course, magnesium(value, 2, {}, unit)],
    expect: expected,
  })),
  {
    name: 'K below 3.0 with digoxin',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(2.99, 20), low, drugOrder('digoxin', 0)],
    expect: 'fires critical',
  },
  { name: 'K of 3.0 with digoxin', facts: [...course, low, drugOrder('digoxin', 0)], expect: 'fires warning' },
  {
    name: 'K below 3.0 with a QTc of 500',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(2.99, 20), low, result('qtc', [500, 'ms'], 10)],
    expect: 'fires critical',
  },
  {
    name: 'K below 3.0 with a QTc of 499',
    facts: [potassium(2.9, 0), potassiumDose(60, 4), potassium(2.99, 20), low, result('qtc', [499, 'ms'], 10)],
    expect: 'fires warning',
  },
  {
    name: 'a unit that contradicts the code of potassium caps at warning',
    facts: [potassium(2.2, 0), potassiumDose(60, 4), potassium(2.3, 20, { quality: ['unit-property-mismatch'] }), low],
    expect: 'fires warning',
  },
  {
    name: 'a unit that contradicts the code of an optional result caps nothing',
    facts: [
      potassium(2.9, 0),
      potassiumDose(60, 4),
      potassium(2.99, 20),
      low,
      result('qtc', [510, 'ms'], 10, { quality: ['unit-property-mismatch'] }),
    ],
    expect: 'fires critical',
  },

  {
    name: 'magnesium given since: in progress',
    facts: [...course, low, magnesiumDose(16, 22)],
    expect: 'in-progress warning',
  },
  {
    name: 'magnesium ordered since: in progress',
    facts: [...course, magnesium(1.4, 20), drugOrder('magnesium-oxide', 21)],
    expect: 'in-progress warning',
  },

  {
    name: 'nothing charted, an order of 20 mEq four times a day: one step lower',
    facts: [
      potassium(2.9, 0),
      potassium(3.0, 23),
      low,
      drugOrder('potassium-chloride', 0, { ...oral, dosesPerDay: 4 }),
    ],
    expect: 'fires info',
  },
  {
    name: 'ordered only, with K below 2.5: critical becomes warning',
    facts: [
      potassium(2.3, 0),
      potassium(2.4, 23),
      low,
      drugOrder('potassium-chloride', 0, { ...oral, dosesPerDay: 4 }),
    ],
    expect: 'fires warning',
  },
  {
    name: 'ordered, but one dose was charted: the chart is believed',
    facts: [
      potassium(2.9, 0),
      potassiumDose(20, 4),
      potassium(3.0, 23),
      low,
      drugOrder('potassium-chloride', 0, { ...oral, dosesPerDay: 4 }),
    ],
    expect: 'absent',
  },
  {
    name: 'two doses a day come to 40 mEq: too little',
    facts: [potassium(2.9, 0), potassium(3.0, 23), low, drugOrder('potassium-chloride', 0, oral)],
    expect: 'absent',
  },
  {
    name: 'an order without a timing: cannot tell',
    facts: [
      potassium(2.9, 0),
      potassium(3.0, 23),
      low,
      drugOrder('potassium-chloride', 0, { content: { element: 'potassium', meq: 80 } }),
    ],
    expect: 'unknown',
  },
  {
    name: 'an order without a timing that ended just after the first value: cannot tell',
    facts: [potassium(2.9, 0), potassium(3.0, 23), low, drugOrder('potassium-chloride', -9, { activeUntil: at(0.1) })],
    expect: 'unknown',
  },
  {
    name: 'an order that was over by the first value brought nothing since, whatever it was',
    facts: [potassium(2.9, 0), potassium(3.0, 23), low, drugOrder('potassium-chloride', -9, { activeUntil: at(0) })],
    expect: 'absent',
  },

  {
    name: 'outpatient: low twice a week apart on 40 mEq a day',
    facts: [potassium(3.1, -168), potassium(3.2, 0), low, drugOrder('potassium-chloride', -400, oral)],
    when: outpatient,
    expect: 'fires warning',
  },
  {
    name: 'outpatient: less than a week apart cannot tell',
    facts: [potassium(3.1, -167.9), potassium(3.2, 0), low, drugOrder('potassium-chloride', -400, oral)],
    when: outpatient,
    expect: 'unknown',
  },
  {
    name: 'outpatient: 39.9 mEq a day is too little',
    facts: [
      potassium(3.1, -168),
      potassium(3.2, 0),
      low,
      drugOrder('potassium-chloride', -400, { ...oral, content: { element: 'potassium', meq: 19.95 } }),
    ],
    when: outpatient,
    expect: 'absent',
  },
  {
    name: 'outpatient: an order of less than a week before the latest',
    facts: [potassium(3.1, -168), potassium(3.2, 0), low, drugOrder('potassium-chloride', -167.9, oral)],
    when: outpatient,
    expect: 'absent',
  },
  {
    name: 'outpatient: a normal value in between',
    facts: [
      potassium(3.1, -300),
      potassium(3.6, -200),
      potassium(3.2, 0),
      low,
      drugOrder('potassium-chloride', -400, oral),
    ],
    when: outpatient,
    expect: 'unknown',
  },
  {
    name: 'outpatient: the latest is 336 h old',
    facts: [potassium(3.1, -168), potassium(3.2, 0), low, drugOrder('potassium-chloride', -400, oral)],
    when: { ...outpatient, now: 336 },
    expect: 'fires warning',
  },
  {
    name: 'outpatient: the latest is older than 336 h',
    facts: [potassium(3.1, -168), potassium(3.2, 0), low, drugOrder('potassium-chloride', -400, oral)],
    when: { ...outpatient, now: 336.1 },
    expect: 'unknown',
  },
  {
    name: 'outpatient: an intravenous order is no lasting one',
    facts: [
      potassium(3.1, -168),
      potassium(3.2, 0),
      low,
      drugOrder('potassium-chloride', -400, { ...oral, route: 'intravenous' }),
    ],
    when: outpatient,
    expect: 'absent',
  },
  {
    name: 'an encounter that has ended beats the default setting: doses no longer count',
    facts: [...course, low, encounter({ from: at(-10), until: at(23) })],
    expect: 'unknown',
  },
];
