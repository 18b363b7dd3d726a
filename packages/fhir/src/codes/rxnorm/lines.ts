/** One name of a concept, as RxNorm itself gives it. */
export interface Concept {
  readonly rxcui: number;
  /** Term type: IN ingredient, SCD clinical drug, SBD branded drug, GPCK and BPCK packs, SCDC component, DF dose form. */
  readonly type: string;
  readonly name: string;
  readonly standing: Standing;
}

/** `obsolete`: no longer sold, but it still means what it meant. `suppressed`: an editor of RxNorm distrusts it. */
export type Standing = 'current' | 'obsolete' | 'suppressed';

/** `from` has this relation to `to`. */
export interface Link {
  readonly relation: Relation;
  readonly from: number;
  readonly to: number;
}

export const RELATIONS = [
  'has_ingredient',
  'has_precise_ingredient',
  'form_of',
  'consists_of',
  'tradename_of',
  'contains',
  'has_dose_form',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** One attribute of a concept. */
export interface Attribute {
  readonly rxcui: number;
  readonly name: string;
  readonly value: string;
}

/** Names for people beside the normalised one: they decide nothing. */
const OTHER_NAMES = new Set(['SY', 'PSN', 'TMSY', 'ET']);

/** RXNCONSO: RXCUI, LAT, TS, LUI, STT, SUI, ISPREF, RXAUI, SAUI, SCUI, SDUI, SAB, TTY, CODE, STR, SRL, SUPPRESS, CVF. */
export function readConcept(columns: readonly string[]): Concept | undefined {
  const [rxcui, language, , , , , , , , , , source, type = '', , name = '', , suppress] = columns;
  const number = readRxcui(rxcui);
  if (number === undefined || language !== 'ENG' || source !== RXNORM_SOURCE || OTHER_NAMES.has(type)) return undefined;
  return { rxcui: number, type, name: name.trim(), standing: standingOf(suppress) };
}

/**
 * RXNREL: RXCUI1, RXAUI1, STYPE1, REL, RXCUI2, RXAUI2, STYPE2, RELA, RUI, SRUI, SAB, SL, DIR, RG, SUPPRESS, CVF. It is the second
 * concept that has the relation to the first; every relation is there in both directions.
 */
export function readLink(columns: readonly string[]): Link | undefined {
  const [first, , , , second, , , label = '', , , source, , , , suppress] = columns;
  const [to, from] = [readRxcui(first), readRxcui(second)];
  if (to === undefined || from === undefined || source !== RXNORM_SOURCE) return undefined;
  if (standingOf(suppress) === 'suppressed') return undefined;
  const forward = RELATIONS.find((relation) => relation === label);
  if (forward) return { relation: forward, from, to };
  const backward = INVERSES.get(label);
  return backward && { relation: backward, from: to, to: from };
}

const INVERSES = new Map<string, Relation>([
  ['ingredient_of', 'has_ingredient'],
  ['precise_ingredient_of', 'has_precise_ingredient'],
  ['has_form', 'form_of'],
  ['constitutes', 'consists_of'],
  ['has_tradename', 'tradename_of'],
  ['contained_in', 'contains'],
  ['dose_form_of', 'has_dose_form'],
]);

/** Attributes that say how strong a component (SCDC) or a drug is. */
const STRENGTHS = new Set([
  'RXN_STRENGTH',
  'RXN_AVAILABLE_STRENGTH',
  'RXN_BOSS_STRENGTH_NUM_VALUE',
  'RXN_BOSS_STRENGTH_NUM_UNIT',
  'RXN_BOSS_STRENGTH_DENOM_VALUE',
  'RXN_BOSS_STRENGTH_DENOM_UNIT',
]);

/** RXNSAT: RXCUI, LUI, SUI, RXAUI, STYPE, CODE, ATUI, SATUI, ATN, SAB, ATV, SUPPRESS, CVF. */
export function readAttribute(columns: readonly string[]): Attribute | undefined {
  const [rxcui, , , , , , , , name = '', source, value = '', suppress] = columns;
  if (!STRENGTHS.has(name) || source !== RXNORM_SOURCE || standingOf(suppress) === 'suppressed') return undefined;
  const number = readRxcui(rxcui);
  return number === undefined ? undefined : { rxcui: number, name, value: value.trim() };
}

const RXNORM_SOURCE = 'RXNORM';

const readRxcui = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** N or nothing: not suppressed; O: obsolete; E and Y: by an editor, or by its kind. */
function standingOf(suppress: string | undefined): Standing {
  if (suppress === undefined || suppress === '' || suppress === 'N') return 'current';
  return suppress === 'O' ? 'obsolete' : 'suppressed';
}
