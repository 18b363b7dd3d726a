import { saysHemolyzed } from './hemolysis.ts';
import { isJson, numberOf, objectsOf, textOf, wordsOf } from './json.ts';

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

/** http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation, where these say more than a value does. */
const BY_INTERPRETATION = new Map<string, boolean>([
  ['A', true],
  ['AA', true],
  ['H', true],
  ['HH', true],
  ['HU', true],
  ['DET', true],
  ['ND', false],
]);

const ABSENT =
  /^(?:-$|0+(?:\.0+)?(?!\.?\d)|(?:neg|negative|absent|none|nil|normal|undetected|false)\b|(?:no|not)(?:$|[.\s]+(?:detected|present|seen|noted|observed|evident|found|visible|visibly|lip|icter)))/i;
const PRESENT =
  /^(?:\+|[1-4]\+|pos|present|yes|detected|abnormal|trace|slight|mild|moderate|marked|severe|gross|true)/i;

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
  const interpreted = interpretationOf(holder['interpretation']);
  if (interpreted !== undefined) return interpreted;
  const index = numberOf(holder['valueInteger']) ?? numberOf(quantityOf(holder['valueQuantity']));
  return index === undefined ? undefined : presenceOfIndex(index, holder['referenceRange']);
}

function interpretationOf(interpretations: unknown): boolean | undefined {
  for (const interpretation of objectsOf(interpretations))
    for (const coding of objectsOf(interpretation['coding'])) {
      const code = textOf(coding['code']) ?? '';
      const known = BY_CODE.get(code) ?? BY_INTERPRETATION.get(code);
      if (known !== undefined) return known;
    }
  return undefined;
}

const quantityOf = (quantity: unknown): unknown => (isJson(quantity) ? quantity['value'] : undefined);

/** Every analyser has its own scale of indices: only nothing, or the laboratory’s own limit, says what one means. */
function presenceOfIndex(index: number, ranges: unknown): boolean | undefined {
  if (index === 0) return false;
  const high = objectsOf(ranges)
    .map((range) => numberOf(quantityOf(range['high'])))
    .find((limit) => limit !== undefined);
  return high === undefined ? undefined : index > high;
}

function firstOf(words: readonly string[]): boolean | undefined {
  for (const word of words) {
    const presence = presenceOf(word);
    if (presence !== undefined) return presence;
  }
  return undefined;
}

/** "Not done" and "no result" say neither. */
function presenceOf(text: string): boolean | undefined {
  if (/h(?:a)?emoly/i.test(text)) return saysHemolyzed(text);
  return ABSENT.test(text) ? false : PRESENT.test(text) ? true : undefined;
}
