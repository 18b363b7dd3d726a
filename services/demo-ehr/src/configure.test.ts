import { instantOf } from '@magwatch/base';
import { expect, test } from 'vitest';
import { readSettings } from './configure.ts';

const NOW = instantOf(Date.UTC(2026, 10, 23, 15, 30));

test('without any setting: port 8090, 120 times as fast, a morning of the same day', () => {
  const settings = readSettings({}, NOW);
  expect(settings).toMatchObject({ port: 8090, host: '127.0.0.1', seed: 1, rate: 120 });
  const started = settings.clock.now();
  expect(new Date(started).toISOString().slice(0, 10)).not.toBe('1970-01-01');
});

test('no two processes share a secret that nobody gave them', () => {
  expect(readSettings({}, NOW).webhookSecret).not.toBe(readSettings({}, NOW).webhookSecret);
});

test.each([
  ['DEMO_EHR_PORT', 'eighty'],
  ['DEMO_EHR_PORT', '70000'],
  ['DEMO_EHR_RATE', '0'],
  ['DEMO_EHR_SEED', '-1'],
  ['DEMO_EHR_START', 'soon'],
  ['DEMO_EHR_MAGWATCH_URL', 'nowhere'],
])('%s=%s stops the start and names the key', (key, value) => {
  expect(() => readSettings({ [key]: value }, NOW)).toThrow(key);
});
