import { parseMoment } from '@magwatch/base';
import type { ResourceVersion } from '@magwatch/timeline';
import { readCondition } from './condition.ts';
import { readEncounter } from './encounter.ts';
import { type Note, noteOf } from './errors.ts';
import { readFlag } from './flag.ts';
import { isJson, type Json, objectOf, optional, textOf } from './json.ts';
import { readMedicationAdministration } from './medication-administration.ts';
import { readMedicationDispense } from './medication-dispense.ts';
import { readMedicationRequest } from './medication-request.ts';
import { readMedicationStatement } from './medication-statement.ts';
import { readNutritionOrder } from './nutrition-order.ts';
import { readObservation } from './observation.ts';
import {
  addNote,
  NOTHING,
  type ParseContext,
  type Parsed,
  type Read,
  type Reading,
  refuse,
  resolveReference,
} from './parsing.ts';
import { readPatient } from './patient.ts';
import { readProcedure } from './procedure.ts';
import { idOfFullUrl, isElsewhere, referenceText } from './references.ts';
import { readServiceRequest } from './service-request.ts';
import { readSpecimen } from './specimen.ts';

const READERS = new Map<string, (reading: Reading) => Read>([
  ['Patient', readPatient],
  ['Observation', readObservation],
  ['MedicationRequest', readMedicationRequest],
  ['MedicationAdministration', readMedicationAdministration],
  ['MedicationDispense', readMedicationDispense],
  ['MedicationStatement', readMedicationStatement],
  ['Medication', () => NOTHING],
  ['Condition', readCondition],
  ['Encounter', readEncounter],
  ['ServiceRequest', readServiceRequest],
  ['Specimen', readSpecimen],
  ['Procedure', readProcedure],
  ['NutritionOrder', readNutritionOrder],
  ['Flag', readFlag],
]);

/** Types whose resources need no patient of their own. */
const WITHOUT_PATIENT = new Set(['Medication', 'Specimen']);

/** The resource types that are read; all others are passed over. */
export const READ_TYPES: readonly string[] = [...READERS.keys()];

/**
 * Reads one FHIR resource (R4, R4B, and R5 where its shape differs) into facts. Never throws on bad input: what cannot be used
 * is named. A resource all of whose content was refused still gives a version without facts, so that a corrected version
 * replaces an earlier one.
 */
export function parseResource(resource: unknown, context: ParseContext): Parsed {
  if (!isJson(resource)) return { ok: false, note: noteOf('unknown', 'not-a-resource') };
  const type = textOf(resource['resourceType']);
  if (type === undefined || !/^[A-Za-z]+$/.test(type)) return { ok: false, note: noteOf('unknown', 'not-a-resource') };
  const id = readId(resource, context);
  const read = READERS.get(type);
  if (!read)
    return { ok: false, note: noteOf(id === undefined ? type : `${type}/${id}`, 'type-not-read', undefined, type) };
  if (id === undefined) return { ok: false, note: noteOf(type, 'id-missing', 'id') };
  const notes: Note[] = [];
  return finish({ resource, reference: `${type}/${id}`, context, notes }, type, read);
}

function readId(resource: Json, context: ParseContext): string | undefined {
  const { id } = resource;
  if (typeof id === 'string' && /^[^\s/?#]{1,128}$/.test(id)) return id;
  return idOfFullUrl(context.fullUrl);
}

function finish(reading: Reading, type: string, read: (reading: Reading) => Read): Parsed {
  const { resource, reference, notes } = reading;
  const isWithdrawn = isWithdrawnStatus(reading);
  const outcome = isWithdrawn ? NOTHING : hasModifier(reading) ? NOTHING : read(reading);
  const patient = outcome.patient ?? (type === 'Patient' ? reference : patientOf(reading));
  const isOrphan = patient === undefined && outcome.facts.length > 0 && !WITHOUT_PATIENT.has(type);
  if (isOrphan) refuseSubject(reading);
  const version: ResourceVersion = {
    reference,
    ...versionOf(resource),
    state: isWithdrawn || outcome.isWithdrawn ? 'withdrawn' : 'present',
    facts: isOrphan ? [] : outcome.facts,
  };
  return { ok: true, reference, patient, version, notes, ...optional('passedOver', outcome.passedOver) };
}

/** Entered in error, or cancelled before it came to anything: it says nothing any more. Drafts have no such past. */
function isWithdrawnStatus({ resource, context }: Reading): boolean {
  const { status } = resource;
  return (status === 'entered-in-error' || status === 'cancelled') && !context.draft;
}

/** FHIR: who does not understand a modifier extension must not use the resource. */
function hasModifier(reading: Reading): boolean {
  const extensions = reading.resource['modifierExtension'];
  if (!Array.isArray(extensions) || extensions.length === 0) return false;
  addNote(reading, 'modifier-extension', 'modifierExtension');
  return true;
}

function versionOf(resource: Json): Pick<ResourceVersion, 'versionId' | 'lastUpdated'> {
  const meta = objectOf(resource['meta']);
  if (!meta) return {};
  return {
    ...optional('versionId', textOf(meta['versionId'])),
    ...optional('lastUpdated', parseMoment(meta['lastUpdated'])?.start),
  };
}

function patientOf({ resource, context }: Reading): string | undefined {
  const reference = resolveReference(resource['subject'] ?? resource['patient'], 'Patient', context);
  return reference?.startsWith('Patient/') ? reference : undefined;
}

function refuseSubject(reading: Reading): void {
  const { resource, context, notes } = reading;
  const subject = resource['subject'] ?? resource['patient'];
  const reference = resolveReference(subject, 'Patient', context);
  if (notes.some(({ code }) => code === 'subject-missing')) return;
  if (reference !== undefined) refuse(reading, 'subject-not-patient', 'subject', reference.split('/')[0]);
  else refuse(reading, isOfOtherServer(subject, context) ? 'subject-elsewhere' : 'subject-missing', 'subject');
}

const isOfOtherServer = (subject: unknown, { baseUrl }: ParseContext): boolean =>
  baseUrl !== undefined && isElsewhere(referenceText(subject), baseUrl);
