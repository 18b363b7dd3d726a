import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { potassium, potassiumDose } from '../testing/index.ts';

/** What the three rules on refractory hypokalemia are shown in common: 80.4 mEq in 20 h that lift potassium by 0.1. */
export const course = [
  potassium(2.8, 0),
  potassium(2.85, 10),
  potassiumDose(40, 4),
  potassiumDose(40.4, 12),
  potassium(2.9, 20.4),
];

export const COURSE_FIGURES = {
  definition: 'A',
  potassiumMmolPerL: 2.9,
  potassiumBaselineMmolPerL: 2.8,
  intervalHours: 20.4,
  doseMEq: 80.4,
  doseSource: 'charted',
  riseMmolPerL: 0.1,
  expectedMmolPerL: 0.804,
};

export const COURSE_ROLES = ['potassium', 'potassium-baseline', 'potassium-series', 'potassium-dose', 'potassium-dose'];

export const COURSE_LINES = [
  'Potassium: 2.8 mmol/L (2026-03-10T08:00:00Z); 2.85 mmol/L (2026-03-10T18:00:00Z); 2.9 mmol/L (2026-03-11T04:24:00Z).',
  'Potassium given: 40 mEq (2026-03-10T12:00:00Z); 40.4 mEq (2026-03-10T20:00:00Z).',
  'Rise 0.1 mmol/L after 80.4 mEq; about 0.8 mmol/L would be expected.',
];

/** How the question for it is answered. */
export const COURSE_ANSWER = `yes: K 2.9 after 80 mEq in 20 h [${COURSE_ROLES.join(', ')}]`;

/** Refractory by definition B (§4.99): three doses on two days, hour 16 being midnight, while potassium was low for 24 h. */
export const byDays = [
  potassium(3.0, 0),
  potassium(3.1, 12),
  potassium(3.0, 24),
  potassiumDose(10, 2),
  potassiumDose(10, 10),
  potassiumDose(10, 18),
];

export const definitionB = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, definition: 'B' } } as const;
