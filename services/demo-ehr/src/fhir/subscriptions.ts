import { randomUUID } from 'node:crypto';
import { formatInstant } from '@magwatch/base';
import type { Subscription } from 'fhir/r4.js';
import type { Clock } from '@magwatch/runtime';
import { openJsonFile } from '../keep/json-file.ts';
import { badRequest, FhirError, notFound } from './outcome.ts';
import { readCriteria, type Search } from './search.ts';

export type StoredSubscription = Subscription & {
  readonly id: string;
  readonly meta: { readonly versionId: string; readonly lastUpdated: string };
};

/** A subscription and its criteria, read once. */
interface Watched {
  readonly subscription: StoredSubscription;
  readonly search: Search;
}

/** The subscriptions of this server: https://hl7.org/fhir/R4/subscription.html, rest-hook only. */
export interface Subscriptions {
  list(): readonly StoredSubscription[];
  get(id: string): StoredSubscription;
  create(body: unknown): Promise<StoredSubscription>;
  /** `ifMatch`: the version that the client believes to replace. */
  update(id: string, body: unknown, ifMatch?: string): Promise<StoredSubscription>;
  remove(id: string): Promise<void>;
  /** Those that want to hear of events now. */
  active(): readonly Watched[];
  /** The server gives up on a subscription and says why. */
  switchOff(id: string, error: string): Promise<void>;
}

const MAX_SUBSCRIPTIONS = 100;

export async function openSubscriptions(path: string | undefined, clock: Clock): Promise<Subscriptions> {
  const file = openJsonFile(path, isSubscriptionList);
  const known = new Map<string, Watched>();
  for (const subscription of (await file.read()) ?? []) {
    known.set(subscription.id, { subscription, search: readCriteria(subscription.criteria) });
  }
  const keep = (): Promise<void> => file.write([...known.values()].map(({ subscription }) => subscription));

  function get(id: string): StoredSubscription {
    const found = known.get(id);
    if (!found) throw notFound(`Subscription/${id}`);
    return found.subscription;
  }

  async function put(id: string, version: number, content: Subscription): Promise<StoredSubscription> {
    const meta = { ...content.meta, versionId: String(version), lastUpdated: formatInstant(clock.now()) };
    const subscription: StoredSubscription = { ...content, id, meta };
    known.set(id, { subscription, search: readCriteria(subscription.criteria) });
    await keep();
    return subscription;
  }

  return {
    list: () => [...known.values()].map(({ subscription }) => subscription),
    get,
    async create(body) {
      if (known.size >= MAX_SUBSCRIPTIONS)
        throw new FhirError(422, 'too-costly', 'too many subscriptions: delete some');
      return put(randomUUID(), 1, readSubscription(body));
    },
    async update(id, body, ifMatch) {
      const stored = get(id);
      const version = Number(stored.meta.versionId);
      if (ifMatch !== undefined && ifMatch !== `W/"${version}"`) {
        throw new FhirError(412, 'conflict', 'this subscription was changed meanwhile');
      }
      return put(id, version + 1, unmask(readSubscription(body), stored));
    },
    async remove(id) {
      get(id);
      known.delete(id);
      await keep();
    },
    active: () => [...known.values()].filter(({ subscription }) => subscription.status === 'active'),
    async switchOff(id, error) {
      const subscription = known.get(id)?.subscription;
      // Deleted by its client while we were trying: nothing is left to switch off.
      if (!subscription) return;
      await put(id, Number(subscription.meta.versionId) + 1, { ...subscription, status: 'off', error });
    },
  };
}

/** Accepts what a client sent, or says what is wrong with it. `requested` becomes active at once. */
function readSubscription(body: unknown): Subscription {
  if (!isRecord(body) || body['resourceType'] !== 'Subscription') throw badRequest('the body is not a Subscription');
  const { status, reason, criteria, channel } = body;
  if (status !== 'requested' && status !== 'active' && status !== 'off') {
    throw badRequest('Subscription.status must be requested, active or off');
  }
  if (typeof reason !== 'string' || reason === '') throw badRequest('Subscription.reason is missing');
  if (typeof criteria !== 'string') throw badRequest('Subscription.criteria is missing');
  readCriteria(criteria);
  const { error: _, ...rest } = body;
  return {
    ...rest,
    resourceType: 'Subscription',
    status: status === 'off' ? 'off' : 'active',
    reason,
    criteria,
    channel: readChannel(channel),
  };
}

function readChannel(channel: unknown): Subscription['channel'] {
  if (!isRecord(channel) || channel['type'] !== 'rest-hook')
    throw badRequest('only channel.type rest-hook is supported');
  const { endpoint, header, payload } = channel;
  if (typeof endpoint !== 'string' || !isHttpUrl(endpoint))
    throw badRequest('channel.endpoint must be an http(s) address');
  const isHeaderList =
    header === undefined || (Array.isArray(header) && header.every((line) => typeof line === 'string'));
  if (!isHeaderList) throw badRequest('channel.header must be a list of "Name: value"');
  if (payload !== undefined && payload !== 'application/fhir+json' && payload !== 'application/json') {
    throw badRequest('channel.payload must be absent or application/fhir+json');
  }
  return { ...channel, type: 'rest-hook', endpoint };
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

/** As a client may see it: a header holds the secret of whoever subscribed. */
export function mask(subscription: StoredSubscription): StoredSubscription {
  const { header, ...channel } = subscription.channel;
  if (!header) return subscription;
  return { ...subscription, channel: { ...channel, header: header.map((line) => line.replace(/:.*$/, ': ***')) } };
}

/** A client that sends back what it read keeps the header that it never saw. */
function unmask(content: Subscription, stored: StoredSubscription): Subscription {
  const { header, ...channel } = content.channel;
  if (!header) return content;
  const kept = header.map((line) => {
    const [name = '', value] = line.split(/:\s*/, 2);
    const old = stored.channel.header?.find((known) => known.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return value === '***' && old !== undefined ? old : line;
  });
  return { ...content, channel: { ...channel, header: kept } };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSubscriptionList = (value: unknown): value is StoredSubscription[] =>
  Array.isArray(value) && value.every((item) => isRecord(item) && item['resourceType'] === 'Subscription');
