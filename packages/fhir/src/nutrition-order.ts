import { objectOf, objectsOf, textOf, wordsOf } from './json.ts';
import { NOT_WATCHED, NOTHING, type Read, type Reading } from './parsing.ts';
import { statusOf } from './medication-request.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readDay, readWindow } from './times.ts';

const PARENTERAL = /parenteral|\btpn\b|\bppn\b/i;

/** Parenteral nutrition that was ordered: by code, or by the words of the formula. */
export function readNutritionOrder(reading: Reading): Read {
  const { resource, context } = reading;
  const formula = objectOf(resource['enteralFormula']);
  const supplements = objectsOf(resource['supplement']).map((supplement) => supplement['type']);
  const concepts = [resource['code'], formula?.['baseFormulaType'], ...supplements];
  const byCode = concepts.flatMap((concept) => conditionsOf(context.codes, concept));
  const words = [...concepts.flatMap((concept) => wordsOf(concept)), textOf(formula?.['baseFormulaProductName']) ?? ''];
  const isParenteral = byCode.includes('parenteral-nutrition') || words.some((word) => PARENTERAL.test(word));
  if (!isParenteral) return NOT_WATCHED;
  const status = context.draft ? 'active' : statusOf(reading);
  if (!status) return NOTHING;
  const ordered = readDay(reading, resource['dateTime'], 'dateTime')?.start ?? context.draft?.at;
  const schedules = [...objectsOf(formula?.['administration'])].map((item) => objectOf(item['schedule']));
  const window = readWindow(
    reading,
    schedules.map((schedule) => ({ value: objectOf(schedule?.['repeat'])?.['boundsPeriod'], path: 'schedule' })),
  );
  const from = window.from ?? ordered;
  return { facts: statesOf(['parenteral-nutrition'], { isActive: status === 'active', from, until: window.until }) };
}
