import type { HookName } from '@magwatch/rules';

/** One entry of the discovery answer. */
export interface CdsService {
  readonly id: string;
  readonly hook: HookName;
  readonly title: string;
  readonly description: string;
}

/**
 * One id for every hook: by CDS Hooks 2.0.1 the answer to a later hook then replaces the cards of an earlier one, and a card
 * comes back as long as it is true.
 */
export const SERVICE_ID = 'magwatch';

const TITLE = 'Magwatch: magnesium';
const PATTERNS =
  'magnesium deficiency and what hides behind it: potassium or calcium that stays low although it is being given, low ' +
  'magnesium, magnesium that nobody measured';
const DRUGS = 'potassium, calcium, magnesium, digoxin and QT-prolonging drugs';
const VALUES = 'magnesium, potassium, calcium, the kidneys and the QTc';

const DESCRIPTIONS: Readonly<Record<HookName, string>> = {
  'patient-view': `Shows what is true of this patient now of ${PATTERNS}.`,
  'encounter-start': `Shows at the start of a stay what is true of this patient of ${PATTERNS}.`,
  'encounter-discharge': `Shows before the patient leaves what is still true of ${PATTERNS}.`,
  'order-select': `Checks ${DRUGS} that are being ordered against ${VALUES}.`,
  'order-sign': `Checks ${DRUGS} before they are signed against ${VALUES}.`,
  'medication-verify': `Checks a drug that a pharmacist verifies against ${VALUES}.`,
};

/** What discovery lists: only what answers. */
export const SERVICES: readonly CdsService[] = Object.entries(DESCRIPTIONS).map(([hook, description]) => ({
  id: SERVICE_ID,
  hook: hook as HookName,
  title: TITLE,
  description: `${description} Needs no prefetch.`,
}));
