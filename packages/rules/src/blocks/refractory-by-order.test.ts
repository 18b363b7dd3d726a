import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { at, drugOrder, potassium, situation } from '../testing/index.ts';
import { refractoryByOrder } from './refractory-by-order.ts';

const track = (facts: readonly ResourceVersion[], now = 24) =>
  openChart(situation(facts, { now, defaultSetting: 'outpatient' }), DEFAULT_PARAMETERS).track(refractoryByOrder);

/** "yes", "no potassium-not-low", "unknown potassium". */
function say(facts: readonly ResourceVersion[], now?: number): string {
  const verdict = track(facts, now).value;
  switch (verdict.is) {
    case 'yes':
      return 'yes';
    case 'no':
      return `no ${verdict.reason}`;
    default:
      return `unknown ${verdict.missing.join(' ')}`;
  }
}

/** 20 mEq twice a day, 40 in all. */
const order = (hour: number, extra = {}) =>
  drugOrder('potassium-chloride', hour, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2, ...extra });
const meq = (amount: number) => ({ content: { element: 'potassium', meq: amount } as const });
const low = [potassium(3.1, -168), potassium(3.2, 0)];
const lasting = order(-400);

describe('low twice, a week apart', () => {
  test.each<[string, readonly ResourceVersion[], number, string]>([
    ['no potassium', [lasting], 24, 'unknown potassium'],
    ['168 h apart', [...low, lasting], 24, 'yes'],
    ['less', [potassium(3.1, -167.9), potassium(3.2, 0), lasting], 24, 'unknown potassium-baseline'],
    ['one value', [potassium(3.2, 0), lasting], 24, 'unknown potassium-baseline'],
    ['the latest is not low', [...low, potassium(3.5, 20), lasting], 24, 'no potassium-not-low'],
    ['the latest, not low, is older than the look-back', [potassium(3.5, 0), lasting], 720, 'unknown potassium'],
    ['a value of 3.5 in between', [...low, potassium(3.5, -80), lasting], 24, 'unknown potassium-baseline'],
    ['the latest is 336 h old', [...low, lasting], 336, 'yes'],
    ['older', [...low, lasting], 336.01, 'unknown potassium'],
    ['the first is just in the window', [potassium(3.1, -2135.9), potassium(3.2, 0), lasting], 24, 'yes'],
    ['the first is 2160 h old', [potassium(3.1, -2136), potassium(3.2, 0), lasting], 24, 'unknown potassium-baseline'],
  ])('%s', (_name, facts, now, expected) => {
    expect(say(facts, now)).toBe(expected);
  });
});

describe('on a lasting order of 40 mEq a day by mouth', () => {
  const NO_ORDER = 'no no-lasting-potassium-order';
  const UNKNOWN_AMOUNT = 'unknown potassium-dose-amount';

  test.each<[string, readonly ResourceVersion[], string]>([
    ['none', [], NO_ORDER],
    ['39.9 mEq', [order(-400, meq(19.95))], NO_ORDER],
    ['40 mEq', [order(-400, meq(20))], 'yes'],
    ['20 mEq of one and 20 of another', [order(-400, meq(10)), order(-300, meq(10))], 'yes'],
    ['begun 168 h before the latest', [order(-168)], 'yes'],
    ['begun later', [order(-167.99)], NO_ORDER],
    ['by vein', [order(-400, { route: 'intravenous' })], NO_ORDER],
    ['by a route that nobody said', [order(-400, { route: 'unknown' })], 'yes'],
    ['maintenance', [order(-400, { isMaintenance: true })], NO_ORDER],
    ['another drug', [drugOrder('magnesium-oxide', -400, { ...meq(20), dosesPerDay: 2 })], NO_ORDER],
    ['ended, nobody knows when', [order(-400, { status: 'ended' })], NO_ORDER],
    ['over by now', [order(-400, { activeUntil: at(24) })], NO_ORDER],
    ['over later', [order(-400, { activeUntil: at(24.01) })], 'yes'],
    ['on hold', [order(-400, { status: 'on-hold' })], NO_ORDER],
    ['of unknown amount', [order(-400, { content: undefined })], UNKNOWN_AMOUNT],
    ['that does not say how often', [order(-400, { dosesPerDay: undefined })], UNKNOWN_AMOUNT],
    ['that says neither', [order(-400, { content: undefined, dosesPerDay: undefined })], UNKNOWN_AMOUNT],
    ['of unknown amount, begun too late', [order(-100, { content: undefined })], NO_ORDER],
    ['of unknown amount beside enough', [lasting, order(-300, { content: undefined })], 'yes'],
  ])('%s', (_name, orders, expected) => {
    expect(say([...low, ...orders])).toBe(expected);
  });
});

test('the numbers: 0.1 mmol/L in 168 h on 15 mEq three times a day', () => {
  const three = order(-400, { ...meq(15), dosesPerDay: 3 });
  expect(track([potassium(3.1, -168), potassium(3.3, -50), potassium(3.2, 0), three]).value).toEqual({
    is: 'yes',
    latest: expect.objectContaining({ canonical: 3.2, at: at(0) }),
    figures: {
      definition: 'C',
      potassiumMmolPerL: 3.2,
      potassiumBaselineMmolPerL: 3.1,
      intervalHours: 168,
      dailyDoseMEq: 45,
      riseMmolPerL: 0.1,
    },
    evidence: [
      { role: 'potassium', reference: 'Observation/potassium-0-3.2', value: 3.2, unit: 'mmol/L', at: at(0) },
      {
        role: 'potassium-baseline',
        reference: 'Observation/potassium--168-3.1',
        value: 3.1,
        unit: 'mmol/L',
        at: at(-168),
      },
      { role: 'potassium-series', reference: 'Observation/potassium--50-3.3', value: 3.3, unit: 'mmol/L', at: at(-50) },
      { role: 'potassium-order', reference: 'MedicationRequest/potassium-chloride--400', at: at(-400) },
    ],
    notes: [],
    missing: [],
  });
});

describe('when time alone may change the answer', () => {
  test('the moment after the latest is 336 h old', () => {
    expect(track([...low, lasting]).reviewAt).toBe(at(336) + 1);
    expect(track([...low, lasting], 336).reviewAt).toBe(at(336) + 1);
  });

  test('before that, when the order ends', () => {
    expect(track([...low, order(-400, { activeUntil: at(100) })]).reviewAt).toBe(at(100));
  });

  test('before that, when the first value leaves the window of 2160 h', () => {
    expect(track([potassium(3.1, -2000), potassium(3.2, 0), lasting], 24).reviewAt).toBe(at(160));
  });

  test('of a value that is not low, when it leaves the look-back of 720 h', () => {
    expect(track([potassium(3.6, 0), lasting]).reviewAt).toBe(at(720));
  });
});
