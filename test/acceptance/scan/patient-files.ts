import { CONDITIONS, type ConditionName, DRUGS, type Drug, LABS, type Lab, RXNORM } from './patient-codes.ts';

export type { ConditionName, Drug, Lab } from './patient-codes.ts';

/** A FHIR resource as a file holds it; what a test leaves out is left out of the file. */
export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id?: string };

type Fields = Readonly<Record<string, unknown>>;

/** The instant at which the tests ask. */
export const AT = '2026-03-10T12:00:00Z';

const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;

/** So long before the instant of the tests; minutes may be fractions. */
export function ago(hours: number, minutes = 0): string {
  const ms = Date.parse(AT) - (hours * MINUTES_PER_HOUR + minutes) * MINUTE_MS;
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** So long after the instant of the tests. */
export function ahead(hours: number, minutes = 0): string {
  return ago(-hours, -minutes);
}

interface LabDetails {
  /** Collection; four hours ago where not said. `null` leaves it out. */
  readonly at?: string | null;
  readonly unit?: string;
  readonly loinc?: string;
  readonly id?: string;
  /** Laid over the resource, last. */
  readonly also?: Fields;
}

interface DoseDetails {
  readonly at?: string;
  readonly start?: string;
  readonly route?: string;
  readonly status?: string;
  readonly also?: Fields;
}

interface OrderDetails {
  readonly authored?: string;
  readonly route?: string;
  readonly status?: string;
  readonly dose?: readonly [number, string];
  /** Doses a day. */
  readonly perDay?: number;
  readonly period?: { readonly start?: string; readonly end?: string };
  readonly also?: Fields;
}

/** The name by which `PatientFile.drug` and a draft mean a medicine. */
function drugConcept(drug: Drug): Fields {
  const [system, code] = DRUGS[drug];
  return { coding: [{ system, code }] };
}

/** A clinical drug as RxNorm names it, which is not the code of its ingredient. */
export function clinicalDrug(code: string, display: string): Fields {
  return { medicationCodeableConcept: { coding: [{ system: RXNORM, code, display }] } };
}

export function labConcept(loinc: string): Fields {
  return { coding: [{ system: 'http://loinc.org', code: loinc }] };
}

function conditionConcept(name: ConditionName): Fields {
  const [system, code] = CONDITIONS[name];
  return { coding: [{ system, code }] };
}

/** What a hospital's files hold of one patient, built one resource after the other. */
export class PatientFile {
  readonly id: string;
  readonly #resources: Resource[] = [];
  readonly #drafts: Resource[] = [];
  #patient: Fields = { birthDate: '1960-05-05', gender: 'female' };

  constructor(id: string) {
    this.id = id;
  }

  get reference(): Fields {
    return { reference: `Patient/${this.id}` };
  }

  resources(): readonly Resource[] {
    return [{ resourceType: 'Patient', id: this.id, ...this.#patient }, ...this.#resources];
  }

  /** What is being ordered. */
  drafts(): readonly Resource[] {
    return this.#drafts;
  }

  /** Who the patient is: laid over a woman of 65. */
  is(fields: Fields): this {
    this.#patient = { ...this.#patient, ...fields };
    return this;
  }

  add(resource: Resource): this {
    const id = resource.id ?? `${this.id}-${this.#resources.length + 1}`;
    this.#resources.push({ id, ...resource });
    return this;
  }

  /** A final result. */
  lab(lab: Lab, value: number, details: LabDetails = {}): this {
    const [loinc, unit] = LABS[lab];
    const said = details.unit ?? unit;
    return this.add({
      resourceType: 'Observation',
      ...(details.id === undefined ? {} : { id: `${this.id}-${details.id}` }),
      status: 'final',
      code: labConcept(details.loinc ?? loinc),
      subject: this.reference,
      ...(details.at === null ? {} : { effectiveDateTime: details.at ?? ago(4) }),
      valueQuantity: { value, unit: said, system: 'http://unitsofmeasure.org', code: said },
      ...details.also,
    });
  }

  /** A charted dose that ended an hour ago where not said. */
  given(drug: Drug, value: number, unit: string, details: DoseDetails = {}): this {
    const end = details.at ?? ago(1);
    const effective =
      details.start === undefined
        ? { effectiveDateTime: end }
        : { effectivePeriod: { start: details.start, end: details.at ?? ago(1) } };
    return this.add({
      resourceType: 'MedicationAdministration',
      status: details.status ?? 'completed',
      medicationCodeableConcept: drugConcept(drug),
      subject: this.reference,
      ...effective,
      dosage: { route: { text: details.route ?? 'IV' }, dose: { value, unit } },
      ...details.also,
    });
  }

  /** An active order, written two hours ago where not said. */
  order(drug: Drug, details: OrderDetails = {}): this {
    return this.add(this.#medicationRequest(drug, { status: 'active', authored: ago(2), ...details }));
  }

  /** An order that is being written: in the Bundle of the hook, not in the files. */
  draft(drug: Drug, details: OrderDetails = {}): this {
    const order = this.#medicationRequest(drug, { status: 'draft', authored: ago(0, 1), ...details });
    return this.addDraft(order);
  }

  addDraft(resource: Resource): this {
    this.#drafts.push({ id: `${this.id}-draft-${this.#drafts.length + 1}`, ...resource });
    return this;
  }

  #medicationRequest(drug: Drug, { route = 'IV', ...details }: OrderDetails): Resource {
    const repeat = details.perDay === undefined ? {} : { frequency: details.perDay, period: 1, periodUnit: 'd' };
    const dose =
      details.dose === undefined ? [] : [{ doseQuantity: { value: details.dose[0], unit: details.dose[1] } }];
    return {
      resourceType: 'MedicationRequest',
      status: details.status,
      intent: 'order',
      medicationCodeableConcept: drugConcept(drug),
      subject: this.reference,
      authoredOn: details.authored,
      dosageInstruction: [
        {
          route: { text: route },
          ...(details.perDay === undefined ? {} : { timing: { repeat } }),
          ...(dose.length === 0 ? {} : { doseAndRate: dose }),
        },
      ],
      ...(details.period === undefined ? {} : { dispenseRequest: { validityPeriod: details.period } }),
      ...details.also,
    };
  }

  /** A laboratory test that somebody asked for. */
  asked(loinc: string, fields: Fields = {}): this {
    return this.add(this.#serviceRequest(loinc, { status: 'active', authoredOn: ago(2), ...fields }));
  }

  /** A laboratory test among the orders that are being written. */
  draftTest(loinc: string): this {
    return this.addDraft(this.#serviceRequest(loinc, { status: 'draft', authoredOn: ago(0, 1) }));
  }

  #serviceRequest(loinc: string, fields: Fields): Resource {
    return {
      resourceType: 'ServiceRequest',
      intent: 'order',
      code: labConcept(loinc),
      subject: this.reference,
      ...fields,
    };
  }

  /** Tube feeding from this time on. */
  fed(at: string, fields: Fields = {}): this {
    return this.add({
      resourceType: 'NutritionOrder',
      status: 'active',
      intent: 'order',
      patient: this.reference,
      dateTime: at,
      enteralFormula: { baseFormulaType: { text: 'standard enteral formula' } },
      ...fields,
    });
  }

  /** Something that was done, or that went on from then to then. */
  procedure(system: string, code: string, fields: Fields): this {
    return this.add({
      resourceType: 'Procedure',
      status: 'completed',
      code: { coding: [{ system, code }] },
      subject: this.reference,
      ...fields,
    });
  }

  condition(name: ConditionName, fields: Fields = {}): this {
    return this.add({
      resourceType: 'Condition',
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
      code: conditionConcept(name),
      subject: this.reference,
      ...fields,
    });
  }

  /** An encounter of this class that began ten days ago and goes on. */
  encounter(kind: string, fields: Fields = {}): this {
    return this.add({
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: kind },
      subject: this.reference,
      period: { start: ago(240) },
      ...fields,
    });
  }

  inpatient(): this {
    return this.encounter('IMP');
  }
}

/** 2 g of magnesium into a vein that ended six hours ago, and a level two hours later. */
export function early(p: PatientFile, value: number): PatientFile {
  return p.given('mgSulfate', 2, 'g', { at: ago(6) }).lab('mg', value);
}
