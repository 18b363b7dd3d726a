import type { Alert, Tell } from '@magwatch/alerts';
import { formatInstant } from '@magwatch/base';
import type { Card } from './card.ts';
import { omitEmpty } from './omit-empty.ts';

/** The body of a webhook delivery: one revision of an alert to one destination. */
export interface WebhookBody {
  readonly alert: string;
  readonly revision: number;
  readonly tell: Exclude<Tell, 'nobody'>;
  readonly destination: string;
  readonly source: string;
  readonly patient: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly severity: Alert['severity'];
  readonly state: Alert['state'];
  readonly decidedAt: string;
  /** With `alert` and `update`: it replaces what was sent before for this alert. */
  readonly card?: Card;
  /** With `withdraw`: the card is to be taken away. */
  readonly withdrawn?: {
    /** `inhibited`: another card of this patient says it too; `silenced`: the site turned the rule's cards off. */
    readonly as: 'resolved' | 'retracted' | 'expired' | 'cancelled' | 'inhibited' | 'silenced';
    readonly reason: string;
    /** The evidence was wrong: the card should never have been. */
    readonly isError: boolean;
  };
}

/** The JSON of a signed webhook delivery. Card-shaped webhooks are no part of CDS Hooks: they are a local agreement. */
export function renderWebhook({
  alert,
  tell,
  destination,
  card,
}: {
  readonly alert: Alert;
  readonly tell: Exclude<Tell, 'nobody'>;
  readonly destination: string;
  /** Left out of a withdrawal. */
  readonly card?: Card;
}): WebhookBody {
  return omitEmpty<WebhookBody>({
    alert: alert.id,
    revision: alert.revision,
    tell,
    destination,
    source: alert.source,
    patient: alert.patient,
    rule: alert.ruleId,
    ruleVersion: alert.ruleVersion,
    severity: alert.severity,
    state: alert.state,
    decidedAt: formatInstant(alert.decidedAt),
    ...(tell === 'withdraw' ? { withdrawn: withdrawalOf(alert) } : card ? { card } : {}),
  });
}

function withdrawalOf({ closed, inhibitedBy }: Alert): NonNullable<WebhookBody['withdrawn']> {
  if (closed) return { as: closed.as, reason: closed.reason, isError: closed.as === 'retracted' };
  if (inhibitedBy !== undefined) return { as: 'inhibited', reason: 'inhibited', isError: false };
  return { as: 'silenced', reason: 'mode-silenced', isError: false };
}
