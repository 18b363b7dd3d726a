import type { Route } from '@magwatch/timeline';
import { SNOMED, systemOf } from './codes/systems.ts';
import { isJson, objectsOf, textOf } from './json.ts';

/** SNOMED CT routes, each read beside its name in several public sources (clinical catalogue 4.97.25). */
const BY_CODE = new Map<string, Route>([
  ['26643006', 'enteral'],
  ['47625008', 'intravenous'],
  ['46713006', 'nasal'],
  ['127492001', 'enteral'],
  ['78421000', 'intramuscular'],
]);

/** Words of routes as hospitals write them, the first that fits; dialysis before IV, because circuits are charted as both. */
const BY_WORD: readonly (readonly [RegExp, Route])[] = [
  [/\b(?:DIALYS|DIALYSIS|HEMODIALYSIS|HAEMODIALYSIS|DIALYSATE|CRRT|CVVH\w*|INTRAPERITONEAL|HD|CAPD)\b/, 'dialysis'],
  [
    /^(?:IV|IVPB|IVP|IVPUSH|IVB|IVINF|IVINJ)\b|\bI\.V\.|\bINTRAVENOUS|\bIV (?:DRIP|BOLUS|PUSH|PIGGYBACK|INFUSION)\b|CENTRAL LINE/,
    'intravenous',
  ],
  [/^(?:IM|I\.M\.)(?:\b|$)|INTRAMUSCULAR/, 'intramuscular'],
  [
    /\b(?:OPHTHALMIC|OPHTH|OTIC|TOPICAL|TOP|TP|TRANSDERMAL|CUTANEOUS|VAGINAL|EYE|EAR|OU|OD|OS|AU|IRRIGATION|IR)\b/,
    'topical',
  ],
  [
    /\b(?:PO|P\.O\.?|ORAL|ORALLY|BY MOUTH|NG|NGT|OG|OGT|GT|G-?TUBE|J-?TUBE|JT|NJ|DHT|PEG|PER TUBE|ENTERAL|NASOGASTRIC|OROGASTRIC|GASTROSTOMY|JEJUNOSTOMY)\b/,
    'enteral',
  ],
  [/^(?:NASAL|IN|NAS|NASINHL)$|\bNASAL\b|INTRANASAL/, 'nasal'],
  [
    /^(?:SC|SQ|SUBCUT|SUBQ)\b|SUBCUTANEOUS|INHAL|^IH$|^NEB|RECTAL|^PR$|SUBLINGUAL|^SL$|BUCCAL|INTRATHECAL|EPIDURAL|INTRADERMAL|INTRAOSSEOUS|OTHER/,
    'other',
  ],
];

/** The route of a CodeableConcept by SNOMED CT code, else by its words; undefined where it says something that we do not know. */
export function readRoute(concept: unknown): Route | undefined {
  if (!isJson(concept)) return 'unknown';
  const codings = objectsOf(concept['coding']);
  for (const coding of codings) {
    const code = textOf(coding['code']);
    const route = code !== undefined && systemOf(String(coding['system'])) === SNOMED ? BY_CODE.get(code) : undefined;
    if (route) return route;
  }
  const words = [concept['text'], ...codings.flatMap((coding) => [coding['display'], coding['code']])]
    .map(textOf)
    .filter((word) => word !== undefined);
  if (words.length === 0) return 'unknown';
  for (const word of words) {
    const route = routeOfWord(word);
    if (route) return route;
  }
  return undefined;
}

const byWord = new Map<string, Route | undefined>();
const WORDS_MAX = 1_000;

function routeOfWord(word: string): Route | undefined {
  if (byWord.has(word)) return byWord.get(word);
  const upper = word.toUpperCase();
  const route = BY_WORD.find(([pattern]) => pattern.test(upper))?.[1];
  if (byWord.size >= WORDS_MAX) byWord.clear();
  byWord.set(word, route);
  return route;
}

/**
 * Where a product goes by its own name and dose form, for doses whose route is not said. The order matters: an oral form stays
 * outside where it is a gel, and an inhaled capsule is not swallowed. An injection may go anywhere, so that its route stays unknown,
 * but a container of 100 mL and more can only run into a vein.
 */
export const routeOfProduct = (name: string): Route =>
  BY_FORM.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';

const BY_FORM: readonly (readonly [RegExp, Route])[] = [
  [
    /ophthalmic|\beye\b|\botic\b|\bear drops?\b|topical|transdermal|vaginal|\bcream\b|ointment|\blotion\b|\bgel\b|irrigation|mouthwash/i,
    'topical',
  ],
  [/\b(?:hemodialysis|haemodialysis|(?:peritoneal )?dialysis|hemofiltration|intraperitoneal) solution\b/i, 'dialysis'],
  [/\bnasal\b/i, 'nasal'],
  [/\binhal|\bnebuli|\brectal\b|\benema\b|suppository|subcutaneous|sublingual|\bbuccal\b|\bimplant\b/i, 'other'],
  [/\bintramuscular\b/i, 'intramuscular'],
  [/\bintravenous\b/i, 'intravenous'],
  [/(?:^| \/ )(?:\d+ HR )?\d{3,}(?:\.\d+)? ML [a-z].*\binject(?:ion|able)\b/i, 'intravenous'],
  [/\binject|\bsyringe\b|\bcartridge\b|\bpen\b/i, 'unknown'],
  [
    /\b(?:oral|chewable|effervescent|(?:oral|extended|delayed) [a-z ]*(?:tablets?|capsules?))\b|\b(?:tablets?|capsules?|caplets?)\b/i,
    'enteral',
  ],
];
