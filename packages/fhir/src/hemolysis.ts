import { objectsOf, textOf, wordsOf } from './json.ts';

const HEMOLYSIS = /h(?:a)?emoly/i;
/** "not hemolyzed", "no visible hemolysis", "non-hemolyzed", "without hemolysis", "unhemolyzed" say that there is none. */
const DENIED_BEFORE =
  /(?:\b(?:no|not|non|without|negative for|absence of|free of)\b[\s-]*(?:[a-z]+[\s-]+){0,2}|\b(?:un|non))h(?:a)?emoly[a-z]*/gi;
/** "hemolysis: none", "hemolysis index 0", "hemolyzed - no" too. */
const DENIED_AFTER =
  /h(?:a)?emoly[a-z]*(?:\s+(?:index|grade|level))?\s*(?:[:=-]|\bis\b|\bwas\b)?\s*(?:0+(?:\.0+)?\b|none\b|no\b|not\b|neg|absent\b|nil\b|normal\b|ruled out\b)/gi;

/** Whether words say that a specimen was hemolyzed. */
export function saysHemolyzed(text: string): boolean {
  if (!HEMOLYSIS.test(text)) return false;
  return HEMOLYSIS.test(text.replace(DENIED_BEFORE, '').replace(DENIED_AFTER, ''));
}

/** Whether a list of CodeableConcepts (interpretation, condition) or of Annotations says so. */
export function saysHemolyzedIn(items: unknown): boolean {
  if (items === undefined) return false;
  return objectsOf(items).some(
    (item) =>
      [textOf(item['text']), ...wordsOf(item)].some((word) => word !== undefined && saysHemolyzed(word)) ||
      hasCode(item),
  );
}

/** `HEM` of http://terminology.hl7.org/CodeSystem/v2-0493, the specimen condition. */
const hasCode = (item: Readonly<Record<string, unknown>>): boolean =>
  objectsOf(item['coding']).some(
    ({ system, code }) => code === 'HEM' && typeof system === 'string' && system.endsWith('v2-0493'),
  );
