/** One entry of the discovery answer. */
export interface CdsService {
  readonly id: string;
  readonly hook: string;
  readonly title: string;
  readonly description: string;
}

export const PATIENT_VIEW: CdsService = {
  id: 'magwatch-patient-view',
  hook: 'patient-view',
  title: 'Magwatch: magnesium',
  description:
    'Shows open alerts of this patient on magnesium deficiency and what hides behind it: potassium or calcium that stays low ' +
    'although it is being given, low magnesium, magnesium that nobody measured. Needs no prefetch.',
};

/** What discovery lists: only what answers. */
export const SERVICES: readonly CdsService[] = [PATIENT_VIEW];
