import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  albumin,
  at,
  type Circumstances,
  calcium,
  condition,
  dose,
  drugOrder,
  ionizedCalcium,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';
import { calciumLimitCases } from '../calcium-limits.fixture.ts';

const gluconate = drugOrder('calcium-gluconate', 24, { route: 'intravenous' });
const signing = (...drafts: Circumstances['drafts'] & object): Partial<Circumstances> => ({
  hook: 'order-sign',
  drafts,
});
const when = signing(gluconate);
const low = ionizedCalcium(1.05, 20);
const severe = ionizedCalcium(0.99, 20);
const mgLow = magnesium(1.5, 20);
const carbonate = drugOrder('calcium-carbonate', 24);

const orderCases: readonly Vignette[] = [
  { name: 'signing calcium with a low Mg', facts: [low, mgLow], when, expect: 'fires warning' },
  {
    name: 'selecting calcium is enough',
    facts: [low, mgLow],
    when: { hook: 'order-select', drafts: [gluconate] },
    expect: 'fires warning',
  },
  {
    name: 'opening the chart is not ordering',
    facts: [low, mgLow],
    when: { hook: 'patient-view', drafts: [gluconate] },
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'verifying is not ordering',
    facts: [low, mgLow],
    when: { hook: 'medication-verify', drafts: [gluconate] },
    expect: 'not-applicable no-draft-order',
  },
  { name: 'the background has no drafts', facts: [low, mgLow], expect: 'not-applicable no-draft-order' },
  {
    name: 'an active order is no draft',
    facts: [low, mgLow, gluconate],
    when: { hook: 'order-sign' },
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'a draft of something else',
    facts: [low, mgLow],
    when: signing(drugOrder('potassium-chloride', 24)),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'calcium in parenteral nutrition is no replacement',
    facts: [low, mgLow],
    when: signing(drugOrder('calcium-gluconate', 24, { route: 'intravenous', isMaintenance: true })),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'calcium gel for the skin is no replacement',
    facts: [low, mgLow],
    when: signing(drugOrder('calcium-gluconate', 24, { route: 'topical' })),
    expect: 'not-applicable no-draft-order',
  },
  {
    name: 'magnesium in the same call silences it',
    facts: [low, mgLow],
    when: signing(gluconate, drugOrder('magnesium-sulfate', 24, { route: 'intravenous' })),
    expect: 'absent',
  },
  {
    name: 'a laxative with magnesium does not',
    facts: [low, mgLow],
    when: signing(gluconate, drugOrder('magnesium-hydroxide', 24)),
    expect: 'fires warning',
  },
  {
    name: 'nor magnesium in parenteral nutrition',
    facts: [low, mgLow],
    when: signing(gluconate, drugOrder('magnesium-sulfate', 24, { route: 'intravenous', isMaintenance: true })),
    expect: 'fires warning',
  },
];

const exclusionCases: readonly Vignette[] = [
  { name: 'dialysis', facts: [low, mgLow, condition('dialysis')], when, expect: 'not-applicable dialysis' },
  {
    name: 'comfort care',
    facts: [low, mgLow, condition('comfort-care')],
    when,
    expect: 'not-applicable comfort-care',
  },
  { name: 'K 6.0 may be what calcium is for', facts: [low, mgLow, potassium(6, 20)], when, expect: 'absent' },
  { name: 'K 5.99', facts: [low, mgLow, potassium(5.99, 20)], when, expect: 'fires warning' },
  {
    name: 'any high K of the last 6 h, not only the latest',
    facts: [low, mgLow, potassium(6.4, 19), potassium(5.5, 23)],
    when,
    expect: 'absent',
  },
  { name: 'a high K of 6 h ago has passed', facts: [low, mgLow, potassium(6.4, 18)], when, expect: 'fires warning' },
  { name: 'a high K of just under 6 h ago', facts: [low, mgLow, potassium(6.4, 18.01)], when, expect: 'absent' },
  {
    name: 'a high K that is not issued yet',
    facts: [low, mgLow, potassium(6.4, 23, { knownAt: at(25) })],
    when,
    expect: 'fires warning',
  },
  {
    name: 'a high K from a hemolyzed specimen proves nothing',
    facts: [low, mgLow, potassium(6.4, 22, { quality: ['hemolyzed'] })],
    when,
    expect: 'fires warning',
  },
  ...(['hyperkalemia', 'calcium-channel-blocker-overdose', 'hypermagnesemia', 'cardiac-arrest'] as const).flatMap(
    (name): readonly Vignette[] => [
      { name: `${name} is what calcium is for`, facts: [low, mgLow, condition(name)], when, expect: 'absent' },
      { name: `${name}, and no Mg is known`, facts: [low, condition(name)], when, expect: 'absent' },
      {
        name: `${name} that is over`,
        facts: [low, mgLow, condition(name, { isActive: false })],
        when,
        expect: 'fires warning',
      },
    ],
  ),
  ...(['hyperkalemia', 'calcium-channel-blocker-overdose', 'hypermagnesemia'] as const).flatMap(
    (name): readonly Vignette[] => [
      {
        name: `${name} of long ago that is still active`,
        facts: [low, mgLow, condition(name, { from: at(-900) })],
        when,
        expect: 'absent',
      },
      {
        name: `${name} that begins later`,
        facts: [low, mgLow, condition(name, { from: at(25) })],
        when,
        expect: 'fires warning',
      },
    ],
  ),
  {
    name: 'cardiac arrest of just under 24 h ago',
    facts: [low, mgLow, condition('cardiac-arrest', { from: at(0.01) })],
    when,
    expect: 'absent',
  },
  {
    name: 'cardiac arrest of 24 h ago, though its entry is active',
    facts: [low, mgLow, condition('cardiac-arrest', { from: at(0) })],
    when,
    expect: 'fires warning',
  },
  {
    name: 'cardiac arrest an hour ago that was survived',
    facts: [low, mgLow, condition('cardiac-arrest', { from: at(23), until: at(23.5), isActive: false })],
    when,
    expect: 'absent',
  },
  {
    name: 'hypomagnesemia is what the rule is for',
    facts: [low, mgLow, condition('hypomagnesemia')],
    when,
    expect: 'fires warning',
  },
  {
    name: 'calcium acetate binds phosphate',
    facts: [low, mgLow],
    when: signing(drugOrder('calcium-acetate', 24)),
    expect: 'absent',
  },
  { name: 'calcium carbonate replaces', facts: [low, mgLow], when: signing(carbonate), expect: 'fires warning' },
  ...(['ckd', 'ckd-3', 'ckd-4', 'ckd-5'] as const).map((name) => ({
    name: `calcium carbonate binds phosphate in ${name}`,
    facts: [low, mgLow, condition(name)],
    when: signing(carbonate),
    expect: 'absent',
  })),
  {
    name: 'calcium carbonate after the kidney disease is over',
    facts: [low, mgLow, condition('ckd', { isActive: false })],
    when: signing(carbonate),
    expect: 'fires warning',
  },
  {
    name: 'calcium citrate replaces in chronic kidney disease too',
    facts: [low, mgLow, condition('ckd')],
    when: signing(drugOrder('calcium-citrate', 24)),
    expect: 'fires warning',
  },
  {
    name: 'a row that says carbonate by vein is taken for what it does: it replaces',
    facts: [low, mgLow, condition('ckd')],
    when: signing(drugOrder('calcium-carbonate', 24, { route: 'intravenous' })),
    expect: 'fires warning',
  },
  {
    name: 'a binder beside calcium that replaces',
    facts: [low, mgLow],
    when: signing(drugOrder('calcium-acetate', 24), gluconate),
    expect: 'fires warning',
  },
];

const calciumCases: readonly Vignette[] = [
  ...calciumLimitCases(
    [],
    { ok: 'absent', low: 'fires info', severe: 'fires warning', critical: 'fires warning' },
    when,
  ),
  { name: 'corrected 8.4 mg/dL', facts: [calcium(7.6, 20), albumin(3, 20), mgLow], when, expect: 'absent' },
  { name: 'corrected 8.3 mg/dL', facts: [calcium(7.5, 20), albumin(3, 20), mgLow], when, expect: 'fires warning' },
  { name: 'a total without albumin cannot tell', facts: [calcium(8, 20), mgLow], when, expect: 'unknown' },
  { name: 'no calcium cannot tell', facts: [mgLow], when, expect: 'unknown' },
  {
    name: 'a calcium of 48 h ago has left the window',
    facts: [ionizedCalcium(1, -24), mgLow],
    when,
    expect: 'unknown',
  },
  {
    name: 'a calcium of just under 48 h ago',
    facts: [ionizedCalcium(1, -23.99), mgLow],
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
  { name: 'Mg 0.40 mmol/L', facts: [low, magnesium(0.4, 20, {}, 'mmol/L')], when, expect: 'fires warning' },
  { name: 'Mg 0.39 mmol/L', facts: [low, magnesium(0.39, 20, {}, 'mmol/L')], when, expect: 'fires critical' },
  { name: 'Mg 0.8 mEq/L', facts: [low, magnesium(0.8, 20, {}, 'meq/L')], when, expect: 'fires warning' },
  { name: 'Mg 0.79 mEq/L', facts: [low, magnesium(0.79, 20, {}, 'meq/L')], when, expect: 'fires critical' },
  { name: 'a high Mg', facts: [low, magnesium(4, 20)], when, expect: 'absent' },
  { name: 'a severe calcium does not raise a low Mg', facts: [severe, mgLow], when, expect: 'fires warning' },
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
  { name: 'too little treatment', facts: [low, mgLow, magnesiumDose(7.9, 22)], when, expect: 'fires warning' },
  {
    name: 'an order of magnesium treats it',
    facts: [low, mgLow, drugOrder('magnesium-oxide', 21)],
    when,
    expect: 'in-progress warning',
  },
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
  {
    name: '4.4 mmol of IV calcium did not lift it',
    facts: [low, dose('calcium-gluconate', { element: 'calcium', meq: 8.8 }, 10)],
    when,
    expect: 'fires warning',
  },
  {
    name: '4.39 mmol are too little to say so',
    facts: [low, dose('calcium-gluconate', { element: 'calcium', meq: 8.78 }, 10)],
    when,
    expect: 'fires info',
  },
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
    when: signing(gluconate, testOrder('magnesium', 24)),
    expect: 'in-progress info',
  },
  {
    name: 'outpatients are looked back on for 720 h',
    facts: [low, magnesium(1.9, -600)],
    when: { ...when, defaultSetting: 'outpatient' },
    expect: 'absent',
  },
  {
    name: 'a site limit for hyperkalemia holds',
    facts: [low, potassium(5.6, 20)],
    when,
    parameters: {
      ...DEFAULT_PARAMETERS,
      thresholds: { ...DEFAULT_PARAMETERS.thresholds, 'k.hyperForCalcium': 5.5 },
    },
    expect: 'absent',
  },
];

export const cases: readonly Vignette[] = [
  ...orderCases,
  ...exclusionCases,
  ...calciumCases,
  ...magnesiumCases,
  ...unmeasuredCases,
];
