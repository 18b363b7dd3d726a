import { openJsonFile } from '../keep/json-file.ts';
import { isRecord, type ShownCard } from './card.ts';

/** What this EHR holds of one alert: the newest revision of its card, live or withdrawn. */
export interface HeldCard {
  readonly alert: string;
  readonly revision: number;
  /** The id of the patient, without its type. */
  readonly patient: string;
  readonly rule: string | undefined;
  readonly state: 'live' | 'in-progress' | 'withdrawn';
  /** How and why it was withdrawn, in the sender's words. */
  readonly withdrawn: Withdrawal | undefined;
  readonly card: ShownCard;
  /** Simulated time, in milliseconds. */
  readonly firstReceived: number;
  readonly lastReceived: number;
}

export interface Delivery {
  readonly alert: string;
  readonly revision: number;
  readonly patient: string;
  readonly rule: string | undefined;
  /** The alert is still true, and its treatment or test is under way. */
  readonly isInProgress: boolean;
  readonly withdrawn: Withdrawal | undefined;
  readonly card: ShownCard | undefined;
}

interface Withdrawal {
  readonly as: string;
  readonly reason: string;
}

/** The cards that came by webhook: at most one per alert, whatever was sent how often and in which order. */
export interface CardBook {
  of(patient: string): readonly HeldCard[];
  all(): readonly HeldCard[];
  /** Resolves once the card is kept: the sender may then forget it. */
  take(delivery: Delivery, receivedAt: number): Promise<'taken' | 'outdated'>;
}

/** Beyond this the oldest withdrawn cards are forgotten. */
const MAX_CARDS = 2000;

export async function openCardBook(path: string | undefined): Promise<CardBook> {
  const file = openJsonFile(path, isCardList);
  const held = new Map<string, HeldCard>();
  for (const card of (await file.read()) ?? []) held.set(card.alert, card);

  return {
    of: (patient) => [...held.values()].filter((card) => card.patient === patient).sort(newestFirst),
    all: () => [...held.values()],
    async take(delivery, receivedAt) {
      const before = held.get(delivery.alert);
      // The same revision again is a repetition; a lower one was overtaken on its way.
      if (before && before.revision >= delivery.revision) return 'outdated';
      const card = delivery.card ?? before?.card;
      if (!card) return 'outdated';
      held.set(delivery.alert, {
        alert: delivery.alert,
        revision: delivery.revision,
        patient: delivery.patient,
        rule: delivery.rule ?? before?.rule,
        state: delivery.withdrawn ? 'withdrawn' : delivery.isInProgress ? 'in-progress' : 'live',
        withdrawn: delivery.withdrawn,
        card,
        firstReceived: before?.firstReceived ?? receivedAt,
        lastReceived: receivedAt,
      });
      forgetOldest(held);
      await file.write([...held.values()]);
      return 'taken';
    },
  };
}

const newestFirst = (one: HeldCard, other: HeldCard): number => other.lastReceived - one.lastReceived;

function forgetOldest(held: Map<string, HeldCard>): void {
  if (held.size <= MAX_CARDS) return;
  const withdrawn = [...held.values()].filter((card) => card.state === 'withdrawn');
  const oldest = withdrawn.sort((one, other) => one.lastReceived - other.lastReceived)[0];
  if (oldest) held.delete(oldest.alert);
}

const isCardList = (value: unknown): value is HeldCard[] =>
  Array.isArray(value) &&
  value.every((card) => isRecord(card) && typeof card['alert'] === 'string' && isRecord(card['card']));
