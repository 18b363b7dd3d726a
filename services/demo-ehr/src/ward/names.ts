import type { Chance } from './chance.ts';

const GIVEN = {
  female: [
    'Marigold',
    'Ottilie',
    'Saoirse',
    'Ayodele',
    'Linnea',
    'Rosalind',
    'Mirabel',
    'Noor',
    'Henrietta',
    'Yuki',
    'Clementine',
    'Ingrid',
    'Amara',
    'Philippa',
    'Paloma',
    'Wilhelmina',
    'Esperanza',
    'Beatrix',
    'Odette',
    'Zofia',
  ],
  male: [
    'Ambrose',
    'Leopold',
    'Tobias',
    'Kofi',
    'Anselm',
    'Barnaby',
    'Emeka',
    'Florian',
    'Gideon',
    'Haruki',
    'Isidore',
    'Jasper',
    'Lucian',
    'Mateo',
    'Nikolai',
    'Osman',
    'Percival',
    'Quentin',
    'Rafferty',
    'Silas',
  ],
} as const;

/** Two halves of family names that nobody bears: it must be plain at a glance that these people are invented. */
const FIRST_HALF = [
  'Alder',
  'Thistle',
  'Fern',
  'Lark',
  'Willow',
  'Heather',
  'Bramble',
  'Clover',
  'Maple',
  'Sorrel',
  'Hazel',
  'Rowan',
  'Finch',
  'Meadow',
  'Plover',
  'Primrose',
  'Amber',
  'Moss',
  'Starling',
  'Harebell',
] as const;
const SECOND_HALF = [
  'brook',
  'wood',
  'by',
  'moor',
  'well',
  'field',
  'shaw',
  'combe',
  'dale',
  'mere',
  'lea',
  'thwaite',
  'holm',
  'gate',
] as const;

export interface PersonName {
  readonly given: string;
  readonly family: string;
}

interface Bearer {
  readonly sex: 'female' | 'male';
  /** Beds next to each other have different turns: two people with one first name on a ward are easily mixed up. */
  readonly turn: number;
  readonly chance: Chance;
}

export function nameOf({ sex, turn, chance }: Bearer): PersonName {
  const given = GIVEN[sex][turn % GIVEN[sex].length] ?? GIVEN[sex][0];
  return { given, family: `${chance.pick(FIRST_HALF)}${chance.pick(SECOND_HALF)}` };
}
