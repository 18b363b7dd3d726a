/** A made-up RxNorm release in the format of the real one: the names of its three files with their text. */
export type RxNormRelease = Readonly<Record<'RXNCONSO.RRF' | 'RXNREL.RRF' | 'RXNSAT.RRF', string>>;

/** A few drugs of every kind; of their numbers only those of ingredients and 312504 are RxNorm's own. */
export function rxnormRelease(): RxNormRelease {
  return {
    'RXNCONSO.RRF': lines(CONCEPTS.map(conceptLine)) + OTHER_SOURCE,
    'RXNREL.RRF': lines(RELATIONS.flatMap(relationLines)),
    'RXNSAT.RRF': lines(ATTRIBUTES.map(attributeLine)),
  };
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

const CONCEPTS: readonly (readonly [rxcui: number, type: string, name: string, suppress?: string])[] = [
  [8591, 'IN', 'potassium chloride'],
  [9863, 'IN', 'sodium chloride'],
  [34322, 'IN', 'potassium phosphate'],
  [55018, 'PIN', 'potassium phosphate, dibasic'],
  [55019, 'PIN', 'potassium phosphate, monobasic'],
  [161, 'IN', 'acetaminophen'],
  [21212, 'IN', 'clarithromycin'],
  [17128, 'IN', 'lansoprazole'],
  [7980, 'IN', 'penicillin G'],
  [4053, 'IN', 'erythromycin'],
  [9000001, 'IN', 'patiromer'],
  [9000002, 'PIN', 'penicillin G potassium'],
  [9000003, 'PIN', 'erythromycin lactobionate'],
  [9000004, 'BN', 'Klor-Con'],
  [9100001, 'DF', 'Extended Release Oral Capsule'],
  [9100002, 'DF', 'Injection'],
  [9100003, 'DF', 'Oral Tablet'],
  [9100004, 'DF', 'Delayed Release Oral Capsule'],
  [9100005, 'DF', 'Powder for Oral Suspension'],
  [9100006, 'DF', 'Extended Release Oral Tablet'],
  [9100007, 'DF', 'Oral Solution'],
  [9200001, 'SCDC', 'potassium chloride 10 MEQ'],
  [9200002, 'SCDC', 'potassium chloride 0.02 MEQ/ML'],
  [9200003, 'SCDC', 'sodium chloride 9 MG/ML'],
  [9200004, 'SCDC', 'acetaminophen 500 MG'],
  [9200005, 'SCDC', 'clarithromycin 500 MG'],
  [9200006, 'SCDC', 'lansoprazole 30 MG'],
  [9200007, 'SCDC', 'patiromer 8400 MG'],
  [9200008, 'SCDC', 'potassium phosphate, monobasic 224 MG/ML'],
  [9200009, 'SCDC', 'potassium phosphate, dibasic 236 MG/ML'],
  [9200010, 'SCDC', 'potassium chloride 8 MEQ', 'O'],
  [9200011, 'SCDC', 'potassium chloride 20 MEQ'],
  [9200012, 'SCDC', 'penicillin G potassium 20000 UNT/ML'],
  [9200013, 'SCDC', 'potassium chloride 0.745 MG/ML'],
  [9200014, 'SCDC', 'polyethylene glycol 3350 59 MG/ML'],
  [9200015, 'SCDC', 'potassium chloride'],
  [9250001, 'SBDC', 'potassium chloride 10 MEQ [Klor-Con]'],
  [312504, 'SCD', 'potassium chloride 10 MEQ Extended Release Oral Capsule'],
  [312504, 'PSN', 'potassium chloride 10 MEQ (750 MG) Extended Release Oral Capsule'],
  [9300001, 'SCD', '1000 ML potassium chloride 0.02 MEQ/ML / sodium chloride 9 MG/ML Injection'],
  [9300002, 'SCD', 'acetaminophen 500 MG Oral Tablet'],
  [9300003, 'SCD', 'clarithromycin 500 MG Oral Tablet'],
  [9300004, 'SCD', 'lansoprazole 30 MG Delayed Release Oral Capsule'],
  [9300005, 'SCD', 'patiromer 8400 MG Powder for Oral Suspension'],
  [9300006, 'SCD', 'potassium phosphate, dibasic 236 MG/ML / potassium phosphate, monobasic 224 MG/ML Injection'],
  [9300007, 'SCD', 'potassium chloride 8 MEQ Extended Release Oral Tablet', 'O'],
  [9300008, 'SCD', 'potassium chloride 10 MEQ Oral Capsule', 'E'],
  [9300009, 'SCD', 'potassium chloride 20 MEQ Extended Release Oral Tablet'],
  [9300010, 'SCD', '50 ML penicillin G potassium 20000 UNT/ML Injection'],
  [9300011, 'SCD', 'polyethylene glycol 3350 59 MG/ML / potassium chloride 0.745 MG/ML Oral Solution'],
  [9300012, 'SCD', 'potassium chloride 1.33 MEQ/ML Oral Solution'],
  [9400001, 'SBD', 'potassium chloride 10 MEQ Extended Release Oral Capsule [Klor-Con]'],
  [
    9500001,
    'GPCK',
    '{28 (clarithromycin 500 MG Oral Tablet) / 28 (lansoprazole 30 MG Delayed Release Oral Capsule) } Pack',
  ],
  [9500002, 'GPCK', '{10 (potassium chloride 10 MEQ Extended Release Oral Capsule) } Pack'],
  [9600001, 'SCDF', 'potassium chloride Extended Release Oral Capsule'],
];

const conceptLine = ([rxcui, type, name, suppress = 'N']: (typeof CONCEPTS)[number]): string =>
  `${rxcui}|ENG||||||${rxcui}1|${rxcui}1|${rxcui}||RXNORM|${type}|${rxcui}|${name}||${suppress}|4096|`;

/** Names of other vocabularies are most of the real file. */
const OTHER_SOURCE = '8591|ENG||||||999|||8591|SNOMEDCT_US|IN|8591000|acetaminophen||N||\n';

const INVERSE = {
  has_ingredient: 'ingredient_of',
  has_precise_ingredient: 'precise_ingredient_of',
  form_of: 'has_form',
  consists_of: 'constitutes',
  tradename_of: 'has_tradename',
  contains: 'contained_in',
  has_dose_form: 'dose_form_of',
} as const;

const RELATIONS: readonly (readonly [from: number, relation: keyof typeof INVERSE, to: number])[] = [
  [9000002, 'form_of', 7980],
  [9000003, 'form_of', 4053],
  [9200001, 'has_ingredient', 8591],
  [9200002, 'has_ingredient', 8591],
  [9200003, 'has_ingredient', 9863],
  [9200004, 'has_ingredient', 161],
  [9200005, 'has_ingredient', 21212],
  [9200006, 'has_ingredient', 17128],
  [9200007, 'has_ingredient', 9000001],
  [9200008, 'has_ingredient', 34322],
  [9200008, 'has_precise_ingredient', 55019],
  [9200009, 'has_ingredient', 34322],
  [9200009, 'has_precise_ingredient', 55018],
  [9200010, 'has_ingredient', 8591],
  [9200011, 'has_ingredient', 8591],
  [9200012, 'has_ingredient', 7980],
  [9200012, 'has_precise_ingredient', 9000002],
  [9200013, 'has_ingredient', 8591],
  [9200015, 'has_ingredient', 8591],
  [9250001, 'has_ingredient', 9000004],
  [9250001, 'tradename_of', 9200001],
  [9000004, 'tradename_of', 8591],
  [312504, 'consists_of', 9200001],
  [312504, 'has_dose_form', 9100001],
  [9300001, 'consists_of', 9200002],
  [9300001, 'consists_of', 9200003],
  [9300001, 'has_dose_form', 9100002],
  [9300002, 'consists_of', 9200004],
  [9300002, 'has_dose_form', 9100003],
  [9300003, 'consists_of', 9200005],
  [9300003, 'has_dose_form', 9100003],
  [9300004, 'consists_of', 9200006],
  [9300004, 'has_dose_form', 9100004],
  [9300005, 'consists_of', 9200007],
  [9300005, 'has_dose_form', 9100005],
  [9300006, 'consists_of', 9200008],
  [9300006, 'consists_of', 9200009],
  [9300006, 'has_dose_form', 9100002],
  [9300007, 'consists_of', 9200010],
  [9300007, 'has_dose_form', 9100006],
  [9300008, 'consists_of', 9200001],
  [9300009, 'consists_of', 9200011],
  [9300009, 'has_dose_form', 9100006],
  [9300010, 'consists_of', 9200012],
  [9300010, 'has_dose_form', 9100002],
  [9300011, 'consists_of', 9200013],
  [9300011, 'consists_of', 9200014],
  [9300012, 'consists_of', 9200015],
  [9300012, 'has_dose_form', 9100007],
  [9400001, 'tradename_of', 312504],
  [9400001, 'consists_of', 9250001],
  [9400001, 'has_dose_form', 9100001],
  [9500001, 'contains', 9300003],
  [9500001, 'contains', 9300004],
  [9500002, 'contains', 312504],
  [9600001, 'has_ingredient', 8591],
  [9600001, 'has_dose_form', 9100001],
];

/** "The second has the relation to the first", and the same again in the other direction. */
const relationLines = ([from, relation, to]: (typeof RELATIONS)[number], place: number): readonly string[] => [
  `${to}||CUI|RO|${from}||CUI|${relation}|${place}1||RXNORM|||||4096|`,
  `${from}||CUI|RO|${to}||CUI|${INVERSE[relation]}|${place}2||RXNORM|||||4096|`,
];

/** The numbers of a strength, as the basis of strength substance has them. */
const inNumbers = (rxcui: number, [value, unit, perValue, perUnit]: readonly [string, string, string, string]) =>
  [
    [rxcui, 'RXN_BOSS_STRENGTH_NUM_VALUE', value],
    [rxcui, 'RXN_BOSS_STRENGTH_NUM_UNIT', unit],
    [rxcui, 'RXN_BOSS_STRENGTH_DENOM_VALUE', perValue],
    [rxcui, 'RXN_BOSS_STRENGTH_DENOM_UNIT', perUnit],
  ] as const;

const ATTRIBUTES: readonly (readonly [rxcui: number, name: string, value: string])[] = [
  [9200001, 'RXN_STRENGTH', '10 MEQ'],
  ...inNumbers(9200001, ['10', 'MEQ', '1', '1']),
  [9200002, 'RXN_STRENGTH', '0.02 MEQ/ML'],
  ...inNumbers(9200002, ['0.02', 'MEQ', '1', 'ML']),
  [9200008, 'RXN_STRENGTH', '224 MG/ML'],
  ...inNumbers(9200009, ['236', 'MG', '1', 'ML']),
  [9200011, 'RXN_STRENGTH', '20 MEQ'],
  ...inNumbers(9200011, ['15', 'MEQ', '1', '1']),
  [9300012, 'RXN_AVAILABLE_STRENGTH', '1.33 MEQ/ML'],
  [312504, 'NDC', '00000000000'],
];

const attributeLine = ([rxcui, name, value]: (typeof ATTRIBUTES)[number], place: number): string =>
  `${rxcui}|||${rxcui}1|AUI|${rxcui}|AT${place}||${name}|RXNORM|${value}|N|4096|`;
