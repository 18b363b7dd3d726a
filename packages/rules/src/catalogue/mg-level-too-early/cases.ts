import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

/** 2 g from 9 to 10: a level is early until 16. */
const given = magnesiumDose(16, 10);

export const cases: readonly Vignette[] = [
  { name: 'a normal level 2 h after the dose', facts: [given, magnesium(2.2, 12)], expect: 'fires info' },
  {
    name: 'a normal ionized level 2 h after the dose',
    facts: [given, result('magnesium-ionized', [0.5, 'mmol/L'], 12)],
    expect: 'fires info',
  },
  { name: 'a low-normal level', facts: [given, magnesium(1.8, 12)], expect: 'fires info' },
  { name: 'just under 6 h after', facts: [given, magnesium(2.2, 15.99)], expect: 'fires info' },
  { name: '6 h after it is not early', facts: [given, magnesium(2.2, 16)], expect: 'absent' },
  { name: 'during the dose', facts: [given, magnesium(2.2, 9.5)], expect: 'fires info' },
  { name: 'at its start it is before it', facts: [given, magnesium(2.2, 9)], expect: 'absent' },
  { name: 'no dose', facts: [magnesium(2.2, 12)], expect: 'absent' },
  { name: 'no level', facts: [given], expect: 'absent' },

  { name: '1.7 mg/dL reads low-normal', facts: [given, magnesium(1.7, 12)], expect: 'fires info' },
  { name: '1.69 mg/dL is low and used', facts: [given, magnesium(1.69, 12)], expect: 'absent' },
  { name: '0.70 mmol/L', facts: [given, magnesium(0.7, 12, {}, 'mmol/L')], expect: 'fires info' },
  { name: '0.69 mmol/L', facts: [given, magnesium(0.69, 12, {}, 'mmol/L')], expect: 'absent' },
  { name: '1.4 mEq/L', facts: [given, magnesium(1.4, 12, {}, 'meq/L')], expect: 'fires info' },
  { name: '1.39 mEq/L', facts: [given, magnesium(1.39, 12, {}, 'meq/L')], expect: 'absent' },
  { name: '2.6 mg/dL reads normal', facts: [given, magnesium(2.6, 12)], expect: 'fires info' },
  { name: '2.61 mg/dL is high and used', facts: [given, magnesium(2.61, 12)], expect: 'absent' },
  { name: '1.10 mmol/L', facts: [given, magnesium(1.1, 12, {}, 'mmol/L')], expect: 'fires info' },
  { name: '1.11 mmol/L', facts: [given, magnesium(1.11, 12, {}, 'mmol/L')], expect: 'absent' },
  { name: '2.2 mEq/L', facts: [given, magnesium(2.2, 12, {}, 'meq/L')], expect: 'fires info' },
  { name: '2.21 mEq/L', facts: [given, magnesium(2.21, 12, {}, 'meq/L')], expect: 'absent' },

  { name: '8 mEq make a level early', facts: [magnesiumDose(8, 10), magnesium(2.2, 12)], expect: 'fires info' },
  { name: '7.9 mEq do not', facts: [magnesiumDose(7.9, 10), magnesium(2.2, 12)], expect: 'absent' },
  {
    name: 'an unknown amount does',
    facts: [dose('magnesium-sulfate', undefined, 10), magnesium(2.2, 12)],
    expect: 'fires info',
  },
  {
    name: 'an enteral dose does not',
    facts: [magnesiumDose(16, 10, { route: 'enteral' }), magnesium(2.2, 12)],
    expect: 'absent',
  },
  {
    name: 'a stopped dose does not',
    facts: [magnesiumDose(16, 10, { standing: 'partial' }), magnesium(2.2, 12)],
    expect: 'absent',
  },
  {
    name: 'an infusion without an end does',
    facts: [magnesiumDose(16, 10, { standing: 'running', start: at(10) }), magnesium(2.2, 20)],
    expect: 'fires info',
  },

  {
    name: 'a later level that counts clears it',
    facts: [given, magnesium(2.2, 12), magnesium(1.9, 17)],
    expect: 'absent',
  },
  { name: 'a later low one does too', facts: [given, magnesium(2.2, 12), magnesium(1.5, 14)], expect: 'absent' },
  { name: 'a later early one does not', facts: [given, magnesium(2.2, 12), magnesium(2.0, 14)], expect: 'fires info' },
  {
    name: 'a later level from a hemolyzed tube does not',
    facts: [given, magnesium(2.2, 12), magnesium(1.9, 17, { quality: ['hemolyzed'] })],
    expect: 'fires info',
  },
  {
    name: 'nor one from an EDTA tube',
    facts: [given, magnesium(2.2, 12), magnesium(0.5, 17), potassium(7, 17), calcium(4, 17)],
    expect: 'fires info',
  },
  {
    name: 'nor one that is preliminary',
    facts: [given, magnesium(2.2, 12), magnesium(1.9, 17, { status: 'preliminary' })],
    expect: 'fires info',
  },
  {
    name: 'an earlier value that counts does not',
    facts: [magnesium(1.1, 2), given, magnesium(2.2, 12)],
    expect: 'fires info',
  },
  {
    name: 'a later ionized level clears it',
    facts: [given, magnesium(2.2, 12), result('magnesium-ionized', [0.5, 'mmol/L'], 18)],
    expect: 'absent',
  },
  {
    name: 'an earlier ionized level does not',
    facts: [given, magnesium(2.2, 12), result('magnesium-ionized', [0.5, 'mmol/L'], 8)],
    expect: 'fires info',
  },
  {
    name: 'of a normal and a low level at one time the later issued is the latest',
    facts: [given, magnesium(2.2, 12, { knownAt: at(13) }), magnesium(1.5, 12, { knownAt: at(14) })],
    expect: 'absent',
  },
  {
    name: 'and the other way round',
    facts: [given, magnesium(2.2, 12, { knownAt: at(14) }), magnesium(1.5, 12, { knownAt: at(13) })],
    expect: 'fires info',
  },
  { name: 'a level that is not issued yet', facts: [given, magnesium(2.2, 12, { knownAt: at(25) })], expect: 'absent' },
  {
    name: 'a hemolyzed normal level is not valid at all',
    facts: [given, magnesium(2.2, 12, { quality: ['hemolyzed'] })],
    expect: 'absent',
  },
  {
    name: 'just before it leaves the look-back',
    facts: [given, magnesium(2.2, 12)],
    when: { now: 83.99 },
    expect: 'fires info',
  },
  { name: 'as it leaves', facts: [given, magnesium(2.2, 12)], when: { now: 84 }, expect: 'absent' },
  {
    name: 'the outpatient look-back is longer',
    facts: [given, magnesium(2.2, 12)],
    when: { now: 84, defaultSetting: 'outpatient' },
    expect: 'fires info',
  },
  {
    name: 'an ordered level makes it no less early',
    facts: [given, magnesium(2.2, 12), testOrder('magnesium', 20)],
    expect: 'fires info',
  },

  {
    name: 'obstetric magnesium that is ordered',
    facts: [
      given,
      magnesium(2.2, 12),
      condition('pregnancy'),
      drugOrder('magnesium-sulfate', 8, { route: 'intravenous' }),
    ],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'obstetric magnesium whose order has ended',
    facts: [given, magnesium(2.2, 12), condition('eclampsia', { from: at(2), until: at(11), isActive: false })],
    expect: 'not-applicable obstetric-magnesium',
  },
  {
    name: 'an obstetric condition after the dose',
    facts: [given, magnesium(2.2, 12), condition('eclampsia', { from: at(11) })],
    expect: 'fires info',
  },
  {
    name: 'comfort care',
    facts: [given, magnesium(2.2, 12), condition('comfort-care')],
    expect: 'not-applicable comfort-care',
  },
  {
    name: 'nobody looked: cannot tell',
    facts: [given, magnesium(2.2, 12)],
    when: { coverage: new Map() },
    expect: 'unknown',
  },
  {
    name: 'a site calls levels early for 2 h only',
    facts: [given, magnesium(2.2, 12)],
    parameters: { ...DEFAULT_PARAMETERS, mg: { ...DEFAULT_PARAMETERS.mg, tooEarly_h: 2 } },
    expect: 'absent',
  },
  {
    name: 'drawn during an infusion that runs until tomorrow',
    facts: [magnesiumDose(16, 30, { start: at(18), standing: 'running' }), magnesium(2.2, 20)],
    expect: 'fires info',
  },
  {
    name: 'drawn before that infusion began',
    facts: [magnesiumDose(16, 30, { start: at(20), standing: 'running' }), magnesium(2.2, 20)],
    expect: 'absent',
  },
  {
    name: 'an infusion that begins later makes nothing early yet',
    facts: [magnesiumDose(16, 30, { start: at(25), standing: 'running' }), magnesium(2.2, 20)],
    expect: 'absent',
  },
];
