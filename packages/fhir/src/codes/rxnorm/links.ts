import { type Link, RELATIONS, type Relation } from './lines.ts';

/** The relations of a release, kept as numbers. */
export interface Links {
  readonly add: (link: Link) => void;
  /** What a concept has this relation to, ascending and each once. */
  readonly targets: (relation: Relation, from: number) => readonly number[];
  /** Everything that must be looked at to tell the products of these ingredients: components, drugs, brands, packs, dose forms. */
  readonly reaching: (ingredients: Iterable<number>) => ReadonlySet<number>;
}

export function createLinks(): Links {
  const pairs = Object.fromEntries(RELATIONS.map((relation) => [relation, createPairs()])) as Record<Relation, Pairs>;
  const index = new Map<Relation, ReadonlyMap<number, readonly number[]>>();
  return {
    add: ({ relation, from, to }) => {
      pairs[relation].push(from, to);
    },
    targets: (relation, from) => {
      let known = index.get(relation);
      if (!known) index.set(relation, (known = indexOf(pairs[relation])));
      return known.get(from) ?? [];
    },
    reaching: (ingredients) => reach(pairs, new Set(ingredients)),
  };
}

/** From, to, from, to, …: a million relations are a few megabytes so. */
type Pairs = number[];
const createPairs = (): Pairs => [];

function indexOf(pairs: Pairs): ReadonlyMap<number, readonly number[]> {
  const sets = new Map<number, Set<number>>();
  eachPair(pairs, (from, to) => {
    const known = sets.get(from);
    if (known) known.add(to);
    else sets.set(from, new Set([to]));
  });
  return new Map([...sets].map(([from, targets]) => [from, [...targets].sort((a, b) => a - b)]));
}

function eachPair(pairs: Pairs, visit: (from: number, to: number) => void): void {
  for (let place = 0; place < pairs.length; place += 2) visit(pairs[place] ?? 0, pairs[place + 1] ?? 0);
}

/** Upwards, from ingredients to packs; one step for each kind of product that is made of the one before. */
const UPWARDS: readonly Relation[] = [
  'form_of',
  'has_ingredient',
  'has_precise_ingredient',
  'consists_of',
  'tradename_of',
  'contains',
];

function reach(pairs: Record<Relation, Pairs>, reached: Set<number>): ReadonlySet<number> {
  for (const relation of UPWARDS)
    eachPair(pairs[relation], (from, to) => {
      if (reached.has(to)) reached.add(from);
    });
  for (const relation of DOWNWARDS)
    eachPair(pairs[relation], (from, to) => {
      if (reached.has(from)) reached.add(to);
    });
  return reached;
}

/** What else a reached product is made of, so that it is known whether an ingredient is alone in it. */
const DOWNWARDS: readonly Relation[] = ['contains', 'tradename_of', 'consists_of', 'has_dose_form'];
