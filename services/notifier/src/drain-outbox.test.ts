import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Alert } from '@magwatch/alerts';
import { instantOf } from '@magwatch/base';
import { insertDelivery, inTransaction, migrate, openStore, type Store, saveAlert } from '@magwatch/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { eventually } from '../../../test/kit/wait.ts';
import { type Attempt, type Drain, drainOutbox } from './drain-outbox.ts';

let postgres: TestPostgres;
let store: Store;
const drains: Drain[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
});

beforeEach(async () => {
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
});

afterEach(async () => {
  await Promise.all(drains.splice(0).map((drain) => drain.stop()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await store.close();
});

afterAll(async () => {
  await postgres.stop();
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly atMs: number;
}

type Answer = (response: ServerResponse, count: number) => void;

/** A destination that keeps what it received and answers as it is told. */
async function destinationThat(answer: Answer) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body, atMs: performance.now() });
      answer(response, received.length);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const id = `to-${port}`;
  return { received, destination: { id, url: `http://127.0.0.1:${port}/cards`, secret: 'k9'.repeat(20) } };
}

const withStatus =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(status, headers).end();

/** Puts a revision of an alert into the outbox, as an assessment does. */
async function enqueue(
  destination: { readonly id: string },
  alertId: string = randomUUID(),
  revision = 1,
): Promise<string> {
  const now = instantOf(Date.parse('2026-03-10T08:00:00Z'));
  const alert: Alert = {
    id: alertId,
    source: 'ward',
    patient: `Patient/${alertId}`,
    ruleId: 'mg-low',
    episode: 1,
    ruleVersion: '1.0.0',
    parametersVersion: 'p',
    state: 'open',
    severity: 'warning',
    summary: 'Magnesium 1.4 mg/dL',
    figures: {},
    missing: [],
    evidence: [],
    notes: [],
    episodeStart: now,
    openedAt: now,
    stateSince: now,
    lastTrueAt: now,
    revision,
    decidedAt: now,
    factSequence: 1,
  };
  await inTransaction(store, async (tx) => {
    await saveAlert(tx, alert);
    const render = (tell: string): unknown => ({ tell, revision, text: 'ü' });
    await insertDelivery(tx, { alertId, revision, destination: destination.id, tell: 'alert', render });
  });
  return alertId;
}

function drain(destination: Parameters<typeof drainOutbox>[1], options: { nowMs?: () => number } = {}) {
  const attempts: Attempt[] = [];
  const running = drainOutbox(
    { store, chance: () => 0, onAttempt: (attempt) => attempts.push(attempt), ...options },
    destination,
  );
  drains.push(running);
  return { attempts, ...running };
}

const rows = async () =>
  (
    await store.pool.query<{ state: string; retry: string; reason: string | null; attempts: number; wait: number }>(
      `SELECT state, retry, reason, attempts, extract(epoch FROM retry_at - now())::float AS wait FROM delivery ORDER BY id`,
    )
  ).rows;

describe('a delivery', () => {
  test('arrives signed, with the keys by which a receiver knows it again', async () => {
    const { received, destination } = await destinationThat(withStatus(202));
    const alertId = await enqueue(destination);
    drain(destination);
    const [request] = await eventually(() => (received.length === 1 ? received : undefined));
    const { headers, body } = request as Received;
    expect(headers['idempotency-key']).toBe(`${alertId}.1.${destination.id}`);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({ tell: 'alert', revision: 1, text: 'ü' });
    const signed = `${String(headers['x-magwatch-timestamp'])}.${String(headers['x-magwatch-delivery'])}.${body}`;
    const hex = createHmac('sha256', destination.secret).update(signed).digest('hex');
    expect(headers['x-magwatch-signature']).toBe(`v1=${hex}`);
    expect(Math.abs(Number(headers['x-magwatch-timestamp']) - Date.now() / 1000)).toBeLessThan(30);
    await eventually(async () => (await rows())[0]?.state === 'sent');
  });

  test.each([
    ['409: it is there already', withStatus(409), { state: 'sent', retry: 'now', reason: null }],
    [
      '422: dead, kept with its reason',
      withStatus(422),
      { state: 'dead', retry: 'never', reason: 'destination-refused (422)' },
    ],
    ['500: later', withStatus(500), { state: 'pending', retry: 'now', reason: 'destination-unavailable' }],
    [
      '401: waits for an operator',
      withStatus(401),
      { state: 'pending', retry: 'later', reason: 'destination-unauthorized' },
    ],
    [
      '302: waits for an operator',
      withStatus(302, { location: '/x' }),
      { state: 'pending', retry: 'later', reason: 'destination-redirects' },
    ],
    [
      'hung up',
      (response: ServerResponse) => void response.destroy(),
      { state: 'pending', retry: 'now', reason: 'destination-unreachable' },
    ],
  ])('%s', async (_name, answer, expected) => {
    const { destination } = await destinationThat(answer);
    await enqueue(destination);
    const { attempts } = drain(destination);
    await eventually(() => attempts.length >= 1);
    const [row] = await rows();
    expect(row).toMatchObject(expected);
  });

  test('comes again when the destination is back', async () => {
    const { received, destination } = await destinationThat((response, count) =>
      response.writeHead(count < 4 ? 500 : 200).end(),
    );
    await enqueue(destination);
    const { attempts } = drain(destination);
    await eventually(async () => (await rows())[0]?.state === 'sent');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['later', 'later', 'later', 'sent']);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('is given up after a week, and kept', async () => {
    const { destination } = await destinationThat(withStatus(500));
    await enqueue(destination);
    drain(destination, { nowMs: () => Date.now() + 7 * 24 * 3_600_000 + 60_000 });
    const [row] = await eventually(async () => {
      const found = await rows();
      return found[0]?.state === 'dead' ? found : undefined;
    });
    expect(row?.reason).toBe('delivery-too-old');
  });
});

describe('Retry-After', () => {
  test('nothing is sent to the destination before its time, and everything soon after', async () => {
    const { received, destination } = await destinationThat((response, count) =>
      count === 1 ? response.writeHead(429, { 'retry-after': '2' }).end() : response.writeHead(200).end(),
    );
    await enqueue(destination);
    const { wake } = drain(destination);
    await eventually(() => received.length === 1);
    await enqueue(destination);
    wake();
    await eventually(() => received.length === 3);
    const [first, ...others] = received.map(({ atMs }) => atMs);
    for (const at of others) {
      expect(at - (first ?? 0)).toBeGreaterThanOrEqual(1_950);
      expect(at - (first ?? 0)).toBeLessThan(5_000);
    }
  });
});

test.each(['0', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
  'Retry-After: %s is no leave to ask without a pause',
  async (text) => {
    const { received, destination } = await destinationThat((response) =>
      response.writeHead(429, { 'retry-after': text }).end(),
    );
    await enqueue(destination);
    drain(destination);
    await eventually(() => received.length === 2);
    const [first, second] = received.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(950);
  },
);

describe('several at once', () => {
  test('a destination that never answers delays no other', async () => {
    const silent = await destinationThat(() => undefined);
    const quick = await destinationThat(withStatus(200));
    for (let index = 0; index < 20; index += 1) {
      await enqueue(silent.destination);
      await enqueue(quick.destination);
    }
    drain(silent.destination);
    const { attempts } = drain(quick.destination);
    await eventually(() => attempts.filter(({ outcome }) => outcome === 'sent').length === 20, { withinMs: 5_000 });
  });

  test('revisions of one alert arrive in their order, and nothing that is no longer so', async () => {
    const { received, destination } = await destinationThat(withStatus(200));
    const alertId = await enqueue(destination);
    await enqueue(destination, alertId, 2);
    const { wake } = drain(destination);
    await eventually(() => received.length === 1);
    await enqueue(destination, alertId, 3);
    wake();
    await eventually(() => received.length === 2);
    expect(received.map(({ body }) => (JSON.parse(body) as { revision: number }).revision)).toEqual([2, 3]);
    await eventually(async () => (await rows()).every(({ state }) => state !== 'pending'));
    expect((await rows()).map(({ state }) => state)).toEqual(['superseded', 'sent', 'sent']);
  });

  test('two notifiers send each delivery once', async () => {
    const { received, destination } = await destinationThat(withStatus(200));
    for (let index = 0; index < 50; index += 1) await enqueue(destination);
    drain(destination);
    drain(destination);
    await eventually(async () => (await rows()).every(({ state }) => state === 'sent'));
    expect(received.length).toBe(50);
  });

  test('a stop gives back at once what it broke off', async () => {
    const { received, destination } = await destinationThat(() => undefined);
    await enqueue(destination);
    const { stop } = drain(destination);
    await eventually(() => received.length === 1);
    await stop();
    expect(await rows()).toMatchObject([{ state: 'pending', retry: 'now' }]);
  });
});
