import type { ConditionFact, LabResult } from '@magwatch/timeline';
import { at, condition, magnesium, potassium, result, type Vignette } from '../../testing/index.ts';

export const A_LITTLE = 0.01;
type Extra = Partial<LabResult> & { readonly id?: string };

/** Phosphate in mg/dL unless a unit is given. */
export const phosphate = (value: number, hour: number, extra: Extra = {}, unit = 'mg/dL') =>
  result('phosphate', [value, unit], hour, extra);

/** Enteral feeding that began at hour 0 and goes on; the evaluation is at hour 24. */
export const feeding = (hour = 0, extra: Partial<ConditionFact> & { readonly id?: string } = {}) =>
  condition('enteral-nutrition', { from: at(hour), id: `Condition/feeding-${hour}`, ...extra });
export const parenteral = (hour: number, extra: Partial<ConditionFact> = {}) =>
  condition('parenteral-nutrition', { from: at(hour), id: `Condition/parenteral-${hour}`, ...extra });

export const BEFORE = -10;
export const SINCE = 20;

/** Potassium and magnesium that did not change and are in range. */
export const steady = [potassium(4, BEFORE), potassium(4, SINCE), magnesium(2, BEFORE), magnesium(2, SINCE)];
export const phosphateFell = (from: number, to: number) => [phosphate(from, BEFORE), phosphate(to, SINCE)];
export const withPhosphate = (from: number, to: number) => [feeding(), ...steady, ...phosphateFell(from, to)];

/** Magnesium that fell by half, in each unit in which it is reported, on both sides of severe. */
const severeMagnesium = (
  [
    [1.0, 'mg/dL', 'fires warning'],
    [0.99, 'mg/dL', 'fires critical'],
    [0.4, 'mmol/L', 'fires warning'],
    [0.39, 'mmol/L', 'fires critical'],
    [0.8, 'meq/L', 'fires warning'],
    [0.79, 'meq/L', 'fires critical'],
  ] as const
).map(
  ([value, unit, expected]): Vignette => ({
    name: `magnesium fell by half to ${value} ${unit}`,
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(4, BEFORE),
      potassium(4, SINCE),
      magnesium(2 * value, BEFORE, {}, unit),
      magnesium(value, SINCE, {}, unit),
    ],
    expect: expected,
  }),
);

const falls: readonly Vignette[] = [
  ...severeMagnesium,
  { name: 'phosphate falls by 25 % and is low', facts: withPhosphate(3, 2.25), expect: 'fires warning' },
  { name: 'by 20 %', facts: withPhosphate(3, 2.4), expect: 'fires warning' },
  { name: 'by a little less', facts: withPhosphate(3, 2.403), expect: 'absent' },
  { name: 'phosphate of 2.5 mg/dL is not low', facts: withPhosphate(4, 2.5), expect: 'absent' },
  { name: 'phosphate of 2.49 mg/dL is', facts: withPhosphate(3.3, 2.49), expect: 'fires warning' },
  {
    name: 'phosphate of 0.80 mmol/L is not low',
    facts: [feeding(), ...steady, phosphate(1.1, BEFORE, {}, 'mmol/L'), phosphate(0.8, SINCE, {}, 'mmol/L')],
    expect: 'absent',
  },
  {
    name: 'phosphate of 0.79 mmol/L is',
    facts: [feeding(), ...steady, phosphate(1.1, BEFORE, {}, 'mmol/L'), phosphate(0.79, SINCE, {}, 'mmol/L')],
    expect: 'fires warning',
  },
  {
    name: 'two of them by 10 %',
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(3.8, BEFORE),
      potassium(3.42, SINCE),
      magnesium(2, BEFORE),
      magnesium(1.8, SINCE),
    ],
    expect: 'fires info',
  },
  {
    name: 'one by 10 %, one by a little less',
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(3.8, BEFORE),
      potassium(3.42, SINCE),
      magnesium(2, BEFORE),
      magnesium(1.801, SINCE),
    ],
    expect: 'absent',
  },
  {
    name: 'one alone by 19 %',
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(4.2, BEFORE),
      potassium(3.4, SINCE),
      magnesium(2, BEFORE),
      magnesium(2, SINCE),
    ],
    expect: 'absent',
  },
  {
    name: 'potassium of 3.5 is not low',
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(4.5, BEFORE),
      potassium(3.5, SINCE),
      magnesium(2, BEFORE),
      magnesium(2, SINCE),
    ],
    expect: 'absent',
  },
  {
    name: 'potassium of 3.49 is',
    facts: [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(4.5, BEFORE),
      potassium(3.49, SINCE),
      magnesium(2, BEFORE),
      magnesium(2, SINCE),
    ],
    expect: 'fires warning',
  },
  ...(
    [
      ['mg/dL', 2.2, 1.7, 1.69],
      ['mmol/L', 0.9, 0.7, 0.69],
      ['meq/L', 1.8, 1.4, 1.39],
    ] as const
  ).flatMap(([unit, base, limit, low]): readonly Vignette[] => {
    const fell = (to: number) => [
      feeding(),
      ...phosphateFell(3, 3),
      potassium(4, BEFORE),
      potassium(4, SINCE),
      magnesium(base, BEFORE, {}, unit),
      magnesium(to, SINCE, {}, unit),
    ];
    return [
      { name: `magnesium of ${limit} ${unit} is not low`, facts: fell(limit), expect: 'absent' },
      { name: `magnesium of ${low} ${unit} is`, facts: fell(low), expect: 'fires warning' },
    ];
  }),
  {
    name: 'the low value may be another than the one that fell',
    facts: [
      feeding(),
      ...phosphateFell(4, 3),
      potassium(3.4, BEFORE),
      potassium(3.4, SINCE),
      magnesium(2, BEFORE),
      magnesium(2, SINCE),
    ],
    expect: 'fires warning',
  },
  {
    name: 'and may have no value before it',
    facts: [feeding(), ...phosphateFell(4, 3), potassium(3.4, SINCE), magnesium(2, BEFORE), magnesium(2, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'the lowest value since counts, not the last',
    facts: [...withPhosphate(3, 2.2), phosphate(2.9, 22)],
    expect: 'fires warning',
  },
  {
    name: 'in one unit nothing is converted',
    facts: [feeding(), ...steady, phosphate(3, BEFORE, { canonical: 0.9 }), phosphate(2.4, SINCE, { canonical: 0.8 })],
    expect: 'fires warning',
  },
  {
    name: 'in two units they are',
    facts: [feeding(), ...steady, phosphate(1, BEFORE, {}, 'mmol/L'), phosphate(2.4, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'in two units a little less is not enough',
    facts: [feeding(), ...steady, phosphate(0.96, BEFORE, {}, 'mmol/L'), phosphate(2.4, SINCE)],
    expect: 'absent',
  },
];

const severity: readonly Vignette[] = [
  { name: 'a fall of 30 % to 0.99 mg/dL', facts: withPhosphate(1.4143, 0.99), expect: 'fires critical' },
  { name: 'a fall of 30 % to 1.0 mg/dL', facts: withPhosphate(1.5, 1), expect: 'fires warning' },
  {
    name: 'a fall of a little less than 30 % to 0.99 mg/dL',
    facts: withPhosphate(1.414, 0.99),
    expect: 'fires warning',
  },
  {
    name: 'a fall of 30 % to 0.31 mmol/L',
    facts: [feeding(), ...steady, phosphate(0.6, BEFORE, {}, 'mmol/L'), phosphate(0.31, SINCE, {}, 'mmol/L')],
    expect: 'fires critical',
  },
  {
    name: 'a fall of 30 % to 0.32 mmol/L',
    facts: [feeding(), ...steady, phosphate(0.6, BEFORE, {}, 'mmol/L'), phosphate(0.32, SINCE, {}, 'mmol/L')],
    expect: 'fires warning',
  },
  {
    name: 'phosphate fell by 30 %, potassium is 2.49',
    facts: [feeding(), ...phosphateFell(3, 2.1), potassium(2.5, BEFORE), potassium(2.49, SINCE)],
    expect: 'fires critical',
  },
  {
    name: 'phosphate fell by 30 %, potassium is 2.5',
    facts: [feeding(), ...phosphateFell(3, 2.1), potassium(2.5, BEFORE), potassium(2.5, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'phosphate fell by 30 %, magnesium is 0.99 mg/dL',
    facts: [feeding(), ...phosphateFell(3, 2.1), magnesium(1, BEFORE), magnesium(0.99, SINCE)],
    expect: 'fires critical',
  },
  {
    name: 'phosphate fell by 30 %, magnesium is 1.0 mg/dL',
    facts: [feeding(), ...phosphateFell(3, 2.1), magnesium(1, BEFORE), magnesium(1, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'two fell by 19 %',
    facts: [feeding(), ...phosphateFell(3, 2.43), potassium(4.2, BEFORE), potassium(3.41, SINCE)],
    expect: 'fires info',
  },
  {
    name: 'a unit that contradicts its code caps at warning',
    facts: [feeding(), phosphate(3, BEFORE), phosphate(0.9, SINCE, { quality: ['unit-property-mismatch'] })],
    expect: 'fires warning',
  },
];

/** How far they fell, how low, and how severe that is. */
export const fallCases: readonly Vignette[] = [...falls, ...severity];
