import { isJson, textOf } from '../json.ts';
import { loadBuiltIn } from './built-in.ts';
import type { CodeRow } from './code-row.ts';
import type { SiteMap } from './site-map.ts';
import { codeKeyOf, systemOf } from './systems.ts';

/** All codes that are known here: those of Magwatch and those of the site, whose own word comes first. */
export interface Codes {
  /** What a single coding stands for; of a product of several drugs the first. */
  readonly find: (system: string, code: string) => CodeRow | undefined;
  /**
   * What a CodeableConcept stands for. An `ignore` of the site beats everything, then come the site’s other codes, then ours;
   * among ours `ignore` beats the rest (a post-dialysis sample is not a patient’s state, whatever else it is called).
   */
  readonly match: (concept: unknown) => CodeMatch | undefined;
  readonly rows: readonly CodeRow[];
}

export interface CodeMatch {
  readonly row: CodeRow;
  /** All rows of the code: one, or one for each drug of a product. */
  readonly parts: readonly CodeRow[];
  /** Another known code of the same concept means something else. */
  readonly disagrees: boolean;
}

let builtIn: readonly CodeRow[] | undefined;

/** The registry of Magwatch’s own codes with those of the site maps; a later map wins over an earlier one. */
export function createCodes({ siteMaps = [] }: { readonly siteMaps?: readonly SiteMap[] } = {}): Codes {
  builtIn ??= loadBuiltIn();
  const own = indexTables([builtIn]);
  const site = indexTables(siteMaps.map(({ rows }) => rows));
  const find = (system: string, code: string): CodeRow | undefined =>
    (lookUp(site, system, code) ?? lookUp(own, system, code))?.[0];
  return {
    find,
    match: (concept) => matchConcept(concept, site, own),
    rows: [...siteMaps.flatMap(({ rows }) => rows), ...builtIn],
  };
}

/** Never empty: the rows of one code in one table. */
type Parts = readonly [CodeRow, ...CodeRow[]];

interface Index {
  readonly exact: ReadonlyMap<string, ReadonlyMap<string, Parts>>;
  readonly prefix: ReadonlyMap<string, ReadonlyMap<string, Parts>>;
}

/** What a later table says of a code replaces all that an earlier one says of it. */
function indexTables(tables: readonly (readonly CodeRow[])[]): Index {
  const exact = new Map<string, Map<string, Parts>>();
  const prefix = new Map<string, Map<string, Parts>>();
  for (const rows of tables)
    for (const parts of productsOf(rows)) {
      put(exact, parts);
      if (parts[0].match === 'prefix') put(prefix, parts);
    }
  return { exact, prefix };
}

/** Rows with a part go together by their code; every other row stands alone. */
function productsOf(rows: readonly CodeRow[]): Iterable<Parts> {
  const products = new Map<string, Parts>();
  for (const row of rows) {
    const key = `${row.system}|${codeKeyOf(row.system, row.code)}|${row.match}`;
    const known = row.part === undefined ? undefined : products.get(key);
    products.set(key, known ? [...known, row] : [row]);
  }
  return products.values();
}

function put(index: Map<string, Map<string, Parts>>, parts: Parts): void {
  const [{ system, code }] = parts;
  const key = codeKeyOf(system, code);
  const ofSystem = index.get(system);
  if (ofSystem) ofSystem.set(key, parts);
  else index.set(system, new Map([[key, parts]]));
}

/** The rows of this very code, else those of the longest beginning that was given as one. */
function lookUp({ exact, prefix }: Index, givenSystem: string, code: string): Parts | undefined {
  const system = exact.has(givenSystem) ? givenSystem : systemOf(givenSystem);
  const rows = exact.get(system);
  if (!rows) return undefined;
  const key = codeKeyOf(system, code);
  const known = rows.get(key);
  if (known) return known;
  const beginnings = prefix.get(system);
  if (!beginnings) return undefined;
  for (let length = key.length - 1; length > 0; length--) {
    const found = beginnings.get(key.slice(0, length));
    if (found) return found;
  }
  return undefined;
}

function matchConcept(concept: unknown, site: Index, own: Index): CodeMatch | undefined {
  if (!isJson(concept)) return undefined;
  const codings = concept['coding'];
  const list: readonly unknown[] = Array.isArray(codings) ? codings : [codings];
  return matchIn(list, site) ?? matchIn(list, own);
}

function matchIn(codings: readonly unknown[], index: Index): CodeMatch | undefined {
  if (index.exact.size === 0) return undefined;
  let first: Parts | undefined;
  let disagrees = false;
  for (const coding of codings) {
    if (!isJson(coding)) continue;
    const code = textOf(coding['code']);
    if (code === undefined) continue;
    const parts = lookUp(index, typeof coding['system'] === 'string' ? coding['system'] : '', code);
    if (!parts) continue;
    if (parts[0].kind === 'ignore') return { row: parts[0], parts, disagrees: false };
    if (!first) first = parts;
    else if (meaningOf(first) !== meaningOf(parts)) disagrees = true;
  }
  return first && { row: first[0], parts: first, disagrees };
}

const meaningOf = (parts: Parts): string =>
  parts
    .map(({ concept }) => concept)
    .sort()
    .join(' ');

/** Every code with what it stands for, sorted: what `magwatch codes` lists. */
export function listCodes(codes: Codes): readonly CodeRow[] {
  const place = (row: CodeRow): string => [row.kind, row.concept, row.system, row.code, row.part].join('\u0000');
  return [...codes.rows].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
