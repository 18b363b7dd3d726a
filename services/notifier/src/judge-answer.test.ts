import { describe, expect, test } from 'vitest';
import { judgeAnswer, judgeFailure, readRetryAfter } from './judge-answer.ts';

const NOW = Date.parse('2026-03-10T08:00:00Z');

describe('an answer decides what becomes of a delivery', () => {
  test.each([
    ['200 is sent', 200, null, { kind: 'sent' }],
    ['299 is sent', 299, null, { kind: 'sent' }],
    ['409: the key is known, an earlier answer was lost', 409, null, { kind: 'sent' }],
    ['302 waits for an operator', 302, null, { kind: 'later', code: 'destination-redirects' }],
    ['400 is dead', 400, null, { kind: 'dead', code: 'destination-refused', status: 400 }],
    ['404 is dead', 404, null, { kind: 'dead', code: 'destination-refused', status: 404 }],
    ['422 is dead', 422, null, { kind: 'dead', code: 'destination-refused', status: 422 }],
    ['401 waits for an operator', 401, null, { kind: 'later', code: 'destination-unauthorized' }],
    ['403 waits for an operator', 403, null, { kind: 'later', code: 'destination-unauthorized' }],
    ['408 comes again', 408, null, { kind: 'later', code: 'destination-unavailable' }],
    ['425 comes again', 425, null, { kind: 'later', code: 'destination-unavailable' }],
    ['429 without a time', 429, null, { kind: 'later', code: 'destination-throttled' }],
    ['429 in seconds', 429, '7', { kind: 'later', code: 'destination-throttled', waitMs: 7000 }],
    [
      '429 until a date',
      429,
      'Tue, 10 Mar 2026 08:02:00 GMT',
      { kind: 'later', code: 'destination-throttled', waitMs: 120_000 },
    ],
    ['500 comes again', 500, null, { kind: 'later', code: 'destination-unavailable' }],
    ['503 without a time', 503, null, { kind: 'later', code: 'destination-unavailable' }],
    ['503 with a time', 503, '1', { kind: 'later', code: 'destination-throttled', waitMs: 1000 }],
    ['599 comes again', 599, null, { kind: 'later', code: 'destination-unavailable' }],
  ])('%s', (_name, status, retryAfter, outcome) => {
    expect(judgeAnswer({ status, retryAfter }, NOW)).toEqual(outcome);
  });

  test.each([
    ['no connection', new TypeError('fetch failed'), 'destination-unreachable'],
    ['the time is over', new DOMException('too slow', 'TimeoutError'), 'destination-timeout'],
    ['we stop', new DOMException('stop', 'AbortError'), 'destination-timeout'],
  ])('%s: later', (_name, error, code) => {
    expect(judgeFailure(error)).toEqual({ kind: 'later', code });
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['999999999', 24 * 3_600_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
    ['Tue, 10 Mar 2026 08:00:01 GMT', 1_000],
    ['Tue, 10 Mar 2026 07:59:59 GMT', 0],
    ['Tue, nonsense', undefined],
  ])('%j is %j ms', (text, milliseconds) => {
    expect(readRetryAfter(text, NOW)).toBe(milliseconds);
  });
});
