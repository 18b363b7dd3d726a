import { objectsOf, textOf, wordsOf } from './json.ts';

const HEMOLYSIS = /h(?:a)?emoly/i;

/**
 * Words that may stand between a denial and what it denies. Any other word ends the denial: "no result due to hemolysis"
 * and "not clotted but hemolyzed" say that there is some.
 */
const BETWEEN =
  '(?:any|appreciable|apparent(?:ly)?|be|clear(?:ly)?|detectable|evidence|evident|gross(?:ly)?|indication|noted|obvious(?:ly)?|of|' +
  'sample|signs?|significant(?:ly)?|slight(?:ly)?|specimen|to|traces?|visibl[ey])';
const DENIAL = String.raw`\b(?:no|not|non|without|negative for|absence of|free of|free from)\b`;
const DENIALS: readonly RegExp[] = [
  // "no hemolysis", "not visibly hemolyzed", "non-hemolyzed", "no visible signs of hemolysis", "unhemolyzed".
  new RegExp(String.raw`${DENIAL}[\s-]+(?:${BETWEEN}[\s-]+){0,4}h(?:a)?emoly[a-z]*`, 'gi'),
  /\b(?:un|non)h(?:a)?emoly[a-z]*/gi,
  // "no lipemia, icterus, or hemolysis".
  new RegExp(
    String.raw`${DENIAL}\s+(?:(?:lip(?:a)?emia|icterus|turbidity|clots?|fibrin),?\s+)+n?or\s+(?:${BETWEEN}\s+)?h(?:a)?emoly[a-z]*`,
    'gi',
  ),
  // "hemolysis: none", "hemolysis index 0", "hemolysis is not seen".
  new RegExp(
    String.raw`h(?:a)?emolysis(?:\s+(?:index|grade|level|score))?\s*(?:[:=?-]|\bis\b|\bwas\b)?\s*` +
      String.raw`(?:0+(?:\.0+)?(?!\.?\d)|(?:none|neg|negative|absent|nil|normal|ruled out)\b|(?:no|not)\s*(?=$|[.,;)\]])|` +
      String.raw`not?\s+(?:${BETWEEN}\s+)?(?:detected|present|seen|noted|observed|evident|found|visible|apparent|identified)\b)`,
    'gi',
  ),
  // "hemolyzed: no", but not "hemolyzed - not suitable".
  /h(?:a)?emoly[sz]ed\s*[:=?-]\s*(?:no|none|negative|0)\s*(?=$|[.,;)\]])/gi,
];

/** Whether words say that a specimen was hemolyzed. */
export function saysHemolyzed(text: string): boolean {
  return HEMOLYSIS.test(text) && HEMOLYSIS.test(DENIALS.reduce((rest, denial) => rest.replace(denial, ''), text));
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
