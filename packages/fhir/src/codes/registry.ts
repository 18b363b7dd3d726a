import { isJson, textOf } from '../json.ts';
import { loadBuiltIn } from './built-in.ts';
import type { CodeRow } from './code-row.ts';
import type { SiteMap } from './site-map.ts';
import { codeKeyOf, systemOf } from './systems.ts';

/** All codes that are known here: those of Magwatch and those of the site, whose own word comes first. */
export interface Codes {
  /** What a single coding stands for. */
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
  /** Another known code of the same concept means something else. */
  readonly disagrees: boolean;
}

let builtIn: readonly CodeRow[] | undefined;

/** The registry of Magwatch’s own codes with those of the site maps; a later map wins over an earlier one. */
export function createCodes({ siteMaps = [] }: { readonly siteMaps?: readonly SiteMap[] } = {}): Codes {
  builtIn ??= loadBuiltIn();
  const own = indexRows(builtIn);
  const site = indexRows(siteMaps.flatMap(({ rows }) => rows));
  const find = (system: string, code: string): CodeRow | undefined =>
    lookUp(site, system, code) ?? lookUp(own, system, code);
  return {
    find,
    match: (concept) => matchConcept(concept, site, own),
    rows: [...siteMaps.flatMap(({ rows }) => rows), ...builtIn],
  };
}

interface Index {
  readonly exact: ReadonlyMap<string, ReadonlyMap<string, CodeRow>>;
  readonly prefix: ReadonlyMap<string, ReadonlyMap<string, CodeRow>>;
}

function indexRows(rows: readonly CodeRow[]): Index {
  const exact = new Map<string, Map<string, CodeRow>>();
  const prefix = new Map<string, Map<string, CodeRow>>();
  for (const row of rows) {
    put(exact, row);
    if (row.match === 'prefix') put(prefix, row);
  }
  return { exact, prefix };
}

function put(index: Map<string, Map<string, CodeRow>>, row: CodeRow): void {
  const key = codeKeyOf(row.system, row.code);
  const ofSystem = index.get(row.system);
  if (ofSystem) ofSystem.set(key, row);
  else index.set(row.system, new Map([[key, row]]));
}

/** The row of this very code, else that of the longest beginning that was given as one. */
function lookUp({ exact, prefix }: Index, givenSystem: string, code: string): CodeRow | undefined {
  const system = exact.has(givenSystem) ? givenSystem : systemOf(givenSystem);
  const rows = exact.get(system);
  if (!rows) return undefined;
  const key = codeKeyOf(system, code);
  const row = rows.get(key);
  if (row) return row;
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
  let first: CodeRow | undefined;
  let disagrees = false;
  for (const coding of codings) {
    if (!isJson(coding)) continue;
    const code = textOf(coding['code']);
    if (code === undefined) continue;
    const row = lookUp(index, typeof coding['system'] === 'string' ? coding['system'] : '', code);
    if (!row) continue;
    if (row.kind === 'ignore') return { row, disagrees: false };
    if (!first) first = row;
    else if (first.concept !== row.concept) disagrees = true;
  }
  return first && { row: first, disagrees };
}

/** Every code with what it stands for, sorted: what `magwatch codes` lists. */
export function listCodes(codes: Codes): readonly CodeRow[] {
  const place = (row: CodeRow): string => [row.kind, row.concept, row.system, row.code].join('\u0000');
  return [...codes.rows].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
