import { isJson, objectsOf, textOf, wordsOf } from './json.ts';

/** SNOMED CT, LOINC answers, HL7 interpretation and v2 yes/no codes for present and absent. */
const BY_CODE = new Map<string, boolean>([
  ['10828004', true],
  ['52101004', true],
  ['260373001', true],
  ['LA9633-4', true],
  ['LA6576-8', true],
  ['LA33-6', true],
  ['POS', true],
  ['Y', true],
  ['260385009', false],
  ['2667000', false],
  ['260415000', false],
  ['LA9634-2', false],
  ['LA6577-6', false],
  ['LA32-8', false],
  ['NEG', false],
  ['N', false],
]);

const ABSENT = /^(?:-|0|neg|negative|absent|none|no|not\b.*|nil|normal|undetected|false)\b/i;
const PRESENT =
  /^(?:\+|[1-4]\+|pos|positive|present|yes|detected|abnormal|trace|slight|mild|moderate|marked|severe|gross|h(?:a)?emoly|true)/i;

/** Whether a finding is present; undefined where its value says neither. */
export function readPresence(holder: Readonly<Record<string, unknown>>): boolean | undefined {
  if (typeof holder['valueBoolean'] === 'boolean') return holder['valueBoolean'];
  const concept = holder['valueCodeableConcept'];
  if (isJson(concept)) {
    for (const coding of objectsOf(concept['coding'])) {
      const known = BY_CODE.get(textOf(coding['code']) ?? '');
      if (known !== undefined) return known;
    }
    return firstOf(wordsOf(concept));
  }
  const text = textOf(holder['valueString']);
  if (text !== undefined) return presenceOf(text);
  for (const interpretation of objectsOf(holder['interpretation']))
    for (const coding of objectsOf(interpretation['coding'])) {
      const known = BY_CODE.get(textOf(coding['code']) ?? '');
      if (known !== undefined) return known;
    }
  return undefined;
}

function firstOf(words: readonly string[]): boolean | undefined {
  for (const word of words) {
    const presence = presenceOf(word);
    if (presence !== undefined) return presence;
  }
  return undefined;
}

const presenceOf = (text: string): boolean | undefined =>
  ABSENT.test(text) ? false : PRESENT.test(text) ? true : undefined;
