import { type Chance, chanceOf } from '../../kit/chance.ts';
import {
  addCalcium,
  addDigoxin,
  addMagnesium,
  addMagnesiumTreatment,
  addPotassium,
  addRhythm,
  addUrine,
} from './histories.ts';
import { addCondition, addStay, type Chart, type MadeUpPatient, openChart, type Resource } from './resources.ts';
import { THEMES, type Theme, type Ward } from './ward.ts';

/** `count` patients; the same seed makes the same ones. */
export function generatePatients(seed: number, count: number): readonly MadeUpPatient[] {
  const draw = chanceOf(seed);
  return Array.from({ length: count }, (_, index) => generatePatient(draw, `p${index}`));
}

function generatePatient(draw: Chance, id: string): MadeUpPatient {
  const chart = openChart(id);
  const isInpatient = addStays(draw, chart);
  const theme = draw.pick(THEMES);
  const has = (one: Theme, otherwise: number, likely = 0.95): boolean =>
    draw.isTrue(theme === one ? likely : otherwise);
  const moment = moments(draw);
  const urineAgo = has('urine', 0.2) ? moment(0, 74) : undefined;
  const ward: Ward = { draw, chart, isInpatient, theme, urineAgo, moment };
  addMagnesium(ward);
  if (has('refractory', 0.3, 0.5)) addMagnesiumTreatment(ward);
  if (has('refractory', 0.6)) addPotassium(ward);
  if (has('calcium', 0.4)) addCalcium(ward);
  if (urineAgo !== undefined) addUrine(ward, urineAgo);
  if (has('digoxin', 0.3)) addDigoxin(ward);
  addRhythm(ward);
  addStates(ward);
  return { id, resources: [person(draw, id), ...chart.resources()] };
}

/** Whole minutes, one in four near an hour that some window ends at. */
function moments(draw: Chance): Ward['moment'] {
  const used = new Set<number>();
  const limits = [1, 2, 6, 24, 48, 72, 168, 336, 720, 2160, 8760];
  return (fromHours, toHours) => {
    for (;;) {
      const inside = limits.filter((hours) => hours >= fromHours && hours <= toHours);
      const [first, ...rest] = inside;
      const minute =
        first !== undefined && draw.isTrue(0.25)
          ? draw.pick([first, ...rest]) * 60 + draw.whole(-2, 2)
          : draw.whole(fromHours * 60, toHours * 60);
      if (minute < 0 || used.has(minute)) continue;
      used.add(minute);
      return minute;
    }
  };
}

function person(draw: Chance, id: string): Resource {
  const birthYear = draw.isTrue(0.05) ? draw.pick([2007, 2008, 2009]) : draw.whole(1936, 2001);
  return {
    resourceType: 'Patient',
    id,
    meta: { versionId: '1' },
    ...(draw.isTrue(0.97) && { birthDate: `${birthYear}-0${draw.whole(1, 9)}-1${draw.whole(0, 9)}` }),
    ...(draw.isTrue(0.95) && { gender: draw.pick(['male', 'female']) }),
    ...(draw.isTrue(0.02) && { deceasedBoolean: true }),
  };
}

/** Most are in hospital; some went home, some came for a visit, some have no encounter. */
function addStays(draw: Chance, chart: Chart): boolean {
  const kind = draw.pick(['in', 'in', 'in', 'in', 'in', 'emergency', 'home', 'visit', 'none']);
  if (kind === 'in') addStay(chart, { classCode: 'IMP', beganAgo: draw.whole(4000, 20_000) });
  if (kind === 'emergency') addStay(chart, { classCode: 'EMER', beganAgo: draw.whole(4000, 6000) });
  if (kind === 'home')
    addStay(chart, { classCode: 'IMP', beganAgo: draw.whole(4000, 20_000), endedAgo: draw.whole(0, 3000) });
  if (kind === 'visit') addStay(chart, { classCode: 'AMB', beganAgo: draw.whole(10, 60) });
  return kind === 'in' || kind === 'emergency';
}

/** Conditions that exclude, explain or change a severity, each with a twin that must not count. */
function addStates({ draw, chart, moment, urineAgo }: Ward): void {
  // Whether dialysis makes a fractional excretion unreadable is not said by the text of rule 11.
  const dialysis = urineAgo === undefined ? 1 : 0;
  const states: readonly (readonly [snomed: string, probability: number])[] = [
    ['105502003', 0.07 * dialysis], // dependence on renal dialysis
    ['302497006', 0.04 * dialysis], // hemodialysis
    ['133918004', 0.02], // comfort measures
    ['77386006', 0.06], // pregnant
    ['398254007', 0.03], // pre-eclampsia
    ['14669001', 0.04], // acute renal failure
    ['31722008', 0.05], // torsades de pointes
  ];
  for (const [snomed, probability] of states) {
    if (!draw.isTrue(probability)) continue;
    const beganAgo = draw.isTrue(0.5) ? moment(0, 60) : undefined;
    const kind = draw.pick(['active', 'active', 'active', 'relapse', 'refuted', 'ended']);
    if (kind === 'refuted') addCondition(chart, { snomed, clinicalStatus: 'active', verificationStatus: 'refuted' });
    else if (kind === 'ended')
      addCondition(chart, {
        snomed,
        clinicalStatus: 'resolved',
        beganAgo: moment(400, 900),
        endedAgo: moment(100, 300),
      });
    else addCondition(chart, { snomed, clinicalStatus: kind, beganAgo });
  }
}
