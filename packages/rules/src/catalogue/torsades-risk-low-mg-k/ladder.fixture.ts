import type { ResourceVersion } from '@magwatch/timeline';
import {
  at,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  type Vignette,
} from '../../testing/index.ts';

const qtc = (value: number, hour = 20) => result('qtc', [value, 'ms'], hour);
const lowMg = magnesium(1.5, 20);
const normalMg = magnesium(2.0, 20);
const lowK = potassium(3.2, 20);
const normalK = potassium(4.0, 20);
const sotalol = dose('sotalol', undefined, 10);
const haloperidol = drugOrder('haloperidol', 0);
const ondansetron = dose('ondansetron', undefined, 10);
const azithromycin = drugOrder('azithromycin', 0);
const torsades = condition('torsades', { from: at(2) });

/** Every step of the ladder on both sides. */
const everyStep: readonly Vignette[] = [
  { name: 'a QTc of 500 ms with low magnesium', facts: [qtc(500), lowMg, normalK], expect: 'fires critical' },
  { name: 'a QTc of 499 ms', facts: [qtc(499), lowMg, normalK], expect: 'fires warning' },
  { name: 'a QTc of 500 ms with low potassium', facts: [qtc(500), normalMg, lowK], expect: 'fires critical' },
  { name: 'a QTc of 500 ms and both normal', facts: [qtc(500), normalMg, normalK], expect: 'absent' },
  {
    name: '"<500 ms" is not known to be long',
    facts: [result('qtc', [500, 'ms'], 20, { comparator: '<' }), lowMg, normalK],
    expect: 'absent',
  },
  { name: 'torsades with low potassium', facts: [torsades, normalMg, lowK], expect: 'fires critical' },
  { name: 'torsades of 24 h ago', facts: [condition('torsades', { from: at(0) }), normalMg, lowK], expect: 'absent' },
  {
    name: 'torsades of just under 24 h ago',
    facts: [condition('torsades', { from: at(0.01) }), normalMg, lowK],
    expect: 'fires critical',
  },
  { name: 'torsades and both normal', facts: [torsades, normalMg, normalK], expect: 'absent' },

  { name: 'a QTc of 480 ms of unknown sex', facts: [qtc(480), lowMg, normalK], expect: 'fires warning' },
  { name: 'a QTc of 479 ms of unknown sex', facts: [qtc(479), lowMg, normalK], expect: 'absent' },
  {
    name: 'a QTc of 470 ms of a man',
    facts: [person({ sex: 'male' }), qtc(470), normalMg, lowK],
    expect: 'fires warning',
  },
  { name: 'a QTc of 469 ms of a man', facts: [person({ sex: 'male' }), qtc(469), normalMg, lowK], expect: 'absent' },
  {
    name: 'a QTc of 480 ms of a woman',
    facts: [person({ sex: 'female' }), qtc(480), normalMg, lowK],
    expect: 'fires warning',
  },
  {
    name: 'a QTc of 479 ms of a woman',
    facts: [person({ sex: 'female' }), qtc(479), normalMg, lowK],
    expect: 'absent',
  },
  {
    name: 'a QTc from QT and rate (Fridericia)',
    facts: [result('qt', [500, 'ms'], 20), result('heart-rate', [60, '/min'], 20), lowMg, normalK],
    expect: 'fires critical',
  },

  { name: 'a tier A drug with both low', facts: [sotalol, lowMg, lowK], expect: 'fires warning' },
  { name: 'a tier A drug with low magnesium only', facts: [sotalol, lowMg, normalK], expect: 'fires info' },
  { name: 'a tier A drug with low potassium only', facts: [sotalol, normalMg, lowK], expect: 'fires info' },
  { name: 'a tier A drug with both normal', facts: [sotalol, normalMg, normalK], expect: 'absent' },
  {
    name: 'a tier A drug with a potassium of 2.99',
    facts: [sotalol, normalMg, potassium(2.99, 20)],
    expect: 'fires warning',
  },
  {
    name: 'a tier A drug with a potassium of 3.0',
    facts: [sotalol, normalMg, potassium(3.0, 20)],
    expect: 'fires info',
  },
  {
    name: 'a tier A drug with severely low magnesium',
    facts: [sotalol, magnesium(0.9, 20), normalK],
    expect: 'fires warning',
  },
  {
    name: 'a tier A drug and QTc of 500 ms: the QTc decides',
    facts: [sotalol, qtc(500), lowMg, normalK],
    expect: 'fires critical',
  },

  {
    name: 'two tier B drugs with low magnesium',
    facts: [ondansetron, azithromycin, lowMg, normalK],
    expect: 'fires warning',
  },
  {
    name: 'one of each tier with low potassium',
    facts: [ondansetron, haloperidol, normalMg, lowK],
    expect: 'fires warning',
  },
  {
    name: 'two tier A drugs with low potassium',
    facts: [sotalol, haloperidol, normalMg, lowK],
    expect: 'fires warning',
  },
  {
    name: 'two tier B drugs with both normal',
    facts: [ondansetron, azithromycin, normalMg, normalK],
    expect: 'absent',
  },
  {
    name: 'one ingredient given and ordered is one',
    facts: [ondansetron, drugOrder('ondansetron', 0), lowMg, normalK],
    expect: 'absent',
  },

  { name: 'a QTc of 500 ms and no magnesium', facts: [qtc(500), normalK], expect: 'fires warning' },
  { name: 'a QTc of 500 ms and neither magnesium nor potassium', facts: [qtc(500)], expect: 'fires warning' },
  { name: 'a QTc of 499 ms and no magnesium: cannot tell', facts: [qtc(499), normalK], expect: 'unknown' },
  { name: 'a QTc of 500 ms, low potassium and no magnesium', facts: [qtc(500), lowK], expect: 'fires critical' },
  {
    name: 'a QTc of 500 ms and only an early normal magnesium: cannot tell',
    facts: [qtc(500), normalK, magnesiumDose(16, 18), magnesium(1.9, 20)],
    expect: 'unknown',
  },
  {
    name: 'a QTc of 500 ms and a magnesium that has left the look-back',
    facts: [qtc(500), normalK, magnesium(1.9, -48)],
    expect: 'fires warning',
  },
  {
    name: 'a QTc of 500 ms and a magnesium at the end of the look-back',
    facts: [qtc(500), normalK, magnesium(1.9, -47.99)],
    expect: 'absent',
  },
  { name: 'torsades without magnesium: cannot tell', facts: [torsades, normalK], expect: 'unknown' },

  {
    name: 'a tier B drug with a potassium of 2.99',
    facts: [ondansetron, normalMg, potassium(2.99, 20)],
    expect: 'fires info',
  },
  {
    name: 'a tier B drug with a potassium of 3.0',
    facts: [ondansetron, normalMg, potassium(3.0, 20)],
    expect: 'absent',
  },
  { name: 'a tier B drug with both mildly low', facts: [ondansetron, lowMg, lowK], expect: 'absent' },
  {
    name: 'a tier B drug with severely low magnesium',
    facts: [ondansetron, magnesium(0.9, 20), normalK],
    expect: 'fires info',
  },
  {
    name: 'neither a long QTc nor a drug',
    facts: [qtc(430), magnesium(0.9, 20), potassium(2.4, 20)],
    expect: 'absent',
  },
  { name: 'without any QTc the drugs decide', facts: [magnesium(0.9, 20), potassium(2.4, 20)], expect: 'absent' },
];

/** The limits in every unit family, by what they change. */
const limits: readonly Vignette[] = (
  [
    ['mg/dL', 1.69, 1.7, 1.19, 1.2],
    ['mmol/L', 0.69, 0.7, 0.49, 0.5],
    ['meq/L', 1.39, 1.4, 0.99, 1.0],
  ] as const
).flatMap(([unit, low, normal, moderate, mild]): readonly Vignette[] => {
  const mg = (value: number): ResourceVersion => magnesium(value, 20, {}, unit);
  return [
    { name: `${low} ${unit} is low`, facts: [sotalol, mg(low), normalK], expect: 'fires info' },
    { name: `${normal} ${unit} is not`, facts: [sotalol, mg(normal), normalK], expect: 'absent' },
    {
      name: `${moderate} ${unit} is moderately low`,
      facts: [ondansetron, mg(moderate), normalK],
      expect: 'fires info',
    },
    { name: `${mild} ${unit} is not`, facts: [ondansetron, mg(mild), normalK], expect: 'absent' },
  ];
});

/** The ladder: each step on both sides, and the limits of magnesium in every unit family. */
export const ladderCases: readonly Vignette[] = [...everyStep, ...limits];
