import { DRUGS, type Drug } from '@magwatch/timeline';

/**
 * Drugs from names, for hospitals whose codes say nothing to us. A salt of potassium, magnesium or calcium counts only with
 * the salt itself in the name: losartan potassium, penicillin V potassium, esomeprazole magnesium and atorvastatin calcium are
 * not replacement.
 */
const POTASSIUM = String.raw`(?:potassium|pot\.?|k\+?)`;
const MAGNESIUM = String.raw`(?:magnesium|mag|(?<!\d ?)mg)`;
const CALCIUM = String.raw`(?:calcium|ca\+?)`;

const PICOSULFATE = /\bpicosul(?:f|ph)ate\b|\bclenpiq\b|\bprepopik\b|\bpicoprep\b/;

const SALTS: readonly (readonly [Drug, RegExp])[] = [
  ['potassium-chloride', salt(POTASSIUM, 'chloride|chlor|chl|cl')],
  ['potassium-chloride', /\bkcl\b|\bk-dur\b|\bk-tab\b|\bklor-con\b|\bmicro-k\b|\bslow-k\b/],
  ['potassium-phosphate-monobasic', /\bpotassium (?:acid phosphate|dihydrogen phosphate|phosphate,? mono-?basic)\b/],
  [
    'potassium-phosphate-dibasic',
    /\b(?:dipotassium phosphate|dipotassium hydrogen phosphate|potassium phosphate,? di-?basic)\b/,
  ],
  ['potassium-phosphate', salt(POTASSIUM, 'phosphates?|phos')],
  ['potassium-phosphate', /\bkphos\b|\bk-phos\b/],
  ['potassium-bicarbonate', salt(POTASSIUM, 'bicarbonate|bicarb|hydrogencarbonate')],
  ['potassium-citrate', salt(POTASSIUM, 'citrate')],
  ['potassium-gluconate', salt(POTASSIUM, 'gluconate')],
  ['potassium-acetate', salt(POTASSIUM, 'acetate')],
  ['magnesium-sulfate', salt(MAGNESIUM, 'sulfate|sulphate|sulf|so4')],
  ['magnesium-oxide', salt(MAGNESIUM, 'oxide|ox')],
  ['magnesium-chloride', salt('magnesium|mag', 'chloride')],
  ['magnesium-gluconate', salt('magnesium|mag', 'gluconate')],
  ['magnesium-lactate', salt('magnesium|mag', 'lactate')],
  ['magnesium-aspartate', salt('magnesium|mag', 'aspartate')],
  ['magnesium-carbonate', salt('magnesium|mag', 'carbonate')],
  ['magnesium-hydroxide', salt('magnesium|mag', 'hydroxide|hydrox')],
  ['magnesium-hydroxide', /\bmilk of magnesia\b|\bal[a-z]*[- ]+(?:and )?magnesium hydrox/],
  ['magnesium-citrate', salt('magnesium|mag', 'citrate')],
  // Magnesium oxide and citric acid before a colonoscopy: in water it is the laxative.
  ['magnesium-citrate', PICOSULFATE],
  ['magnesium-salicylate', salt('magnesium|mag', 'salicylate')],
  ['magnesium-trisilicate', salt('magnesium|mag', 'trisilicate')],
  ['calcium-gluconate', salt(CALCIUM, 'gluconate|gluc')],
  ['calcium-chloride', salt(CALCIUM, 'chloride')],
  ['calcium-carbonate', salt(CALCIUM, 'carbonate|carb')],
  ['calcium-citrate', salt(CALCIUM, 'citrate')],
  ['calcium-lactate', salt(CALCIUM, 'lactate')],
  ['calcium-acetate', salt(CALCIUM, 'acetate')],
  ['calcium-glubionate', salt(CALCIUM, 'glubionate')],
  ['sodium-bicarbonate', salt('sodium|na', 'bicarbonate|bicarb|hydrogencarbonate')],
];

/** "potassium chloride", "chloride of potassium" and "potassium (as chloride)", as whole words. */
function salt(cation: string, anion: string): RegExp {
  return new RegExp(String.raw`(?<!\w)(?:${cation})[ -]*(?:\(?as )?(?:${anion})(?![\w])`);
}

/** Names that differ from ours. */
const OTHER_NAMES: readonly (readonly [string, Drug])[] = [
  ['salbutamol', 'albuterol'],
  ['levosalbutamol', 'levalbuterol'],
  ['torasemide', 'torsemide'],
  ['frusemide', 'furosemide'],
  ['lasix', 'furosemide'],
  ['etacrynic acid', 'ethacrynic-acid'],
  ['ethacrynate', 'ethacrynic-acid'],
  ['chlortalidone', 'chlorthalidone'],
  ['bendrofluazide', 'bendroflumethiazide'],
  ['hctz', 'hydrochlorothiazide'],
  ['ciclosporin', 'cyclosporine'],
  ['cyclosporin', 'cyclosporine'],
  ['colecalciferol', 'cholecalciferol'],
  ['vitamin d2', 'ergocalciferol'],
  ['vitamin d3', 'cholecalciferol'],
  ['suxamethonium', 'succinylcholine'],
  ['adrenaline', 'epinephrine'],
  ['amphotericin', 'amphotericin-b'],
  ['zoledronate', 'zoledronic-acid'],
  ['zoledronic', 'zoledronic-acid'],
  ['pamidronic acid', 'pamidronate'],
  ['kayexalate', 'sodium-polystyrene-sulfonate'],
  ['polystyrene sulfonate', 'sodium-polystyrene-sulfonate'],
  ['polystyrene sulphonate', 'sodium-polystyrene-sulfonate'],
  ['insulin regular', 'insulin-regular-human'],
  ['regular insulin', 'insulin-regular-human'],
  ['insulin human regular', 'insulin-regular-human'],
];

const SALT_DRUGS = new Set<Drug>(SALTS.map(([drug]) => drug));

/** Ingredients whose own name is enough, by word. Grouping concepts and dialysate are never read from a name so. */
const WORDS: readonly (readonly [RegExp, Drug])[] = [
  ...OTHER_NAMES.map(([name, drug]) => [asWords(name), drug] as const),
  ...DRUGS.filter(
    (drug) => !SALT_DRUGS.has(drug) && !['potassium-salt', 'magnesium-salt', 'dialysate'].includes(drug),
  ).map((drug) => [asWords(drug.replaceAll('-', ' ')), drug] as const),
];

function asWords(name: string): RegExp {
  return new RegExp(String.raw`(?<!\w)${name.replaceAll(' ', '[ ,-]+')}(?![\w])`);
}

/**
 * Products that hold such a name and are something else: bowel preparations, balanced fluids, antidotes, local
 * anaesthetics, needles. A syringe is one only for insulin: "Prefilled Syringe" is how calcium chloride is sold.
 */
const OTHER_PRODUCTS =
  /\bpeg\b|polyethylene glycol|golytely|colyte|nulytely|moviprep|suprep|sutab|sodium sul(?:f|ph)ate|bowel prep|ringer|plasma-?lyte|normosol|isolyte|cardiopleg|immune fab|\bfab\b|needle|\binsulin (?:u-?\d+ |safety |disposable )?syringe|\bsyringes?[ ,-]+insulin\b|test strip|lancet|(?:lido|bupiva|arti|mepiva|prilo|ropiva)caine|levonordefrin|water softener/;

const DIALYSIS =
  /\b(?:crrt|cvvh|cvvhd|cvvhdf|hemodialysis|haemodialysis|dialysate|dialysis|hemofiltration|prismasol|prismasate)\b/;

/** Buffered aspirin and multivitamins: what they hold of a salt is not meant to replace it. */
const SALTS_ASIDE = /\baspirin\b|\bacetylsalicylic acid\b|\briboflavin\b|multi-?vitamin/;
/** Vitamins with magnesium sulfate in a litre: there the salt is meant. */
const INFUSED = /\b(?:infus|inject|iv\b|bag\b|\d{3,4} ?ml\b(?!.*\boral\b))/;

const found = new Map<string, readonly Drug[]>();
/** Names repeat; the bound keeps a stream of ever new names from filling the memory. */
const FOUND_MAX = 5_000;

/**
 * The drugs that a name holds, in fixed order; none for a name that we do not know. A replacement product for dialysis is
 * `dialysate`. `K phosphate, monobasic and dibasic` is one injection.
 */
export function findDrugsByName(name: string): readonly Drug[] {
  const known = found.get(name);
  if (known) return known;
  const drugs = search(simplify(name));
  if (found.size >= FOUND_MAX) found.clear();
  found.set(name, drugs);
  return drugs;
}

/** Lower case, single spaces; noradrenaline is not adrenaline, hyphen or not. */
const simplify = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\bnor-(?=epinephrine|adrenaline)/g, 'nor');

function search(name: string): readonly Drug[] {
  if (OTHER_PRODUCTS.test(name)) return [];
  const drugs = new Set<Drug>();
  for (const [drug, pattern] of SALTS) if (pattern.test(name)) drugs.add(drug);
  for (const [pattern, drug] of WORDS) if (pattern.test(name)) drugs.add(drug);
  if (/\binsulin/.test(name) && drugs.size > 1) drugs.delete('insulin');
  return tidy(drugs, name);
}

/**
 * What of a product’s drugs counts, by the product’s name: nothing of a bowel preparation or a local anaesthetic, no salts of a
 * multivitamin, `dialysate` for what runs through a dialysis machine. For drugs that were found by codes, which do not say it.
 */
export function countedDrugs(name: string, drugs: readonly Drug[]): readonly Drug[] {
  const simple = simplify(name);
  return OTHER_PRODUCTS.test(simple) ? [] : counted(new Set(drugs), simple);
}

function counted(drugs: Set<Drug>, name: string): readonly Drug[] {
  const hasSalts = [...drugs].some((drug) => SALT_DRUGS.has(drug));
  if (DIALYSIS.test(name)) return hasSalts ? ['dialysate'] : [];
  if (SALTS_ASIDE.test(name) && !INFUSED.test(name)) for (const drug of SALT_DRUGS) drugs.delete(drug);
  if (PICOSULFATE.test(name) && drugs.delete('magnesium-oxide')) drugs.add('magnesium-citrate');
  return [...drugs];
}

function tidy(drugs: Set<Drug>, name: string): readonly Drug[] {
  const phosphates = ['potassium-phosphate-monobasic', 'potassium-phosphate-dibasic'] as const;
  if (phosphates.every((drug) => drugs.has(drug))) {
    for (const drug of phosphates) drugs.delete(drug);
    drugs.add('potassium-phosphate');
  } else if (phosphates.some((drug) => drugs.has(drug))) drugs.delete('potassium-phosphate');
  return counted(drugs, name);
}

/** Whether a name speaks of an element that we count without being a drug that we know. */
export const mentionsElement = (name: string): boolean =>
  /potassium|magnesium|calcium|\bkcl\b|magnesia/i.test(name) && !OTHER_PRODUCTS.test(name.toLowerCase());
