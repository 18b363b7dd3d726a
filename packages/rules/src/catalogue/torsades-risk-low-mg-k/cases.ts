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
import { ladderCases } from './ladder.fixture.ts';

const qtc = (value: number, hour = 20) => result('qtc', [value, 'ms'], hour);
const lowMg = magnesium(1.5, 20);
const normalMg = magnesium(2.0, 20);
const lowK = potassium(3.2, 20);
const normalK = potassium(4.0, 20);
const sotalol = dose('sotalol', undefined, 10);
const ondansetron = dose('ondansetron', undefined, 10);
const azithromycin = drugOrder('azithromycin', 0);

const complete = { from: at(-10_000), asOf: at(24) };
/** Coverage of these inputs only. */
const covered = (...keys: readonly string[]) => ({ coverage: new Map(keys.map((key) => [key, complete])) });
const DRUGS = ['dose:qt-a', 'drug-order:qt-a', 'dose:qt-b', 'drug-order:qt-b'];
const RHYTHM = ['result:qtc', 'result:qtc-bazett', 'result:qt', 'result:heart-rate', 'result:rr-interval'];
const BOTH = ['result:magnesium', 'result:potassium'];

const unknowns: readonly Vignette[] = [
  { name: '3.49 is low', facts: [sotalol, normalMg, potassium(3.49, 20)], expect: 'fires info' },
  { name: '3.5 is not', facts: [sotalol, normalMg, potassium(3.5, 20)], expect: 'absent' },
  { name: 'a drug, normal potassium, no magnesium: cannot tell', facts: [sotalol, normalK], expect: 'unknown' },
  { name: 'a drug, normal magnesium, no potassium: cannot tell', facts: [sotalol, normalMg], expect: 'unknown' },
  {
    name: 'a tier B drug, low potassium, no magnesium: it could be moderate',
    facts: [ondansetron, lowK],
    expect: 'unknown',
  },
  {
    name: 'a tier B drug, a potassium of 2.9, no magnesium',
    facts: [ondansetron, potassium(2.9, 20)],
    expect: 'fires info',
  },
  { name: 'no drug, no long QTc and no magnesium: it could not matter', facts: [qtc(430), normalK], expect: 'absent' },
  { name: 'a tier A drug, low potassium, no magnesium', facts: [sotalol, lowK], expect: 'fires info' },
  {
    name: 'neither was looked for',
    facts: [sotalol, lowMg, lowK],
    when: covered(...DRUGS, ...RHYTHM),
    expect: 'unknown',
  },
  {
    name: 'only potassium was looked for, and is low',
    facts: [sotalol, lowK],
    when: covered('result:potassium', ...DRUGS, ...RHYTHM),
    expect: 'fires info',
  },
  {
    name: 'only magnesium was looked for, and is low',
    facts: [sotalol, lowMg],
    when: covered('result:magnesium', ...DRUGS, ...RHYTHM),
    expect: 'fires info',
  },
  {
    name: 'a QTc of 500 ms, and nobody looked for magnesium',
    facts: [qtc(500), normalK],
    when: covered('result:potassium', ...DRUGS, ...RHYTHM),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for drugs',
    facts: [qtc(430), lowMg, normalK],
    when: covered(...BOTH, ...RHYTHM),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for orders of tier A',
    facts: [qtc(430), lowMg, normalK],
    when: covered(...BOTH, ...RHYTHM, 'dose:qt-a', 'dose:qt-b', 'drug-order:qt-b'),
    expect: 'unknown',
  },
  {
    name: 'one tier B drug, and nobody looked for others',
    facts: [qtc(430), ondansetron, lowMg, normalK],
    when: covered(...BOTH, ...RHYTHM, 'dose:qt-a', 'drug-order:qt-a'),
    expect: 'unknown',
  },
  {
    name: 'nobody looked for drugs, and nothing is low',
    facts: [qtc(430), normalMg, normalK],
    when: covered(...BOTH, ...RHYTHM),
    expect: 'absent',
  },
  { name: 'nobody looked for a QTc', facts: [lowMg, normalK], when: covered(...BOTH, ...DRUGS), expect: 'unknown' },
  {
    name: 'a QTc is there although nobody can say that all are',
    facts: [qtc(500), lowMg, normalK],
    when: covered(...BOTH),
    expect: 'fires critical',
  },
  {
    name: 'drugs and QTc were looked for and there are none',
    facts: [lowMg, normalK],
    when: covered(...BOTH, ...DRUGS, ...RHYTHM),
    expect: 'absent',
  },
];

const windows: readonly Vignette[] = [
  { name: 'a drug given 23.9 h ago', facts: [dose('sotalol', undefined, 0.1), lowMg, normalK], expect: 'fires info' },
  { name: 'a drug given 24 h ago', facts: [dose('sotalol', undefined, 0), lowMg, normalK], expect: 'absent' },
  { name: 'a drug ordered long ago', facts: [drugOrder('sotalol', -900), lowMg, normalK], expect: 'fires info' },
  {
    name: 'a drug whose order has ended',
    facts: [drugOrder('sotalol', -900, { activeUntil: at(24) }), lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'a drug on hold',
    facts: [drugOrder('sotalol', -900, { status: 'on-hold' }), lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'a drug on the skin or in the eye',
    facts: [drugOrder('erythromycin', 0, { route: 'topical' }), azithromycin, lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'a drug that is only dispensed',
    facts: [dose('sotalol', undefined, 10, { standing: 'dispensed' }), lowMg, normalK],
    expect: 'absent',
  },
  {
    name: 'a drafted drug',
    facts: [lowMg, normalK],
    when: { hook: 'order-sign', drafts: [drugOrder('sotalol', 24)] },
    expect: 'fires info',
  },
  {
    name: 'a drafted drug beside another',
    facts: [lowMg, normalK, azithromycin],
    when: { hook: 'order-select', drafts: [drugOrder('ondansetron', 24)] },
    expect: 'fires warning',
  },
  { name: 'a QTc of 48 h ago', facts: [qtc(500, -24), lowMg, normalK], expect: 'absent' },
  { name: 'a QTc of 47.9 h ago', facts: [qtc(500, -23.9), lowMg, normalK], expect: 'fires critical' },
  {
    name: 'an outpatient QTc of 89 days ago',
    facts: [qtc(500, 24 - 89 * 24), lowMg, normalK],
    when: { defaultSetting: 'outpatient' },
    expect: 'fires critical',
  },
  { name: 'a potassium of 48 h ago: cannot tell', facts: [sotalol, normalMg, potassium(3.2, -24)], expect: 'unknown' },
  { name: 'a potassium of 47.9 h ago', facts: [sotalol, normalMg, potassium(3.2, -23.9)], expect: 'fires info' },
  { name: 'the latest QTc counts', facts: [qtc(520, 10), qtc(430, 20), lowMg, normalK], expect: 'absent' },
  { name: 'the latest potassium counts', facts: [sotalol, normalMg, potassium(3.2, 10), normalK], expect: 'absent' },
  {
    name: 'a potassium that is issued later is not known',
    facts: [sotalol, normalMg, potassium(3.2, 20, { knownAt: at(25) })],
    expect: 'unknown',
  },
];

const treatment: readonly Vignette[] = [
  {
    name: 'magnesium being replaced does not silence it',
    facts: [qtc(500), lowMg, normalK, magnesiumDose(16, 22)],
    expect: 'fires critical',
  },
  {
    name: 'a magnesium order does not silence it',
    facts: [sotalol, lowMg, normalK, drugOrder('magnesium-oxide', 21)],
    expect: 'fires info',
  },
  {
    name: 'a level on its way explains a QTc without magnesium',
    facts: [qtc(500), normalK, testOrder('magnesium', 22)],
    expect: 'in-progress warning',
  },
  {
    name: 'a drafted level explains it too',
    facts: [qtc(500), normalK],
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', 24)] },
    expect: 'in-progress warning',
  },
  {
    name: 'a level in the laboratory for 12 h no longer',
    facts: [qtc(500), normalK, testOrder('magnesium', 12, { origin: 'laboratory' })],
    expect: 'fires warning',
  },
  {
    name: 'a level on its way does not explain low potassium',
    facts: [qtc(500), lowK, testOrder('magnesium', 22)],
    expect: 'fires critical',
  },
  {
    name: 'a level on its way does not explain a drug with low magnesium',
    facts: [sotalol, lowMg, normalK, testOrder('magnesium', 22)],
    expect: 'fires info',
  },
  {
    name: 'a level drawn early that is low counts',
    facts: [qtc(500), normalK, magnesiumDose(16, 18), magnesium(1.5, 20)],
    expect: 'fires critical',
  },
  {
    name: 'a normal early level does not clear the low one before it',
    facts: [qtc(500), normalK, magnesium(1.5, 10), magnesiumDose(16, 18), magnesium(1.9, 20)],
    expect: 'fires critical',
  },
  {
    name: 'it clears when both are normal again',
    facts: [qtc(500), lowMg, lowK, magnesium(1.9, 23), potassium(3.9, 23)],
    expect: 'absent',
  },
  {
    name: 'it does not clear with one of them',
    facts: [qtc(500), lowMg, lowK, magnesium(1.9, 23)],
    expect: 'fires critical',
  },
];

const quality: readonly Vignette[] = [
  {
    name: 'a contradicting unit of the magnesium caps at warning',
    facts: [qtc(500), magnesium(1.5, 20, { quality: ['unit-property-mismatch'] }), normalK],
    expect: 'fires warning',
  },
  {
    name: 'a contradicting unit of the potassium caps at warning',
    facts: [qtc(500), normalMg, potassium(3.2, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
  {
    name: 'a hemolyzed normal potassium does not show that it is normal',
    facts: [sotalol, normalMg, potassium(4.0, 20, { quality: ['hemolyzed'] })],
    expect: 'unknown',
  },
  {
    name: 'a low magnesium from an EDTA tube does not count',
    facts: [sotalol, magnesium(0.9, 20), potassium(7, 20), calcium(4, 20)],
    expect: 'unknown',
  },
  {
    name: 'ionized magnesium stands in',
    facts: [sotalol, result('magnesium-ionized', [0.44, 'mmol/L'], 20), normalK],
    expect: 'fires info',
  },
  {
    name: 'ionized magnesium of 0.45 mmol/L is not low',
    facts: [sotalol, result('magnesium-ionized', [0.45, 'mmol/L'], 20), normalK],
    expect: 'absent',
  },
  {
    name: 'a pacemaker is annotated, not excluded',
    facts: [condition('pacemaker'), qtc(500), lowMg, normalK],
    expect: 'fires critical',
  },
  { name: 'comfort care', facts: [condition('comfort-care'), qtc(500), lowMg], expect: 'not-applicable comfort-care' },
];

export const cases: readonly Vignette[] = [...ladderCases, ...unknowns, ...windows, ...treatment, ...quality];
