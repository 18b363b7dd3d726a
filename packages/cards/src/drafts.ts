import type { Alert } from '@magwatch/alerts';
import type { CodeableConcept, Coding, CommunicationRequest, ServiceRequest } from 'fhir/r4.js';
import type { Action } from './card.ts';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';

/** A test: its name, its LOINC code, and the code where the laboratory reports in molar units. A site maps them to its own orderables. */
interface Test {
  readonly text: string;
  readonly loinc?: string;
  readonly loincMolar?: string;
}

/** Clinical catalogue §1.6, order codes. */
const TESTS = {
  magnesium: { text: 'Magnesium, serum or plasma', loinc: '19123-9', loincMolar: '2601-3' },
  'magnesium-ionized': { text: 'Magnesium, ionized', loinc: '2600-5' },
  potassium: { text: 'Potassium, serum or plasma', loinc: '2823-3' },
  'potassium-blood': { text: 'Potassium, whole blood', loinc: '6298-4' },
  calcium: { text: 'Calcium, serum or plasma', loinc: '17861-6', loincMolar: '2000-8' },
  'calcium-ionized': { text: 'Calcium, ionized, blood', loinc: '1994-3' },
  creatinine: { text: 'Creatinine, serum or plasma', loinc: '2160-0', loincMolar: '14682-9' },
  pth: { text: 'PTH, intact', loinc: '2731-8', loincMolar: '14866-8' },
  'vitamin-d': { text: '25-hydroxyvitamin D' },
  'urine-magnesium': { text: 'Magnesium, spot urine', loinc: '19124-7', loincMolar: '2598-1' },
  'urine-creatinine': { text: 'Creatinine, spot urine', loinc: '2161-8', loincMolar: '14683-7' },
  'urine-potassium': { text: 'Potassium, spot urine', loinc: '2828-2' },
  ecg: { text: '12-lead ECG', loinc: '11524-6' },
  phosphate: { text: 'Phosphate, serum or plasma', loinc: '2777-1', loincMolar: '14879-1' },
  digoxin: { text: 'Digoxin level', loinc: '10535-3' },
} as const satisfies Record<string, Test>;

export type TestName = keyof typeof TESTS;

/** Why a test is asked for, by what the rule is about (SNOMED CT, clinical catalogue §3). */
const REASON_CODES: readonly (readonly [RegExp, Coding])[] = [
  [/hypokalemia|^k-/, { system: SNOMED, code: '43339004', display: 'Hypokalemia' }],
  [/hypocalcemia|^ca-/, { system: SNOMED, code: '5291005', display: 'Hypocalcemia' }],
  [/^hypermagnesemia/, { system: SNOMED, code: '66978005', display: 'Hypermagnesemia' }],
  [/hypomagnesemia|^mg-low$/, { system: SNOMED, code: '190855004', display: 'Hypomagnesemia' }],
];

/** A draft order for a test: a clinician signs it, or not. `when` says when the sample is to be drawn. */
export function testAction(alert: Alert, name: TestName, when?: string): Action {
  const { text } = TESTS[name];
  const resource: ServiceRequest = {
    resourceType: 'ServiceRequest',
    status: 'draft',
    intent: 'proposal',
    priority: alert.severity === 'info' ? 'routine' : 'urgent',
    code: codeOf(alert, TESTS[name]),
    subject: { reference: alert.patient },
    ...reasonOf(alert),
    ...(when === undefined ? {} : { note: [{ text: when }] }),
  };
  return { type: 'create', description: when === undefined ? `Order: ${text}` : `Order: ${text} (${when})`, resource };
}

/** A draft message to the pharmacist. */
export function pharmacistAction(alert: Alert, text: string): Action {
  const resource: CommunicationRequest = {
    resourceType: 'CommunicationRequest',
    status: 'draft',
    category: [{ text: 'Pharmacist review' }],
    priority: alert.severity === 'info' ? 'routine' : 'urgent',
    subject: { reference: alert.patient },
    payload: [{ contentString: text }],
    ...reasonOf(alert),
  };
  return { type: 'create', description: `Ask the pharmacist: ${text}`, resource };
}

function codeOf(alert: Alert, { text, loinc, loincMolar }: Test): CodeableConcept {
  const code = (usesMolarUnits(alert) ? loincMolar : undefined) ?? loinc;
  return code === undefined ? { text } : { coding: [{ system: LOINC, code }], text };
}

/**
 * A laboratory that reports magnesium, phosphate or calcium in mmol/L has the molar tests. Potassium is in mmol/L
 * everywhere.
 */
const usesMolarUnits = (alert: Alert): boolean =>
  alert.evidence.some(
    ({ role, unit }) => unit === 'mmol/L' && (/^(magnesium|phosphate)/.test(role) || role === 'calcium'),
  );

function reasonOf(alert: Alert): { readonly reasonCode?: CodeableConcept[] } {
  const coding = REASON_CODES.find(([pattern]) => pattern.test(alert.ruleId))?.[1];
  return coding ? { reasonCode: [{ coding: [coding] }] } : {};
}
