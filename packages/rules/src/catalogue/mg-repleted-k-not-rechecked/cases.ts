import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesiumDose,
  person,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

/** K 3.2, then 2 g from 3 to 4: a recheck is due at 16, and asked for until 76. */
const low = potassium(3.2, 0);
const given = magnesiumDose(16, 4);
const milliseconds = (count: number) => count / 3_600_000;

export const cases: readonly Vignette[] = [
  { name: 'magnesium was replaced and potassium was not looked at', facts: [low, given], expect: 'fires info' },
  { name: 'due 12 h after', facts: [low, given], when: { now: 16 }, expect: 'fires info' },
  { name: 'not a moment before', facts: [low, given], when: { now: 16 - milliseconds(1) }, expect: 'absent' },
  { name: 'asked for until 72 h, the limit included', facts: [low, given], when: { now: 76 }, expect: 'fires info' },
  { name: 'not a moment later', facts: [low, given], when: { now: 76 + milliseconds(1) }, expect: 'absent' },
  { name: 'below 3.0 due 6 h after', facts: [potassium(2.99, 0), given], when: { now: 10 }, expect: 'fires warning' },
  {
    name: 'not a moment before that',
    facts: [potassium(2.99, 0), given],
    when: { now: 10 - milliseconds(1) },
    expect: 'absent',
  },
  { name: '3.0 is not below', facts: [potassium(3.0, 0), given], when: { now: 15.9 }, expect: 'absent' },
  { name: 'and is info', facts: [potassium(3.0, 0), given], expect: 'fires info' },

  { name: '3.49 is low', facts: [potassium(3.49, 0), given], expect: 'fires info' },
  { name: '3.5 is not', facts: [potassium(3.5, 0), given], expect: 'absent' },
  { name: 'no potassium in 96 h', facts: [given], expect: 'absent' },
  {
    name: 'one that does not count: cannot tell',
    facts: [potassium(3.8, 0, { quality: ['hemolyzed'] }), given],
    expect: 'unknown',
  },
  {
    name: 'until it leaves the window',
    facts: [potassium(3.8, 0, { quality: ['hemolyzed'] }), given],
    when: { now: 96 },
    expect: 'absent',
  },
  { name: 'a potassium of just under 96 h ago counts', facts: [potassium(3.2, -71.9), given], expect: 'fires info' },
  { name: 'one of 96 h ago does not', facts: [potassium(3.2, -72), given], expect: 'absent' },
  {
    name: 'for outpatients too',
    facts: [potassium(3.2, -72), given],
    when: { defaultSetting: 'outpatient' },
    expect: 'absent',
  },

  { name: 'a later normal potassium', facts: [low, given, potassium(3.8, 6)], expect: 'absent' },
  { name: 'a later low potassium', facts: [low, given, potassium(3.1, 6)], expect: 'absent' },
  {
    name: 'one between two doses: the second alone is too little',
    facts: [low, magnesiumDose(8, 2), potassium(3.2, 3), magnesiumDose(8, 4)],
    expect: 'absent',
  },
  {
    name: 'a later low potassium from a hemolyzed tube counts',
    facts: [low, given, potassium(3.1, 6, { quality: ['hemolyzed'] })],
    expect: 'absent',
  },
  {
    name: 'a normal one from a hemolyzed tube reassures nobody',
    facts: [low, given, potassium(3.8, 6, { quality: ['hemolyzed'] })],
    expect: 'fires info',
  },
  { name: 'nor does one from an EDTA tube', facts: [low, given, potassium(7, 6), calcium(4, 6)], expect: 'fires info' },
  {
    name: 'nor one that is not issued yet',
    facts: [low, given, potassium(3.8, 6, { knownAt: at(25) })],
    expect: 'fires info',
  },

  { name: '15.9 mEq are too little', facts: [low, magnesiumDose(15.9, 4)], expect: 'absent' },
  { name: 'doses add up', facts: [low, magnesiumDose(8, 2), magnesiumDose(8, 4)], expect: 'fires info' },
  {
    name: 'the dose that makes it enough sets the time',
    facts: [low, magnesiumDose(8, 2), magnesiumDose(8, 12.1)],
    expect: 'absent',
  },
  {
    name: 'a dose after it does not move it',
    facts: [low, given, magnesiumDose(16, 15)],
    when: { now: 16 },
    expect: 'fires info',
  },
  { name: 'a dose that ended with the sample was before it', facts: [low, magnesiumDose(16, 0)], expect: 'absent' },
  { name: 'one that ended after it counts whole', facts: [low, magnesiumDose(16, 0.5)], expect: 'fires info' },
  {
    name: 'oral magnesium counts',
    facts: [low, dose('magnesium-oxide', { element: 'magnesium', meq: 19.8 }, 4, { route: 'enteral' })],
    expect: 'fires info',
  },
  {
    name: 'a laxative does not',
    facts: [low, dose('magnesium-citrate', { element: 'magnesium', meq: 30 }, 4)],
    expect: 'absent',
  },
  {
    name: 'parenteral nutrition does not',
    facts: [low, magnesiumDose(16, 4, { isMaintenance: true })],
    expect: 'absent',
  },
  { name: 'a stopped dose does not', facts: [low, magnesiumDose(16, 4, { standing: 'partial' })], expect: 'absent' },
  {
    name: 'an infusion without an end has not been given yet',
    facts: [low, magnesiumDose(16, 4, { standing: 'running', start: at(4) })],
    expect: 'absent',
  },
  { name: 'an order is no dose', facts: [low, drugOrder('magnesium-oxide', 2)], expect: 'absent' },

  {
    name: 'an unknown amount may be enough: cannot tell',
    facts: [low, dose('magnesium-sulfate', undefined, 4)],
    expect: 'unknown',
  },
  {
    name: 'before it could be due it is settled',
    facts: [low, dose('magnesium-sulfate', undefined, 4)],
    when: { now: 15.9 },
    expect: 'absent',
  },
  {
    name: 'from then on it is not',
    facts: [low, dose('magnesium-sulfate', undefined, 4)],
    when: { now: 16 },
    expect: 'unknown',
  },
  {
    name: 'until the last dose is too long ago',
    facts: [low, dose('magnesium-sulfate', undefined, 4)],
    when: { now: 76 },
    expect: 'unknown',
  },
  {
    name: 'then it is settled again',
    facts: [low, dose('magnesium-sulfate', undefined, 4)],
    when: { now: 76 + milliseconds(1) },
    expect: 'absent',
  },
  {
    name: 'with an unknown amount before enough it may be due already',
    facts: [low, dose('magnesium-sulfate', undefined, 4), magnesiumDose(16, 14)],
    expect: 'unknown',
  },
  {
    name: 'and is due when the known amounts say so',
    facts: [low, dose('magnesium-sulfate', undefined, 4), magnesiumDose(16, 12)],
    expect: 'fires info',
  },
  {
    name: 'an unknown amount after enough changes nothing',
    facts: [low, given, dose('magnesium-sulfate', undefined, 20)],
    expect: 'fires info',
  },
  {
    name: 'unknown amounts: the last of them closes it',
    facts: [low, dose('magnesium-sulfate', undefined, 4), dose('magnesium-oxide', undefined, 10, { route: 'enteral' })],
    when: { now: 82 },
    expect: 'unknown',
  },

  {
    name: 'an ordered potassium: in progress',
    facts: [low, given, testOrder('potassium', 20)],
    expect: 'in-progress info',
  },
  {
    name: 'an order that has ended',
    facts: [low, given, testOrder('potassium', 20, { until: at(24) })],
    expect: 'fires info',
  },
  {
    name: 'an ordered magnesium is no potassium',
    facts: [low, given, testOrder('magnesium', 20)],
    expect: 'fires info',
  },
  {
    name: 'registered in the laboratory just under 12 h ago',
    facts: [low, given, testOrder('potassium', 12.1, { origin: 'laboratory' })],
    expect: 'in-progress info',
  },
  {
    name: 'registered 12 h ago',
    facts: [low, given, testOrder('potassium', 12, { origin: 'laboratory' })],
    expect: 'fires info',
  },
  {
    name: 'preliminary just under 12 h ago',
    facts: [low, given, potassium(3.8, 12.1, { status: 'preliminary' })],
    expect: 'in-progress info',
  },
  {
    name: 'preliminary 12 h ago',
    facts: [low, given, potassium(3.8, 12, { status: 'preliminary' })],
    expect: 'fires info',
  },
  {
    name: 'preliminary and not issued yet',
    facts: [low, given, potassium(3.8, 20, { status: 'preliminary', knownAt: at(25) })],
    expect: 'fires info',
  },
  {
    name: 'a drafted order',
    facts: [low, given],
    when: { hook: 'order-sign', drafts: [testOrder('potassium', 24)] },
    expect: 'in-progress info',
  },
  {
    name: 'a drafted magnesium is no potassium',
    facts: [low, given],
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', 24)] },
    expect: 'fires info',
  },

  { name: 'digoxin ordered', facts: [low, given, drugOrder('digoxin', 0)], expect: 'fires warning' },
  { name: 'digoxin given 47 h ago', facts: [low, given, dose('digoxin', undefined, -23)], expect: 'fires warning' },
  { name: 'digoxin given 48 h ago', facts: [low, given, dose('digoxin', undefined, -24)], expect: 'fires info' },
  { name: 'QTc of 480', facts: [low, given, result('qtc', [480, 'ms'], 20)], expect: 'fires warning' },
  { name: 'QTc of 479', facts: [low, given, result('qtc', [479, 'ms'], 20)], expect: 'fires info' },
  {
    name: 'QTc of 470 in a man',
    facts: [low, given, result('qtc', [470, 'ms'], 20), person({ sex: 'male' })],
    expect: 'fires warning',
  },
  {
    name: 'QTc of 469 in a man',
    facts: [low, given, result('qtc', [469, 'ms'], 20), person({ sex: 'male' })],
    expect: 'fires info',
  },

  { name: 'dialysis', facts: [low, given, condition('dialysis')], expect: 'not-applicable dialysis' },
  {
    name: 'a session of just under 96 h ago',
    facts: [low, given, condition('dialysis', { from: at(-76), until: at(-71.9), isActive: false })],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'a session of 96 h ago',
    facts: [low, given, condition('dialysis', { from: at(-76), until: at(-72), isActive: false })],
    expect: 'fires info',
  },
  {
    name: 'dialysate of just under 96 h ago',
    facts: [low, given, dose('potassium-chloride', undefined, -71.9, { route: 'dialysis' })],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'dialysate of 96 h ago',
    facts: [low, given, dose('potassium-chloride', undefined, -72, { route: 'dialysis' })],
    expect: 'fires info',
  },
  {
    name: 'dialysate ordered',
    facts: [low, given, drugOrder('potassium-chloride', 0, { route: 'dialysis' })],
    expect: 'not-applicable dialysis',
  },
  {
    name: 'obstetric magnesium that is ordered, of a pregnancy that was found since',
    facts: [
      low,
      given,
      condition('pregnancy', { from: at(20) }),
      drugOrder('magnesium-sulfate', 2, { route: 'intravenous' }),
    ],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'obstetric magnesium whose order has ended',
    facts: [low, given, condition('eclampsia', { from: at(1), until: at(10), isActive: false })],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'oral magnesium in pregnancy is not obstetric',
    facts: [low, magnesiumDose(16, 4, { route: 'enteral' }), condition('pregnancy')],
    expect: 'fires info',
  },
  { name: 'comfort care', facts: [low, given, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  {
    name: 'nobody looked for potassium: cannot tell',
    facts: [low, given],
    when: { coverage: new Map() },
    expect: 'unknown',
  },
  {
    name: 'a unit that contradicts its code caps at warning',
    facts: [potassium(2.4, 0, { quality: ['unit-property-mismatch'] }), given],
    expect: 'fires warning',
  },
  {
    name: 'a site wants 24 mEq',
    facts: [low, given],
    parameters: { ...DEFAULT_PARAMETERS, k: { ...DEFAULT_PARAMETERS.k, recheckMgMin_mEq: 24 } },
    expect: 'absent',
  },
];
