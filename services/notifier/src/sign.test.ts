import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { sign } from './sign.ts';

const signed = { timestamp: 1_773_129_600, delivery: '17', body: '{"a":"ü"}' };

test('signs timestamp, delivery and body as documented', () => {
  const hex = createHmac('sha256', 'a secret').update(Buffer.from('1773129600.17.{"a":"ü"}', 'utf8')).digest('hex');
  expect(sign('a secret', signed)).toBe(`v1=${hex}`);
});

test.each([
  ['the time', { ...signed, timestamp: signed.timestamp + 1 }],
  ['the delivery', { ...signed, delivery: '18' }],
  ['the body', { ...signed, body: '{"a":"u"}' }],
])('%s cannot be changed', (_name, changed) => {
  expect(sign('a secret', changed)).not.toBe(sign('a secret', signed));
});

test('another secret signs otherwise', () => {
  expect(sign('another', signed)).not.toBe(sign('a secret', signed));
});
