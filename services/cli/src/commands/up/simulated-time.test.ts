import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '@magwatch/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { alertLine } from './alert-lines.ts';
import { demoSecrets } from './demo-secrets.ts';
import { holdFolder } from './hold-folder.ts';
import { continueWardTime } from './simulated-time.ts';

let folder: string;
const first = instantOf(Date.parse('2026-03-10T06:15:00Z'));
const open = (rate = 120) =>
  continueWardTime(folder, {
    first,
    rate,
    onError: (error) => {
      throw error;
    },
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-time-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the ward begins where it is told to', async () => {
  const ward = await open();
  expect(ward.clock.now() - first).toBeLessThan(120 * 2_000);
  expect(ward.clock.now()).toBeGreaterThanOrEqual(first);
  await ward.stop();
});

test('it stands while nothing runs, and goes on where it stood', async () => {
  const ward = await open();
  // A start and a stop within one millisecond leave the time where it was.
  await expect.poll(() => ward.clock.now()).toBeGreaterThan(first);
  await ward.stop();
  const stoppedAt = ward.clock.now();
  const again = await open();
  expect(again.time.simulated).toBeGreaterThan(first);
  expect(again.time.simulated).toBeLessThanOrEqual(stoppedAt);
  await again.stop();
});

test('what is kept lies ahead of the clock, so that a killed start is never continued before what happened', async () => {
  const ward = await open();
  const kept = JSON.parse(readFileSync(join(folder, 'simulated-time.json'), 'utf8')) as { simulated: number };
  expect(kept.simulated).toBeGreaterThan(ward.clock.now());
  // The killed start writes nothing more; its successor begins with what is kept.
  const successor = await open();
  expect(successor.clock.now()).toBeGreaterThanOrEqual(kept.simulated);
  await successor.stop();
  await ward.stop();
});

test('secrets are made once, are long, and are their owner’s only', async () => {
  const secrets = await demoSecrets(folder);
  expect(await demoSecrets(folder)).toEqual(secrets);
  expect(secrets.notification).toMatch(/^[0-9a-f]{64}$/);
  expect(secrets.webhook).not.toBe(secrets.notification);
  expect(statSync(join(folder, 'demo-secrets.json')).mode & 0o777).toBe(0o600);
});

test('a folder is held once, and free again after', async () => {
  const held = await holdFolder(folder);
  if (!held.ok) throw new Error('not held');
  expect(await holdFolder(folder)).toEqual({ ok: false, failure: { holder: String(process.pid) } });
  await held.value();
  const again = await holdFolder(folder);
  expect(again.ok).toBe(true);
  if (again.ok) await again.value();
});

test.each([
  ['opened', 'ALERT warning mg-low http://x/alerts/a1 Ada Moss'],
  ['reopened', 'ALERT warning mg-low http://x/alerts/a1 Ada Moss'],
  ['escalated', 'ALERT warning mg-low http://x/alerts/a1 Ada Moss'],
  ['updated', undefined],
  ['resolved', undefined],
  ['none', undefined],
] as const)('%s is printed as %s', async (change, line) => {
  const alert = { id: 'a1', severity: 'warning', ruleId: 'mg-low', patient: 'Patient/1' } as never;
  const decision = { ruleId: 'mg-low', change, reason: 'finding-fired', tell: 'alert', alert } as const;
  expect(await alertLine(decision, { publicUrl: 'http://x', findName: async () => 'Ada Moss' })).toBe(line);
});
