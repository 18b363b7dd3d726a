import { afterEach, describe, expect, test } from 'vitest';
import type { WantedSubscription } from './contract.ts';
import { bundle, type Request, startFhirServer } from './fhir-server.fixture.ts';
import { openEhr } from './open-ehr.ts';

const wanted: WantedSubscription = {
  criteria: 'Observation?code=http://loinc.org|2823-3',
  endpoint: 'http://127.0.0.1:8080/notifications/main',
  header: 'Authorization: Bearer new-secret',
  payload: 'application/fhir+json',
};
const channel = { type: 'rest-hook', endpoint: wanted.endpoint, payload: wanted.payload, header: [wanted.header] };
const own = { resourceType: 'Subscription', id: 's1', status: 'active', criteria: wanted.criteria, channel };

const toClose: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

type Stored = { resourceType: string; id: string; meta?: { versionId: string } } & Record<string, unknown>;

/** Keeps Subscriptions as a server does; `interfere` runs before each request and may answer in its place. */
async function serve(
  stored: Stored[],
  interfere: (request: Request) => { status: number; body?: unknown } | undefined = () => undefined,
) {
  const server = await startFhirServer((request) => {
    const instead = interfere(request);
    if (instead) return instead;
    if (request.method === 'POST') {
      const created = { ...(JSON.parse(request.body) as Stored), id: `s${stored.length + 1}` };
      stored.push(created);
      return { status: 201, body: created };
    }
    const id = /Subscription\/([^?]+)/.exec(request.url)?.[1];
    if (id === undefined) return { body: bundle(stored) };
    const index = stored.findIndex((one) => one.id === id);
    if (index < 0) return { status: 404, body: { resourceType: 'OperationOutcome' } };
    if (request.method === 'PUT') stored[index] = JSON.parse(request.body) as Stored;
    return { body: stored[index] };
  });
  const ehr = openEhr({ id: 'main', baseUrl: server.baseUrl, timeoutMs: 2_000, backoff: { baseMs: 1, capMs: 5 } });
  toClose.push(() => ehr.close(), server.stop);
  return { server, ehr, stored };
}

const sent = (requests: readonly Request[]) => requests.map(({ method }) => method);

describe('ensureSubscription', () => {
  test('creates one with status requested and reads it back', async () => {
    const { server, ehr, stored } = await serve([]);
    expect(await ehr.ensureSubscription(wanted)).toEqual({
      ok: true,
      value: {
        id: 's1',
        status: 'requested',
        criteria: wanted.criteria,
        isAsWanted: true,
        isNew: true,
        hasError: false,
      },
    });
    expect(stored).toMatchObject([{ status: 'requested', criteria: wanted.criteria, channel }]);
    expect(sent(server.requests)).toEqual(['GET', 'POST', 'GET']);
  });

  test('takes its own again, by endpoint and criteria, whatever else is there', async () => {
    const { server, ehr } = await serve([
      { ...own, id: 'other-endpoint', channel: { ...channel, endpoint: 'http://elsewhere/notifications' } },
      { ...own, id: 'other-criteria', criteria: 'Condition?' },
      { ...own, id: 'off', status: 'off' },
      own,
    ]);
    expect(await ehr.ensureSubscription(wanted)).toMatchObject({ value: { id: 's1', status: 'active', isNew: false } });
    expect(sent(server.requests)).toEqual(['GET']);
    expect(server.requests[0]?.url).toContain(`url=${encodeURIComponent(wanted.endpoint)}`);
  });

  test('looks through all of them where the server knows no search by url', async () => {
    const { ehr } = await serve([own], ({ url }) => (url.includes('url=') ? { status: 400 } : undefined));
    expect(await ehr.ensureSubscription(wanted)).toMatchObject({ value: { id: 's1', isNew: false } });
  });

  test('a failed search creates nothing', async () => {
    const { server, ehr } = await serve([], ({ method }) => (method === 'GET' ? { status: 403 } : undefined));
    expect(await ehr.ensureSubscription(wanted)).toMatchObject({ ok: false, failure: { code: 'ehr-unauthorized' } });
    expect(sent(server.requests)).toEqual(['GET']);
  });

  test('a create whose outcome is not known is not sent twice', async () => {
    const { server, ehr } = await serve([], ({ method }) => (method === 'POST' ? { status: 500 } : undefined));
    expect(await ehr.ensureSubscription(wanted)).toMatchObject({ ok: false, failure: { code: 'ehr-unavailable' } });
    expect(sent(server.requests)).toEqual(['GET', 'POST']);
  });

  test('an old secret is replaced; a masked one is left alone', async () => {
    const old = { ...own, channel: { ...channel, header: ['Authorization: Bearer old-secret'] } };
    const rotated = await serve([old]);
    expect(await rotated.ehr.ensureSubscription(wanted)).toMatchObject({ value: { id: 's1', status: 'requested' } });
    expect(rotated.stored).toMatchObject([{ channel }]);
    const masked = await serve([{ ...own, channel: { ...channel, header: ['Authorization: Bearer ***'] } }]);
    await masked.ehr.ensureSubscription(wanted);
    expect(sent(masked.server.requests)).toEqual(['GET']);
  });

  test('a server that changed the criteria on the way is noticed', async () => {
    const { ehr, stored } = await serve([], ({ method, url }) => {
      if (method === 'GET' && url.includes('Subscription/s1') && stored[0]) stored[0]['criteria'] = 'Observation?';
      return undefined;
    });
    expect(await ehr.ensureSubscription(wanted)).toMatchObject({ value: { isNew: true, isAsWanted: false } });
  });
});

describe('reactivate', () => {
  test('puts the wanted content with If-Match and without the error', async () => {
    const { server, ehr, stored } = await serve([
      { ...own, status: 'error', error: 'said no', meta: { versionId: '7' } },
    ]);
    expect(await ehr.readSubscription('s1', wanted)).toMatchObject({ value: { status: 'error', hasError: true } });
    expect(await ehr.reactivate('s1', wanted)).toMatchObject({ value: { status: 'requested', hasError: false } });
    expect(server.requests.find(({ method }) => method === 'PUT')?.headers['if-match']).toBe('W/"7"');
    expect(stored[0]).not.toHaveProperty('error');
    expect(await ehr.reactivate('s1', wanted, 'active')).toMatchObject({ value: { status: 'active' } });
  });

  test('a change by somebody else meanwhile is read and written over once', async () => {
    let conflicts = 1;
    const { server, ehr } = await serve([{ ...own, status: 'off' }], ({ method }) =>
      method === 'PUT' && conflicts-- > 0 ? { status: 412 } : undefined,
    );
    expect(await ehr.reactivate('s1', wanted)).toMatchObject({ value: { status: 'requested' } });
    expect(sent(server.requests)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET']);
  });

  test('one that the server no longer has is gone', async () => {
    const { ehr } = await serve([]);
    expect(await ehr.reactivate('s9', wanted)).toEqual({ ok: true, value: 'gone' });
    expect(await ehr.readSubscription('s9', wanted)).toEqual({ ok: true, value: 'gone' });
  });

  test('no answer holds the secret', async () => {
    const { ehr } = await serve([own]);
    expect(JSON.stringify(await ehr.ensureSubscription(wanted))).not.toContain('new-secret');
  });
});
