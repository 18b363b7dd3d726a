import { judgeAnswer, judgeFailure, type Outcome } from './judge-answer.ts';
import { sign } from './sign.ts';

/** Where signed cards go. */
export interface WebhookDestination {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
}

/** One revision of an alert to one destination. */
export interface Sendable {
  readonly id: string;
  readonly alertId: string;
  readonly revision: number;
  readonly payload: unknown;
}

/** From the first byte sent to the last byte of the answer's head. */
const TIMEOUT_MS = 10_000;

/**
 * Posts one delivery and says what came of it; never throws for what the destination does. Redirects are not followed: the
 * signature is for the address that was configured.
 */
export async function sendWebhook(
  destination: WebhookDestination,
  delivery: Sendable,
  context: { readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<Outcome> {
  const body = JSON.stringify(delivery.payload);
  const timestamp = Math.floor(context.nowMs() / 1000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'magwatch-notifier',
    'idempotency-key': `${delivery.alertId}.${delivery.revision}.${destination.id}`,
    'x-magwatch-timestamp': String(timestamp),
    'x-magwatch-delivery': delivery.id,
    'x-magwatch-signature': sign(destination.secret, { timestamp, delivery: delivery.id, body }),
  };
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), context.signal]);
    const answer = await fetch(destination.url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const outcome = judgeAnswer(
      { status: answer.status, retryAfter: answer.headers.get('retry-after') },
      context.nowMs(),
    );
    // What it says beyond its status is not read: a destination that talks for ever holds nobody up, and one that breaks off here
    // has taken the delivery all the same.
    await dismiss(answer.body);
    return outcome;
  } catch (error) {
    return judgeFailure(error);
  }
}

async function dismiss(body: Response['body']): Promise<void> {
  try {
    await body?.cancel();
  } catch {
    // It was broken off already; its status has come, and that is what counts.
    return;
  }
}
