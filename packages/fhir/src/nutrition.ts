import type { ConditionName } from '@magwatch/timeline';
import { wordsOf } from './json.ts';
import { findMedicationSource } from './medication-source.ts';
import type { Reading } from './parsing.ts';
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

/** "Tube feeding via pump", "TPN via central line": how it is given says nothing against it. */
const HOW = /\b(?:via|through|with)\b[^,;:.()–-]*/gi;

const speaksOf = (feeding: RegExp, word: string): boolean =>
  [word.replace(HOW, ''), word].some((text) => feeding.test(text) && !AROUND_FEEDING.test(text));

const isFeeding = (name: ConditionName): name is Feeding =>
  name === 'enteral-nutrition' || name === 'parenteral-nutrition';

/** Parenteral nutrition that is ordered or given as a drug. */
export const findFeedingsOfDrug = (reading: Reading): readonly Feeding[] =>
  findFeedings(reading, [findMedicationSource(reading)?.concept]);
