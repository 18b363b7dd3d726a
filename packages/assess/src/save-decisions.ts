import type { Alert, Decision } from '@magwatch/alerts';
import { renderCard, renderWebhook } from '@magwatch/cards';
import {
  type DecisionBasis,
  inSavepoint,
  insertAlertChange,
  insertDelivery,
  keepParameterSet,
  saveAlert,
  type Transaction,
} from '@magwatch/store';
import { uuidOf } from './alert-id.ts';
import type { AssessDeps, Destination } from './contract.ts';

/** What decisions were taken on. */
export interface Decided {
  readonly decisions: readonly Decision[];
  /** The alerts before and after. */
  readonly before: readonly Alert[];
  readonly after: readonly Alert[];
  /** `finding`, or the person who acted. */
  readonly actor: string;
  /** What findings were taken from; absent where a person acted. */
  readonly basis?: DecisionBasis;
}

/**
 * Writes decisions: the alert, its history, what destinations are told. The three belong to one transaction: no
 * change without its reason, none that is never told, and nothing told that did not happen. Returns how many alerts
 * changed.
 */
export async function saveDecisions(tx: Transaction, deps: AssessDeps, decided: Decided): Promise<number> {
  const known = new Map(decided.before.map((alert) => [alert.id, alert]));
  const news = decided.decisions.flatMap((decision): readonly News[] => {
    const { alert } = decision;
    // `decide` gives the same object back for an alert that nothing happened to.
    return alert === undefined || known.get(alert.id) === alert ? [] : [{ decision, alert }];
  });
  // A card that cannot be written takes all of it along, and nothing of what the transaction did before.
  return news.length === 0 ? 0 : inSavepoint(tx, () => saveNews(tx, deps, decided, news));
}

interface News {
  readonly decision: Decision;
  readonly alert: Alert;
}

async function saveNews(tx: Transaction, deps: AssessDeps, decided: Decided, news: readonly News[]): Promise<number> {
  // With every change anew: this process may live on while a row is lost, or the database is restored from a backup.
  if (decided.basis && news.some(({ decision }) => decision.change !== 'none'))
    await keepParameterSet(tx, decided.basis.parametersVersion, deps.parameters);
  let changes = 0;
  for (const { decision, alert } of news) {
    await saveAlert(tx, alert);
    if (decision.change === 'none') continue;
    changes += 1;
    await saveChange(tx, decision, alert, decided);
    for (const destination of deps.destinations)
      await tellDestination(tx, deps, { decision, alert, destination, decided });
  }
  return changes;
}

async function saveChange(tx: Transaction, decision: Decision, alert: Alert, { actor, basis }: Decided): Promise<void> {
  if (decision.change === 'none') return;
  await insertAlertChange(tx, {
    alertId: alert.id,
    revision: alert.revision,
    change: decision.change,
    reason: decision.reason,
    actor,
    stateBefore: decision.before?.state ?? null,
    stateAfter: alert.state,
    severity: alert.severity,
    decidedAt: alert.decidedAt,
    ...(basis === undefined ? {} : { basis }),
  });
}

interface Telling {
  readonly decision: Decision;
  readonly alert: Alert;
  readonly destination: Destination;
  readonly decided: Decided;
}

async function tellDestination(
  tx: Transaction,
  deps: AssessDeps,
  { decision, alert, destination, decided }: Telling,
): Promise<void> {
  if (decision.tell === 'nobody') return;
  const { id: alertId, revision } = alert;
  await insertDelivery(tx, {
    alertId,
    revision,
    destination: destination.id,
    tell: decision.tell,
    isForKnowingOnly: !destination.severities.includes(alert.severity),
    render: (tell) => {
      if (tell === 'withdraw') return renderWebhook({ alert, tell, destination: destination.id });
      const card = renderCard(alert, {
        cardUuid: uuidOf('card', alertId, revision, destination.id),
        also: linesOf(alert, decided.after),
        timeZone: deps.timeZone,
        parameters: deps.parameters,
        rules: deps.rules,
        ...(deps.publicUrl !== undefined && {
          sourceUrl: deps.publicUrl,
          linkUrl: new URL(`alerts/${alertId}`, withSlash(deps.publicUrl)).href,
        }),
      });
      return renderWebhook({ alert, tell, destination: destination.id, card });
    },
  });
}

/** What an alert says besides its own finding: the milder alerts that it explains. */
const linesOf = (alert: Alert, alerts: readonly Alert[]): readonly string[] =>
  alerts.filter((other) => other.inhibitedBy === alert.id && other.state !== 'closed').map(({ summary }) => summary);

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
