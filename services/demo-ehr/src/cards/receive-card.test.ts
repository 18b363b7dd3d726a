import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handClock, SECRET, startForTest } from '../demo-ehr.fixture.ts';
import type { ChartAnswer } from '../show/routes.ts';
import type { DemoEhr } from '../start.ts';

const REAL_NOW = Date.UTC(2026, 10, 23, 12);
const clock = handClock();
let ehr: DemoEhr;
let patient: string;
let dataDirectory: string;

const open = (): Promise<DemoEhr> => startForTest({ clock, dataDirectory, realNow: () => REAL_NOW });

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'demo-ehr-'));
  ehr = await open();
  const found = (await (await fetch(`${ehr.fhirBaseUrl}/Encounter?status=in-progress&_count=1`)).json()) as {
    entry: { resource: { subject: { reference: string } } }[];
  };
  patient = found.entry[0]?.resource.subject.reference.replace('Patient/', '') ?? '';
});
afterAll(async () => {
  await ehr.stop();
  await rm(dataDirectory, { recursive: true });
});

interface Sent {
  readonly alert: string;
  readonly revision?: number;
  readonly tell?: 'alert' | 'update' | 'withdraw';
  readonly change?: Record<string, unknown>;
  readonly secret?: string;
  readonly ageSeconds?: number;
  readonly headers?: Record<string, string>;
}

/** Sends a delivery as the notifier does; `change` and `headers` spoil it. */
function deliver({
  alert,
  revision = 1,
  tell = 'alert',
  change = {},
  secret = SECRET,
  ageSeconds = 0,
  headers = {},
}: Sent): Promise<Response> {
  const card = {
    uuid: 'u1',
    summary: `Revision ${revision}`,
    indicator: 'warning',
    source: { label: 'Magwatch' },
    detail: 'why',
  };
  const withdrawn = { as: 'resolved', reason: 'finding-absent', isError: false };
  const said = tell === 'withdraw' ? { withdrawn } : { card };
  const body = JSON.stringify({
    alert,
    revision,
    tell,
    patient: `Patient/${patient}`,
    rule: 'mg-low',
    state: 'open',
    ...said,
    ...change,
  });
  const timestamp = String(Math.floor(REAL_NOW / 1000) - ageSeconds);
  const signature = createHmac('sha256', secret).update(`${timestamp}.17.${body}`).digest('hex');
  return fetch(`${ehr.url}/cards`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `${alert}.${revision}.ward`,
      'x-magwatch-timestamp': timestamp,
      'x-magwatch-delivery': '17',
      'x-magwatch-signature': `v1=${signature}`,
      ...headers,
    },
  });
}

const held = async (alert: string) => {
  const chart = (await (await fetch(`${ehr.url}/api/patients/${patient}`)).json()) as ChartAnswer;
  return chart.received.filter((card) => card.alert === alert);
};

describe('who may leave a card', () => {
  test.each<[string, Omit<Sent, 'alert'>, number]>([
    ['a genuine delivery', {}, 200],
    ['one that is 5 minutes old', { ageSeconds: 300 }, 200],
    ['one that is older', { ageSeconds: 301 }, 401],
    ['one that is 5 minutes ahead', { ageSeconds: -300 }, 200],
    ['one that is farther ahead', { ageSeconds: -301 }, 401],
    ['another secret', { secret: 'not the secret' }, 401],
    ['no signature', { headers: { 'x-magwatch-signature': '' } }, 401],
    ['a signature of another scheme', { headers: { 'x-magwatch-signature': `v2=${'0'.repeat(64)}` } }, 401],
    ['a signature that is cut off', { headers: { 'x-magwatch-signature': 'v1=00' } }, 401],
    ['another delivery id than was signed', { headers: { 'x-magwatch-delivery': '18' } }, 401],
    ['a time that is no number', { headers: { 'x-magwatch-timestamp': 'now' } }, 401],
    ['no idempotency key', { headers: { 'idempotency-key': '' } }, 400],
    ['a body without a card', { change: { card: undefined } }, 422],
    ['a word that nobody knows', { change: { tell: 'shout' } }, 422],
    ['a revision that is no number', { change: { revision: '1' } }, 422],
    ['no patient', { change: { patient: undefined } }, 422],
  ])('%s', async (name, sent, status) => {
    const alert = name.replaceAll(/[^a-z0-9]/gi, '-');
    const answer = await deliver({ alert, ...sent });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe('');
    expect(await held(alert)).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe('at most one card per alert', () => {
  test('the same delivery three times at once is one card', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => deliver({ alert: 'thrice' })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await held('thrice')).toHaveLength(1);
  });

  test('a higher revision replaces the card, a lower one that comes late does not', async () => {
    await deliver({ alert: 'late', revision: 1 });
    await deliver({ alert: 'late', revision: 3, tell: 'update' });
    await deliver({ alert: 'late', revision: 2, tell: 'update' });
    const [card] = await held('late');
    expect(card).toMatchObject({ revision: 3, state: 'live', card: { summary: 'Revision 3' } });
  });

  test('a withdrawal keeps what was shown and marks it withdrawn, whatever comes later of before', async () => {
    await deliver({ alert: 'gone', revision: 1 });
    await deliver({ alert: 'gone', revision: 2, tell: 'withdraw' });
    await deliver({ alert: 'gone', revision: 1 });
    const [card] = await held('gone');
    expect(card).toMatchObject({ state: 'withdrawn', withdrawn: { as: 'resolved' }, card: { summary: 'Revision 1' } });
  });

  test('a withdrawal of what never came leaves nothing', async () => {
    expect((await deliver({ alert: 'never', revision: 2, tell: 'withdraw' })).status).toBe(200);
    expect(await held('never')).toHaveLength(0);
  });

  test('an alert that is being acted on stays, and says so', async () => {
    await deliver({ alert: 'acted', revision: 1 });
    await deliver({ alert: 'acted', revision: 2, tell: 'update', change: { state: 'in-progress' } });
    expect((await held('acted'))[0]).toMatchObject({ state: 'in-progress' });
  });

  test('a restart forgets nothing: the repetition of a delivery is still known', async () => {
    await deliver({ alert: 'kept', revision: 5 });
    await ehr.stop();
    ehr = await open();
    await deliver({ alert: 'kept', revision: 4 });
    expect((await held('kept'))[0]).toMatchObject({ revision: 5, state: 'live' });
  });
});
