import type { EncounterFact } from '@magwatch/timeline';
import { isJson, objectOf, objectsOf, optional, textOf } from './json.ts';
import { NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { readWindow } from './times.ts';

/** http://terminology.hl7.org/CodeSystem/v3-ActCode classes in which somebody stays in hospital (clinical catalogue 4.0). */
const INPATIENT = new Set(['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC']);

const IN_PROGRESS = new Set(['arrived', 'triaged', 'in-progress', 'onleave', 'on-hold']);

/** A stay or a visit. A planned one is none yet. */
export function readEncounter(reading: Reading): Read {
  const { resource } = reading;
  const status = textOf(resource['status']);
  if (status === 'planned') return NOTHING;
  const classes = classesOf(resource['class']);
  if (classes.length === 0) return refuse(reading, 'class-missing', 'class');
  const period = objectOf(resource['period']) ?? objectOf(resource['actualPeriod']);
  const window = readWindow(reading, [{ value: period, path: 'period' }]);
  const encounter: EncounterFact = {
    kind: 'encounter',
    setting: classes.some((code) => INPATIENT.has(code)) ? 'inpatient' : 'outpatient',
    ...optional('from', window.from),
    ...optional('until', window.until),
    isInProgress: IN_PROGRESS.has(status ?? ''),
  };
  return { facts: [encounter] };
}

/** R4: one Coding; R5: CodeableConcepts. */
function classesOf(value: unknown): readonly string[] {
  return objectsOf(value)
    .flatMap((item) => (isJson(item) && item['coding'] !== undefined ? objectsOf(item['coding']) : [item]))
    .map(({ code }) => textOf(code)?.toUpperCase())
    .filter((code) => code !== undefined);
}
