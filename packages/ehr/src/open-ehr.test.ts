import { afterEach, describe, expect, test } from 'vitest';
import type { EhrSource } from './contract.ts';
import { type Answer, bundle, type Request, startFhirServer } from './fhir-server.fixture.ts';
import { openEhr } from './open-ehr.ts';

const observation = (id: string, versionId = '1') => ({ resourceType: 'Observation', id, meta: { versionId } });
const quick = { id: 'main', timeoutMs: 2_000, backoff: { baseMs: 1, capMs: 5 } };

const toClose: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

async function serve(
  answer: (request: Request) => Answer | undefined | Promise<Answer | undefined>,
  source: Partial<EhrSource> = {},
) {
  const server = await startFhirServer(answer);
  const ehr = openEhr({ ...quick, baseUrl: server.baseUrl, ...source });
  toClose.push(() => ehr.close(), server.stop);
  return { server, ehr };
}

describe('read', () => {
  test('gives the resource and sends the token', async () => {
    const { server, ehr } = await serve(() => ({ body: observation('o1') }), { bearerToken: 'secret-token' });
    const answer = await ehr.read('Observation', 'o1');
    expect(answer).toMatchObject({ ok: true, value: { state: 'present', resource: { id: 'o1' } } });
    expect(server.requests).toMatchObject([{ method: 'GET', url: '/fhir/Observation/o1' }]);
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      accept: 'application/fhir+json',
    });
  });

  const outcome = { resourceType: 'OperationOutcome', issue: [] };
  test.each<[string, Answer, object]>([
    ['404 with an outcome is gone', { status: 404, body: outcome }, { ok: true, value: { state: 'gone' } }],
    ['410 without a body is gone', { status: 410 }, { ok: true, value: { state: 'gone' } }],
    [
      "a proxy's 404 page is not a deletion",
      { status: 404, body: '<html>no such host</html>' },
      { ok: false, failure: { code: 'ehr-unreadable', retry: 'later' } },
    ],
    [
      'a page in place of a resource',
      { body: '<html>sign in</html>' },
      { ok: false, failure: { code: 'ehr-unreadable' } },
    ],
    ['another resource', { body: observation('o2') }, { ok: false, failure: { code: 'ehr-unreadable' } }],
    ['401', { status: 401, body: outcome }, { ok: false, failure: { code: 'ehr-unauthorized', status: 401 } }],
    ['400', { status: 400, body: outcome }, { ok: false, failure: { code: 'ehr-refused', retry: 'never' } }],
    [
      'a redirect is not followed',
      { status: 302, headers: { location: 'http://127.0.0.1:1/fhir/Observation/o1' } },
      { ok: false, failure: { code: 'ehr-redirected', status: 302 } },
    ],
  ])('%s', async (_name, said, expected) => {
    const { server, ehr } = await serve(() => said);
    expect(await ehr.read('Observation', 'o1')).toMatchObject(expected);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['Observation', '../Observation?x='],
    ['Observation', '..'],
    ['Observation', '.'],
    ['Observation', 'a/b'],
    ['Observation', 'a?b'],
    ['Observation', 'a#b'],
    ['Observation', '%2e%2e'],
    ['Observation', ''],
    ['Observation', 'x'.repeat(65)],
    ['../Patient', 'p1'],
    ['http://elsewhere/Observation', 'p1'],
    ['observation', 'p1'],
  ])('%s/%s is refused before anything is sent', async (type, id) => {
    const { server, ehr } = await serve(() => ({ body: observation('o1') }));
    expect(await ehr.read(type, id)).toMatchObject({ ok: false, failure: { code: 'ehr-bad-id', retry: 'never' } });
    expect(server.requests).toEqual([]);
  });

  test('an id of 64 characters with dots and dashes is sent as it is', async () => {
    const id = `a.b-${'x'.repeat(60)}`;
    const { server, ehr } = await serve(() => ({ body: observation(id) }));
    expect((await ehr.read('Observation', id)).ok).toBe(true);
    expect(server.requests[0]?.url).toBe(`/fhir/Observation/${id}`);
  });

  test('a server that is silent is given up in time, once', async () => {
    const { server, ehr } = await serve(() => undefined, { timeoutMs: 50 });
    expect(await ehr.read('Observation', 'o1')).toMatchObject({
      ok: false,
      failure: { code: 'ehr-timeout', retry: 'later' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('nobody at the address is a failure for later', async () => {
    const { server, ehr } = await serve(() => ({}));
    await server.stop();
    expect(await ehr.read('Observation', 'o1')).toMatchObject({ ok: false, failure: { code: 'ehr-unreachable' } });
  });

  test('500 and 503 are tried again, three times in all', async () => {
    const statuses = [500, 503];
    const { server, ehr } = await serve(() => {
      const status = statuses.shift();
      return status === undefined ? { body: observation('o1') } : { status };
    });
    expect((await ehr.read('Observation', 'o1')).ok).toBe(true);
    statuses.push(500, 500, 500, 500);
    expect(await ehr.read('Observation', 'o1')).toMatchObject({
      ok: false,
      failure: { code: 'ehr-unavailable', status: 500 },
    });
    expect(server.requests).toHaveLength(6);
  });

  test('no failure carries the address or the answer of the server', async () => {
    const { ehr } = await serve(() => ({ status: 400, body: { resourceType: 'OperationOutcome', text: 'CANARY' } }));
    expect(JSON.stringify(await ehr.read('Observation', 'canary-id'))).not.toMatch(/canary|127\.0\.0\.1/i);
  });
});

describe('Retry-After', () => {
  test('seconds are waited for, by every call to the source', async () => {
    const times: number[] = [];
    const { ehr } = await serve(() => {
      times.push(performance.now());
      return times.length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { body: observation('o1') };
    });
    expect((await ehr.read('Observation', 'o1')).ok).toBe(true);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('a longer one goes back to the caller, and the source is left alone meanwhile', async () => {
    const at = new Date(Date.now() + 3_600_000).toUTCString();
    const { server, ehr } = await serve(() => ({ status: 503, headers: { 'retry-after': at } }));
    const first = await ehr.read('Observation', 'o1');
    expect(first).toMatchObject({ ok: false, failure: { code: 'ehr-unavailable', status: 503 } });
    if (!first.ok) expect(first.failure.retryAfterMs).toBeGreaterThan(3_500_000);
    expect(await ehr.read('Observation', 'o2')).toMatchObject({ ok: false, failure: { code: 'ehr-throttled' } });
    expect(server.requests).toHaveLength(1);
  });
});

describe('places and shared reads', () => {
  test('no more than four calls run at the same time', async () => {
    const answers: (() => void)[] = [];
    let running = 0;
    let runningMax = 0;
    const { ehr } = await serve(async ({ url }) => {
      running += 1;
      runningMax = Math.max(runningMax, running);
      await new Promise<void>((resolve) => {
        answers.push(resolve);
        if (answers.length >= 4) for (const release of answers.splice(0)) setImmediate(release);
      });
      running -= 1;
      return { body: observation(url.split('/').at(-1) ?? '') };
    });
    const ids = Array.from({ length: 12 }, (_, index) => `o${index}`);
    const read = await Promise.all(ids.map((id) => ehr.read('Observation', id)));
    expect(read.every((answer) => answer.ok)).toBe(true);
    expect(runningMax).toBe(4);
  });

  test('reads of the same resource are shared, but not with one that has already left', async () => {
    let version = 0;
    const held: (() => void)[] = [];
    const { server, ehr } = await serve(async () => {
      version += 1;
      const body = observation('o1', String(version));
      if (version === 1) await new Promise<void>((resolve) => held.push(resolve));
      return { body };
    });
    const first = ehr.read('Observation', 'o1');
    while (server.requests.length < 1) await new Promise((resolve) => setImmediate(resolve));
    const later = [ehr.read('Observation', 'o1'), ehr.read('Observation', 'o1'), ehr.read('Observation', 'o1')];
    for (const release of held) release();
    expect(await first).toMatchObject({ value: { resource: { meta: { versionId: '1' } } } });
    for (const answer of await Promise.all(later))
      expect(answer).toMatchObject({ value: { resource: { meta: { versionId: '2' } } } });
    expect(server.requests).toHaveLength(2);
  });
});

describe('search', () => {
  test('parameters are encoded and all pages come together', async () => {
    const { server, ehr } = await serve(({ url }) => {
      const base = server.baseUrl;
      if (url.includes('page=3')) return { body: bundle([observation('c')]) };
      if (url.includes('page=2')) return { body: bundle([observation('b')], `${base}/Observation?page=3`) };
      return { body: bundle([observation('a')], `${base}/Observation?page=2`) };
    });
    const found = await ehr.search('Observation', { code: 'http://loinc.org|2823-3', _lastUpdated: ['ge1', 'lt2'] });
    expect(found).toMatchObject({
      ok: true,
      value: { matches: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], included: [] },
    });
    expect(server.requests[0]?.url).toBe(
      '/fhir/Observation?code=http%3A%2F%2Floinc.org%7C2823-3&_lastUpdated=ge1&_lastUpdated=lt2',
    );
  });

  test('what is included comes apart, outcomes not at all', async () => {
    const { ehr } = await serve(() => ({
      body: {
        resourceType: 'Bundle',
        entry: [
          { resource: { resourceType: 'MedicationRequest', id: 'm' } },
          { resource: { resourceType: 'Medication', id: 'd' }, search: { mode: 'include' } },
          { resource: { resourceType: 'OperationOutcome' }, search: { mode: 'outcome' } },
          {},
        ],
      },
    }));
    expect(await ehr.search('MedicationRequest', {})).toMatchObject({
      value: { matches: [{ id: 'm' }], included: [{ id: 'd' }] },
    });
  });

  test.each([
    ['another host', 'http://127.0.0.1:1/fhir/Observation?page=2'],
    ['above the base path', 'ORIGIN/admin?page=2'],
    ['a longer name', 'ORIGIN/fhirother/Observation'],
    ['out of the path', 'ORIGIN/fhir/../admin'],
    ['encoded out of the path', 'ORIGIN/fhir/%2e%2e/admin'],
    ['an encoded slash', 'ORIGIN/fhir/..%2fadmin'],
    ['credentials before the host', 'http://user@HOST/fhir/Observation'],
    ['another scheme', 'file:///etc/passwd'],
  ])('a next link to %s is not followed, and there is no part of an answer', async (_name, link) => {
    const { server, ehr } = await serve(() => ({
      body: bundle(
        [observation('a')],
        link.replace('ORIGIN', server.origin).replace('HOST', new URL(server.origin).host),
      ),
    }));
    expect(await ehr.search('Observation', {})).toMatchObject({ ok: false, failure: { code: 'ehr-foreign-link' } });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['the base itself with a query', 'ORIGIN/fhir?_getpages=1'],
    ['a relative link', 'Observation?page=2'],
  ])('a next link of %s is followed', async (_name, link) => {
    const { server, ehr } = await serve(({ url }) => ({
      body:
        url === '/fhir/Observation?' ? bundle([observation('a')], link.replace('ORIGIN', server.origin)) : bundle([]),
    }));
    expect(await ehr.search('Observation', {})).toMatchObject({ ok: true, value: { matches: [{ id: 'a' }] } });
    expect(server.requests).toHaveLength(2);
  });

  test('pages that never end are given up, as is a circle', async () => {
    let page = 0;
    const endless = await serve(() => ({ body: bundle([], `${endless.server.baseUrl}/Observation?page=${page++}`) }));
    expect(await endless.ehr.search('Observation', {}, { pagesMax: 3 })).toMatchObject({
      failure: { code: 'ehr-too-many-pages' },
    });
    expect(endless.server.requests).toHaveLength(3);
    const circle = await serve(() => ({ body: bundle([], `${circle.server.baseUrl}/Observation?page=2`) }));
    expect(await circle.ehr.search('Observation', {})).toMatchObject({ failure: { code: 'ehr-too-many-pages' } });
    expect(circle.server.requests).toHaveLength(2);
  });

  test('a failure on the second page is a failure of the search', async () => {
    const { server, ehr } = await serve(({ url }) =>
      url.includes('page=2')
        ? { status: 400 }
        : { body: bundle([observation('a')], `${server.baseUrl}/Observation?page=2`) },
    );
    expect(await ehr.search('Observation', {})).toMatchObject({ ok: false, failure: { code: 'ehr-refused' } });
  });

  test('a parameter name that could change the query is refused', async () => {
    const { server, ehr } = await serve(() => ({ body: bundle([]) }));
    expect(await ehr.search('Observation', { 'code=x&patient': 'y' })).toMatchObject({
      failure: { code: 'ehr-bad-id' },
    });
    expect(server.requests).toEqual([]);
  });
});
