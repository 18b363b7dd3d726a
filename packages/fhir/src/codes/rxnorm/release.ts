import type { Drug } from '@magwatch/timeline';
import { findDrugsByName } from '../names.ts';
import type { Codes } from '../registry.ts';
import { RXNORM } from '../systems.ts';
import { type Attribute, type Concept, type Link, readAttribute, readConcept, readLink } from './lines.ts';
import { createLinks } from './links.ts';
import { type RxNormMap, resolveProducts } from './products.ts';

/** The files of an RxNorm release that are read, and how many columns each has. */
export const RXNORM_COLUMNS = { 'RXNCONSO.RRF': 18, 'RXNREL.RRF': 16, 'RXNSAT.RRF': 13 } as const;
export type RxNormFile = keyof typeof RXNORM_COLUMNS;

/** One reading of one file from its first line to its last. */
export interface RxNormPass {
  readonly file: RxNormFile;
  /** Takes the columns of one line, the empty one after the last `|` left out. */
  readonly take: (columns: readonly string[]) => void;
}

export interface RxNormImport {
  /** To be done one after the other: each keeps only what the earlier ones asked for. */
  readonly passes: readonly RxNormPass[];
  /** What came out, when all passes are done. */
  readonly finish: () => RxNormMap;
}

/**
 * Finds the clinical drugs of an RxNorm release that hold an ingredient that we know. A release is read line by line and never
 * held: of its gigabytes only the relations (as numbers) and what touches our ingredients stay.
 */
export function createRxNormImport(codes: Codes): RxNormImport {
  const known = new Map<number, Drug>();
  const byName = new Map<number, string>();
  const links = createLinks();
  const concepts = new Map<number, Concept[]>();
  const attributes = new Map<number, Attribute[]>();
  let wanted: ReadonlySet<number> | undefined;
  const keep = <Item extends { readonly rxcui: number }>(map: Map<number, Item[]>, item: Item | undefined): void => {
    wanted ??= links.reaching(known.keys());
    if (!item || !wanted.has(item.rxcui)) return;
    const list = map.get(item.rxcui);
    if (list) list.push(item);
    else map.set(item.rxcui, [item]);
  };
  return {
    passes: [
      { file: 'RXNCONSO.RRF', take: (columns) => learn(readConcept(columns), { codes, known, byName }) },
      { file: 'RXNREL.RRF', take: (columns) => addLink(readLink(columns)) },
      { file: 'RXNCONSO.RRF', take: (columns) => keep(concepts, readConcept(columns)) },
      { file: 'RXNSAT.RRF', take: (columns) => keep(attributes, readAttribute(columns)) },
    ],
    finish: () => resolveProducts({ known, links, concepts, attributes }, byName),
  };

  function addLink(link: Link | undefined): void {
    if (link) links.add(link);
  }
}

interface Learning {
  readonly codes: Codes;
  readonly known: Map<number, Drug>;
  readonly byName: Map<number, string>;
}

/** An ingredient that we know by its code; one of another code by its name, as patiromer and the newer insulins. */
function learn(concept: Concept | undefined, { codes, known, byName }: Learning): void {
  if (concept?.type !== 'IN' && concept?.type !== 'PIN') return;
  const row = codes.find(RXNORM, String(concept.rxcui));
  if (row?.kind === 'drug') known.set(concept.rxcui, row.concept);
  if (row || concept.type === 'PIN' || concept.standing !== 'current') return;
  const [drug, ...others] = findDrugsByName(concept.name);
  if (drug === undefined || others.length > 0) return;
  known.set(concept.rxcui, drug);
  byName.set(concept.rxcui, concept.name);
}
