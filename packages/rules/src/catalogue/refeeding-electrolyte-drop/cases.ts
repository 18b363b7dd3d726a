import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  type Vignette,
} from '../../testing/index.ts';
import {
  A_LITTLE,
  BEFORE,
  fallCases,
  feeding,
  parenteral,
  phosphate,
  phosphateFell,
  SINCE,
  steady,
  withPhosphate,
} from './falls.fixture.ts';

const windows: readonly Vignette[] = [
  {
    name: 'a value of 48 h before feeding is a base',
    facts: [feeding(), ...steady, phosphate(3, -48), phosphate(2.2, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'a value of a little more is none',
    facts: [feeding(), ...steady, phosphate(3, -48 - A_LITTLE), phosphate(2.2, SINCE)],
    expect: 'unknown',
  },
  {
    name: 'a value at the start is a base',
    facts: [feeding(), ...steady, phosphate(3, 0), phosphate(2.2, SINCE)],
    expect: 'fires warning',
  },
  {
    name: 'and no value since',
    facts: [feeding(), ...steady, phosphate(3, BEFORE), phosphate(2.2, 0)],
    expect: 'unknown',
  },
  {
    name: 'the last value before counts',
    facts: [feeding(), ...steady, phosphate(4, -20), phosphate(2.6, BEFORE), phosphate(2.4, SINCE)],
    expect: 'absent',
  },
  {
    name: 'a start of a little less than 120 h ago',
    facts: withPhosphate(3, 2.25),
    when: { now: 120 - A_LITTLE },
    expect: 'fires warning',
  },
  { name: 'a start of 120 h ago', facts: withPhosphate(3, 2.25), when: { now: 120 }, expect: 'absent' },
  { name: 'feeding that begins later', facts: [feeding(25), ...steady, ...phosphateFell(3, 2.25)], expect: 'absent' },
  {
    name: 'a value that is not issued is not known',
    facts: [feeding(), ...steady, phosphate(3, BEFORE), phosphate(2.25, SINCE, { knownAt: at(25) })],
    expect: 'unknown',
  },
];

const starts: readonly Vignette[] = [
  { name: 'no feeding', facts: [...steady, ...phosphateFell(3, 2.25)], expect: 'absent' },
  {
    name: 'parenteral nutrition',
    facts: [parenteral(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'fires warning',
  },
  {
    name: 'feeding that is over by now',
    facts: [feeding(0, { until: at(10) }), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'fires warning',
  },
  {
    name: 'feeding since nobody knows when',
    facts: [condition('enteral-nutrition'), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'unknown',
  },
  {
    name: 'undated feeding that is over',
    facts: [condition('enteral-nutrition', { isActive: false }), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'undated feeding whose end has passed',
    facts: [condition('enteral-nutrition', { until: at(24) }), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'undated feeding whose end is to come',
    facts: [condition('enteral-nutrition', { until: at(25) }), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'unknown',
  },
  {
    name: 'a dated start beside an undated one',
    facts: [condition('parenteral-nutrition'), feeding(), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'fires warning',
  },
  {
    name: 'feeding for weeks explains an undated one beside it',
    facts: [condition('parenteral-nutrition'), feeding(-500), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'feeding of weeks ago that has ended does not',
    facts: [
      condition('parenteral-nutrition'),
      feeding(-500, { until: at(-400) }),
      ...steady,
      ...phosphateFell(3, 2.25),
    ],
    expect: 'unknown',
  },
  {
    name: 'another product is no start',
    facts: [feeding(-200), parenteral(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'the next bag is no start',
    facts: [
      parenteral(-130, { until: at(-24) }),
      parenteral(0, { until: at(24) }),
      ...steady,
      ...phosphateFell(3, 2.25),
    ],
    expect: 'absent',
  },
  {
    name: 'a pause of a little less than 48 h is none',
    facts: [parenteral(-130, { until: at(-48 + A_LITTLE) }), parenteral(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'feeding begins anew after 48 h without',
    facts: [parenteral(-130, { until: at(-48) }), parenteral(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'fires warning',
  },
  {
    name: 'of two starts in the window the later counts',
    facts: [
      feeding(-90, { until: at(-80) }),
      feeding(0),
      ...steady,
      phosphate(4, -95),
      phosphate(2.6, BEFORE),
      phosphate(2.4, SINCE),
    ],
    expect: 'absent',
  },
  {
    name: 'a long feeding beside a short one still runs',
    facts: [feeding(-200), parenteral(-150, { until: at(-100) }), parenteral(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'absent',
  },
  {
    name: 'feeding of which only the beginning is known',
    facts: [feeding(-60, { isActive: false }), feeding(0), ...steady, ...phosphateFell(3, 2.25)],
    expect: 'fires warning',
  },
];

const missing: readonly Vignette[] = [
  { name: 'phosphate alone is enough to fire', facts: [feeding(), ...phosphateFell(3, 2.25)], expect: 'fires warning' },
  { name: 'steady potassium and magnesium say nothing of phosphate', facts: [feeding(), ...steady], expect: 'unknown' },
  {
    name: 'a phosphate without a value before leaves it open',
    facts: [feeding(), ...steady, phosphate(2.4, SINCE)],
    expect: 'unknown',
  },
  { name: 'nothing measured', facts: [feeding()], expect: 'unknown' },
  {
    name: 'all three measured, none of them low: absent without a value before',
    facts: [feeding(), potassium(4, SINCE), magnesium(2, SINCE), phosphate(3, SINCE)],
    expect: 'absent',
  },
  {
    name: '"<2.0" is low, but no fall',
    facts: [feeding(), ...steady, phosphate(3, BEFORE), phosphate(2, SINCE, { comparator: '<' })],
    expect: 'unknown',
  },
  {
    name: '"<2.0" is the low value beside a fall',
    facts: [feeding(), ...steady, ...phosphateFell(4, 3), phosphate(2, 22, { comparator: '<' })],
    expect: 'fires warning',
  },
  {
    name: '">3.0" is no base',
    facts: [feeding(), ...steady, phosphate(3, BEFORE, { comparator: '>' }), phosphate(2.25, SINCE)],
    expect: 'unknown',
  },
  {
    name: 'a hemolyzed value is no base',
    facts: [feeding(), ...steady, phosphate(2.4, BEFORE, { quality: ['hemolyzed'] }), phosphate(1.5, SINCE)],
    expect: 'unknown',
  },
  {
    name: 'a hemolyzed low value has fallen all the same',
    facts: [feeding(), ...steady, phosphate(3, BEFORE), phosphate(2.2, SINCE, { quality: ['hemolyzed'] })],
    expect: 'fires warning',
  },
  {
    name: 'values of an EDTA tube do not count',
    facts: [feeding(), phosphate(3, BEFORE), phosphate(2, SINCE), potassium(7, SINCE), calcium(4, SINCE)],
    expect: 'unknown',
  },
];

const back = (first: number, last: number) => [
  feeding(-60),
  ...[first, last].flatMap((hour) => [phosphate(3, hour), potassium(4, hour), magnesium(2, hour)]),
  phosphate(3, -70),
  phosphate(2, -20),
  potassium(4, -70),
  magnesium(2, -70),
];

const closing: readonly Vignette[] = [
  { name: 'back in range for 24 h by values at both ends', facts: back(-1, 23), expect: 'absent' },
  { name: 'for a little less', facts: back(-1 + A_LITTLE, 23), expect: 'fires warning' },
  { name: 'a low value between them', facts: [...back(-1, 23), phosphate(2.4, 10)], expect: 'fires warning' },
  {
    name: 'back at the lower limits',
    facts: [...back(-1, 23), phosphate(2.5, 10), potassium(3.5, 10), magnesium(1.7, 10)],
    expect: 'absent',
  },
  { name: 'a low potassium between them', facts: [...back(-1, 23), potassium(3.49, 10)], expect: 'fires warning' },
  { name: 'a low magnesium between them', facts: [...back(-1, 23), magnesium(1.69, 10)], expect: 'fires warning' },
  {
    name: '"<3.0" is not known to be in range',
    facts: [...back(-1, 23), phosphate(3, 10, { comparator: '<' })],
    expect: 'fires warning',
  },
  {
    name: 'a hemolyzed normal value shows nothing',
    facts: [
      ...back(-1, -1 + A_LITTLE),
      potassium(4, 23),
      magnesium(2, 23),
      phosphate(3, 23, { quality: ['hemolyzed'] }),
    ],
    expect: 'fires warning',
  },
  {
    name: 'one of the three was never measured',
    facts: [
      feeding(-60),
      phosphate(3, -70),
      phosphate(2, -20),
      ...[-1, 23].flatMap((hour) => [phosphate(3, hour), potassium(4, hour)]),
    ],
    expect: 'fires warning',
  },
];

const dialysis = (from: number, until?: number) =>
  condition('dialysis', { from: at(from), ...(until === undefined ? {} : { until: at(until) }) });
const fires = withPhosphate(3, 2.25);

const exclusions: readonly Vignette[] = [
  { name: 'dialysis', facts: [...fires, dialysis(-500)], expect: 'not-applicable dialysis' },
  { name: 'comfort care', facts: [...fires, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  { name: 'a session since', facts: [...fires, dialysis(2, 6)], expect: 'not-applicable dialysis' },
  { name: 'a session that ended 48 h before feeding', facts: [...fires, dialysis(-52, -48)], expect: 'fires warning' },
  {
    name: 'a session that ended a little later',
    facts: [...fires, dialysis(-52, -48 + A_LITTLE)],
    expect: 'not-applicable dialysis',
  },
  { name: 'a session long ago', facts: [...fires, dialysis(-80, -76)], expect: 'fires warning' },
  { name: 'dialysate', facts: [...fires, dose('dialysate', undefined, -40)], expect: 'not-applicable dialysis' },
  { name: 'dialysis without feeding', facts: [dialysis(2, 6)], expect: 'not-applicable dialysis' },
  {
    name: 'magnesium is being replaced: it stays',
    facts: [...fires, magnesiumDose(16, 22), drugOrder('magnesium-oxide', 21)],
    expect: 'fires warning',
  },
];

const parameters: readonly Vignette[] = [
  {
    name: 'a site may look for smaller falls',
    facts: withPhosphate(2.6, 2.4),
    parameters: { ...DEFAULT_PARAMETERS, refeeding: { ...DEFAULT_PARAMETERS.refeeding, single_pct: 5 } },
    expect: 'fires warning',
  },
];

export const cases: readonly Vignette[] = [
  ...fallCases,
  ...windows,
  ...starts,
  ...missing,
  ...closing,
  ...exclusions,
  ...parameters,
];
