import { HOUR_MS } from '@magwatch/base';
import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { at, dose, drugOrder, magnesiumDose, potassiumDose, START, situation } from '../testing/index.ts';
import { countPotassiumDoses } from './potassium-doses.ts';

/** The baseline at hour 0, the latest sample at hour 20 and 1 h for absorption; the chart is read at hour 24. */
const SPAN = { from: at(0), to: at(19) };
const NOW = 24;

const track = (facts: readonly ResourceVersion[]) =>
  openChart(situation(facts, { now: NOW }), DEFAULT_PARAMETERS).track((chart) => countPotassiumDoses(chart, SPAN));

const hourOf = (instant: number): number => (instant - START) / HOUR_MS;

/** "60 charted at 4, 10", with what is missing and noted. */
function say(...facts: readonly ResourceVersion[]): string {
  const { mEq, source, times, missing, notes } = track(facts).value;
  const words = [...missing, ...notes].map((word) => `, ${word}`);
  return `${mEq} ${source} at ${times.map(hourOf).join(' ')}${words.join('')}`;
}

const unknownAmount = (hour: number, extra = {}) => dose('potassium-chloride', undefined, hour, extra);
const order = (hour: number, extra = {}) =>
  drugOrder('potassium-chloride', hour, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 4, ...extra });

const NOTHING = '0 none at ';

describe('doses that the chart says were given', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['none', [], NOTHING],
    ['their sum', [potassiumDose(40, 4), potassiumDose(20, 10)], '60 charted at 4 10'],
    ['ended before the baseline', [potassiumDose(40, -0.01)], NOTHING],
    ['ended with the baseline', [potassiumDose(40, 0)], '40 charted at 0'],
    ['begun before the baseline, ended after', [potassiumDose(40, 2, { start: at(-2) })], '40 charted at 2'],
    ['ended an hour before the sample', [potassiumDose(40, 19)], '40 charted at 19'],
    // It was charted all the same, so that no order stands in for it.
    ['ended later: not absorbed', [potassiumDose(40, 19.01), order(0)], '0 charted at '],
    ['maintenance fluid', [potassiumDose(40, 4, { isMaintenance: true })], NOTHING],
    ['in dialysate', [potassiumDose(40, 4, { route: 'dialysis' })], NOTHING],
    ['another drug', [magnesiumDose(16, 4)], NOTHING],
    ['intravenous', [potassiumDose(40, 4, { route: 'intravenous' })], '40 charted at 4'],
    ['running, its end known', [potassiumDose(40, 4, { start: at(2), standing: 'running' })], '40 charted at 4'],
    [
      'running, its end unknown',
      [potassiumDose(20, 2), potassiumDose(40, 4, { standing: 'running' })],
      '20 charted at 2, potassium-dose-partial',
    ],
    [
      'stopped',
      [potassiumDose(20, 2), potassiumDose(40, 4, { standing: 'partial' })],
      '20 charted at 2, potassium-dose-partial',
    ],
    [
      'stopped after the span: not missing from it',
      [potassiumDose(20, 2), potassiumDose(40, 20, { standing: 'partial' })],
      '20 charted at 2',
    ],
    [
      'of unknown amount: the sum is a lower bound',
      [potassiumDose(20, 2), unknownAmount(4)],
      '20 charted at 2 4, potassium-dose-amount',
    ],
  ])('%s', (_name, facts, expected) => {
    expect(say(...facts)).toBe(expected);
  });

  test('are the evidence, and leave no order untimed', () => {
    const { value } = track([potassiumDose(20, 2), unknownAmount(4), drugOrder('potassium-chloride', 0)]);
    expect(value).toMatchObject({ unknownDoses: 1, hasUntimed: false });
    expect(value.evidence).toEqual([
      {
        role: 'potassium-dose',
        reference: 'MedicationAdministration/potassium-chloride-2',
        value: 20,
        unit: 'meq',
        at: at(2),
      },
      { role: 'potassium-dose', reference: 'MedicationAdministration/potassium-chloride-4', at: at(4) },
    ]);
  });

  test('a dose that will end later changes the answer when it does', () => {
    expect(track([potassiumDose(40, 4)]).reviewAt).toBeUndefined();
    expect(track([potassiumDose(40, 4), potassiumDose(40, 26)]).reviewAt).toBe(at(26));
  });
});

describe('what was charted comes before what was dispensed, that before what was ordered', () => {
  const dispensed = (hour: number) => potassiumDose(30, hour, { standing: 'dispensed' });
  const stated = (hour: number) => potassiumDose(50, hour, { standing: 'stated' });

  test.each<[string, readonly ResourceVersion[], string]>([
    ['dispensed alone', [dispensed(4)], '30 dispensed at 4, dispensed-not-charted'],
    ['charted and dispensed', [potassiumDose(40, 8), dispensed(4)], '40 charted at 8'],
    [
      'charted before the baseline, dispensed since',
      [potassiumDose(40, -1), dispensed(4)],
      '30 dispensed at 4, dispensed-not-charted',
    ],
    [
      'stopped and dispensed',
      [potassiumDose(40, 8, { standing: 'partial' }), dispensed(4)],
      '0 charted at , potassium-dose-partial',
    ],
    ['dispensed and ordered', [dispensed(4), order(0)], '30 dispensed at 4, dispensed-not-charted'],
    [
      'dispensed before the baseline, and ordered',
      [dispensed(-1), order(12)],
      '40 ordered at 12 18, ordered-not-charted',
    ],
    ['what a patient says is no dose', [stated(4)], NOTHING],
    ['stated and dispensed', [stated(6), dispensed(4)], '30 dispensed at 4, dispensed-not-charted'],
    ['stated and ordered', [stated(6), order(12)], '40 ordered at 12 18, ordered-not-charted'],
    ['charted and ordered', [potassiumDose(40, 8), order(0)], '40 charted at 8'],
    [
      'charted before the baseline, and ordered',
      [potassiumDose(40, -1), order(12)],
      '40 ordered at 12 18, ordered-not-charted',
    ],
  ])('%s', (_name, facts, expected) => {
    expect(say(...facts)).toBe(expected);
  });
});

describe('doses that fell due by an order', () => {
  // 20 mEq four times a day: every 6 h from the start of the order, from hour 0 to hour 19 both included.
  const ORDERED = ', ordered-not-charted';

  test.each<[string, ResourceVersion, string]>([
    ['begun with the baseline', order(0), `80 ordered at 0 6 12 18${ORDERED}`],
    ['begun in the span', order(7), `60 ordered at 7 13 19${ORDERED}`],
    ['just too late for a third', order(7.01), `40 ordered at 7.01 13.01${ORDERED}`],
    ['begun before: the doses until then are left out', order(-10), `60 ordered at 2 8 14${ORDERED}`],
    ['begun whole intervals before', order(-12), `80 ordered at 0 6 12 18${ORDERED}`],
    ['begun with the end of the span', order(19), `20 ordered at 19${ORDERED}`],
    ['begun after the span', order(19.01), NOTHING],
    ['begun after the span, untimed', order(20, { dosesPerDay: undefined }), NOTHING],
    ['once a day, begun before', order(-3, { dosesPerDay: 1 }), NOTHING],
    ['every other day, due in the span', order(-46, { dosesPerDay: 0.5 }), `20 ordered at 2${ORDERED}`],
    ['an end with a dose: that one is not given', order(0, { activeUntil: at(12) }), `40 ordered at 0 6${ORDERED}`],
    ['an end just after a dose', order(0, { activeUntil: at(12.01) }), `60 ordered at 0 6 12${ORDERED}`],
    ['an end after the span', order(0, { activeUntil: at(22) }), `80 ordered at 0 6 12 18${ORDERED}`],
    ['over by the baseline', order(-12, { activeUntil: at(0) }), NOTHING],
    ['over just after the baseline', order(-12, { activeUntil: at(0.01) }), `20 ordered at 0${ORDERED}`],
    ['ended, and it is known when', order(0, { status: 'ended', activeUntil: at(12) }), `40 ordered at 0 6${ORDERED}`],
    ['ended, nobody knows when', order(0, { status: 'ended' }), NOTHING],
    ['on hold', order(0, { status: 'on-hold' }), NOTHING],
    ['on hold, with an end', order(0, { status: 'on-hold', activeUntil: at(12) }), NOTHING],
    ['written after its start', order(0, { authoredAt: at(24) }), `80 ordered at 0 6 12 18${ORDERED}`],
    ['not written yet', order(0, { authoredAt: at(24.01) }), NOTHING],
    ['maintenance fluid', order(0, { isMaintenance: true }), NOTHING],
    ['dialysate', order(0, { route: 'dialysis' }), NOTHING],
    ['of unknown amount', order(12, { content: undefined }), `0 ordered at 12 18, potassium-dose-amount${ORDERED}`],
    ['that does not say how often', order(12, { dosesPerDay: undefined }), `${NOTHING}, potassium-dose-amount`],
  ])('%s', (_name, given, expected) => {
    expect(say(given)).toBe(expected);
  });

  test('an order of another drug is none', () => {
    expect(say(drugOrder('magnesium-oxide', 0, { content: { element: 'magnesium', meq: 20 }, dosesPerDay: 2 }))).toBe(
      NOTHING,
    );
  });

  test('orders add up, and the one without a timing is told apart', () => {
    const { value } = track([order(12, { id: 'MedicationRequest/four' }), order(15, { dosesPerDay: undefined })]);
    expect(value).toEqual({
      mEq: 40,
      source: 'ordered',
      unknownDoses: 1,
      times: [at(12), at(18)],
      hasUntimed: true,
      evidence: [{ role: 'potassium-order', reference: 'MedicationRequest/four', at: at(12) }],
      notes: ['ordered-not-charted'],
      missing: ['potassium-dose-amount'],
    });
  });

  test('an order that says all leaves nothing open', () => {
    expect(track([order(12)]).value).toMatchObject({ unknownDoses: 0, hasUntimed: false, missing: [] });
  });

  test.each<[string, ResourceVersion, number | undefined]>([
    ['runs', order(0), undefined],
    ['is yet to be written', order(0, { authoredAt: at(25) }), 25],
    ['is yet to begin', order(20, { activeFrom: at(30) }), 30],
    ['on hold', order(20, { activeFrom: at(30), status: 'on-hold' }), undefined],
  ])('an order that %s: when the answer may change', (_name, given, hour) => {
    expect(track([given]).reviewAt).toBe(hour === undefined ? undefined : at(hour));
  });
});
