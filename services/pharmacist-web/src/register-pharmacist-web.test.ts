import { randomUUID } from 'node:crypto';
import type { Alert } from '@magwatch/alerts';
import { instantOf } from '@magwatch/base';
import { inTransaction, insertAlertChange, migrate, openStore, type Store, saveAlert } from '@magwatch/store';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { registerPharmacistWeb } from './register-pharmacist-web.ts';

const NOW = instantOf(Date.parse('2026-03-10T12:00:00Z'));
const HOSTILE = `<img src=x onerror=alert(1)>"'`;

let postgres: TestPostgres;
let store: Store;
let app: FastifyInstance;

beforeAll(async () => {
  postgres = await startPostgres();
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
  app = Fastify();
  registerPharmacistWeb(app, { store, clock: { now: () => NOW }, timeZone: 'Europe/Berlin' });
});

afterAll(async () => {
  await app.close();
  await store.close();
  await postgres.stop();
});

async function save(change: Partial<Alert> = {}): Promise<Alert> {
  const at = instantOf(NOW - 3 * 3_600_000);
  const alert: Alert = {
    id: randomUUID(),
    source: 'ward',
    patient: 'Patient/p1',
    ruleId: 'mg-low',
    episode: 1,
    ruleVersion: '1.0.0',
    parametersVersion: 'abc',
    state: 'open',
    severity: 'warning',
    summary: `Magnesium 1.4 mg/dL ${HOSTILE}`,
    figures: { magnesiumMgPerDl: 1.4, isTreated: false },
    missing: ['egfr'],
    evidence: [{ role: 'magnesium', reference: 'Observation/o1', value: 1.4, unit: 'mg/dL', at }],
    notes: ['unit-property-mismatch'],
    episodeStart: at,
    openedAt: at,
    stateSince: at,
    lastTrueAt: at,
    revision: 1,
    decidedAt: at,
    factSequence: 1,
    ...change,
  };
  await inTransaction(store, async (tx) => {
    await saveAlert(tx, alert);
    await insertAlertChange(tx, {
      alertId: alert.id,
      revision: 1,
      change: 'opened',
      reason: 'finding-fired',
      actor: 'finding',
      stateBefore: null,
      stateAfter: alert.state,
      severity: alert.severity,
      decidedAt: at,
    });
  });
  return alert;
}

describe('the list', () => {
  test('says so when there is nothing, and what this is not', async () => {
    const { statusCode, body } = await app.inject('/');
    expect(statusCode).toBe(200);
    expect(body).toContain('No active alerts');
    expect(body.split('Not a medical device; site approval needed.')).toHaveLength(2);
  });

  test('shows severity in words, patient, rule, since, summary; hides held and closed ones', async () => {
    await save({ state: 'held', patient: 'Patient/held' });
    await save({
      state: 'closed',
      patient: 'Patient/closed',
      closed: { as: 'resolved', reason: 'finding-absent', at: NOW, by: 'finding' },
    });
    const alert = await save();
    const { body } = await app.inject('/');
    expect(body).toContain('1 active alert');
    expect(body).toContain(`href="/alerts/${alert.id}"`);
    for (const text of ['warning', 'p1', '3 h', '10 Mar 2026, 10:00']) expect(body).toContain(text);
    for (const text of ['held', 'closed']) expect(body).not.toContain(`>${text}<`);
  });

  test('no text of an alert becomes markup', async () => {
    for (const address of ['/', `/alerts/${(await save({ patient: 'Patient/p2' })).id}`]) {
      const { body } = await app.inject(address);
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;');
      expect(body).not.toContain('<img');
    }
  });
});

describe('one alert', () => {
  test('shows its evidence, figures, what was missing, what to know, its history', async () => {
    const alert = await save({ patient: 'Patient/p3' });
    const { body } = await app.inject(`/alerts/${alert.id}`);
    for (const text of [
      'Observation/o1',
      '1.4',
      'mg/dL',
      'eGFR',
      'unit property mismatch',
      'the pattern is true and nothing explains it',
      'is treated',
    ])
      expect(body).toContain(text);
  });

  test.each(['/alerts/1', `/alerts/${randomUUID()}`, '/alerts/%00', `/alerts/${'x'.repeat(90)}`])(
    '%s is not found, as a page',
    async (address) => {
      const { statusCode, headers } = await app.inject(address);
      expect(statusCode).toBe(404);
      expect(headers['content-type']).toContain('text/html');
    },
  );
});

describe('the API', () => {
  test('gives instants as ISO 8601', async () => {
    const alert = await save({ patient: 'Patient/p4' });
    const { alerts } = (await app.inject('/api/alerts')).json<{ alerts: Record<string, unknown>[] }>();
    expect(alerts.find(({ id }) => id === alert.id)).toMatchObject({
      openedAt: '2026-03-10T09:00:00Z',
      patient: 'Patient/p4',
    });
    const one = (await app.inject(`/api/alerts/${alert.id}`)).json<Record<string, unknown>>();
    expect(one).toMatchObject({
      alert: { evidence: [{ at: '2026-03-10T09:00:00Z', value: 1.4 }] },
      changes: [{ change: 'opened', decidedAt: '2026-03-10T09:00:00Z' }],
    });
  });

  test('an unknown alert is 404', async () => {
    expect((await app.inject(`/api/alerts/${randomUUID()}`)).statusCode).toBe(404);
  });
});

test('while the database is away the page says so, and never shows an empty list', async () => {
  const away = await openStore(await postgres.createDatabase());
  await away.close();
  const broken = Fastify();
  registerPharmacistWeb(broken, { store: away, clock: { now: () => NOW }, timeZone: 'UTC' });
  const { statusCode, body } = await broken.inject('/');
  expect(statusCode).toBe(503);
  expect(body).toContain('cannot be shown');
  expect(body).not.toContain('No active alerts');
  await broken.close();
});

test('every answer forbids scripts, frames, foreign content, and keeping it', async () => {
  for (const address of ['/', '/alerts/x', '/api/alerts', '/style.css']) {
    const { headers } = await app.inject(address);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    if (address !== '/style.css') expect(headers['cache-control']).toBe('no-store');
  }
});
