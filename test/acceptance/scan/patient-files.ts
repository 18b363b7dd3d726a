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

const LABS = {
  mg: ['19123-9', 'mg/dL'],
  mgMoles: ['2601-3', 'mmol/L'],
  img: ['2600-5', 'mmol/L'],
  imgMass: ['32698-3', 'mg/dL'],
  k: ['2823-3', 'mmol/L'],
  ca: ['17861-6', 'mg/dL'],
  caMoles: ['2000-8', 'mmol/L'],
  ica: ['1994-3', 'mmol/L'],
  icaMass: ['17863-2', 'mg/dL'],
  alb: ['1751-7', 'g/dL'],
  creat: ['2160-0', 'mg/dL'],
  egfr: ['98979-8', 'mL/min/{1.73_m2}'],
  pth: ['2731-8', 'pg/mL'],
  pthMoles: ['14866-8', 'pmol/L'],
  qtc: ['8636-3', 'ms'],
  qtcBazett: ['76635-2', 'ms'],
  qt: ['8634-8', 'ms'],
  heartRate: ['8867-4', '/min'],
  glucose: ['2345-7', 'mg/dL'],
  glucoseMoles: ['14749-6', 'mmol/L'],
} as const;

export type Lab = keyof typeof LABS;

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ATC = 'http://www.whocc.no/atc';
const SNOMED = 'http://snomed.info/sct';
const ICD10CM = 'http://hl7.org/fhir/sid/icd-10-cm';

const DRUGS = {
  kcl: [RXNORM, '8591'],
  kclAtc: [ATC, 'A12BA01'],
  kPhosphate: [RXNORM, '34322'],
  kBicarbonate: [RXNORM, '34296'],
  kCitrate: [RXNORM, '54993'],
  kGluconate: [RXNORM, '89903'],
  kAcetate: [RXNORM, '54987'],
  mgSulfate: [RXNORM, '6585'],
  mgSulfateAtc: [ATC, 'B05XA05'],
  mgSulfateTopical: [ATC, 'D11AX05'],
  mgOxide: [RXNORM, '6582'],
  mgGluconate: [RXNORM, '52358'],
  mgHydroxide: [RXNORM, '6581'],
  mgCitrate: [RXNORM, '52356'],
  caGluconate: [RXNORM, '1908'],
  caChloride: [RXNORM, '1901'],
  digoxin: [RXNORM, '3407'],
  digitoxin: [RXNORM, '3403'],
  amiodarone: [RXNORM, '703'],
  ondansetron: [RXNORM, '26225'],
  furosemide: [RXNORM, '4603'],
  pantoprazole: [RXNORM, '40790'],
  vonoprazan: [ATC, 'A02BC08'],
  everolimus: [RXNORM, '141704'],
  ifosfamide: [RXNORM, '5657'],
  amphotericin: [RXNORM, '732'],
  cyclosporine: [RXNORM, '3008'],
  cetuximab: [RXNORM, '318341'],
  foscarnet: [RXNORM, '33562'],
  torsemideAtc: [ATC, 'C03CA04'],
  hydrochlorothiazide: [RXNORM, '5487'],
  gentamicin: [RXNORM, '1596450'],
  neomycin: [RXNORM, '7299'],
  kanamycin: [RXNORM, '6099'],
  streptomycin: [RXNORM, '10109'],
  sodiumBicarbonate: [RXNORM, '36676'],
  albuterol: [RXNORM, '435'],
  tacrolimus: [RXNORM, '42316'],
  cisplatin: [RXNORM, '2555'],
  pentamidine: [RXNORM, '7994'],
  spironolactone: [RXNORM, '9997'],
  insulin: [RXNORM, '253182'],
  epinephrine: [RXNORM, '3992'],
  siteDrip: ['urn:example:pharmacy', 'KCL-DRIP'],
  siteDialysate: ['urn:example:pharmacy', 'CRRT-BAG'],
  siteFlush: ['urn:example:pharmacy', 'FLUSH'],
  siteMaintenance: ['urn:example:pharmacy', 'KCL-20'],
  siteStronger: ['urn:example:pharmacy', 'KCL-21'],
} as const;

export type Drug = keyof typeof DRUGS;

const CONDITIONS = {
  dialysis: [ICD10CM, 'Z99.2'],
  dialysisSnomed: [SNOMED, '105502003'],
  crrt: [SNOMED, '714749008'],
  comfort: [SNOMED, '133918004'],
  palliative: [ICD10CM, 'Z51.5'],
  aki: [ICD10CM, 'N17.9'],
  pregnancy: [SNOMED, '77386006'],
  preEclampsia: [ICD10CM, 'O14.10'],
  torsades: [SNOMED, '31722008'],
  diarrhea: [SNOMED, '62315008'],
  shortBowel: [SNOMED, '26629001'],
  alcohol: [ICD10CM, 'F10.20'],
  periodicParalysis: [ICD10CM, 'G72.3'],
  hypertension: [ICD10CM, 'I10'],
} as const;

export type ConditionName = keyof typeof CONDITIONS;

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
    const repeat = details.perDay === undefined ? {} : { frequency: details.perDay, period: 1, periodUnit: 'd' };
    const dose =
      details.dose === undefined ? [] : [{ doseQuantity: { value: details.dose[0], unit: details.dose[1] } }];
    return this.add({
      resourceType: 'MedicationRequest',
      status: details.status ?? 'active',
      intent: 'order',
      medicationCodeableConcept: drugConcept(drug),
      subject: this.reference,
      authoredOn: details.authored ?? ago(2),
      dosageInstruction: [
        {
          route: { text: details.route ?? 'IV' },
          ...(details.perDay === undefined ? {} : { timing: { repeat } }),
          ...(dose.length === 0 ? {} : { doseAndRate: dose }),
        },
      ],
      ...(details.period === undefined ? {} : { dispenseRequest: { validityPeriod: details.period } }),
      ...details.also,
    });
  }

  /** A laboratory test that somebody asked for. */
  asked(loinc: string, fields: Fields = {}): this {
    return this.add({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      code: labConcept(loinc),
      subject: this.reference,
      authoredOn: ago(2),
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
