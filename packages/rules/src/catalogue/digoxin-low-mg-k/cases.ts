import type { ResourceVersion } from '@magwatch/timeline';
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

const digoxin = drugOrder('digoxin', 0);
const lowMg = magnesium(1.5, 20);
const normalMg = magnesium(2.0, 20);
const lowK = potassium(3.2, 20);
const normalK = potassium(4.0, 20);
const level = (value: number, hour = 10) => result('digoxin-level', [value, 'ng/mL'], hour);
const complete = { from: at(-10_000), asOf: at(24) };
/** Coverage of these inputs only. */
const covered = (...keys: readonly string[]) => ({ coverage: new Map(keys.map((key) => [key, complete])) });
const DIGOXIN = ['dose:digoxin', 'drug-order:digoxin'];

const patterns: readonly Vignette[] = [
  { name: 'digoxin with low magnesium', facts: [digoxin, lowMg, normalK], expect: 'fires warning' },
  { name: 'digoxin with low potassium', facts: [digoxin, normalMg, lowK], expect: 'fires warning' },
  { name: 'digoxin with both low', facts: [digoxin, lowMg, lowK], expect: 'fires warning' },
  { name: 'digoxin with both normal', facts: [digoxin, normalMg, normalK], expect: 'absent' },
  { name: 'both low without digoxin', facts: [lowMg, lowK], expect: 'absent' },
  { name: 'digitoxin counts as well', facts: [drugOrder('digitoxin', 0), lowMg, normalK], expect: 'fires warning' },
  { name: 'a potassium of 3.49', facts: [digoxin, normalMg, potassium(3.49, 20)], expect: 'fires warning' },
  { name: 'a potassium of 3.5', facts: [digoxin, normalMg, potassium(3.5, 20)], expect: 'absent' },
  { name: 'a potassium of 3.0', facts: [digoxin, normalMg, potassium(3.0, 20)], expect: 'fires warning' },
  { name: 'a potassium of 2.99', facts: [digoxin, normalMg, potassium(2.99, 20)], expect: 'fires critical' },
  { name: 'severely low magnesium', facts: [digoxin, magnesium(0.9, 20), normalK], expect: 'fires critical' },
  {
    name: 'ionized magnesium is only mild',
    facts: [digoxin, result('magnesium-ionized', [0.3, 'mmol/L'], 20), normalK],
    expect: 'fires warning',
  },
  {
    name: 'ionized magnesium of 0.45 mmol/L',
    facts: [digoxin, result('magnesium-ionized', [0.45, 'mmol/L'], 20), normalK],
    expect: 'absent',
  },
];

/** The limits in every unit family. */
const limits: readonly Vignette[] = (
  [
    ['mg/dL', 1.69, 1.7, 1.19, 1.2],
    ['mmol/L', 0.69, 0.7, 0.49, 0.5],
    ['meq/L', 1.39, 1.4, 0.99, 1.0],
  ] as const
).flatMap(([unit, low, normal, moderate, mild]): readonly Vignette[] => {
  const mg = (value: number): ResourceVersion => magnesium(value, 20, {}, unit);
  return [
    { name: `${low} ${unit} is low`, facts: [digoxin, mg(low), normalK], expect: 'fires warning' },
    { name: `${normal} ${unit} is not`, facts: [digoxin, mg(normal), normalK], expect: 'absent' },
    {
      name: `${moderate} ${unit} is moderately low`,
      facts: [digoxin, mg(moderate), normalK],
      expect: 'fires critical',
    },
    { name: `${mild} ${unit} is not`, facts: [digoxin, mg(mild), normalK], expect: 'fires warning' },
  ];
});

const levels: readonly Vignette[] = [
  { name: 'a digoxin level of 2.0 ng/mL', facts: [digoxin, lowMg, normalK, level(2.0)], expect: 'fires critical' },
  { name: 'a digoxin level of 1.99 ng/mL', facts: [digoxin, lowMg, normalK, level(1.99)], expect: 'fires warning' },
  {
    name: 'a digoxin level of 2.57 nmol/L is 2.007 ng/mL',
    facts: [digoxin, lowMg, normalK, result('digoxin-level', [2.57, 'nmol/L'], 10, { canonical: 2.007 })],
    expect: 'fires critical',
  },
  {
    name: 'a digoxin level of 2.56 nmol/L is 1.999 ng/mL',
    facts: [digoxin, lowMg, normalK, result('digoxin-level', [2.56, 'nmol/L'], 10, { canonical: 1.999 })],
    expect: 'fires warning',
  },
  {
    name: 'a level of "<2.0"',
    facts: [digoxin, lowMg, normalK, result('digoxin-level', [2.0, 'ng/mL'], 10, { comparator: '<' })],
    expect: 'fires warning',
  },
  {
    name: 'a toxic level of 168 h ago',
    facts: [digoxin, lowMg, normalK, level(2.5, 24 - 168)],
    expect: 'fires warning',
  },
  {
    name: 'a toxic level of 167.9 h ago',
    facts: [digoxin, lowMg, normalK, level(2.5, 24 - 167.9)],
    expect: 'fires critical',
  },
  {
    name: 'the latest level counts',
    facts: [digoxin, lowMg, normalK, level(2.5, 0), level(1.2, 10)],
    expect: 'fires warning',
  },
  { name: 'a toxic level and nothing low', facts: [digoxin, normalMg, normalK, level(2.5)], expect: 'absent' },
  {
    name: 'a digitoxin level is not compared with the limit of digoxin',
    facts: [drugOrder('digitoxin', 0), lowMg, normalK, result('digitoxin-level', [20, 'ng/mL'], 10)],
    expect: 'fires warning',
  },
];

const active: readonly Vignette[] = [
  { name: 'given 47.9 h ago', facts: [dose('digoxin', undefined, -23.9), lowMg, normalK], expect: 'fires warning' },
  { name: 'given 48 h ago', facts: [dose('digoxin', undefined, -24), lowMg, normalK], expect: 'absent' },
  {
    name: 'an order that ends now',
    facts: [drugOrder('digoxin', 0, { activeUntil: at(24) }), lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'an order that ends later',
    facts: [drugOrder('digoxin', 0, { activeUntil: at(24.1) }), lowMg, normalK],
    expect: 'fires warning',
  },
  {
    name: 'an order on hold',
    facts: [drugOrder('digoxin', 0, { status: 'on-hold' }), lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'a draft',
    facts: [lowMg, normalK],
    when: { hook: 'order-sign', drafts: [digoxin] },
    expect: 'fires warning',
  },
  {
    name: 'only stated to be taken at home',
    facts: [dose('digoxin', undefined, 20, { standing: 'stated' }), lowMg, normalK],
    expect: 'absent',
  },
];

const unknowns: readonly Vignette[] = [
  { name: 'normal potassium, no magnesium: cannot tell', facts: [digoxin, normalK], expect: 'unknown' },
  { name: 'normal magnesium, no potassium: cannot tell', facts: [digoxin, normalMg], expect: 'unknown' },
  { name: 'neither: cannot tell', facts: [digoxin], expect: 'unknown' },
  { name: 'low potassium, no magnesium', facts: [digoxin, lowK], expect: 'fires warning' },
  { name: 'low magnesium, no potassium', facts: [digoxin, lowMg], expect: 'fires warning' },
  { name: 'no digoxin and no values', facts: [], expect: 'absent' },
  { name: 'neither value was looked for', facts: [digoxin, lowMg, lowK], when: covered(...DIGOXIN), expect: 'unknown' },
  {
    name: 'only potassium was looked for',
    facts: [digoxin, lowK],
    when: covered('result:potassium', ...DIGOXIN),
    expect: 'fires warning',
  },
  {
    name: 'only magnesium was looked for',
    facts: [digoxin, lowMg],
    when: covered('result:magnesium', ...DIGOXIN),
    expect: 'fires warning',
  },
  {
    name: 'nobody looked for doses of digoxin',
    facts: [lowMg, lowK],
    when: covered('result:magnesium', 'drug-order:digoxin'),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for orders of digoxin',
    facts: [lowMg, lowK],
    when: covered('result:magnesium', 'dose:digoxin'),
    expect: 'unknown',
  },
  {
    name: 'an order is there, and nobody looked for doses',
    facts: [digoxin, lowMg, lowK],
    when: covered('result:magnesium', 'drug-order:digoxin'),
    expect: 'fires warning',
  },
  {
    name: 'nobody looked for digoxin, and nothing is low',
    facts: [normalMg, normalK],
    when: covered('result:magnesium', 'result:potassium'),
    expect: 'absent',
  },
  {
    name: 'digoxin was looked for, and there is none',
    facts: [lowMg, lowK],
    when: covered('result:magnesium', ...DIGOXIN),
    expect: 'absent',
  },
];

const others: readonly Vignette[] = [
  {
    name: 'magnesium being replaced does not silence it',
    facts: [digoxin, lowMg, normalK, magnesiumDose(16, 22)],
    expect: 'fires warning',
  },
  {
    name: 'a magnesium order does not silence it',
    facts: [digoxin, lowMg, normalK, drugOrder('magnesium-oxide', 21)],
    expect: 'fires warning',
  },
  {
    name: 'a level on its way explains nothing',
    facts: [digoxin, lowK, testOrder('magnesium', 22)],
    expect: 'fires warning',
  },
  {
    name: 'it clears when both are normal',
    facts: [digoxin, lowMg, lowK, magnesium(1.9, 23), potassium(3.9, 23)],
    expect: 'absent',
  },
  {
    name: 'it does not clear with one of them',
    facts: [digoxin, lowMg, lowK, potassium(3.9, 23)],
    expect: 'fires warning',
  },
  {
    name: 'a normal early level does not clear it',
    facts: [digoxin, magnesium(1.5, 10), normalK, magnesiumDose(16, 18), magnesium(1.9, 20)],
    expect: 'fires warning',
  },
  { name: 'a potassium of 48 h ago: cannot tell', facts: [digoxin, normalMg, potassium(3.2, -24)], expect: 'unknown' },
  { name: 'a potassium of 47.9 h ago', facts: [digoxin, normalMg, potassium(3.2, -23.9)], expect: 'fires warning' },
  { name: 'a magnesium of 72 h ago: cannot tell', facts: [digoxin, magnesium(1.5, -48), normalK], expect: 'unknown' },
  { name: 'a magnesium of 71.9 h ago', facts: [digoxin, magnesium(1.5, -47.9), normalK], expect: 'fires warning' },
  {
    name: 'an outpatient potassium of 29 days ago',
    facts: [digoxin, potassium(3.2, 24 - 29 * 24), normalMg],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires warning',
  },
  {
    name: 'a contradicting unit of the potassium caps at warning',
    facts: [digoxin, normalMg, potassium(2.5, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
  {
    name: 'a contradicting unit of the magnesium caps at warning',
    facts: [digoxin, normalK, magnesium(0.9, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
  {
    name: 'a hemolyzed normal potassium does not show that it is normal',
    facts: [digoxin, normalMg, potassium(4.0, 20, { quality: ['hemolyzed'] })],
    expect: 'unknown',
  },
  {
    name: 'a low magnesium from an EDTA tube does not count',
    facts: [digoxin, magnesium(0.9, 20), potassium(7, 20), calcium(4, 20)],
    expect: 'unknown',
  },
  { name: 'comfort care', facts: [condition('comfort-care'), digoxin, lowMg], expect: 'not-applicable comfort-care' },
];

export const cases: readonly Vignette[] = [...patterns, ...limits, ...levels, ...active, ...unknowns, ...others];
