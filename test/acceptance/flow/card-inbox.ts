import { createHmac } from 'node:crypto';
import Fastify from 'fastify';

/** A delivery as it came, with a signature that was right. */
export interface Delivery {
  readonly key: string;
  readonly text: string;
  readonly body: DeliveredBody;
  /** When it came, in milliseconds of this process. */
  readonly atMs: number;
}

export interface DeliveredBody {
  readonly alert: string;
  readonly revision: number;
  readonly tell: 'alert' | 'update' | 'withdraw';
  readonly destination: string;
  readonly patient: string;
  readonly rule: string;
  readonly severity: string;
  readonly card?: DeliveredCard;
  readonly withdrawn?: { readonly as: string; readonly reason: string; readonly isError: boolean };
}

export interface DeliveredCard {
  readonly uuid: string;
  readonly summary: string;
  readonly indicator: string;
  readonly links?: readonly { readonly url: string }[];
}

export interface Answer {
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** The place of an EHR to which cards are delivered: it holds at most one per alert, as long as it is not withdrawn. */
export interface CardInbox {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** All that came, in its order; also what was answered with an error. */
  readonly deliveries: readonly Delivery[];
  /** The cards that a clinician sees: the last word on each alert, unless that was its withdrawal. */
  readonly liveCards: () => readonly DeliveredBody[];
  readonly lastWordOn: (patient: string, rule: string) => DeliveredBody | undefined;
  /** What the sender did against the agreement; empty at the end of every test. */
  readonly faults: readonly string[];
  /** What is answered; an answer with 2xx means that the card is kept, whether or not the answer arrives. */
  answer: (delivery: Delivery) => Answer | Promise<Answer>;
  readonly stop: () => Promise<void>;
}

const SIGNATURE_WINDOW_S = 300;

/** Starts a webhook that checks everything that is promised of a delivery. */
export async function startCardInbox(id: string, secret: string): Promise<CardInbox> {
  const deliveries: Delivery[] = [];
  const faults: string[] = [];
  const held = new Map<string, Delivery>();
  const textOfKey = new Map<string, string>();
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  const take = (delivery: Delivery): void => {
    const { alert, revision, tell } = delivery.body;
    const before = held.get(alert)?.body;
    if (before !== undefined && before.revision > revision)
      faults.push(`revision ${revision} of an alert came after ${before.revision}`);
    if (before === undefined && tell === 'update') faults.push('an update of a card that is not here');
    held.set(alert, delivery);
  };

  app.post('/cards', async ({ headers, body: text }, reply) => {
    if (typeof text !== 'string') return reply.code(400).send();
    const header = (name: string): string => String(headers[name] ?? '');
    const signed = `${header('x-magwatch-timestamp')}.${header('x-magwatch-delivery')}.${text}`;
    const isRecent = Math.abs(Date.now() / 1_000 - Number(header('x-magwatch-timestamp'))) < SIGNATURE_WINDOW_S;
    const expected = `v1=${createHmac('sha256', secret).update(signed).digest('hex')}`;
    if (!isRecent || header('x-magwatch-signature') !== expected) {
      faults.push('a signature that is not right');
      return reply.code(401).send();
    }
    const body = JSON.parse(text) as DeliveredBody;
    const delivery: Delivery = { key: header('idempotency-key'), text, body, atMs: performance.now() };
    deliveries.push(delivery);
    if (delivery.key !== `${body.alert}.${body.revision}.${id}` || body.destination !== id)
      faults.push(`an idempotency key that does not name its delivery: ${delivery.key}`);
    if ((textOfKey.get(delivery.key) ?? text) !== text) faults.push('two different deliveries under one key');
    textOfKey.set(delivery.key, text);
    if ((body.card === undefined) !== (body.tell === 'withdraw'))
      faults.push(`a card missing or too many: ${body.tell}`);
    const answer = await inbox.answer(delivery);
    if (answer.status < 300) take(delivery);
    if (answer.retryAfterSeconds !== undefined) reply.header('retry-after', String(answer.retryAfterSeconds));
    return reply.code(answer.status).send();
  });

  const inbox: CardInbox = {
    id,
    url: `${await app.listen({ host: '127.0.0.1', port: 0 })}/cards`,
    secret,
    deliveries,
    faults,
    liveCards: () => [...held.values()].map(({ body }) => body).filter(({ tell }) => tell !== 'withdraw'),
    lastWordOn: (patient, rule) =>
      [...held.values()].map(({ body }) => body).find((one) => one.patient === patient && one.rule === rule),
    answer: () => ({ status: 200 }),
    stop: () => app.close(),
  };
  return inbox;
}
