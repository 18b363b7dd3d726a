import { expect, test } from 'vitest';
import { createSecretCheck } from './check-secret.ts';

const check = createSecretCheck([
  { id: 'main', notificationSecret: 'current', previousSecret: 'previous' },
  { id: 'single', notificationSecret: 'other' },
]);

test.each<[string, string, string | undefined, boolean]>([
  ['the current secret', 'main', 'Bearer current', true],
  ['the previous one while it is replaced', 'main', 'Bearer previous', true],
  ['any case of the scheme', 'main', 'bearer current', true],
  ['another secret', 'main', 'Bearer wrong', false],
  ['the beginning of a secret', 'main', 'Bearer curren', false],
  ['more than the secret', 'main', 'Bearer current1', false],
  ["another source's secret", 'main', 'Bearer other', false],
  ['no previous secret configured', 'single', 'Bearer ', false],
  ['an empty secret', 'main', 'Bearer ', false],
  ['another scheme', 'main', 'Basic current', false],
  ['the secret without a scheme', 'main', 'current', false],
  ['no header', 'main', undefined, false],
  ['a source that is not there', 'nowhere', 'Bearer current', false],
  ['a source that is not there, without a secret', 'nowhere', undefined, false],
  ['the name of a prototype', '__proto__', 'Bearer current', false],
])('%s', (_name, source, authorization, isOpen) => {
  expect(check(source, authorization)).toBe(isOpen);
});
