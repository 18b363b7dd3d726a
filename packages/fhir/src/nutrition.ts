import type { ConditionName } from '@magwatch/timeline';
import { type Json, objectOf, textOf, wordsOf } from './json.ts';
import { findContained, type Reading, resolveReference } from './parsing.ts';
import { conditionsOf } from './states.ts';

/** Feeding that refeeding can follow. An oral diet or a supplement is none by itself. */
export type Feeding = Extract<ConditionName, 'enteral-nutrition' | 'parenteral-nutrition'>;

export const PARENTERAL =
  /\bparenteral(?:ly)? (?:nutrition|feed)|\b(?:tpn|ppn)\b|\bpn\W{0,2}(?:adult|central|peripheral)\b|clinimix|kabiven/i;
const ENTERAL = /\btube[ -]?feed|\benteral[ -](?:nutrition|feed)/i;

/** What is done about feeding without feeding anybody. */
const AROUND_FEEDING =
  /consult|referral|educat|teaching|assess|evaluat|screen|discontinu|\bstop|\bhold\b|\bwean|insert|placement|remov|\blines?\b|lumen|catheter|flush|\block\b|tubing|filter|suppl(?:y|ies)\b|\bpump\b/i;

/** Feeding that concepts and words stand for: by code, else by the words. What the site ignores is none. */
export function findFeedings(
  { context: { codes } }: Reading,
  concepts: readonly unknown[],
  words: readonly string[] = [],
): readonly Feeding[] {
  if (concepts.some((concept) => codes.match(concept)?.row.kind === 'ignore')) return [];
  const coded = concepts.flatMap((concept) => conditionsOf(codes, concept)).find(isFeeding);
  if (coded) return [coded];
  const said = [...concepts.flatMap(wordsOf), ...words];
  if (said.some((word) => speaksOf(PARENTERAL, word))) return ['parenteral-nutrition'];
  return said.some((word) => speaksOf(ENTERAL, word)) ? ['enteral-nutrition'] : [];
}

const speaksOf = (feeding: RegExp, word: string): boolean => feeding.test(word) && !AROUND_FEEDING.test(word);

const isFeeding = (name: ConditionName): name is Feeding =>
  name === 'enteral-nutrition' || name === 'parenteral-nutrition';

/** Parenteral nutrition that is ordered or given as a drug. */
export const findFeedingsOfDrug = (reading: Reading): readonly Feeding[] => findFeedings(reading, [drugOf(reading)]);

/** R4 medication[x] and R5 medication, contained, found by the caller, or only named. */
function drugOf({ resource, context }: Reading): Json | undefined {
  const medication = objectOf(resource['medication']);
  const concept = objectOf(resource['medicationCodeableConcept']) ?? objectOf(medication?.['concept']);
  if (concept) return concept;
  const reference = objectOf(resource['medicationReference']) ?? objectOf(medication?.['reference']);
  const text = textOf(reference?.['reference']) ?? '';
  const normalized = text.startsWith('#') ? undefined : resolveReference(reference, 'Medication', context);
  const found = normalized === undefined ? findContained(resource, text) : context.medication?.(normalized);
  return objectOf(objectOf(found)?.['code']) ?? { text: reference?.['display'] };
}
