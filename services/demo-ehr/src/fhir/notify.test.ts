import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addHours } from '@magwatch/base';
import type { Bundle, Subscription } from 'fhir/r4.js';
import { afterEach, describe, expect, test } from 'vitest';
import { handClock, MORNING, openReceiver, type Receiver, startForTest } from '../demo-ehr.fixture.ts';
import type { DemoEhr } from '../start.ts';
import { openWard } from '../ward/ward.ts';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openEhr(options: Parameters<typeof startForTest>[0]): Promise<DemoEhr> {
  const ehr = await startForTest(options);
  closing.push(ehr.stop);
  return ehr;
}

async function receiverFor(...answer: Parameters<typeof openReceiver>): Promise<Receiver> {
  const receiver = await openReceiver(...answer);
  closing.push(receiver.close);
  return receiver;
}

const POTASSIUM = 'Observation?code=http://loinc.org|2823-3';

interface Wish {
  readonly endpoint: string;
  readonly criteria?: string;
  readonly payload?: string;
}

const send = (method: string, url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method,
    headers: { 'content-type': 'application/fhir+json', ...headers },
    body: JSON.stringify(body),
  });

const wishOf = ({ endpoint, criteria = POTASSIUM, payload }: Wish) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'test',
  criteria,
  channel: {
    type: 'rest-hook',
    endpoint,
    header: ['Authorization: Bearer very-secret', 'X-Source: a:b:c'],
    ...(payload === undefined ? {} : { payload }),
  },
});

async function subscribe(ehr: DemoEhr, wish: Wish): Promise<Subscription & { id: string }> {
  const answer = await send('POST', `${ehr.fhirBaseUrl}/Subscription`, wishOf(wish));
  expect(answer.status).toBe(201);
  return (await answer.json()) as Subscription & { id: string };
}

const statusOf = async (ehr: DemoEhr, id: string): Promise<Subscription> =>
  (await (await fetch(`${ehr.fhirBaseUrl}/Subscription/${id}`)).json()) as Subscription;

describe('what a subscriber is sent', () => {
  test('with a payload: the resource, by POST, with the headers that were asked for', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock });
    const receiver = await receiverFor();
    const { status } = await subscribe(ehr, { endpoint: `${receiver.url}/hook`, payload: 'application/fhir+json' });
    expect(status).toBe('active');
    clock.move(1);
    ehr.advance();
    await receiver.count(1);
    const [first] = receiver.received;
    expect(first).toMatchObject({ method: 'POST', path: '/hook' });
    expect(first?.headers).toMatchObject({
      authorization: 'Bearer very-secret',
      'x-source': 'a:b:c',
      'content-type': 'application/fhir+json',
    });
    const resource = JSON.parse(first?.body ?? '') as { resourceType: string; code: { coding: { code: string }[] } };
    expect(resource.resourceType).toBe('Observation');
    expect(resource.code.coding[0]?.code).toBe('2823-3');
  });

  test('without a payload: an empty POST', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock });
    const receiver = await receiverFor();
    await subscribe(ehr, { endpoint: receiver.url });
    clock.move(1);
    ehr.advance();
    await receiver.count(1);
    expect(receiver.received[0]).toMatchObject({ method: 'POST', path: '/', body: '' });
  });

  test('by PUT to the endpoint with type and id, where the server is one of that kind', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock, notificationMethod: 'PUT' });
    const receiver = await receiverFor();
    await subscribe(ehr, { endpoint: `${receiver.url}/hook/`, payload: 'application/fhir+json' });
    clock.move(1);
    ehr.advance();
    await receiver.count(1);
    const [first] = receiver.received;
    const { id } = JSON.parse(first?.body ?? '') as { id: string };
    expect(first).toMatchObject({ method: 'PUT', path: `/hook/Observation/${id}` });
  });

  test('every new version that fits, each once, and nothing of before', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock });
    const before = new Date(clock.now()).toISOString();
    const receiver = await receiverFor();
    await subscribe(ehr, { endpoint: receiver.url, payload: 'application/fhir+json' });
    for (let step = 0; step < 12; step += 1) {
      clock.move(0.5);
      ehr.advance();
    }
    const found = (await (
      await fetch(`${ehr.fhirBaseUrl}/${POTASSIUM}&_lastUpdated=gt${before}&_count=1000`)
    ).json()) as Bundle;
    await receiver.count(found.total ?? 0);
    const told = receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect([...new Set(told)].sort()).toEqual(found.entry?.map((entry) => entry.resource?.id).sort());
  });

  test('a result that is struck out is told too, for it still fits the criteria', async () => {
    const struckOut = openWard(1)
      .eventsBetween(MORNING, addHours(MORNING, 300))
      .find(({ resource }) => resource.resourceType === 'Observation' && resource.status === 'entered-in-error');
    if (!struckOut) throw new Error('the ward strikes out a result every few days');
    const clock = handClock(addHours(struckOut.at, -1));
    const ehr = await openEhr({ clock });
    const receiver = await receiverFor();
    const criteria = 'Observation?category=laboratory';
    await subscribe(ehr, { endpoint: receiver.url, criteria, payload: 'application/fhir+json' });
    clock.move(2);
    ehr.advance();
    const struck = (): boolean => receiver.received.some(({ body }) => body.includes('"entered-in-error"'));
    while (!struck()) await receiver.count(receiver.received.length + 1);
    expect(struck()).toBe(true);
  });
});

describe('when the subscriber does not answer', () => {
  test('an event is tried again until it is taken', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock, retryDelaysMs: [1, 1, 1, 1] });
    let refused = 0;
    const taken = new Set<string>();
    const receiver = await receiverFor(({ body }, response) => {
      refused += 1;
      if (refused <= 3) response.statusCode = 503;
      else taken.add((JSON.parse(body) as { id: string }).id);
      response.end();
    });
    const { id } = await subscribe(ehr, { endpoint: receiver.url, payload: 'application/json' });
    clock.move(1);
    ehr.advance();
    const { total } = (await (
      await fetch(`${ehr.fhirBaseUrl}/${POTASSIUM}&_lastUpdated=gt2026-03-10T06:15:00Z`)
    ).json()) as Bundle;
    await receiver.count(3 + (total ?? 0));
    expect(taken.size).toBe(total);
    expect((await statusOf(ehr, id)).status).toBe('active');
  });

  test('after three events that nobody took the subscription is off and says why; the client turns it on again', async () => {
    const clock = handClock();
    const ehr = await openEhr({ clock, retryDelaysMs: [] });
    let isBroken = true;
    const receiver = await receiverFor((_request, response) => {
      response.statusCode = isBroken ? 500 : 200;
      response.end();
    });
    const { id } = await subscribe(ehr, { endpoint: receiver.url, payload: 'application/json' });
    for (let step = 0; step < 12; step += 1) {
      clock.move(0.5);
      ehr.advance();
    }
    await receiver.count(3);
    await expect.poll(async () => (await statusOf(ehr, id)).status).toBe('off');
    const off = await statusOf(ehr, id);
    expect(off.error).toContain('status-500');
    isBroken = false;
    const version = off.meta?.versionId ?? '';
    const stale = await send('PUT', `${ehr.fhirBaseUrl}/Subscription/${id}`, wishOf({ endpoint: receiver.url }), {
      'if-match': 'W/"1"',
    });
    expect(stale.status).toBe(412);
    const again = await send('PUT', `${ehr.fhirBaseUrl}/Subscription/${id}`, wishOf({ endpoint: receiver.url }), {
      'if-match': `W/"${version}"`,
    });
    expect(await again.json()).toMatchObject({ status: 'active' });
    const before = receiver.received.length;
    clock.move(1);
    ehr.advance();
    await receiver.count(before + 1);
  });
});

describe('the subscriptions themselves', () => {
  test.each([
    ['no criteria', { criteria: undefined }],
    ['criteria that cannot be searched', { criteria: 'Observation?colour=red' }],
    ['a status that a client cannot wish for', { status: 'error' }],
    ['no reason', { reason: '' }],
    ['another channel', { channel: { type: 'email', endpoint: 'mailto:a@b.example' } }],
    ['an endpoint that is no web address', { channel: { type: 'rest-hook', endpoint: 'file:///etc/passwd' } }],
    ['an endpoint with a password in it', { channel: { type: 'rest-hook', endpoint: 'http://a:b@127.0.0.1/' } }],
    [
      'a payload that this server cannot write',
      { channel: { type: 'rest-hook', endpoint: 'http://127.0.0.1/', payload: 'application/fhir+xml' } },
    ],
    ['another resource', { resourceType: 'Patient' }],
  ])('%s is refused', async (_name, change) => {
    const ehr = await openEhr({ clock: handClock() });
    const body = { ...wishOf({ endpoint: 'http://127.0.0.1/' }), ...change };
    const answer = await send('POST', `${ehr.fhirBaseUrl}/Subscription`, body);
    expect(answer.status).toBe(400);
  });

  test('are found by their endpoint, deleted for good, and never show the secret of their headers', async () => {
    const ehr = await openEhr({ clock: handClock() });
    const { id, channel } = await subscribe(ehr, { endpoint: 'http://127.0.0.1:9/hook' });
    expect(channel.header).toEqual(['Authorization: ***', 'X-Source: ***']);
    const search = await fetch(`${ehr.fhirBaseUrl}/Subscription?url=http://127.0.0.1:9/hook&status=active`);
    const text = await search.text();
    expect((JSON.parse(text) as Bundle).total).toBe(1);
    expect(text).not.toContain('very-secret');
    expect((await fetch(`${ehr.fhirBaseUrl}/Subscription/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${ehr.fhirBaseUrl}/Subscription/${id}`)).status).toBe(404);
  });

  test('outlive a restart, and so do the events that were written meanwhile', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'demo-ehr-'));
    closing.push(() => rm(dataDirectory, { recursive: true }));
    const clock = handClock();
    const receiver = await receiverFor();
    const first = await startForTest({ clock, dataDirectory });
    const { id } = await subscribe(first, { endpoint: receiver.url, payload: 'application/json' });
    await first.stop();
    clock.move(1);
    const second = await openEhr({ clock, dataDirectory });
    expect((await statusOf(second, id)).status).toBe('active');
    second.advance();
    await receiver.count(1);
    expect(receiver.received[0]?.headers['authorization']).toBe('Bearer very-secret');
  });
});
