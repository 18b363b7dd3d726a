import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { at, condition, dose, drugOrder, magnesium, person, result, type Vignette } from '../../testing/index.ts';
import { hazardCases } from './hazards.fixture.ts';
import { egfr, healthy, intravenous, meq, oral, signing, unknownAmount, unknownRoute } from './orders.fixture.ts';

const productCases: readonly Vignette[] = [
  { name: 'no magnesium', facts: [egfr(20)], expect: 'absent' },
  { name: 'an order', facts: [egfr(20), oral], expect: 'fires warning' },
  { name: 'an ended order', facts: [egfr(20), drugOrder('magnesium-oxide', 0, { status: 'ended' })], expect: 'absent' },
  {
    name: 'an order on hold',
    facts: [egfr(20), drugOrder('magnesium-oxide', 0, { status: 'on-hold' })],
    expect: 'absent',
  },
  { name: 'a draft', facts: [egfr(20)], when: signing(oral), expect: 'fires warning' },
  {
    name: 'a draft of any call counts',
    facts: [egfr(20)],
    when: { hook: 'order-select', drafts: [oral] },
    expect: 'fires warning',
  },
  { name: 'a laxative', facts: [egfr(20), drugOrder('magnesium-citrate', 20)], expect: 'fires warning' },
  {
    name: 'a draft of an antacid',
    facts: [egfr(20)],
    when: signing(drugOrder('magnesium-hydroxide', 24)),
    expect: 'fires warning',
  },
  {
    name: 'a dose of the last day',
    facts: [egfr(20), dose('magnesium-hydroxide', undefined, 0.01)],
    expect: 'fires warning',
  },
  { name: 'a dose of a day ago', facts: [egfr(20), dose('magnesium-hydroxide', undefined, 0)], expect: 'absent' },
  {
    name: 'an infusion that runs',
    facts: [egfr(20), dose('magnesium-sulfate', undefined, 40, { start: at(10), standing: 'running' })],
    expect: 'fires warning',
  },
  {
    name: 'an infusion that was stopped has been given in part',
    facts: [egfr(20), dose('magnesium-sulfate', undefined, 20, { standing: 'partial' })],
    expect: 'fires warning',
  },
  {
    name: 'what was dispensed was not seen given',
    facts: [egfr(20), dose('magnesium-hydroxide', undefined, 20, { standing: 'dispensed' })],
    expect: 'absent',
  },
  {
    name: 'what is stated was not seen given',
    facts: [egfr(20), dose('magnesium-hydroxide', undefined, 20, { standing: 'stated' })],
    expect: 'absent',
  },
  {
    name: 'an enema',
    facts: [egfr(20), drugOrder('magnesium-hydroxide', 20, { route: 'other' })],
    expect: 'fires warning',
  },
  {
    name: 'a draft of an enema',
    facts: [egfr(20)],
    when: signing(drugOrder('magnesium-sulfate', 24, { route: 'other' })),
    expect: 'fires warning',
  },
  {
    name: 'an enema that was given',
    facts: [egfr(20), dose('magnesium-sulfate', undefined, 20, { route: 'other' })],
    expect: 'fires warning',
  },
  {
    name: 'a large enema is no injection',
    facts: [condition('dialysis'), drugOrder('magnesium-sulfate', 20, { route: 'other', ...meq(80) })],
    expect: 'fires warning',
  },
  {
    name: 'an enema with an unknown eGFR',
    facts: [drugOrder('magnesium-sulfate', 20, { route: 'other' })],
    expect: 'absent',
  },
  {
    name: 'on the skin',
    facts: [egfr(20), drugOrder('magnesium-sulfate', 20, { route: 'topical' })],
    expect: 'absent',
  },
  {
    name: 'in dialysate',
    facts: [egfr(20), drugOrder('magnesium-chloride', 20, { route: 'dialysis' })],
    expect: 'absent',
  },
  {
    name: 'in parenteral nutrition',
    facts: [egfr(20), drugOrder('magnesium-sulfate', 20, { route: 'intravenous', isMaintenance: true })],
    expect: 'absent',
  },
  { name: 'comfort care', facts: [egfr(20), oral, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'another drug', facts: [egfr(20), drugOrder('potassium-chloride', 20)], expect: 'absent' },
];

const kidneyCases: readonly Vignette[] = [
  { name: 'eGFR 30 by mouth', facts: [egfr(30), oral], expect: 'absent' },
  { name: 'eGFR 29.9 by mouth', facts: [egfr(29.9), oral], expect: 'fires warning' },
  { name: 'eGFR above 20 is not known to be low', facts: [egfr(20, '>'), intravenous(40)], expect: 'absent' },
  { name: 'eGFR below 20', facts: [egfr(20, '<'), oral], expect: 'fires warning' },
  { name: 'dialysis', facts: [condition('dialysis'), oral], expect: 'fires warning' },
  { name: 'acute kidney injury', facts: [egfr(70), condition('aki'), oral], expect: 'fires warning' },
  {
    name: 'acute kidney injury by creatinine',
    facts: [result('creatinine', [1, 'mg/dL'], -100), result('creatinine', [2, 'mg/dL'], 10), oral],
    expect: 'fires warning',
  },
  {
    name: 'eGFR from creatinine, age and sex',
    facts: [result('creatinine', [3, 'mg/dL'], 10), person({ sex: 'female', bornFrom: at(-60 * 8766) }), oral],
    expect: 'fires warning',
  },
  { name: 'Mg 2.1 mg/dL is normal', facts: [egfr(20), oral, magnesium(2.1, 20)], expect: 'fires critical' },
  { name: 'Mg 2.09 mg/dL is low-normal', facts: [egfr(20), oral, magnesium(2.09, 20)], expect: 'fires warning' },
  {
    name: 'Mg 0.85 mmol/L is normal',
    facts: [egfr(20), oral, magnesium(0.85, 20, {}, 'mmol/L')],
    expect: 'fires critical',
  },
  { name: 'Mg 0.84 mmol/L', facts: [egfr(20), oral, magnesium(0.84, 20, {}, 'mmol/L')], expect: 'fires warning' },
  {
    name: 'Mg 1.7 mEq/L is normal',
    facts: [egfr(20), oral, magnesium(1.7, 20, {}, 'meq/L')],
    expect: 'fires critical',
  },
  { name: 'Mg 1.69 mEq/L', facts: [egfr(20), oral, magnesium(1.69, 20, {}, 'meq/L')], expect: 'fires warning' },
  { name: 'a high Mg', facts: [egfr(20), oral, magnesium(3, 20)], expect: 'fires critical' },
  { name: 'a low Mg', facts: [egfr(20), oral, magnesium(1.2, 20)], expect: 'fires warning' },
  { name: 'a normal Mg of 72 h ago is none', facts: [egfr(20), oral, magnesium(2.2, -48)], expect: 'fires warning' },
  {
    name: 'a normal Mg of just under 72 h ago',
    facts: [egfr(20), oral, magnesium(2.2, -47.9)],
    expect: 'fires critical',
  },
  { name: 'a normal Mg with sound kidneys', facts: [healthy, intravenous(), magnesium(2.2, 20)], expect: 'absent' },
];

const doseCases: readonly Vignette[] = [
  { name: 'eGFR 14.9, 8.2 mEq by vein', facts: [egfr(14.9), intravenous(8.2)], expect: 'fires warning' },
  { name: 'eGFR 14.9, 8.3 mEq by vein', facts: [egfr(14.9), intravenous(8.3)], expect: 'fires critical' },
  { name: 'eGFR 15, 8.3 mEq by vein', facts: [egfr(15), intravenous(8.3)], expect: 'fires warning' },
  {
    name: 'a creatinine above 10 mg/dL leaves an eGFR below 15, whatever it is',
    facts: [
      result('creatinine', [10, 'mg/dL'], 10, { comparator: '>' }),
      person({ sex: 'female', bornFrom: at(-60 * 8766) }),
      intravenous(8.3),
    ],
    expect: 'fires critical',
  },
  { name: 'dialysis, 8.2 mEq by vein', facts: [condition('dialysis'), intravenous(8.2)], expect: 'fires warning' },
  { name: 'dialysis, 8.3 mEq by vein', facts: [condition('dialysis'), intravenous(8.3)], expect: 'fires critical' },
  { name: 'dialysis, an oral dose of any size', facts: [condition('dialysis'), oral], expect: 'fires warning' },
  {
    name: 'dialysis, an unknown amount by vein',
    facts: [condition('dialysis'), unknownAmount],
    expect: 'fires warning',
  },
  {
    name: 'dialysis, 8.3 mEq by an unknown route',
    facts: [condition('dialysis'), unknownRoute(8.3)],
    expect: 'fires warning',
  },
  { name: 'eGFR 59.9, 16.3 mEq by vein', facts: [egfr(59.9), intravenous(16.3)], expect: 'absent' },
  { name: 'eGFR 59.9, 16.4 mEq by vein', facts: [egfr(59.9), intravenous(16.4)], expect: 'fires info' },
  { name: 'eGFR 60, 16.4 mEq by vein', facts: [egfr(60), intravenous(16.4)], expect: 'absent' },
  { name: 'eGFR 30, 16.4 mEq by vein', facts: [egfr(30), intravenous(16.4)], expect: 'fires info' },
  { name: 'eGFR above 45 is not known to be below 60', facts: [egfr(45, '>'), intravenous(40)], expect: 'absent' },
  { name: 'eGFR 45, an unknown amount by vein cannot tell', facts: [egfr(45), unknownAmount], expect: 'unknown' },
  {
    name: 'eGFR 45, a large dose by an unknown route cannot tell',
    facts: [egfr(45), unknownRoute(20)],
    expect: 'unknown',
  },
  { name: 'eGFR 45, a small dose by an unknown route', facts: [egfr(45), unknownRoute(16.3)], expect: 'absent' },
  { name: 'eGFR 45, a large oral dose', facts: [egfr(45), oral], expect: 'absent' },
  {
    name: 'eGFR 45, an oral dose of unknown amount',
    facts: [egfr(45), drugOrder('magnesium-oxide', 20)],
    expect: 'absent',
  },
  {
    name: 'one known large dose beside one of unknown amount',
    facts: [egfr(45), unknownAmount],
    when: signing(drugOrder('magnesium-sulfate', 24, { route: 'intravenous', ...meq(20) })),
    expect: 'fires info',
  },
  { name: 'unknown eGFR by vein', facts: [intravenous()], expect: 'fires info' },
  { name: 'unknown eGFR by mouth', facts: [oral], expect: 'absent' },
  { name: 'unknown eGFR by an unknown route cannot tell', facts: [unknownRoute()], expect: 'unknown' },
  {
    name: 'unknown eGFR, an oral salt without a route',
    facts: [drugOrder('magnesium-oxide', 20, { route: 'unknown' })],
    expect: 'absent',
  },
  { name: 'unknown eGFR of obstetric magnesium', facts: [condition('pre-eclampsia'), intravenous()], expect: 'absent' },
  { name: 'sound kidneys', facts: [healthy, intravenous(32)], expect: 'absent' },
  {
    name: 'the limits of a site hold',
    facts: [egfr(45), intravenous(16.3)],
    parameters: { ...DEFAULT_PARAMETERS, guard: { ...DEFAULT_PARAMETERS.guard, singleDoseReduced_mEq: 16 } },
    expect: 'fires info',
  },
];

const routeCases: readonly Vignette[] = (
  [
    ['intravenous', 'fires critical'],
    ['intramuscular', 'fires critical'],
    ['enteral', 'absent'],
    ['nasal', 'absent'],
    ['other', 'absent'],
    ['topical', 'absent'],
    ['unknown', 'unknown'],
  ] as const
).map(([route, expected]) => ({
  name: `myasthenia and magnesium sulfate, ${route}`,
  facts: [healthy, condition('myasthenia-gravis'), drugOrder('magnesium-sulfate', 20, { route })],
  expect: expected,
}));

const saltCases: readonly Vignette[] = (
  [
    ['magnesium-chloride', 'unknown'],
    ['magnesium-aspartate', 'unknown'],
    ['magnesium-salt', 'unknown'],
    ['magnesium-gluconate', 'absent'],
    ['magnesium-citrate', 'absent'],
  ] as const
).map(([drug, expected]) => ({
  name: `myasthenia and ${drug} of unknown route`,
  facts: [healthy, condition('myasthenia-gravis'), drugOrder(drug, 20, { route: 'unknown' })],
  expect: expected,
}));

export const cases: readonly Vignette[] = [
  ...productCases,
  ...kidneyCases,
  ...doseCases,
  ...routeCases,
  ...saltCases,
  ...hazardCases,
];
