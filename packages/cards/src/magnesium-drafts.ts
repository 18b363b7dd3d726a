import type { Alert } from '@magwatch/alerts';
import type { CodeableConcept, CommunicationRequest, Dosage, MedicationRequest, Quantity } from 'fhir/r4.js';
import type { Action } from './card.ts';
import { toSafeText } from './escape.ts';
import type { OfferedMagnesium } from './guard.ts';

const UCUM = 'http://unitsofmeasure.org';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const SNOMED = 'http://snomed.info/sct';

/** Ingredients: a site turns them into its own products. */
const SULFATE: CodeableConcept = {
  coding: [{ system: RXNORM, code: '6585', display: 'magnesium sulfate' }],
  text: 'magnesium sulfate (choose local product)',
};
const OXIDE: CodeableConcept = {
  coding: [{ system: RXNORM, code: '6582', display: 'magnesium oxide' }],
  text: 'magnesium oxide (or local product)',
};
const INTRAVENOUS: CodeableConcept = {
  coding: [{ system: SNOMED, code: '47625008', display: 'Intravenous route' }],
  text: 'intravenous',
};
const ORAL: CodeableConcept = { coding: [{ system: SNOMED, code: '26643006', display: 'Oral route' }], text: 'oral' };
const HYPOMAGNESEMIA: CodeableConcept = {
  coding: [{ system: SNOMED, code: '190855004', display: 'Hypomagnesemia' }],
};

const VERIFY = 'DRAFT – verify renal function and indication';

/** What the grade or the kidneys add to "2 g IV over 2 h" (clinical catalogue §4.0, renal-safety guard). */
const COURSE: Readonly<Record<OfferedMagnesium['by'], (draft: OfferedMagnesium) => string>> = {
  mild: ({ grams, hours }) => `${grams} g IV over ${hours} h once`,
  moderate: ({ grams, hours }) => `${grams} g IV over ${hours} h once`,
  severe: ({ grams, hours }) => `${grams} g IV over ${hours} h once; recheck, may be repeated; telemetry`,
  'egfr-reduced': ({ grams, hours }) =>
    `${grams} g IV over ${hours} h once; at most ${grams} g per dose, at most 1 g/h; recheck before any repeat`,
  'egfr-severe': smallDose,
  'kidney-injury': smallDose,
};

function smallDose({ grams, hours }: OfferedMagnesium): string {
  return `${grams} g IV over ${hours} h or longer, single dose, not more; pharmacist co-review; recheck before any repeat`;
}

/** "1 g IV over 2 h or longer, single dose, …": how the draft is to be given. */
export const courseText = (draft: OfferedMagnesium): string => COURSE[draft.by](draft);

const hasMaximum = ({ by }: OfferedMagnesium): boolean =>
  by === 'egfr-reduced' || by === 'egfr-severe' || by === 'kidney-injury';

/** SG2, as large as the renal-safety guard allows. */
export function intravenousAction(alert: Alert, draft: OfferedMagnesium): Action {
  const { grams, hours, egfr } = draft;
  const dose = quantity(grams, 'g');
  const dosage: Dosage = {
    text: `${courseText(draft)} (${VERIFY})`,
    timing: { repeat: { count: 1, duration: hours, durationUnit: 'h' } },
    route: INTRAVENOUS,
    doseAndRate: [{ doseQuantity: dose, rateQuantity: quantity(grams / hours, 'g/h') }],
    ...(hasMaximum(draft) ? { maxDosePerAdministration: dose } : {}),
  };
  const resource = medicationRequest(alert, SULFATE, dosage);
  return {
    type: 'create',
    description: `Draft: magnesium sulfate ${courseText(draft)} (eGFR ${egfr})`,
    resource,
  };
}

/** SG3: 400 mg of magnesium oxide twice a day. Ileus and a high-output stoma have no code that a rule could read. */
export function oralAction(alert: Alert): Action {
  const text =
    '400 mg by mouth twice a day; watch for diarrhea; not with ileus or a high-output stoma; ' +
    'too slow alone where the deficit is more than mild';
  const resource = medicationRequest(alert, OXIDE, {
    text: `${text} (${VERIFY})`,
    timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
    route: ORAL,
    doseAndRate: [{ doseQuantity: quantity(400, 'mg') }],
  });
  return { type: 'create', description: `Draft: magnesium oxide ${text}`, resource };
}

function medicationRequest(alert: Alert, product: CodeableConcept, dosage: Dosage): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    status: 'draft',
    intent: 'proposal',
    priority: alert.severity === 'info' ? 'routine' : 'urgent',
    medicationCodeableConcept: product,
    subject: { reference: alert.patient },
    reasonCode: [HYPOMAGNESEMIA],
    dosageInstruction: [dosage],
  };
}

const quantity = (value: number, unit: string): Quantity => ({ value, unit, system: UCUM, code: unit });

/**
 * Orders and doses of magnesium that the rule found in the chart. What is only being drafted has no name yet on the
 * server.
 */
const SOURCES = new Set(['magnesium-source', 'magnesium-order']);

/**
 * SG11: a message about the products that the alert rests on; undefined where it rests on none, and in an emergency that
 * is treated with magnesium. Not an update or a deletion of the order: it is somebody else's. Not a MedicationRequest
 * with `doNotPerform` either: a system that overlooks this modifier reads an order of magnesium, for the very patient
 * whom it harms.
 */
export function stopAction(alert: Alert): Action | undefined {
  const references = new Set(alert.evidence.filter(({ role }) => SOURCES.has(role)).map(({ reference }) => reference));
  if (references.size === 0 || isEmergency(alert)) return undefined;
  const text = `Please stop or hold ${productsOf(alert)}, or confirm it, by local protocol and renal function.`;
  const resource: CommunicationRequest = {
    resourceType: 'CommunicationRequest',
    status: 'draft',
    category: [{ text: 'Proposal to stop or hold a medication' }],
    priority: alert.severity === 'info' ? 'routine' : 'urgent',
    subject: { reference: alert.patient },
    about: [...references].map((reference) => ({ reference })),
    payload: [{ contentString: text }],
  };
  return { type: 'create', description: `Propose: ${text}`, resource };
}

/** Torsades or eclampsia, as rule 17 found it. */
export const isEmergency = ({ figures }: Alert): boolean => figures['emergency'] !== undefined;

/** As the rule named them. */
function productsOf({ figures: { products, magnesiumSources } }: Alert): string {
  const named = [products, magnesiumSources].find((one) => typeof one === 'string' && one !== '');
  return typeof named === 'string' ? `magnesium (${toSafeText(named)})` : 'what contains magnesium';
}
