import type { Strength } from './code-row.ts';
import { STRENGTH_PATTERN, strengthIn, strengthOfGroups } from './strength-text.ts';

/** A name as RxNorm writes clinical drugs, taken apart. */
export interface ClinicalName {
  readonly parts: readonly NamedPart[];
  /** "Extended Release Oral Capsule". */
  readonly form: string;
}

export interface NamedPart {
  readonly name: string;
  readonly strength?: Strength;
}

/**
 * Takes a normalised name apart: `50 ML magnesium sulfate 40 MG/ML Injection`, ingredients divided by ` / `, a brand in
 * brackets at its end. Every ingredient has its strength and the rest is a dose form, or nothing is read at all: in free text
 * a number may as well be the dose or the elemental mass.
 */
export function readClinicalName(text: string): ClinicalName | undefined {
  const name = withoutElementalMass(text.replace(/\s+/g, ' ').trim())
    .replace(/ ?\[[^\]]*\]$/, '')
    .replace(QUANTITY, '');
  const segments = name.split(/ \/ (?!\d)/);
  const last = LAST.exec(segments.pop() ?? '')?.groups;
  const form = last?.['form'];
  if (!last || form === undefined || !isForm(form)) return undefined;
  const parts: NamedPart[] = [];
  for (const segment of segments) {
    const groups = INNER.exec(segment)?.groups;
    if (!groups) return undefined;
    parts.push(partOf(groups, form));
  }
  return { parts: [...parts, partOf(last, form)], form };
}

/** The size of the container or the hours of release: `1000 ML`, `24 HR`. */
const QUANTITY = /^(?:[\d.,]+ (?:ML|HR|DAY|ACTUAT) )+/i;
const INNER = new RegExp(`^(?<name>.+?) ${STRENGTH_PATTERN}$`);
const LAST = new RegExp(`^(?<name>.+?) ${STRENGTH_PATTERN} (?<form>[A-Za-z][A-Za-z -]*)$`);

/** "calcium carbonate 1250 MG (calcium 500 MG)" repeats in brackets what the salt holds: the salt is what counts. */
const withoutElementalMass = (name: string): string =>
  name.replace(/ \((?:(?:potassium|magnesium|calcium) [\d.,]+ MG|[\d.,]+ MG (?:potassium|magnesium|calcium))\)/gi, '');

function partOf(groups: Readonly<Record<string, string | undefined>>, form: string): NamedPart {
  const written = strengthOfGroups(groups);
  const strength = written && strengthIn(written, form);
  return { name: groups['name'] ?? '', ...(strength ? { strength } : {}) };
}

const FORM_NOUNS = new Set(
  (
    'tablet tablets capsule capsules caplet solution suspension injection syrup elixir powder granules packet syringe ' +
    'cartridge injector auto-injector emulsion concentrate drops spray gel cream ointment lotion foam patch system ' +
    'suppository enema lozenge troche film paste pellet wafer inhaler implant irrigation'
  ).split(' '),
);
const FORM_WORDS = new Set(
  (
    'oral extended delayed release chewable effervescent disintegrating dispersible sublingual buccal for injectable ' +
    'intravenous prefilled pen topical ophthalmic otic nasal rectal vaginal transdermal inhalation metered dose dry ' +
    'sprinkle coated peritoneal dialysis intraperitoneal'
  ).split(' '),
);

function isForm(form: string): boolean {
  const words = form.toLowerCase().split(' ');
  return (
    words.some((word) => FORM_NOUNS.has(word)) && words.every((word) => FORM_NOUNS.has(word) || FORM_WORDS.has(word))
  );
}

/** The clinical drugs of a pack, each once: `{14 (amoxicillin 500 MG Oral Capsule) / 14 (…) } Pack`; none for another name. */
export function drugsOfPack(text: string): readonly string[] {
  const inside = /^\{(.*)\} Pack\b/i.exec(text.replace(/\s+/g, ' ').trim())?.[1];
  if (inside === undefined) return [];
  const names = inside.split(/ \/ (?=\d+ \()/).map((item) => PACK_ITEM.exec(item.trim())?.[1] ?? item.trim());
  return [...new Set(names)];
}

/** "14 (amoxicillin 500 MG Oral Capsule)", with the size of a container between: "1 (15 ML) (…)". */
const PACK_ITEM = /^\d+ (?:\([\d.]+ [A-Z]+\) )?\((.*)\)$/i;
