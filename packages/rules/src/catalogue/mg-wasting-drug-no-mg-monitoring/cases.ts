import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesiumDose,
  potassium,
  result,
  testOrder,
  type Vignette,
} from '../../testing/index.ts';
import { A_LITTLE, ago, course, days, given, level, NOW, ordered, rowCases } from './rows.fixture.ts';

const routes: readonly Vignette[] = [
  { name: 'pentamidine brings its own torsades risk', facts: course('pentamidine', [24, 2]), expect: 'fires warning' },
  { name: 'pentamidine: a little less than 24 h', facts: course('pentamidine', [24 - A_LITTLE, 2]), expect: 'absent' },
  {
    name: 'pentamidine: a level of 72 h ago',
    facts: [...course('pentamidine', [90, 2]), level(72)],
    expect: 'fires warning',
  },
  {
    name: 'pentamidine: a level of a little less',
    facts: [...course('pentamidine', [90, 2]), level(72 - A_LITTLE)],
    expect: 'absent',
  },
  {
    name: 'pentamidine into a muscle counts',
    facts: course('pentamidine', [24, 2], 'intramuscular'),
    expect: 'fires warning',
  },
  { name: 'inhaled pentamidine does not', facts: course('pentamidine', [90, 2], 'other'), expect: 'absent' },
  { name: 'an oral aminoglycoside stays in the gut', facts: course('neomycin', [90, 2], 'enteral'), expect: 'absent' },
  { name: 'aminoglycoside eye drops', facts: course('tobramycin', [90, 2], 'topical'), expect: 'absent' },
  { name: 'an aminoglycoside of unknown route', facts: course('gentamicin', [90, 2], 'unknown'), expect: 'fires info' },
  { name: 'oral amphotericin', facts: course('amphotericin-b', [90, 2], 'enteral'), expect: 'absent' },
  { name: 'cisplatin into the bladder', facts: [given('cisplatin', 100, 'other')], expect: 'absent' },
  { name: 'oxaliplatin is in no row', facts: [given('oxaliplatin', 100)], expect: 'absent' },
];

const exposure: readonly Vignette[] = [
  { name: 'no such drug', facts: [potassium(4, 20)], expect: 'absent' },
  { name: 'gaps are ignored', facts: course('gentamicin', [days(200), 2]), expect: 'fires info' },
  {
    name: 'two drugs of a group are one exposure',
    facts: [given('gentamicin', 80), given('amikacin', 2)],
    expect: 'fires info',
  },
  {
    name: 'what was dispensed was not given',
    facts: [
      dose('gentamicin', undefined, ago(2), { standing: 'dispensed' }),
      dose('gentamicin', undefined, ago(90), { standing: 'stated' }),
    ],
    expect: 'absent',
  },
  {
    name: 'a part dose is an exposure',
    facts: [dose('cisplatin', undefined, ago(100), { standing: 'partial' })],
    expect: 'fires info',
  },
  {
    name: 'an infusion that runs is active',
    facts: [dose('amphotericin-b', undefined, ago(-4), { start: at(ago(24)), standing: 'running' })],
    expect: 'fires info',
  },
  {
    name: 'an infusion that is charted for later has not begun',
    facts: [
      ...course('amphotericin-b', [90, 30]),
      dose('amphotericin-b', undefined, ago(-4), { start: at(ago(-2)), standing: 'running' }),
    ],
    expect: 'absent',
  },
  { name: 'a dose that ends later is not given yet', facts: course('gentamicin', [90, -2]), expect: 'absent' },
  { name: 'the drug was stopped', facts: [ordered('furosemide', days(100), { status: 'ended' })], expect: 'absent' },
  { name: 'the order is on hold', facts: [ordered('furosemide', days(100), { status: 'on-hold' })], expect: 'absent' },
  {
    name: 'the order began with its period',
    facts: [ordered('furosemide', 10, { activeFrom: at(ago(days(90))) })],
    expect: 'fires info',
  },
  {
    name: 'an order and an earlier dose: the dose is the beginning',
    facts: [given('gentamicin', 80), ordered('gentamicin', 5, { route: 'intravenous' })],
    expect: 'fires info',
  },
  {
    name: 'a draft alone is no exposure',
    facts: [],
    when: { hook: 'order-sign', drafts: [drugOrder('furosemide', ago(days(100)))] },
    expect: 'absent',
  },
  {
    name: 'a draft goes on with what was given before',
    facts: [given('gentamicin', 90)],
    when: { hook: 'order-sign', drafts: [drugOrder('gentamicin', NOW, { route: 'intravenous' })] },
    expect: 'fires info',
  },
];

const gentamicin = course('gentamicin', [90, 2]);

const levels: readonly Vignette[] = [
  { name: 'a low level is a level', facts: [...gentamicin, level(5, 1.1)], expect: 'absent' },
  {
    name: 'a level drawn early is a level',
    facts: [...gentamicin, magnesiumDose(16, ago(6)), level(5)],
    expect: 'absent',
  },
  {
    name: 'an ionized level is a level',
    facts: [...gentamicin, result('magnesium-ionized', [0.5, 'mmol/L'], ago(5))],
    expect: 'absent',
  },
  {
    name: 'a normal level from a hemolyzed tube is none',
    facts: [...gentamicin, level(5, 1.9, { quality: ['hemolyzed'] })],
    expect: 'fires info',
  },
  {
    name: 'a level from an EDTA tube is none, however old the tube',
    facts: [ordered('furosemide', days(100)), level(8000, 0.7), potassium(7, ago(8000)), calcium(4, ago(8000))],
    expect: 'fires info',
  },
  {
    name: 'a level that is not issued is not known',
    facts: [...gentamicin, level(5, 1.9, { knownAt: at(ago(-1)) })],
    expect: 'fires info',
  },
  { name: 'a level is ordered', facts: [...gentamicin, testOrder('magnesium', ago(3))], expect: 'in-progress info' },
  {
    name: 'a level is in the laboratory',
    facts: [...gentamicin, level(3, 1.9, { status: 'preliminary' })],
    expect: 'in-progress info',
  },
  {
    name: 'a level is among the drafts',
    facts: gentamicin,
    when: { hook: 'order-sign', drafts: [testOrder('magnesium', NOW)] },
    expect: 'in-progress info',
  },
  { name: 'dialysis', facts: [...gentamicin, condition('dialysis')], expect: 'not-applicable dialysis' },
  { name: 'comfort care', facts: [...gentamicin, condition('comfort-care')], expect: 'not-applicable comfort-care' },
];

const severity: readonly Vignette[] = [
  { name: 'two groups overdue', facts: [...gentamicin, ...course('foscarnet', [90, 2])], expect: 'fires warning' },
  {
    name: 'two groups, one of them with a level inside its interval',
    facts: [...gentamicin, given('carboplatin', 100), level(300)],
    expect: 'fires info',
  },
  { name: 'digoxin', facts: [...gentamicin, ordered('digoxin', 5)], expect: 'fires warning' },
  { name: 'digoxin of 48 h ago', facts: [...gentamicin, given('digoxin', 48)], expect: 'fires info' },
  { name: 'a drug of known torsades risk', facts: [...gentamicin, given('sotalol', 5)], expect: 'fires warning' },
  { name: 'a drug of lesser risk', facts: [...gentamicin, given('ondansetron', 5)], expect: 'fires info' },
  { name: 'low potassium', facts: [...gentamicin, potassium(3.49, 20)], expect: 'fires warning' },
  { name: 'potassium of 3.5', facts: [...gentamicin, potassium(3.5, 20)], expect: 'fires info' },
];

const { monitoring } = DEFAULT_PARAMETERS;

const parameters: readonly Vignette[] = [
  {
    name: 'a site may watch a drug more closely',
    facts: [...gentamicin, level(30)],
    parameters: {
      ...DEFAULT_PARAMETERS,
      monitoring: { ...monitoring, aminoglycoside: { exposure_h: 72, interval_h: 24 } },
    },
    expect: 'fires info',
  },
];

export const cases: readonly Vignette[] = [...rowCases, ...routes, ...exposure, ...levels, ...severity, ...parameters];
