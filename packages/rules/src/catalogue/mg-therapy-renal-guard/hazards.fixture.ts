import { at, condition, dose, drugOrder, magnesium, type Vignette } from '../../testing/index.ts';
import { egfr, healthy, intravenous, oral, signing } from './orders.fixture.ts';

const blocker = (hour: number) => dose('rocuronium', undefined, hour);

const pyridostigmine = (extra: Parameters<typeof drugOrder>[2] = {}) => drugOrder('pyridostigmine', 10, extra);

const diseaseCases: readonly Vignette[] = [
  {
    name: 'Lambert-Eaton syndrome',
    facts: [healthy, condition('lambert-eaton'), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'myasthenia that is over',
    facts: [healthy, condition('myasthenia-gravis', { isActive: false }), intravenous()],
    expect: 'absent',
  },
  {
    name: 'pyridostigmine is a sign of it',
    facts: [healthy, pyridostigmine(), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'pyridostigmine of the last day',
    facts: [healthy, dose('pyridostigmine', undefined, 0.01, { route: 'enteral' }), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'pyridostigmine of a day ago',
    facts: [healthy, dose('pyridostigmine', undefined, 0, { route: 'enteral' }), intravenous()],
    expect: 'absent',
  },
  {
    name: 'dispensed pyridostigmine',
    facts: [healthy, dose('pyridostigmine', undefined, 20, { route: 'enteral', standing: 'dispensed' }), intravenous()],
    expect: 'absent',
  },
  {
    name: 'a draft of pyridostigmine',
    facts: [healthy],
    when: signing(drugOrder('pyridostigmine', 24), intravenous()),
    expect: 'fires critical',
  },
  {
    name: 'pyridostigmine by vein alone',
    facts: [healthy, pyridostigmine({ route: 'intravenous' }), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'pyridostigmine by vein after a blocker ends an anesthesia',
    facts: [healthy, pyridostigmine({ route: 'intravenous' }), blocker(-2), intravenous()],
    expect: 'absent',
  },
  {
    name: 'a blocker of more than 12 h before it explains nothing',
    facts: [healthy, pyridostigmine({ route: 'intravenous' }), blocker(-2.1), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'a dose of pyridostigmine after a blocker',
    facts: [healthy, dose('pyridostigmine', undefined, 2), blocker(1), intravenous()],
    expect: 'absent',
  },
  {
    name: 'pyridostigmine by mouth after a blocker is still a sign',
    facts: [healthy, pyridostigmine(), blocker(9), intravenous()],
    expect: 'fires critical',
  },
  {
    name: 'a blocker that was only dispensed explains nothing',
    facts: [
      healthy,
      pyridostigmine({ route: 'intravenous' }),
      dose('rocuronium', undefined, 9, { standing: 'dispensed' }),
      intravenous(),
    ],
    expect: 'fires critical',
  },
  {
    name: 'neostigmine is no sign of it',
    facts: [healthy, drugOrder('neostigmine', 10), intravenous()],
    expect: 'absent',
  },
];

const heartCases: readonly Vignette[] = [
  {
    name: 'high-grade AV block',
    facts: [healthy, condition('av-block-high'), intravenous()],
    expect: 'fires critical',
  },
  { name: 'high-grade AV block, by mouth', facts: [healthy, condition('av-block-high'), oral], expect: 'absent' },
  {
    name: 'high-grade AV block with a pacemaker',
    facts: [healthy, condition('av-block-high'), condition('pacemaker'), intravenous()],
    expect: 'absent',
  },
  { name: 'another AV block', facts: [healthy, condition('av-block-other'), intravenous()], expect: 'absent' },
];

const blockerCases: readonly Vignette[] = [
  { name: 'a blocker of 12 h ago', facts: [healthy, blocker(12), intravenous()], expect: 'fires info' },
  { name: 'a blocker of more than 12 h ago', facts: [healthy, blocker(11.99), intravenous()], expect: 'absent' },
  { name: 'a blocker and magnesium by mouth', facts: [healthy, blocker(20), oral], expect: 'absent' },
  {
    name: 'a blocker that runs',
    facts: [healthy, dose('cisatracurium', undefined, 40, { start: at(2), standing: 'running' }), intravenous()],
    expect: 'fires info',
  },
  {
    name: 'a blocker that is yet to come',
    facts: [healthy, dose('rocuronium', undefined, 30), intravenous()],
    expect: 'absent',
  },
  {
    name: 'a blocker that was dispensed was not seen given',
    facts: [healthy, dose('rocuronium', undefined, 20, { standing: 'dispensed' }), intravenous()],
    expect: 'absent',
  },
  {
    name: 'neostigmine blocks nothing',
    facts: [healthy, dose('neostigmine', undefined, 20), intravenous()],
    expect: 'absent',
  },
  ...(['vecuronium', 'atracurium', 'pancuronium', 'mivacurium', 'succinylcholine'] as const).map((drug) => ({
    name: `${drug} blocks`,
    facts: [healthy, dose(drug, undefined, 20), intravenous()],
    expect: 'fires info',
  })),
];

const worst = [egfr(10), magnesium(2.5, 20), condition('myasthenia-gravis'), intravenous(40)];

const emergencyCases: readonly Vignette[] = [
  { name: 'all of it is critical', facts: worst, expect: 'fires critical' },
  {
    name: 'torsades of the last day caps at info',
    facts: [...worst, condition('torsades', { from: at(0.01) })],
    expect: 'fires info',
  },
  {
    name: 'torsades of a day ago',
    facts: [...worst, condition('torsades', { from: at(0) })],
    expect: 'fires critical',
  },
  {
    name: 'cardiac arrest of the last day caps at info',
    facts: [...worst, condition('cardiac-arrest', { from: at(0.01) })],
    expect: 'fires info',
  },
  {
    name: 'cardiac arrest of a day ago',
    facts: [...worst, condition('cardiac-arrest', { from: at(0) })],
    expect: 'fires critical',
  },
  { name: 'an undated cardiac arrest', facts: [...worst, condition('cardiac-arrest')], expect: 'fires info' },
  {
    name: 'an undated cardiac arrest that is over',
    facts: [...worst, condition('cardiac-arrest', { isActive: false })],
    expect: 'fires critical',
  },
  { name: 'eclampsia caps at info', facts: [...worst, condition('eclampsia')], expect: 'fires info' },
  { name: 'pre-eclampsia does not', facts: [...worst, condition('pre-eclampsia')], expect: 'fires critical' },
  {
    name: 'eclampsia that is over does not',
    facts: [...worst, condition('eclampsia', { isActive: false })],
    expect: 'fires critical',
  },
  { name: 'a warning is capped too', facts: [egfr(20), oral, condition('eclampsia')], expect: 'fires info' },
  { name: 'an emergency alone is nothing', facts: [healthy, intravenous(), condition('eclampsia')], expect: 'absent' },
  {
    name: 'a unit that contradicts its code caps nothing: Mg is optional here',
    facts: [egfr(20), oral, magnesium(3, 20, { quality: ['unit-property-mismatch'] })],
    expect: 'fires critical',
  },
];

/** Muscles, heart and blockers against magnesium, and the emergencies in which it does not wait. */
export const hazardCases: readonly Vignette[] = [...diseaseCases, ...heartCases, ...blockerCases, ...emergencyCases];
