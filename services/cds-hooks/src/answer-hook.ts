import { randomUUID } from 'node:crypto';
import type { Alert } from '@magwatch/alerts';
import { assessForHook, type HookDeps } from '@magwatch/assess';
import { type Card, renderCards, renderUnavailable } from '@magwatch/cards';
import { type Codes, type Drafts, readDrafts } from '@magwatch/fhir';
import { modeOf } from '@magwatch/rules';
import type { Logger, Source } from '@magwatch/runtime';
import { insertReturnedCards, type ReturnedCard } from '@magwatch/store';
import { buildTimeline, type Timeline } from '@magwatch/timeline';
import { HookError } from './errors.ts';
import { draftOrdersOf, type HookRequest, patientOf } from './hook-request.ts';
import { findUnchecked } from './unchecked-drafts.ts';

export interface AnswerDeps extends HookDeps {
  readonly codes: Codes;
  /** Our address as readers reach it: cards link to their alert's page. */
  readonly publicUrl: string;
  /** IANA name: times are shown in it. */
  readonly timeZone: string;
  readonly logger: Logger;
}

/**
 * The cards of a call: what is true of the patient at this moment, on the facts that are stored and with the draft orders of
 * the call. Nothing is fetched. Each card's uuid is kept before it leaves, because feedback will name nothing else.
 */
export async function answerHook(
  deps: AnswerDeps,
  source: Pick<Source, 'id' | 'defaultSetting'>,
  request: HookRequest,
): Promise<readonly Card[]> {
  const patient = patientOf(request);
  if (patient === undefined) return [];
  const drafts = draftsOf(deps, request, patient);
  const assessed = await assessForHook(
    deps,
    { source: source.id, patient, defaultSetting: source.defaultSetting },
    { hook: request.hook, drafts },
  );
  for (const { ruleId, code } of assessed.failures)
    deps.logger.error('rule-failed', { source: source.id, rule: ruleId, code });
  const stored = new Map(assessed.stored.map((alert) => [alert.id, alert]));
  const returned: ReturnedCard[] = [];
  const keep = (card: Omit<ReturnedCard, 'hook' | 'user' | 'source' | 'patient'>): void => {
    const { hook, context } = request;
    returned.push({ ...card, hook, user: context.userId.slice(0, USER_MAX), source: source.id, patient });
  };
  const cards = renderCards(
    // A silent rule and one for the worklist only show no card to a prescriber.
    assessed.now.filter(({ ruleId }) => modeOf(deps.parameters, ruleId) === 'card'),
    {
      maxCards: deps.parameters.ui.maxCards,
      cardUuidOf: ({ id, ruleId, severity }: Alert) => {
        const uuid = randomUUID();
        const { revision = 0 } = stored.get(id) ?? {};
        keep({ uuid, ruleId, severity, revision, alertId: stored.has(id) ? id : undefined });
        return uuid;
      },
      linkUrlOf: ({ id }) => (stored.has(id) ? `${deps.publicUrl}/alerts/${id}` : undefined),
      sourceUrl: deps.publicUrl,
      timeZone: deps.timeZone,
      parameters: deps.parameters,
      rules: deps.rules,
    },
  );
  const unchecked = drafts && findUnchecked(drafts, assessed);
  if (unchecked) {
    const uuid = randomUUID();
    keep({ uuid, ruleId: 'check-unavailable', severity: 'info', revision: 0 });
    cards.push(renderUnavailable({ ...unchecked, cardUuid: uuid, sourceUrl: deps.publicUrl }));
  }
  await insertReturnedCards(deps.store.db, returned);
  return cards;
}

/** The draft orders of this patient. An order for somebody else in his call is a mix-up that nobody may answer to. */
function draftsOf(deps: AnswerDeps, request: HookRequest, patient: string): Timeline | undefined {
  const bundle = draftOrdersOf(request);
  if (bundle === undefined) return undefined;
  const drafts: Drafts = readDrafts(bundle, { codes: deps.codes, timeZone: deps.timeZone, at: deps.clock.now() });
  if (drafts.patients.some((named) => named !== patient)) throw new HookError('hook-other-patient', 400, 'context');
  return buildTimeline(drafts.of(patient));
}

/** A user is named by a reference; what is longer is no reference. */
const USER_MAX = 200;
