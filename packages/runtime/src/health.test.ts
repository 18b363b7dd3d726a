import { afterEach, describe, expect, it } from 'vitest';
import { type HealthServer, openHealthServer, type ReadinessCheck } from './health.ts';
import { createMetrics } from './metrics.ts';

let server: HealthServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function open(checks: Record<string, ReadinessCheck>): Promise<string> {
  const metrics = createMetrics({ withProcess: false });
  metrics.gauge({ name: 'magwatch_pending', help: 'h' }).set(4);
  const routes = (app: Parameters<NonNullable<Parameters<typeof openHealthServer>[0]['routes']>>[0]): void => {
    app.get('/data-quality', () => ({ notes: [] }));
  };
  server = await openHealthServer({ port: 0, checks, metrics, checkTimeoutMs: 50, routes });
  return server.address;
}

const fails = async (): Promise<never> => {
  throw new Error('password authentication failed for Zephyrine');
};
const never = (): Promise<never> => new Promise(() => {});

describe('the health server', () => {
  it('is ready while every check succeeds', async () => {
    const answer = await fetch(`${await open({ postgres: async () => 1 })}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ready', checks: { postgres: 'ok' } }]);
  });

  it.each([
    ['fails', fails],
    ['does not answer in time', never],
    [
      'throws at once',
      () => {
        throw new Error('x');
      },
    ],
  ])('is not ready when one check %s, and names only the check', async (_name, check) => {
    const answer = await fetch(`${await open({ postgres: async () => 1, queue: check })}/readyz`);
    const expected = { status: 'not-ready', checks: { postgres: 'ok', queue: 'failed' } };
    expect([answer.status, await answer.json()]).toEqual([503, expected]);
  });

  it('lives, shows figures, and takes more routes', async () => {
    const address = await open({ queue: fails });
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('magwatch_pending 4');
    expect(await (await fetch(`${address}/data-quality`)).json()).toEqual({ notes: [] });
  });
});
