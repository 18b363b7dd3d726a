import type { ResourceVersion } from '@magwatch/timeline';
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

const NOW = 24;
const days = (count: number): number => NOW - count * 24;
const low = magnesium(1.5, 20);
const longOrder = drugOrder('omeprazole', days(400));
const recent = drugOrder('pantoprazole', days(5));
const complete = { from: at(-10_000), asOf: at(NOW) };
/** Coverage of these inputs only. */
const covered = (...keys: readonly string[]) => ({ coverage: new Map(keys.map((key) => [key, complete])) });
/** Doses of PPI are known for so many days only. */
const dosesKnownFor = (count: number) => ({
  coverage: new Map([
    ['result:magnesium', complete],
    ['drug-order:ppi', complete],
    ['dose:ppi', { from: at(days(count)), asOf: at(NOW) }],
  ]),
});
const stated = (from: number, to: number): ResourceVersion =>
  dose('omeprazole', undefined, days(to), { start: at(days(from)), route: 'enteral', standing: 'stated' });

const starts: readonly Vignette[] = [
  { name: 'an order of 400 days', facts: [low, longOrder], expect: 'fires info' },
  { name: 'an order of 90 days', facts: [low, drugOrder('omeprazole', days(90))], expect: 'fires info' },
  { name: 'an order of 89.9 days', facts: [low, drugOrder('omeprazole', days(89.9))], expect: 'absent' },
  {
    name: 'an order that was written before it begins',
    facts: [low, drugOrder('omeprazole', days(120), { activeFrom: at(days(80)) })],
    expect: 'absent',
  },
  {
    name: 'an order that has ended',
    facts: [low, drugOrder('omeprazole', days(400), { activeUntil: at(NOW) })],
    expect: 'absent',
  },
  {
    name: 'an order that ends later',
    facts: [low, drugOrder('omeprazole', days(400), { activeUntil: at(NOW + 1) })],
    expect: 'fires info',
  },
  {
    name: 'an ended order does not carry the start of an active one back',
    facts: [low, recent, drugOrder('omeprazole', days(400), { activeUntil: at(days(300)) })],
    expect: 'absent',
  },
  {
    name: 'a dose of 90 days ago and one of yesterday: the gap is ignored',
    facts: [
      low,
      dose('omeprazole', undefined, days(90), { start: at(days(90)) }),
      dose('omeprazole', undefined, days(1)),
    ],
    expect: 'fires info',
  },
  {
    name: 'a dose of 89.9 days ago and one of yesterday',
    facts: [
      low,
      dose('omeprazole', undefined, days(89.9), { start: at(days(89.9)) }),
      dose('omeprazole', undefined, days(1)),
    ],
    expect: 'absent',
  },
  {
    name: 'another PPI before this one is the same exposure',
    facts: [low, recent, dose('esomeprazole', undefined, days(200))],
    expect: 'fires info',
  },
  {
    name: 'another drug before it is not',
    facts: [low, recent, dose('furosemide', undefined, days(200))],
    expect: 'absent',
  },
  {
    name: 'a dispensed PPI shows no start',
    facts: [low, recent, dose('omeprazole', undefined, days(200), { standing: 'dispensed' })],
    expect: 'absent',
  },
  {
    name: 'a dispensed PPI of the day before the order shows no start either',
    facts: [
      low,
      drugOrder('omeprazole', days(89)),
      dose('omeprazole', undefined, days(90), { start: at(days(91)), standing: 'dispensed' }),
    ],
    expect: 'absent',
  },
  {
    name: 'a dose on the skin shows no start',
    facts: [low, recent, dose('omeprazole', undefined, days(200), { route: 'topical' })],
    expect: 'absent',
  },
  {
    name: 'an order for the skin shows no start',
    facts: [low, recent, drugOrder('omeprazole', days(200), { route: 'topical' })],
    expect: 'absent',
  },
  { name: 'stated to be taken until the order began', facts: [low, recent, stated(400, 5)], expect: 'fires info' },
  { name: 'stated to be taken until 72 h before', facts: [low, recent, stated(400, 8)], expect: 'fires info' },
  { name: 'stated to be taken until longer before', facts: [low, recent, stated(400, 8.1)], expect: 'absent' },
  { name: 'stated to be taken for less than 90 days', facts: [low, recent, stated(89.9, 5)], expect: 'absent' },
  { name: 'stated to be taken, and nothing else', facts: [low, stated(400, 0)], expect: 'absent' },
  {
    name: 'a site that waits longer',
    facts: [low, drugOrder('omeprazole', days(100))],
    parameters: { ...DEFAULT_PARAMETERS, ppi: { minDays: 101 } },
    expect: 'absent',
  },
];

const active: readonly Vignette[] = [
  {
    name: 'the last dose 71.9 h ago',
    facts: [low, dose('omeprazole', undefined, days(200)), dose('omeprazole', undefined, NOW - 71.9)],
    expect: 'fires info',
  },
  {
    name: 'the last dose 72 h ago',
    facts: [low, dose('omeprazole', undefined, days(200)), dose('omeprazole', undefined, NOW - 72)],
    expect: 'absent',
  },
  { name: 'on hold', facts: [low, drugOrder('omeprazole', days(400), { status: 'on-hold' })], expect: 'absent' },
  {
    name: 'only a draft',
    facts: [low],
    when: { hook: 'order-sign', drafts: [drugOrder('omeprazole', days(400))] },
    expect: 'absent',
  },
  {
    name: 'a draft after months of doses',
    facts: [low, dose('omeprazole', undefined, days(200))],
    when: { hook: 'order-sign', drafts: [drugOrder('omeprazole', NOW)] },
    expect: 'fires info',
  },
  { name: 'no PPI', facts: [low], expect: 'absent' },
  {
    name: 'a potassium-competitive blocker is no PPI',
    facts: [low, drugOrder('vonoprazan', days(400))],
    expect: 'absent',
  },
];

const unknowns: readonly Vignette[] = [
  { name: 'no magnesium: cannot tell', facts: [longOrder], expect: 'unknown' },
  {
    name: 'nobody looked for magnesium',
    facts: [low, longOrder],
    when: covered('dose:ppi', 'drug-order:ppi'),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for doses of PPI',
    facts: [low],
    when: covered('result:magnesium', 'drug-order:ppi'),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for orders of PPI',
    facts: [low],
    when: covered('result:magnesium', 'dose:ppi'),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for a PPI, and magnesium is normal',
    facts: [magnesium(2.0, 20)],
    when: covered('result:magnesium'),
    expect: 'absent',
  },
  {
    name: 'PPI was looked for, and there is none',
    facts: [low],
    when: covered('result:magnesium', 'dose:ppi', 'drug-order:ppi'),
    expect: 'absent',
  },
  {
    name: 'a recent order, and doses are known for a week: the start is not known',
    facts: [low, recent],
    when: dosesKnownFor(7),
    expect: 'absent',
  },
  {
    name: 'an old order, although doses are known for a week',
    facts: [low, longOrder],
    when: dosesKnownFor(7),
    expect: 'fires info',
  },
];

/** The limits in every unit family. */
const limits: readonly Vignette[] = (
  [
    ['mg/dL', 1.69, 1.7, 1.19, 1.2],
    ['mmol/L', 0.69, 0.7, 0.49, 0.5],
    ['meq/L', 1.39, 1.4, 0.99, 1.0],
  ] as const
).flatMap(([unit, mild, normal, moderate, stillMild]): readonly Vignette[] => {
  const mg = (value: number): ResourceVersion => magnesium(value, 20, {}, unit);
  return [
    { name: `${mild} ${unit} is low`, facts: [mg(mild), longOrder], expect: 'fires info' },
    { name: `${normal} ${unit} is not`, facts: [mg(normal), longOrder], expect: 'absent' },
    { name: `${moderate} ${unit} is moderately low`, facts: [mg(moderate), longOrder], expect: 'fires warning' },
    { name: `${stillMild} ${unit} is not`, facts: [mg(stillMild), longOrder], expect: 'fires info' },
  ];
});

const severities: readonly Vignette[] = [
  { name: 'severely low', facts: [magnesium(0.9, 20), longOrder], expect: 'fires warning' },
  { name: 'digoxin ordered', facts: [low, longOrder, drugOrder('digoxin', 0)], expect: 'fires warning' },
  {
    name: 'digoxin given 47.9 h ago',
    facts: [low, longOrder, dose('digoxin', undefined, NOW - 47.9)],
    expect: 'fires warning',
  },
  {
    name: 'digoxin given 48 h ago',
    facts: [low, longOrder, dose('digoxin', undefined, NOW - 48)],
    expect: 'fires info',
  },
  { name: 'a loop diuretic ordered', facts: [low, longOrder, drugOrder('furosemide', 0)], expect: 'fires warning' },
  {
    name: 'a thiazide given 23.9 h ago',
    facts: [low, longOrder, dose('indapamide', undefined, NOW - 23.9)],
    expect: 'fires warning',
  },
  {
    name: 'a thiazide given 24 h ago',
    facts: [low, longOrder, dose('indapamide', undefined, NOW - 24)],
    expect: 'fires info',
  },
  {
    name: 'a diuretic that spares magnesium',
    facts: [low, longOrder, drugOrder('spironolactone', 0)],
    expect: 'fires info',
  },
];

const others: readonly Vignette[] = [
  {
    name: 'magnesium being replaced does not silence it',
    facts: [low, longOrder, magnesiumDose(16, 22)],
    expect: 'fires info',
  },
  {
    name: 'a level on its way explains nothing',
    facts: [low, longOrder, testOrder('magnesium', 22)],
    expect: 'fires info',
  },
  { name: 'a normal level clears it', facts: [low, longOrder, magnesium(1.9, 23)], expect: 'absent' },
  {
    name: 'a normal early level does not',
    facts: [magnesium(1.5, 10), longOrder, magnesiumDose(16, 18), magnesium(1.9, 20)],
    expect: 'fires info',
  },
  { name: 'a value of 72 h ago: cannot tell', facts: [magnesium(1.5, NOW - 72), longOrder], expect: 'unknown' },
  { name: 'a value of 71.9 h ago', facts: [magnesium(1.5, NOW - 71.9), longOrder], expect: 'fires info' },
  {
    name: 'an outpatient value of 29 days ago',
    facts: [magnesium(1.5, days(29)), longOrder],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires info',
  },
  {
    name: 'ionized magnesium stands in',
    facts: [result('magnesium-ionized', [0.44, 'mmol/L'], 20), longOrder],
    expect: 'fires info',
  },
  {
    name: 'a contradicting unit is said and changes nothing at warning',
    facts: [magnesium(0.9, 20, { quality: ['unit-property-mismatch'] }), longOrder],
    expect: 'fires warning',
  },
  {
    name: 'a low magnesium from an EDTA tube does not count',
    facts: [magnesium(0.9, 20), potassium(7, 20), calcium(4, 20), longOrder],
    expect: 'unknown',
  },
  { name: 'comfort care', facts: [condition('comfort-care'), low, longOrder], expect: 'not-applicable comfort-care' },
];

export const cases: readonly Vignette[] = [...starts, ...active, ...unknowns, ...limits, ...severities, ...others];
