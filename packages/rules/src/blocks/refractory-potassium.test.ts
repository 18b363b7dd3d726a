import { expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import type { Setting } from '../situation.ts';
import { at, drugOrder, encounter, potassium, potassiumDose, situation } from '../testing/index.ts';
import { refractoryPotassium } from './refractory-potassium.ts';

/** Refractory by all three definitions: 72 mEq in four doses on two days, and 40 mEq a day ordered for weeks. */
const facts = [
  potassium(3.0, -168),
  potassium(3.0, 0),
  potassium(3.1, 24),
  ...[4, 10, 17, 20].map((hour) => potassiumDose(18, hour)),
  drugOrder('potassium-chloride', -400, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 }),
];

test.each<[Setting, 'A' | 'B' | 'C', string]>([
  ['inpatient', 'A', 'A'],
  ['inpatient', 'B', 'B'],
  ['inpatient', 'C', 'C'],
  ['outpatient', 'A', 'C'],
  ['outpatient', 'B', 'C'],
  ['outpatient', 'C', 'C'],
])('an %s where the site says %s is judged by %s', (setting, definition, expected) => {
  const parameters = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, definition } };
  const given = situation(facts, { now: 24, defaultSetting: setting });
  expect(openChart(given, parameters).track(refractoryPotassium).value).toMatchObject({
    is: 'yes',
    figures: { definition: expected },
  });
});

test('who leaves the hospital is judged as an outpatient from then on', () => {
  const stay = encounter({ from: at(-10), until: at(30) });
  const { value, reviewAt } = openChart(situation([...facts, stay], { now: 24 }), DEFAULT_PARAMETERS).track(
    refractoryPotassium,
  );
  expect(value).toMatchObject({ is: 'yes', figures: { definition: 'A' } });
  expect(reviewAt).toBe(at(30));
});
