import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { refractoryHypokalemiaLowMg as rule } from '../catalogue/refractory-hypokalemia-low-mg/rule.ts';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  potassium,
  potassiumDose,
  situation,
  type Vignette,
} from '../testing/index.ts';
import { refractoryByDays } from './refractory-by-days.ts';

const parameters = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, definition: 'B' } } as const;
// Hour 0 is 08:00 UTC, so that a new calendar day begins at hour 16.
const low = [potassium(3.0, 0), potassium(3.1, 12), potassium(3.0, 24), magnesium(1.4, 2)];
const doses = [potassiumDose(10, 2), potassiumDose(10, 10), potassiumDose(10, 18)];
const twice = { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 } as const;

const cases: readonly Vignette[] = [
  { name: 'three small doses on two days, low for 24 h', facts: [...low, ...doses], expect: 'fires warning' },
  { name: 'two doses are too few', facts: [...low, ...doses.slice(1)], expect: 'absent' },
  {
    name: 'three doses on one day',
    facts: [...low, potassiumDose(10, 2), potassiumDose(10, 8), potassiumDose(10, 15.9)],
    expect: 'absent',
  },
  {
    name: 'the day begins at midnight UTC',
    facts: [...low, potassiumDose(10, 2), potassiumDose(10, 8), potassiumDose(10, 16)],
    expect: 'fires warning',
  },
  {
    name: 'low for less than 24 h: cannot tell yet',
    facts: [potassium(3.0, 0.1), ...low.slice(1), ...doses],
    expect: 'unknown',
  },
  { name: 'a normal value between begins a new run', facts: [...low, potassium(3.5, 6), ...doses], expect: 'unknown' },
  {
    name: 'the latest is not low',
    facts: [...low, potassium(3.5, 24.5), ...doses],
    when: { now: 25 },
    expect: 'absent',
  },
  { name: 'no potassium', facts: [magnesium(1.4, 2), ...doses], expect: 'unknown' },
  {
    name: 'a dose that ended with the first sample counts',
    facts: [...low, potassiumDose(10, 0), ...doses.slice(1)],
    expect: 'fires warning',
  },
  {
    name: 'a dose before the first low value does not count',
    facts: [...low, potassiumDose(10, -0.1), ...doses.slice(1)],
    expect: 'absent',
  },
  {
    name: 'a dose of unknown amount is a dose',
    facts: [...low, dose('potassium-chloride', undefined, 2), ...doses.slice(1)],
    expect: 'fires warning',
  },
  {
    name: 'a stopped dose is none',
    facts: [...low, potassiumDose(10, 2, { standing: 'partial' }), ...doses.slice(1)],
    expect: 'absent',
  },
  {
    name: 'ordered doses stand in where none was charted, one step milder',
    facts: [...low, drugOrder('potassium-chloride', 0, twice)],
    expect: 'fires info',
  },
  {
    name: 'an order that does not say how often: cannot tell',
    facts: [...low, drugOrder('potassium-chloride', 0)],
    expect: 'unknown',
  },
];

describe('definition B of refractory: doses on days', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, { ...vignette, parameters })).toBe(vignette.expect);
  });

  test('says how many doses on how many days', () => {
    const finding = getPresent(findingOf(rule, situation([...low, ...doses], { now: 24 }), parameters));
    expect(finding.figures).toMatchObject({ definition: 'B', doses: 3, doseDays: 2, doseMEq: 30, intervalHours: 24 });
    expect(rule.card.summary(finding)).toBe(
      'K 3.0 after 3 doses on 2 days and Mg 1.4 mg/dL: low Mg may be blocking K repletion',
    );
    expect(finding.evidence.map(({ role }) => role)).toEqual([
      'potassium',
      'potassium-baseline',
      'potassium-series',
      'potassium-dose',
      'potassium-dose',
      'potassium-dose',
      'magnesium',
    ]);
  });
});

describe('the answer in full', () => {
  const track = (facts: readonly ResourceVersion[], now = 24) =>
    openChart(situation(facts, { now }), parameters).track(refractoryByDays);

  test.each<[string, readonly ResourceVersion[], object]>([
    ['no potassium', doses, { is: 'unknown', missing: ['potassium'] }],
    [
      'not low',
      [potassium(3.0, 0), ...doses, potassium(3.5, 24)],
      { is: 'no', reason: 'potassium-not-low', value: '3.5 mmol/L' },
    ],
    ['one value', [potassium(3.0, 24)], { is: 'unknown', missing: ['potassium-baseline'], value: '3.0 mmol/L' }],
    [
      'two doses',
      [...low, ...doses.slice(1)],
      { is: 'no', reason: 'potassium-doses-too-few', value: '2 doses on 2 days' },
    ],
    [
      'four doses on one day',
      [...low, ...[2, 6, 10, 15].map((hour) => potassiumDose(10, hour))],
      { is: 'no', reason: 'potassium-doses-too-few', value: '4 doses on 1 days' },
    ],
    [
      'an order that does not say how often',
      [...low, drugOrder('potassium-chloride', 0)],
      { is: 'unknown', missing: ['potassium-dose-times'], value: '0 doses on 0 days' },
    ],
  ])('%s', (_name, facts, expected) => {
    expect(track(facts).value).toEqual(expected);
  });

  test('a dose that ended with the latest sample counts: no time for absorption is asked', () => {
    const facts = [potassium(3.0, 0), potassium(3.2, 24), potassiumDose(10, 2), potassiumDose(10, 10)];
    expect(track([...facts, potassiumDose(10, 24)], 25).value).toMatchObject({
      is: 'yes',
      figures: { doses: 3, doseDays: 2, doseMEq: 30, riseMmolPerL: 0.2 },
    });
    expect(track([...facts, potassiumDose(10, 24.1)], 25).value).toMatchObject({ is: 'no' });
  });

  test('a low value of 48 h ago has left the window, which is when the answer changes', () => {
    const facts = [...low, ...doses];
    expect(track(facts, 47)).toMatchObject({ value: { is: 'yes' }, reviewAt: at(48) });
    expect(track(facts, 48).value).toMatchObject({ is: 'unknown', missing: ['potassium-baseline'] });
  });
});
