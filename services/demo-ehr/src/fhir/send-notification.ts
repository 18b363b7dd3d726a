import type { WardEvent } from '../ward/ward.ts';
import type { StoredSubscription } from './subscriptions.ts';

/** How real servers differ: some POST every notification to the endpoint, some PUT to endpoint/{Type}/{id}. */
export type NotificationMethod = 'POST' | 'PUT';

export interface SendOptions {
  readonly method: NotificationMethod;
  readonly timeoutMs?: number;
  readonly stopping: AbortSignal;
}

const TIMEOUT_MS = 10_000;

/** One try. Returns nothing when it was accepted, else a word for what went wrong. */
export async function sendNotification(
  subscription: StoredSubscription,
  { resource }: WardEvent,
  { method, timeoutMs = TIMEOUT_MS, stopping }: SendOptions,
): Promise<string | undefined> {
  const { endpoint = '', payload, header = [] } = subscription.channel;
  const headers = new Headers();
  for (const line of header) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const isEmpty = payload === undefined;
  if (!isEmpty) headers.set('content-type', payload);
  const suffix = method === 'PUT' && !isEmpty ? `/${resource.resourceType}/${resource.id}` : '';
  try {
    const answer = await fetch(`${endpoint.replace(/\/$/, '')}${suffix}`, {
      method: isEmpty ? 'POST' : method,
      headers,
      redirect: 'error',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]),
      ...(isEmpty ? {} : { body: JSON.stringify(resource) }),
    });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `status-${answer.status}`;
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}

/** Ends early, without failing, when the server stops. */
export function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    stopping.addEventListener('abort', end, { once: true });
  });
}
