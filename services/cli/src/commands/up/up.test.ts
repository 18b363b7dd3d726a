import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFreePort } from '../../../../../test/kit/free-port.ts';
import { type RunningProcess, runToEnd, startProcess } from '../../../../../test/kit/processes.ts';
import { probePort } from './ports.ts';

const SCRIPT = 'services/cli/src/main.ts';
const RUNS = /^Magwatch runs/;
const ALERT = /^ALERT (info|warning|critical) [a-z-]+ http:\/\/127\.0\.0\.1:\d+\/alerts\/[0-9a-f-]{36}/;

let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-up-'));
  port = await findFreePort();
  while (port > 65_000 || (await probePort(port + 10)) !== 'free') port = await findFreePort();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const args = (): string[] => ['up', '--port', String(port), '--data-dir', join(folder, 'data')];
// Faster than by default: what a ward does in a morning is to be seen within seconds.
const env = { DEMO_EHR_RATE: '600' };
const start = (): Promise<RunningProcess> =>
  startProcess({ script: SCRIPT, args: args(), env, readyLine: RUNS, readyWithinMs: 90_000 });
const ask = async (address: string): Promise<Response> => fetch(address, { signal: AbortSignal.timeout(5_000) });

/** The simulated time that is kept. */
const keptTime = (): number =>
  (JSON.parse(readFileSync(join(folder, 'data', 'simulated-time.json'), 'utf8')) as { simulated: number }).simulated;

// A whole system is started several times; on a machine that does something else as well this takes its time.
describe('magwatch up', { timeout: 120_000 }, () => {
  let running: RunningProcess;

  test('starts everything and shows alerts of the simulated ward, with working addresses', async () => {
    running = await start();
    const [address] = /http:\/\/\S+/.exec(await running.waitForLine(ALERT, 60_000)) ?? [];
    const page = await ask(address ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Evidence');
    expect((await ask(`http://127.0.0.1:${port}/`)).status).toBe(200);
    expect((await ask(`http://127.0.0.1:${port}/cds-services`)).status).toBe(200);
    expect((await ask(`http://127.0.0.1:${port + 10}/`)).status).toBe(200);
    const health = /health, metrics +(\S+)/.exec(running.stdout())?.[1];
    expect((await ask(health ?? '')).status).toBe(200);
  });

  test('an alert of the running system is explained, and the stored answer is the same', async () => {
    const line = await running.waitForLine(ALERT, 60_000);
    const id = /alerts\/([0-9a-f-]{36})/.exec(line)?.[1] ?? '';
    const dataDir = join(folder, 'data');
    const { code, stdout, stderr } = await runToEnd({ script: SCRIPT, args: ['explain', id, '--data-dir', dataDir] });
    expect(stderr).toContain('the stored answer is the same');
    expect(code).toBe(0);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({ stored: { alert: id, differences: [] } });
  });

  test('keeps its data and its secrets for its owner only', () => {
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
    for (const name of ['demo-secrets.json', 'simulated-time.json'])
      expect(statSync(join(folder, 'data', name)).mode & 0o077).toBe(0);
  });

  test('a second start on the same folder says so, with the process that holds it, and stops', async () => {
    const second = await runToEnd({ script: SCRIPT, args: ['up', '--port', '1', ...args().slice(3)] });
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`process ${running.pid}`);
  });

  test('a port that is taken is named, with what to do', async () => {
    const other = await runToEnd({
      script: SCRIPT,
      args: ['up', '--port', String(port), '--data-dir', join(folder, 'other')],
    });
    expect(other.code).toBe(2);
    expect(other.stderr).toContain(`Port ${port}`);
    expect(other.stderr).toContain('--port');
  });

  test('the port of the demo EHR too', async () => {
    const free = await findFreePort();
    const blocker: Server = createServer();
    await new Promise<void>((resolve) => blocker.listen(free + 10, '127.0.0.1', resolve));
    const { code, stderr } = await runToEnd({
      script: SCRIPT,
      args: ['up', '--port', String(free), '--data-dir', join(folder, 'other')],
    });
    blocker.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`Port ${free + 10}, for the demo EHR`);
  });

  test('a kill loses nothing: the next start goes on with data and simulated time', async () => {
    const before = keptTime();
    await running.kill();
    running = await start();
    expect(running.stdout()).toMatch(/Active alerts from before: [1-9]/);
    expect(keptTime()).toBeGreaterThanOrEqual(before);
  });

  test('Ctrl-C stops everything within seconds, with status 0, and keeps the simulated time', async () => {
    const askedMs = performance.now();
    running.signal('SIGINT');
    const exit = await running.exited;
    expect(exit.code).toBe(0);
    expect(performance.now() - askedMs).toBeLessThan(10_000);
    for (const one of [port, port + 10]) expect(await probePort(one)).toBe('free');
    const stoppedAt = keptTime();
    running = await start();
    const shown = /Simulated time: (\S+?)Z?,/.exec(running.stdout())?.[1] ?? '';
    expect(Date.parse(`${shown.replace(/Z$/, '')}:00Z`)).toBeGreaterThanOrEqual(stoppedAt - 60_000);
    expect((await running.stop()).code).toBe(0);
  });
});

test('a wrong configuration stops the start with its key, the problem and an example', async () => {
  const { code, stderr } = await runToEnd({
    script: SCRIPT,
    args: args(),
    env: { DATABASE_URL: 'mysql://nowhere', DEMO_EHR_RATE: 'fast' },
  });
  expect(code).toBe(2);
  expect(stderr).toMatch(/databaseUrl|DATABASE_URL|DEMO_EHR_RATE/);
});
