import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  encounter,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

const egfr = (value: number, hour = -10) => result('egfr', [value, 'mL/min/{1.73_m2}'], hour);
/** 2 g from −1 to 0: a level counts from 6, is due at 24, and is asked for until 72. */
const given = magnesiumDose(16, 0);
const MILLISECOND_IN_HOURS = 1 / 3_600_000;

export const cases: readonly Vignette[] = [
  { name: '2 g and no level after 24 h', facts: [given], expect: 'fires info' },
  { name: 'not due a moment before', facts: [given], when: { now: 24 - MILLISECOND_IN_HOURS }, expect: 'absent' },
  { name: 'asked for until 72 h, the limit included', facts: [given], when: { now: 72 }, expect: 'fires info' },
  { name: 'not a moment later', facts: [given], when: { now: 72 + MILLISECOND_IN_HOURS }, expect: 'absent' },
  { name: 'no magnesium was given', facts: [potassium(3.2, 0)], expect: 'absent' },
  { name: '15.9 mEq is too little', facts: [magnesiumDose(15.9, 0)], expect: 'absent' },
  { name: 'doses of one day add up', facts: [magnesiumDose(8, -23.9), magnesiumDose(8, 0)], expect: 'fires info' },
  {
    name: 'a dose that ended 24 h before the last does not',
    facts: [magnesiumDose(8, -24), magnesiumDose(8, 0)],
    expect: 'absent',
  },
  {
    name: 'the last dose sets the time: not due 24 h after the first',
    facts: [given, magnesiumDose(4, 10)],
    when: { now: 33.9 },
    expect: 'absent',
  },
  { name: 'due 24 h after the last', facts: [given, magnesiumDose(4, 10)], when: { now: 34 }, expect: 'fires info' },
  {
    name: 'a small dose of the next day is the last one, and alone too little',
    facts: [given, magnesiumDose(4, 25)],
    when: { now: 49 },
    expect: 'absent',
  },
  { name: 'a dose that ends later has not been given', facts: [given, magnesiumDose(16, 30)], expect: 'fires info' },

  { name: 'an enteral dose does not count', facts: [magnesiumDose(16, 0, { route: 'enteral' })], expect: 'absent' },
  {
    name: 'an intramuscular dose does not count',
    facts: [magnesiumDose(16, 0, { route: 'intramuscular' })],
    expect: 'absent',
  },
  {
    name: 'another salt than sulfate does not count',
    facts: [dose('magnesium-chloride', { element: 'magnesium', meq: 16 }, 0)],
    expect: 'absent',
  },
  {
    name: 'parenteral nutrition does not count',
    facts: [magnesiumDose(16, 0, { isMaintenance: true })],
    expect: 'absent',
  },
  {
    name: 'what was dispensed was not charted',
    facts: [magnesiumDose(16, 0, { standing: 'dispensed' })],
    expect: 'absent',
  },
  { name: 'a stopped dose does not count', facts: [magnesiumDose(16, 0, { standing: 'partial' })], expect: 'absent' },
  {
    name: 'a stopped dose does not move the time either',
    facts: [given, magnesiumDose(16, 20, { standing: 'partial' })],
    expect: 'fires info',
  },
  {
    name: 'an order alone is no dose',
    facts: [drugOrder('magnesium-sulfate', -1, { route: 'intravenous' })],
    expect: 'absent',
  },

  {
    name: 'a dose of unknown amount: cannot tell',
    facts: [dose('magnesium-sulfate', undefined, 0)],
    expect: 'unknown',
  },
  {
    name: 'known and unknown together: cannot tell',
    facts: [magnesiumDose(15, -2), dose('magnesium-sulfate', undefined, 0)],
    expect: 'unknown',
  },
  {
    name: 'an unknown amount beside enough',
    facts: [magnesiumDose(16, -2), dose('magnesium-sulfate', undefined, 0)],
    expect: 'fires info',
  },
  {
    name: 'an unknown amount that is not due is settled',
    facts: [dose('magnesium-sulfate', undefined, 0)],
    when: { now: 23 },
    expect: 'absent',
  },
  {
    name: 'an unknown amount with a level after it is settled',
    facts: [dose('magnesium-sulfate', undefined, 0), magnesium(1.9, 8)],
    expect: 'absent',
  },

  {
    name: 'while a dose runs nothing is due',
    facts: [given, magnesiumDose(4, 40, { standing: 'running', start: at(23) })],
    expect: 'absent',
  },
  {
    name: 'a running dose whose end has passed has ended',
    facts: [magnesiumDose(16, 0, { standing: 'running', start: at(-4) })],
    expect: 'fires info',
  },
  {
    name: 'an infusion that will start changes nothing',
    facts: [given, magnesiumDose(4, 40, { standing: 'running', start: at(25) })],
    expect: 'fires info',
  },
  {
    name: 'an infusion without an end runs for a day',
    facts: [given, magnesiumDose(4, 1, { standing: 'running', start: at(1) })],
    expect: 'absent',
  },
  {
    name: 'then nobody knows what it brought, nor when it ended',
    facts: [given, magnesiumDose(16, 1, { standing: 'running', start: at(1) })],
    when: { now: 49 },
    expect: 'unknown',
  },
  {
    name: 'and before a level is due there is nothing to tell',
    facts: [magnesiumDose(16, 1, { standing: 'running', start: at(1) })],
    when: { now: 48.9 },
    expect: 'absent',
  },

  { name: 'a level 6 h after the end', facts: [given, magnesium(1.9, 6)], expect: 'absent' },
  { name: 'a level just under 6 h after it', facts: [given, magnesium(1.9, 5.99)], expect: 'fires info' },
  { name: 'even a low one, when early', facts: [given, magnesium(1.5, 3)], expect: 'fires info' },
  { name: 'a low late level was looked at', facts: [given, magnesium(1.5, 10)], expect: 'absent' },
  {
    name: 'an ionized level follows up too',
    facts: [given, result('magnesium-ionized', [0.5, 'mmol/L'], 6)],
    expect: 'absent',
  },
  {
    name: 'an early ionized level does not',
    facts: [given, result('magnesium-ionized', [0.5, 'mmol/L'], 5)],
    expect: 'fires info',
  },
  {
    name: 'a preliminary level is pending',
    facts: [given, magnesium(1.9, 14, { status: 'preliminary' })],
    expect: 'in-progress info',
  },
  {
    name: 'a level that is not issued yet is not known',
    facts: [given, magnesium(1.9, 10, { knownAt: at(25) })],
    expect: 'fires info',
  },
  {
    name: 'a normal level from a hemolyzed tube is not valid',
    facts: [given, magnesium(1.9, 10, { quality: ['hemolyzed'] })],
    expect: 'fires info',
  },
  {
    name: 'a low level from a hemolyzed tube is',
    facts: [given, magnesium(1.5, 10, { quality: ['hemolyzed'] })],
    expect: 'absent',
  },
  {
    name: 'a level from an EDTA tube is not',
    facts: [given, magnesium(0.5, 10), potassium(7, 10), calcium(4, 10)],
    expect: 'fires info',
  },
  {
    name: 'a level that follows the first dose only',
    facts: [given, magnesium(1.9, 8), magnesiumDose(16, 10)],
    when: { now: 34 },
    expect: 'fires info',
  },

  { name: 'an ordered level: in progress', facts: [given, testOrder('magnesium', 20)], expect: 'in-progress info' },
  {
    name: 'an order that has ended',
    facts: [given, testOrder('magnesium', 20, { until: at(24) })],
    expect: 'fires info',
  },
  {
    name: 'registered in the laboratory 12 h ago',
    facts: [given, testOrder('magnesium', 12, { origin: 'laboratory' })],
    expect: 'fires info',
  },
  {
    name: 'just under 12 h ago',
    facts: [given, testOrder('magnesium', 12.1, { origin: 'laboratory' })],
    expect: 'in-progress info',
  },
  {
    name: 'a drafted order',
    facts: [given],
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', 24)] },
    expect: 'in-progress info',
  },
  { name: 'an ordered potassium is no magnesium', facts: [given, testOrder('potassium', 20)], expect: 'fires info' },

  {
    name: 'impaired kidneys: due after 12 h, and a warning',
    facts: [given, egfr(29)],
    when: { now: 12 },
    expect: 'fires warning',
  },
  { name: 'not a moment before', facts: [given, egfr(29)], when: { now: 12 - MILLISECOND_IN_HOURS }, expect: 'absent' },
  { name: 'an eGFR of 30 is not impaired', facts: [given, egfr(30)], when: { now: 23.9 }, expect: 'absent' },
  { name: 'and stays info', facts: [given, egfr(30)], expect: 'fires info' },
  { name: 'acute kidney injury', facts: [given, condition('aki')], when: { now: 12 }, expect: 'fires warning' },
  { name: 'dialysis', facts: [given, condition('dialysis')], when: { now: 12 }, expect: 'fires warning' },

  { name: 'severe before the dose: 0.99 mg/dL', facts: [magnesium(0.99, -3), given], expect: 'fires warning' },
  { name: '1.0 mg/dL is not severe', facts: [magnesium(1.0, -3), given], expect: 'fires info' },
  { name: '0.39 mmol/L', facts: [magnesium(0.39, -3, {}, 'mmol/L'), given], expect: 'fires warning' },
  { name: '0.40 mmol/L', facts: [magnesium(0.4, -3, {}, 'mmol/L'), given], expect: 'fires info' },
  { name: '0.79 mEq/L', facts: [magnesium(0.79, -3, {}, 'meq/L'), given], expect: 'fires warning' },
  { name: '0.8 mEq/L', facts: [magnesium(0.8, -3, {}, 'meq/L'), given], expect: 'fires info' },
  {
    name: 'drawn at the start of the dose it is before it',
    facts: [magnesium(0.9, -1), given],
    expect: 'fires warning',
  },
  { name: 'drawn during the dose it is not', facts: [magnesium(0.9, -0.9), given], expect: 'fires info' },
  {
    name: 'the last one before it counts',
    facts: [magnesium(0.9, -5), magnesium(1.3, -3), given],
    expect: 'fires info',
  },
  {
    name: 'before the first dose of the course, not the last',
    facts: [magnesium(0.9, -12), magnesiumDose(8, -8), magnesium(1.3, -4), magnesiumDose(8, 0)],
    expect: 'fires warning',
  },
  {
    name: 'an early normal value of the day before does not hide it',
    facts: [magnesium(0.9, -40), magnesiumDose(16, -30), magnesium(1.9, -28), given],
    expect: 'fires warning',
  },
  { name: 'a value of 72 h before the dose is too old', facts: [magnesium(0.9, -73), given], expect: 'fires info' },
  { name: 'a value of just under 72 h before is not', facts: [magnesium(0.9, -72.9), given], expect: 'fires warning' },
  { name: 'and counts to the end', facts: [magnesium(0.9, -72.9), given], when: { now: 72 }, expect: 'fires warning' },
  {
    name: 'an outpatient value of 29 days before counts',
    facts: [magnesium(0.9, -700), given],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires warning',
  },

  {
    name: 'obstetric magnesium that is still ordered, of a pregnancy that was found since',
    facts: [
      given,
      condition('pregnancy', { from: at(20) }),
      drugOrder('magnesium-sulfate', -2, { route: 'intravenous' }),
    ],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'obstetric magnesium whose order has ended',
    facts: [given, condition('pre-eclampsia', { from: at(-50), until: at(10), isActive: false })],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'an obstetric condition that was over when it was given',
    facts: [given, condition('pre-eclampsia', { from: at(-50), until: at(-1), isActive: false })],
    expect: 'fires info',
  },
  {
    name: 'that began as the dose ended',
    facts: [given, condition('eclampsia', { from: at(0) })],
    expect: 'not-applicable obstetric-magnesium',
  },
  { name: 'that began after it', facts: [given, condition('eclampsia', { from: at(1) })], expect: 'fires info' },
  {
    name: 'one that is no longer active and has no dates',
    facts: [given, condition('pregnancy', { isActive: false })],
    expect: 'fires info',
  },
  { name: 'another condition', facts: [given, condition('diarrhea')], expect: 'fires info' },

  {
    name: 'discharged after the dose',
    facts: [given, encounter({ from: at(-50), until: at(5), isInProgress: false })],
    expect: 'absent',
  },
  {
    name: 'discharged as the dose ended',
    facts: [given, encounter({ from: at(-50), until: at(0), isInProgress: false })],
    expect: 'absent',
  },
  {
    name: 'discharged before it: given as an outpatient',
    facts: [given, encounter({ from: at(-50), until: at(-2), isInProgress: false })],
    expect: 'fires info',
  },
  { name: 'still in hospital', facts: [given, encounter({ from: at(-50) })], expect: 'fires info' },
  { name: 'comfort care', facts: [given, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'under age', facts: [given, person({ bornFrom: at(-8766 * 10) })], expect: 'not-applicable under-age' },

  {
    name: 'nobody looked for magnesium: cannot tell',
    facts: [given],
    when: { coverage: new Map() },
    expect: 'unknown',
  },
  {
    name: 'a site asks for 8 mEq already',
    facts: [magnesiumDose(8, 0)],
    parameters: { ...DEFAULT_PARAMETERS, mg: { ...DEFAULT_PARAMETERS.mg, followupMin_mEq: 8 } },
    expect: 'fires info',
  },
];
