import type { CodeableConcept, Coding, Identifier, Period, Reference, Subscription } from 'fhir/r4.js';
import type { StoredResource } from '../ward/ward.ts';

/** Everything that can be searched: the ward's record, and the subscriptions that clients created. */
export type Searchable = StoredResource | (Subscription & { readonly id: string });

interface Token {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}
/** Half-open, in milliseconds; an end that is not there is Infinity. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Parameter =
  | { readonly type: 'token'; readonly values: (resource: Searchable) => readonly Token[] }
  | { readonly type: 'reference'; readonly values: (resource: Searchable) => readonly string[] }
  | { readonly type: 'string' | 'uri'; readonly values: (resource: Searchable) => readonly string[] }
  | { readonly type: 'date'; readonly values: (resource: Searchable) => readonly Span[] };

/** Resource types of which this ward never writes one: a search finds nothing, which is an answer. */
const EMPTY_TYPES = [
  'Medication',
  'MedicationStatement',
  'MedicationDispense',
  'NutritionOrder',
  'Flag',
  'DiagnosticReport',
] as const;

type Of<Type extends Searchable['resourceType']> = Extract<Searchable, { resourceType: Type }>;
type Table = Readonly<Record<string, Parameter>>;

const concept = (value: CodeableConcept | undefined): readonly Token[] => (value?.coding ?? []).map(coding);
const concepts = (values: readonly CodeableConcept[] | undefined): readonly Token[] => (values ?? []).flatMap(concept);
const coding = ({ system, code }: Coding): Token => ({ system, code });
const bare = (code: string | undefined): readonly Token[] => (code === undefined ? [] : [{ code }]);
const identifiers = (values: readonly Identifier[] | undefined): readonly Token[] =>
  (values ?? []).map(({ system, value }) => ({ system, code: value }));
const reference = (value: Reference | undefined): readonly string[] => (value?.reference ? [value.reference] : []);

/** A FHIR date or time as a span: a day stands for its 24 hours, in UTC. */
export function spanOf(text: string | undefined): Span | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(T.+)?)?)?$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, time] = match;
  if (time) {
    const at = Date.parse(text);
    if (Number.isNaN(at)) return undefined;
    const unit = /\.\d+/.test(time) ? 1 : /T\d{2}:\d{2}:\d{2}/.test(time) ? 1000 : 60_000;
    return { from: at, to: at + unit };
  }
  const y = Number(year);
  const m = month === undefined ? 0 : Number(month) - 1;
  const d = day === undefined ? 1 : Number(day);
  const end =
    month === undefined ? Date.UTC(y + 1, 0, 1) : day === undefined ? Date.UTC(y, m + 1, 1) : Date.UTC(y, m, d + 1);
  return { from: Date.UTC(y, m, d), to: end };
}

const times = (...texts: readonly (string | undefined)[]): readonly Span[] =>
  texts.map(spanOf).filter((span): span is Span => span !== undefined);

function period(value: Period | undefined): readonly Span[] {
  if (!value) return [];
  return [{ from: spanOf(value.start)?.from ?? -Infinity, to: spanOf(value.end)?.to ?? Infinity }];
}

function table<Type extends Searchable['resourceType']>(
  type: Type,
  rows: {
    readonly tokens?: Record<string, (resource: Of<Type>) => readonly Token[]>;
    readonly references?: Record<string, (resource: Of<Type>) => readonly string[]>;
    readonly strings?: Record<string, (resource: Of<Type>) => readonly string[]>;
    readonly uris?: Record<string, (resource: Of<Type>) => readonly string[]>;
    readonly dates?: Record<string, (resource: Of<Type>) => readonly Span[]>;
  },
): Table {
  const isOfType = (resource: Searchable): resource is Of<Type> => resource.resourceType === type;
  const only =
    <Value>(read: (resource: Of<Type>) => readonly Value[]) =>
    (resource: Searchable): readonly Value[] =>
      isOfType(resource) ? read(resource) : [];
  const found: Record<string, Parameter> = {
    _id: { type: 'token', values: (resource) => bare(resource.id) },
    _lastUpdated: { type: 'date', values: (resource) => times(resource.meta?.lastUpdated) },
  };
  for (const [name, read] of Object.entries(rows.tokens ?? {})) found[name] = { type: 'token', values: only(read) };
  for (const [name, read] of Object.entries(rows.references ?? {}))
    found[name] = { type: 'reference', values: only(read) };
  for (const [name, read] of Object.entries(rows.strings ?? {})) found[name] = { type: 'string', values: only(read) };
  for (const [name, read] of Object.entries(rows.uris ?? {})) found[name] = { type: 'uri', values: only(read) };
  for (const [name, read] of Object.entries(rows.dates ?? {})) found[name] = { type: 'date', values: only(read) };
  return found;
}

const subject = (resource: { readonly subject?: Reference | undefined }): readonly string[] =>
  reference(resource.subject);
const bySubject = { subject, patient: subject };

const none = (): readonly never[] => [];

export const RESOURCE_TYPES = [
  'Patient',
  'Observation',
  'MedicationRequest',
  'MedicationAdministration',
  'Encounter',
  'Condition',
  'ServiceRequest',
  'Specimen',
  'Procedure',
  'Subscription',
  ...EMPTY_TYPES,
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** The search parameters of https://hl7.org/fhir/R4/searchparameter-registry.html that this server knows. */
export const SEARCH_PARAMETERS: Readonly<Record<string, Table>> = {
  Patient: table('Patient', {
    tokens: {
      identifier: (it) => identifiers(it.identifier),
      gender: (it) => bare(it.gender),
      active: (it) => bare(it.active === undefined ? undefined : String(it.active)),
    },
    strings: {
      name: (it) => (it.name ?? []).flatMap((name) => [name.family ?? '', ...(name.given ?? [])]),
      family: (it) => (it.name ?? []).map((name) => name.family ?? ''),
      given: (it) => (it.name ?? []).flatMap((name) => name.given ?? []),
    },
    dates: { birthdate: (it) => times(it.birthDate) },
  }),
  Observation: table('Observation', {
    tokens: {
      code: (it) => concept(it.code),
      category: (it) => concepts(it.category),
      status: (it) => bare(it.status),
    },
    references: {
      ...bySubject,
      encounter: (it) => reference(it.encounter),
      specimen: (it) => reference(it.specimen),
    },
    dates: { date: (it) => [...times(it.effectiveDateTime), ...period(it.effectivePeriod)] },
  }),
  MedicationRequest: table('MedicationRequest', {
    tokens: {
      code: (it) => concept(it.medicationCodeableConcept),
      status: (it) => bare(it.status),
      intent: (it) => bare(it.intent),
      category: (it) => concepts(it.category),
    },
    references: { ...bySubject, encounter: (it) => reference(it.encounter) },
    dates: { authoredon: (it) => times(it.authoredOn), date: (it) => times(it.authoredOn) },
  }),
  MedicationAdministration: table('MedicationAdministration', {
    tokens: { code: (it) => concept(it.medicationCodeableConcept), status: (it) => bare(it.status) },
    references: { ...bySubject, context: (it) => reference(it.context), request: (it) => reference(it.request) },
    dates: {
      'effective-time': (it) => [...times(it.effectiveDateTime), ...period(it.effectivePeriod)],
      date: (it) => [...times(it.effectiveDateTime), ...period(it.effectivePeriod)],
    },
  }),
  Encounter: table('Encounter', {
    tokens: {
      class: (it) => [coding(it.class)],
      status: (it) => bare(it.status),
      'reason-code': (it) => concepts(it.reasonCode),
    },
    references: bySubject,
    dates: { date: (it) => period(it.period) },
  }),
  Condition: table('Condition', {
    tokens: {
      code: (it) => concept(it.code),
      category: (it) => concepts(it.category),
      'clinical-status': (it) => concept(it.clinicalStatus),
      'verification-status': (it) => concept(it.verificationStatus),
    },
    references: { ...bySubject, encounter: (it) => reference(it.encounter) },
    dates: { 'recorded-date': (it) => times(it.recordedDate), 'onset-date': (it) => times(it.onsetDateTime) },
  }),
  ServiceRequest: table('ServiceRequest', {
    tokens: {
      code: (it) => concept(it.code),
      category: (it) => concepts(it.category),
      status: (it) => bare(it.status),
      intent: (it) => bare(it.intent),
    },
    references: { ...bySubject, encounter: (it) => reference(it.encounter) },
    dates: { authored: (it) => times(it.authoredOn), date: (it) => times(it.authoredOn) },
  }),
  Specimen: table('Specimen', {
    tokens: { type: (it) => concept(it.type), status: (it) => bare(it.status) },
    references: bySubject,
    dates: {
      collected: (it) => times(it.collection?.collectedDateTime),
      date: (it) => times(it.collection?.collectedDateTime),
    },
  }),
  Procedure: table('Procedure', {
    tokens: { code: (it) => concept(it.code), status: (it) => bare(it.status), category: (it) => concept(it.category) },
    references: { ...bySubject, encounter: (it) => reference(it.encounter) },
    dates: { date: (it) => [...times(it.performedDateTime), ...period(it.performedPeriod)] },
  }),
  Subscription: table('Subscription', {
    tokens: {
      status: (it) => bare(it.status),
      type: (it) => bare(it.channel.type),
      payload: (it) => bare(it.channel.payload),
    },
    strings: { criteria: (it) => [it.criteria] },
    uris: { url: (it) => (it.channel.endpoint === undefined ? [] : [it.channel.endpoint]) },
  }),
  ...Object.fromEntries(EMPTY_TYPES.map((type) => [type, emptyTable()])),
};

function emptyTable(): Table {
  const token: Parameter = { type: 'token', values: none };
  const date: Parameter = { type: 'date', values: none };
  const patient: Parameter = { type: 'reference', values: none };
  const dates = { _lastUpdated: date, date, authoredon: date, datetime: date, effective: date, whenhandedover: date };
  return { _id: token, code: token, category: token, status: token, patient, subject: patient, ...dates };
}
