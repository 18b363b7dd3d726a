import { addHours, type Instant, instantOf } from '@magwatch/base';
import { type Chance, chanceOf } from './chance.ts';
import type { Course, Scenario } from './course.ts';
import { DECK } from './deck.ts';
import type { LaboratoryName } from './laboratory.ts';
import { nameOf, type PersonName } from './names.ts';

export const BED_COUNT = DECK.length;
/** Every bed takes a new patient in this rhythm; the beds are shifted against each other. */
const SLOT_H = 72;
/** The last hours of a slot: the bed is cleaned and empty. */
const EMPTY_H = 2;
const FIRST_SLOT_MS = Date.UTC(2020, 0, 1);
/** The deck moves on by this many cards from one patient of a bed to the next; it shares no divisor with 20. */
const DECK_STEP = 7;
/** The beds from this one on send their samples to the annexe laboratory, which reports SI units. */
const FIRST_ANNEXE_BED = 17;

/** One patient in one bed. Everything about it follows from the seed, the bed and the number of the slot. */
export interface Stay {
  /** The id of the patient, and the beginning of every other id of this stay. */
  readonly id: string;
  /** 1 to BED_COUNT. */
  readonly bed: number;
  readonly admitted: Instant;
  readonly discharged: Instant;
  readonly scenario: Scenario;
  readonly course: Course;
  readonly laboratory: LaboratoryName;
  readonly person: PersonName & {
    readonly sex: 'female' | 'male';
    /** A FHIR date. */
    readonly birthDate: string;
  };
  /** A stream of chance of its own for each purpose. */
  readonly chance: (...purpose: readonly (string | number)[]) => Chance;
}

/** The number of a bed's slot that holds an instant; negative before the ward was built. */
export function slotAt(bed: number, instant: Instant): number {
  return Math.floor((instant - slotStart(bed, 0)) / (SLOT_H * 3_600_000));
}

/** The stay of a bed in a slot: always the same one for the same seed. */
export function stayOf(seed: number, bed: number, slot: number): Stay {
  const id = `p${String(bed).padStart(2, '0')}-${String(slot).padStart(4, '0')}-${seed.toString(36)}`;
  const chance = (...purpose: readonly (string | number)[]): Chance => chanceOf(seed, bed, slot, ...purpose);
  const start = slotStart(bed, slot);
  const timing = chance('timing');
  const admitted = addHours(start, timing.between(0, 2));
  const discharged = addHours(start, SLOT_H - EMPTY_H - timing.between(0, 3));
  const scenario = scenarioOf(seed, bed, slot);
  const course = scenario.play(chance('course'));
  const identity = chance('identity');
  const sex = identity.unit() < 0.5 ? 'female' : 'male';
  const name = nameOf({ sex, turn: bed * 7 + slot * 3, chance: identity });
  const age = identity.whole(course.ageYears[0], course.ageYears[1]);
  const bornMs = admitted - (age + identity.between(0.05, 0.95)) * 365.25 * 86_400_000;
  return {
    id,
    bed,
    admitted: wholeMinute(admitted),
    discharged: wholeMinute(discharged),
    scenario,
    course,
    laboratory: bed >= FIRST_ANNEXE_BED ? 'annexe' : 'main',
    person: { ...name, sex, birthDate: new Date(bornMs).toISOString().slice(0, 10) },
    chance,
  };
}

const ID = /^p(\d{2})-(\d{4,})-([0-9a-z]+)(?:-.*)?$/;

/** Which bed and slot an id of a patient, or of anything else of a stay, speaks of. */
export function readStayId(id: string, seed: number): { readonly bed: number; readonly slot: number } | undefined {
  const match = ID.exec(id);
  if (!match || match[3] !== seed.toString(36)) return undefined;
  const bed = Number(match[1]);
  return bed >= 1 && bed <= BED_COUNT ? { bed, slot: Number(match[2]) } : undefined;
}

const wholeMinute = (instant: Instant): Instant => instantOf(Math.round(instant / 60_000) * 60_000);

function slotStart(bed: number, slot: number): Instant {
  // 11 shares no divisor with 20: neighbouring beds admit at different hours of the cycle.
  const shift = (((bed - 1) * 11) % BED_COUNT) / BED_COUNT;
  return instantOf(FIRST_SLOT_MS + (slot + shift) * SLOT_H * 3_600_000);
}

function scenarioOf(seed: number, bed: number, slot: number): Scenario {
  const offset = chanceOf(seed, 'deck').whole(0, DECK.length - 1);
  const card = DECK[(offset + bed - 1 + slot * DECK_STEP) % DECK.length];
  if (!card) throw new Error('the deck has a card for every bed');
  return card;
}
