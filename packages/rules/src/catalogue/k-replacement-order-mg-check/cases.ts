import {
  type Circumstances,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';

const chloride = drugOrder('potassium-chloride', 24);
const signing = (...drafts: Circumstances['drafts'] & object): Partial<Circumstances> => ({
  hook: 'order-sign',
  drafts,
});
const when = signing(chloride);
const low = potassium(3.2, 20);
const mgLow = magnesium(1.5, 20);
const qtc = (value: number) => result('qtc', [value, 'ms'], 10);

const orderCases: readonly Vignette[] = [
  { name: 'signing potassium with a low Mg', facts: [low, mgLow], when, expect: 'fires warning' },
  {
    name: 'selecting potassium is enough',
    facts: [low, mgLow],
    when: { hook: 'order-select', drafts: [chloride] },
    expect: 'fires warning',
  },
  {
    name: 'opening the chart is not ordering',
    facts: [low, mgLow],
    when: { hook: 'patient-view', drafts: [chloride] },
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'verifying is not ordering',
    facts: [low, mgLow],
    when: { hook: 'medication-verify', drafts: [chloride] },
    expect: 'not-applicable no-draft-order',
  },
  { name: 'the background has no drafts', facts: [low, mgLow], expect: 'not-applicable no-draft-order' },
  {
    name: 'an active order is no draft',
    facts: [low, mgLow, chloride],
    when: { hook: 'order-sign' },
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'a draft of calcium',
    facts: [low, mgLow],
    when: signing(drugOrder('calcium-gluconate', 24)),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'maintenance fluid does not count',
    facts: [low, mgLow],
    when: signing(drugOrder('potassium-chloride', 24, { route: 'intravenous', isMaintenance: true })),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'nor does dialysate',
    facts: [low, mgLow],
    when: signing(drugOrder('potassium-chloride', 24, { route: 'dialysis' })),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'magnesium in the same call silences it',
    facts: [low, mgLow],
    when: signing(chloride, drugOrder('magnesium-oxide', 24)),
    expect: 'absent',
  },
  {
    name: 'a laxative with magnesium does not',
    facts: [low, mgLow],
    when: signing(chloride, drugOrder('magnesium-citrate', 24)),
    expect: 'fires warning',
  },
  { name: 'dialysis excludes nobody', facts: [low, mgLow, condition('dialysis')], when, expect: 'fires warning' },
  {
    name: 'comfort care',
    facts: [low, mgLow, condition('comfort-care')],
    when,
    expect: 'not-applicable comfort-care',
  },
];

const potassiumCases: readonly Vignette[] = [
  { name: 'K 3.5 is not low', facts: [potassium(3.5, 20), mgLow], when, expect: 'absent' },
  { name: 'K 3.49 is low', facts: [potassium(3.49, 20), mgLow], when, expect: 'fires warning' },
  { name: 'no K is an exclusion, not an open question', facts: [mgLow], when, expect: 'absent' },
  { name: 'a K of 48 h ago has left the window', facts: [potassium(3, -24), mgLow], when, expect: 'absent' },
  { name: 'a K of just under 48 h ago', facts: [potassium(3, -23.99), mgLow], when, expect: 'fires warning' },
  {
    name: 'the latest K counts',
    facts: [potassium(3, 10), potassium(3.6, 20), mgLow],
    when,
    expect: 'absent',
  },
  {
    name: 'a normal K from a hemolyzed specimen is skipped',
    facts: [low, potassium(3.9, 22, { quality: ['hemolyzed'] }), mgLow],
    when,
    expect: 'fires warning',
  },
];

const magnesiumCases: readonly Vignette[] = [
  { name: 'Mg 1.7 mg/dL is not low', facts: [low, magnesium(1.7, 20)], when, expect: 'absent' },
  { name: 'Mg 1.69 mg/dL is low', facts: [low, magnesium(1.69, 20)], when, expect: 'fires warning' },
  { name: 'Mg 0.70 mmol/L', facts: [low, magnesium(0.7, 20, {}, 'mmol/L')], when, expect: 'absent' },
  { name: 'Mg 0.69 mmol/L', facts: [low, magnesium(0.69, 20, {}, 'mmol/L')], when, expect: 'fires warning' },
  { name: 'Mg 1.4 mEq/L', facts: [low, magnesium(1.4, 20, {}, 'meq/L')], when, expect: 'absent' },
  { name: 'Mg 1.39 mEq/L', facts: [low, magnesium(1.39, 20, {}, 'meq/L')], when, expect: 'fires warning' },
  { name: 'Mg 1.0 mg/dL is not severe', facts: [low, magnesium(1, 20)], when, expect: 'fires warning' },
  { name: 'Mg 0.99 mg/dL is severe', facts: [low, magnesium(0.99, 20)], when, expect: 'fires critical' },
  { name: 'Mg 0.8 mEq/L is not', facts: [low, magnesium(0.8, 20, {}, 'meq/L')], when, expect: 'fires warning' },
  { name: 'Mg 0.40 mmol/L is not', facts: [low, magnesium(0.4, 20, {}, 'mmol/L')], when, expect: 'fires warning' },
  { name: 'Mg 0.39 mmol/L is severe', facts: [low, magnesium(0.39, 20, {}, 'mmol/L')], when, expect: 'fires critical' },
  { name: 'Mg 0.79 mEq/L is severe', facts: [low, magnesium(0.79, 20, {}, 'meq/L')], when, expect: 'fires critical' },
  { name: 'K below 3.0 does not raise a low Mg', facts: [potassium(2.4, 20), mgLow], when, expect: 'fires warning' },
  { name: 'a high Mg', facts: [low, magnesium(4, 20)], when, expect: 'absent' },
  {
    name: 'ionized Mg stands in',
    facts: [low, result('magnesium-ionized', [0.44, 'mmol/L'], 20)],
    when,
    expect: 'fires warning',
  },
  {
    name: 'a low Mg that is being treated',
    facts: [low, mgLow, magnesiumDose(8, 22)],
    when,
    expect: 'in-progress warning',
  },
  {
    name: 'an order of magnesium treats it',
    facts: [low, mgLow, drugOrder('magnesium-oxide', 21)],
    when,
    expect: 'in-progress warning',
  },
  { name: 'too little treatment', facts: [low, mgLow, magnesiumDose(7.9, 22)], when, expect: 'fires warning' },
  {
    name: 'a pending level does not treat a low one',
    facts: [low, mgLow, testOrder('magnesium', 23)],
    when,
    expect: 'fires warning',
  },
  {
    name: 'a unit of Mg that contradicts its code caps at warning',
    facts: [low, magnesium(0.9, 20, { quality: ['unit-property-mismatch'] })],
    when,
    expect: 'fires warning',
  },
];

const unmeasuredCases: readonly Vignette[] = [
  { name: 'nobody measured Mg', facts: [low], when, expect: 'fires info' },
  { name: 'the last Mg is 72 h old', facts: [low, magnesium(1.5, -48)], when, expect: 'fires info' },
  { name: 'the last Mg is just under 72 h old', facts: [low, magnesium(1.5, -47.99)], when, expect: 'fires warning' },
  {
    name: 'an early level was ignored',
    facts: [low, magnesiumDose(16, 10), magnesium(1.9, 12)],
    when,
    expect: 'absent',
  },
  { name: 'K 3.0', facts: [potassium(3, 20)], when, expect: 'fires info' },
  { name: 'K 2.99', facts: [potassium(2.99, 20)], when, expect: 'fires warning' },
  {
    name: 'digoxin of the last 48 h',
    facts: [low, dose('digoxin', undefined, -23.99)],
    when,
    expect: 'fires warning',
  },
  { name: 'digoxin of 48 h ago', facts: [low, dose('digoxin', undefined, -24)], when, expect: 'fires info' },
  {
    name: 'digoxin in the same call',
    facts: [low],
    when: signing(chloride, drugOrder('digoxin', 24)),
    expect: 'fires warning',
  },
  { name: 'QTc 480 ms', facts: [low, qtc(480)], when, expect: 'fires warning' },
  { name: 'QTc 479 ms', facts: [low, qtc(479)], when, expect: 'fires info' },
  { name: 'QTc 470 ms of a man', facts: [low, qtc(470), person({ sex: 'male' })], when, expect: 'fires warning' },
  { name: 'QTc 469 ms of a man', facts: [low, qtc(469), person({ sex: 'male' })], when, expect: 'fires info' },
  { name: 'a level is ordered', facts: [low, testOrder('magnesium', 21)], when, expect: 'in-progress info' },
  {
    name: 'an ionized level is ordered',
    facts: [low, testOrder('magnesium-ionized', 21)],
    when,
    expect: 'in-progress info',
  },
  {
    name: 'a level is drafted in the same call',
    facts: [low],
    when: signing(chloride, testOrder('magnesium', 24)),
    expect: 'in-progress info',
  },
  {
    name: 'outpatients are looked back on for 720 h',
    facts: [potassium(3.2, -600)],
    when: { ...when, defaultSetting: 'outpatient' },
    expect: 'fires info',
  },
];

export const cases: readonly Vignette[] = [...orderCases, ...potassiumCases, ...magnesiumCases, ...unmeasuredCases];
