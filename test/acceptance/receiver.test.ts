import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { migrate, openStore } from '@magwatch/store';
import { startEmbeddedPostgres } from '@magwatch/store/embedded';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../kit/free-port.ts';
import { startPostgres, type TestPostgres } from '../kit/postgres.ts';
import { type RunningProcess, startProcess } from '../kit/processes.ts';
import { startTcpDoor } from '../kit/tcp-door.ts';
import { eventually } from '../kit/wait.ts';

const SECRET = 'k3v9Qx7LrT2mZ8wN4bYpD6sHcJfGaE1u';
const PREVIOUS = 'Zp5yWn8RkV3tXq6MdB9hLcS2gJfTaU7e';
const EHR = 'http://127.0.0.1:9/fhir';

const observation = (id: string, versionId: string | null = '1', patient = 'p1') => ({
  resourceType: 'Observation',
  id,
  ...(versionId !== null && { meta: { versionId } }),
  subject: { reference: `Patient/${patient}` },
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  readonly secret?: string | null;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Record<string, string | string[] | undefined>;
}

/** A receiver in a process of its own. */
interface Running {
  readonly process: RunningProcess;
  readonly send: (sent?: Sent) => Promise<Answer>;
  readonly rows: () => Promise<readonly Record<string, unknown>[]>;
  readonly healthPort: number;
}

let folder: string;
let postgres: TestPostgres;
const running: RunningProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magwatch-receiver-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  for (const one of running) if (one.isRunning()) await one.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function migrated(url: string): Promise<string> {
  const store = await openStore(url);
  await migrate(store);
  await store.close();
  return url;
}

async function startReceiver(databaseUrl: string, redisUrl?: string, directUrl = databaseUrl): Promise<Running> {
  const healthPort = await findFreePort();
  const port = await findFreePort();
  const source = { id: 'main', fhirBaseUrl: EHR, notificationSecret: SECRET, previousSecret: PREVIOUS };
  const file = join(folder, `receiver-${port}.json`);
  await writeFile(file, JSON.stringify({ port, healthPort, sources: [source] }));
  const env = {
    MAGWATCH_CONFIG: file,
    DATABASE_URL: databaseUrl,
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  };
  const started = await startProcess({ script: 'services/receiver/src/main.ts', env });
  running.push(started);
  const send = ({ method = 'POST', path = '/notifications/main', body, headers, secret = SECRET }: Sent = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const authorization = secret === null ? {} : { authorization: `Bearer ${secret}` };
      const type = body === undefined ? {} : { 'content-type': 'application/fhir+json' };
      const all: Record<string, string> = { ...type, ...authorization, ...headers };
      const outgoing = httpRequest({ port, host: '127.0.0.1', method, path, headers: all }, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text, headers: incoming.headers }));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  const rows = async () => {
    const client = new Client({ connectionString: directUrl });
    await client.connect();
    try {
      return (await client.query('SELECT * FROM inbox ORDER BY id')).rows as Record<string, unknown>[];
    } finally {
      await client.end();
    }
  };
  return { process: started, send, rows, healthPort };
}

describe('a receiver with its database', () => {
  let receiver: Running;
  beforeAll(async () => {
    receiver = await startReceiver(await migrated(await postgres.createDatabase()));
  });

  test('every shape of a notification becomes one row with its bytes, and an empty 200', async () => {
    const deleteHeaders = { 'x-medplum-interaction': 'delete', 'x-medplum-deleted-resource': 'Observation/s5' };
    const shapes: [Sent, Record<string, unknown>][] = [
      [
        { body: JSON.stringify(observation('s1')) },
        { resource_id: 's1', version_id: '1', patient: 'Patient/p1', interaction: 'upsert' },
      ],
      [
        { method: 'PUT', path: '/notifications/main/Observation/s2', body: JSON.stringify(observation('s2')) },
        { resource_id: 's2', patient: 'Patient/p1', event_key: 'Observation/s2/1/upsert' },
      ],
      [{}, { resource_type: null, patient: null, interaction: 'unknown' }],
      [
        { method: 'PUT', path: '/notifications/main/Observation/s3' },
        { resource_id: 's3', patient: null, interaction: 'unknown' },
      ],
      [
        { method: 'DELETE', path: '/notifications/main/Observation/s4' },
        { resource_id: 's4', interaction: 'delete', event_key: null },
      ],
      [
        { body: '{}', headers: deleteHeaders },
        { resource_id: 's5', interaction: 'delete' },
      ],
      [
        { body: JSON.stringify(observation('s6')), headers: { 'content-type': 'application/json' } },
        { resource_id: 's6', content_type: 'application/json' },
      ],
      [
        { body: gzipSync(JSON.stringify(observation('s7'))), headers: { 'content-encoding': 'gzip' } },
        { resource_id: 's7' },
      ],
      [
        { body: JSON.stringify(observation('s8')), headers: { 'content-type': 'text/plain' } },
        { resource_id: 's8', patient: 'Patient/p1' },
      ],
      [
        { body: JSON.stringify({ resourceType: 'Bundle', type: 'history' }) },
        { resource_type: 'Bundle', patient: null, state: 'new' },
      ],
      [
        { body: JSON.stringify({ ...observation('s9'), subject: { reference: `${EHR}/Patient/p1` } }) },
        { resource_id: 's9', patient: 'Patient/p1' },
      ],
      [
        { body: JSON.stringify({ ...observation('s10'), subject: { reference: 'https://other.test/r4/Patient/p1' } }) },
        { resource_id: 's10', patient: null, event_key: 'Observation/s10/1/upsert' },
      ],
    ];
    const before = (await receiver.rows()).length;
    for (const [sent] of shapes) {
      const answer = await receiver.send(sent);
      expect(answer, JSON.stringify(sent)).toMatchObject({ status: 200, body: '' });
    }
    const rows = (await receiver.rows()).slice(before);
    expect(rows).toHaveLength(shapes.length);
    for (const [index, [, expected]] of shapes.entries()) expect(rows[index]).toMatchObject(expected);
    expect(String(rows[0]?.['body'])).toBe(JSON.stringify(observation('s1')));
    expect(String(rows[7]?.['body'])).toBe(JSON.stringify(observation('s7')));
  });

  test('the same version three times at once is one row; without a version it is three', async () => {
    const before = (await receiver.rows()).length;
    const named = JSON.stringify(observation('t1', '7'));
    const unnamed = JSON.stringify(observation('t2', null));
    const answers = await Promise.all(
      [named, named, named, unnamed, unnamed, unnamed].map((body) => receiver.send({ body })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const rows = (await receiver.rows()).slice(before);
    expect(rows.map((row) => row['resource_id']).sort()).toEqual(['t1', 't2', 't2', 't2']);
    expect(rows.filter((row) => row['resource_id'] === 't2').every((row) => row['event_key'] === null)).toBe(true);
  });

  test('five hundred at once are five hundred rows', async () => {
    const before = (await receiver.rows()).length;
    const bodies = Array.from({ length: 500 }, (_, index) => JSON.stringify(observation(`many-${index}`)));
    const answers = await Promise.all(bodies.map((body) => receiver.send({ body })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await receiver.rows()).toHaveLength(before + 500);
  });

  test.each<[string, Sent]>([
    ['a wrong secret', { secret: 'wrong' }],
    ['no secret', { secret: null }],
    ['a source that is not there', { path: '/notifications/other' }],
    ['a source that is not there, with a path', { path: '/notifications/other/Observation/o1', method: 'PUT' }],
    ['a wrong secret with a body over the limit', { secret: 'wrong', body: Buffer.alloc(1_100_000, 32) }],
  ])('%s: 401 without detail and without a row', async (_name, sent) => {
    const before = (await receiver.rows()).length;
    const answer = await receiver.send(sent);
    expect(answer).toMatchObject({ status: 401, body: '' });
    expect(await receiver.rows()).toHaveLength(before);
  });

  test('the previous secret is good while the new one is rolled out', async () => {
    expect((await receiver.send({ secret: PREVIOUS, body: JSON.stringify(observation('u1')) })).status).toBe(200);
  });

  test.each<[string, number, number]>([
    ['a body at the limit is taken', 1_048_576, 200],
    ['a byte more is not', 1_048_577, 413],
  ])('%s', async (_name, bytes, status) => {
    const body = Buffer.alloc(bytes, 32);
    body.write(JSON.stringify(observation(`limit-${bytes}`)));
    const before = (await receiver.rows()).length;
    expect(await receiver.send({ body })).toMatchObject({ status, body: '' });
    expect(await receiver.rows()).toHaveLength(before + (status === 200 ? 1 : 0));
  });

  test('what unpacks to more than the limit is not taken either', async () => {
    const body = gzipSync(Buffer.alloc(20_000_000, 32));
    expect((await receiver.send({ body, headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
  });

  test.each<[string, Sent, string]>([
    ['text', { body: 'not json' }, 'event-unreadable-json'],
    ['a list', { body: '[]' }, 'event-not-a-resource'],
    ['no id', { body: '{"resourceType":"Observation"}' }, 'event-without-id'],
    [
      'a contradiction',
      { path: '/notifications/main/Observation/x', body: JSON.stringify(observation('y')) },
      'event-path-mismatch',
    ],
    ['a broken gzip', { body: 'no gzip', headers: { 'content-encoding': 'gzip' } }, 'event-unreadable-encoding'],
    ['a strange encoding', { body: 'x', headers: { 'content-encoding': 'br' } }, 'event-unreadable-encoding'],
    ['NUL bytes', { body: Buffer.from([0, 0, 0]) }, 'event-unreadable-json'],
  ])('%s: kept aside with its reason and its bytes, 200', async (_name, sent, reason) => {
    expect(await receiver.send(sent)).toMatchObject({ status: 200, body: '' });
    const row = (await receiver.rows()).at(-1);
    expect(row).toMatchObject({ state: 'aside', reason });
    expect(Buffer.compare(row?.['body'] as Buffer, Buffer.from(sent.body ?? ''))).toBe(0);
  });

  test('what was kept aside is counted, and no log holds what was sent', async () => {
    await receiver.send({ body: '{"resourceType":"Observation","id":"CANARY-ID","note":"CANARY-TEXT"' });
    const metrics = await (await fetch(`http://127.0.0.1:${receiver.healthPort}/metrics`)).text();
    expect(metrics).toMatch(
      /magwatch_receiver_events_total\{source="main",outcome="aside",code="event-unreadable-json"\} [1-9]/,
    );
    expect(receiver.process.output()).not.toMatch(/CANARY/);
    expect(receiver.process.output()).not.toContain(SECRET);
  });

  test('other methods and addresses are not there', async () => {
    expect((await receiver.send({ method: 'GET' })).status).toBe(404);
    expect((await receiver.send({ path: '/notifications' })).status).toBe(404);
  });
});

test('without Redis it accepts all the same', async () => {
  const receiver = await startReceiver(
    await migrated(await postgres.createDatabase()),
    `redis://127.0.0.1:${await findFreePort()}`,
  );
  for (let index = 0; index < 20; index++) {
    const startedMs = performance.now();
    expect((await receiver.send({ body: JSON.stringify(observation(`r${index}`)) })).status).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(1_500);
  }
  expect(await receiver.rows()).toHaveLength(20);
});

test('without PostgreSQL it says 503 with Retry-After, and never 200 without a row', async () => {
  const directory = join(folder, 'postgres');
  let server = await startEmbeddedPostgres({ directory, isDurable: false });
  const door = await startTcpDoor();
  const through = (url: string) => {
    const address = new URL(url);
    address.port = String(door.port);
    return address.href;
  };
  door.openTo(Number(new URL(server.url).port));
  await migrated(server.url);
  const receiver = await startReceiver(through(server.url));
  const accepted: string[] = [];
  const offer = async (id: string): Promise<Answer> => {
    const answer = await receiver.send({ body: JSON.stringify(observation(id)) });
    if (answer.status === 200) accepted.push(id);
    return answer;
  };
  expect((await offer('before')).status).toBe(200);

  // Requests that are under way while it goes: each is either in the database or not accepted.
  const underWay = Promise.all(Array.from({ length: 100 }, (_, index) => offer(`during-${index}`)));
  door.shut();
  await server.stop();
  for (const { status } of await underWay) expect([200, 503]).toContain(status);
  const refused = await offer('while-down');
  expect(refused).toMatchObject({ status: 503, body: '' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);

  server = await startEmbeddedPostgres({ directory, isDurable: false });
  door.openTo(Number(new URL(server.url).port));
  await eventually(async () => (await offer('after')).status === 200, { withinMs: 20_000 });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ resource_id: string }>('SELECT resource_id FROM inbox');
  await client.end();
  const stored = new Set(rows.map((row) => row.resource_id));
  expect(accepted.filter((id) => !stored.has(id))).toEqual([]);
  expect(stored.has('while-down')).toBe(false);
  await receiver.process.stop();
  await door.stop();
  await server.stop();
});
