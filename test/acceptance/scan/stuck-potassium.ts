import { ago, type PatientFile } from './patient-files.ts';

export type Add = (p: PatientFile) => PatientFile;

/** An inpatient's potassium that stays where it is despite 80 mEq, and what else there is. */
export function stuck(k: number, also: Add): Add {
  return (p) =>
    also(
      p
        .inpatient()
        .lab('k', k, { at: ago(9) })
        .lab('k', k, { at: ago(1) })
        .given('kcl', 80, 'mEq', { at: ago(5) }),
    );
}

/** Magnesium in mg/dL four hours ago. */
export function mg(value: number): Add {
  return (p) => p.lab('mg', value);
}

export function both(...adds: readonly Add[]): Add {
  return (p) => adds.reduce((file, add) => add(file), p);
}

/** An insulin infusion that ended four hours ago: potassium may have moved into the cells. */
export function insulinRuns(p: PatientFile): PatientFile {
  return p.given('insulin', 20, 'U', { start: ago(10), at: ago(4), route: 'IV DRIP' });
}
