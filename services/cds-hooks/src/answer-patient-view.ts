import { randomUUID } from 'node:crypto';
import type { Alert } from '@magwatch/alerts';
import { type Card, renderCards } from '@magwatch/cards';
import { modeOf, type Parameters } from '@magwatch/rules';
import { findAlerts, insertReturnedCards, type ReturnedCard, type Store } from '@magwatch/store';
import { type HookRequest, patientOf } from './hook-request.ts';

export interface AnswerDeps {
  readonly store: Store;
  readonly parameters: Parameters;
  /** Our address as readers reach it: cards link to their alert's page. */
  readonly publicUrl: string;
  /** IANA name: times are shown in it. */
  readonly timeZone: string;
}

/**
 * The cards for a patient whose chart is opened, from the alerts as they are stored: nothing is computed and nothing fetched.
 * Each card's uuid is kept with its alert before it leaves, because feedback will name nothing else.
 */
export async function answerPatientView(
  { store, parameters, publicUrl, timeZone }: AnswerDeps,
  source: string,
  request: HookRequest,
): Promise<readonly Card[]> {
  const patient = patientOf(request);
  if (patient === undefined) return [];
  const alerts = await findAlerts(store.db, source, patient);
  const returned: ReturnedCard[] = [];
  const cardUuidOf = ({ id, revision }: Alert): string => {
    const uuid = randomUUID();
    returned.push({ uuid, alertId: id, revision, hook: request.hook, user: request.context.userId.slice(0, USER_MAX) });
    return uuid;
  };
  const cards = renderCards(
    // A silent rule and one for the worklist only show no card to a prescriber.
    alerts.filter(({ ruleId }) => modeOf(parameters, ruleId) === 'card'),
    {
      maxCards: parameters.ui.maxCards,
      cardUuidOf,
      linkUrlOf: ({ id }) => `${publicUrl}/alerts/${id}`,
      sourceUrl: publicUrl,
      timeZone,
      parameters,
    },
  );
  await insertReturnedCards(store.db, returned);
  return cards;
}

/** A user is named by a reference; what is longer is no reference. */
const USER_MAX = 200;
