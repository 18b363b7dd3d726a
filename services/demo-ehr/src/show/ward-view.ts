import type { Instant } from '@magwatch/base';
import type { CardBook, HeldCard } from '../cards/card-book.ts';
import type { ShownCard } from '../cards/card.ts';
import { DIAGNOSES } from '../ward/diagnoses.ts';
import { BED_COUNT, type Stay } from '../ward/stay.ts';
import type { Recorded, Ward } from '../ward/ward.ts';
import { administeredOf, type ResultView, resultsOf } from './chart-view.ts';

/** A patient in one line. */
export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly age: number;
  readonly sex: 'female' | 'male';
  readonly bed: number;
  readonly reason: string;
  readonly admitted: number;
}

/** The newest result of a test and how it compares with the one before. */
export interface LatestView {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly flag: 'low' | 'high' | 'normal';
  readonly trend: 'up' | 'down' | 'level' | 'first';
  readonly at: number;
}

export interface BedView {
  readonly bed: number;
  readonly patient?: PersonView;
  readonly latest: { readonly k?: LatestView; readonly mg?: LatestView; readonly ca?: LatestView };
  /** What of potassium, magnesium and calcium runs or was given in the last 12 hours. */
  readonly giving: readonly string[];
  readonly cards: number;
  readonly worst?: ShownCard['indicator'];
}

/** A card that came in lately, for the list beside the beds. */
export interface ArrivalView {
  readonly patient: string;
  readonly name: string;
  readonly bed: number;
  readonly indicator: ShownCard['indicator'];
  readonly summary: string;
  readonly state: HeldCard['state'];
  readonly withdrawn?: string;
  readonly at: number;
}

const GIVING_H = 12;
const MAX_ARRIVALS = 12;

/** The cards of the patients who are here, the newest first. */
export function viewArrivals(ward: Ward, book: CardBook, now: Instant): readonly ArrivalView[] {
  const here = ward.staysBetween(now, now).map(({ stay }) => stay);
  return here
    .flatMap((stay) => book.of(stay.id).map((held) => viewArrival(stay, held)))
    .sort((one, other) => other.at - one.at)
    .slice(0, MAX_ARRIVALS);
}

function viewArrival(stay: Stay, held: HeldCard): ArrivalView {
  return {
    patient: stay.id,
    name: `${stay.person.given} ${stay.person.family}`,
    bed: stay.bed,
    indicator: held.card.indicator,
    summary: held.card.summary,
    state: held.state,
    ...(held.withdrawn ? { withdrawn: held.withdrawn.as } : {}),
    at: held.lastReceived,
  };
}

/** The ward at an instant, bed by bed. */
export function viewWard(ward: Ward, book: CardBook, now: Instant): readonly BedView[] {
  const inBed = new Map<number, Recorded>();
  for (const recorded of ward.staysBetween(now, now)) inBed.set(recorded.stay.bed, recorded);
  return Array.from({ length: BED_COUNT }, (_, index) => viewBed(index + 1, inBed.get(index + 1), book, now));
}

function viewBed(bed: number, recorded: Recorded | undefined, book: CardBook, now: Instant): BedView {
  if (!recorded) return { bed, latest: {}, giving: [], cards: 0 };
  const live = book.of(recorded.stay.id).filter((card) => card.state !== 'withdrawn');
  const worst = (['critical', 'warning', 'info'] as const).find((indicator) =>
    live.some(({ card }) => card.indicator === indicator),
  );
  const results = resultsOf(recorded, now);
  const latest = {
    k: latestOf(results, 'potassium'),
    mg: latestOf(results, 'magnesium'),
    ca: latestOf(results, 'ionizedCalcium') ?? latestOf(results, 'calcium'),
  };
  return {
    bed,
    patient: viewPerson(recorded.stay, now),
    latest: {
      ...(latest.k ? { k: latest.k } : {}),
      ...(latest.mg ? { mg: latest.mg } : {}),
      ...(latest.ca ? { ca: latest.ca } : {}),
    },
    giving: givingTo(recorded, now),
    cards: live.length,
    ...(worst ? { worst } : {}),
  };
}

export function viewPerson(stay: Stay, now: Instant): PersonView {
  const { given, family, sex, birthDate } = stay.person;
  const [reason] = stay.course.diagnoses;
  return {
    id: stay.id,
    name: `${given} ${family}`,
    age: Math.floor((now - Date.parse(birthDate)) / (365.25 * 86_400_000)),
    sex,
    bed: stay.bed,
    reason: reason ? DIAGNOSES[reason].text : '',
    admitted: stay.admitted,
  };
}

function latestOf(results: readonly ResultView[], test: ResultView['test']): LatestView | undefined {
  const valid = results.filter((result) => result.test === test && result.status !== 'entered-in-error');
  const last = valid.at(-1);
  const before = valid.at(-2);
  if (!last) return undefined;
  const step = before ? last.value - before.value : 0;
  // The last digit scatters by itself: only a change of more than a twentieth is an arrow.
  const isLevel = before !== undefined && Math.abs(step) < Math.abs(before.value) * 0.04;
  return {
    label: last.label,
    value: last.text,
    unit: last.unit,
    flag: last.flag,
    trend: before === undefined ? 'first' : isLevel ? 'level' : step > 0 ? 'up' : 'down',
    at: last.at,
  };
}

function givingTo(recorded: Recorded, now: Instant): readonly string[] {
  const totals = new Map<string, { amount: number; unit: string; isRunning: boolean }>();
  for (const dose of administeredOf(recorded, now)) {
    if (dose.element === 'other' || dose.end < now - GIVING_H * 3_600_000) continue;
    const name = { potassium: 'K', magnesium: 'Mg', calcium: 'Ca' }[dose.element];
    const before = totals.get(name);
    totals.set(name, {
      amount: (before?.amount ?? 0) + dose.amount,
      unit: dose.unit,
      isRunning: (before?.isRunning ?? false) || dose.isRunning,
    });
  }
  return [...totals].map(([name, { amount, unit, isRunning }]) => {
    const words = `${name} ${Number(amount.toFixed(1))} ${unit}`;
    return isRunning ? `${words}, running` : words;
  });
}
