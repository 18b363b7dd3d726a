import { inputKey } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { mgLow } from './catalogue/mg-low/rule.ts';
import type { RuleInput, Suggested } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import {
  asksGuard,
  condition,
  declare,
  dose,
  drugOrder,
  hours,
  inputsOf,
  oneOf,
  optional,
  required,
  result,
} from './inputs.ts';
import type { Parameters } from './parameters.ts';

/** Worked out by hand from the parameters of the clinical catalogue (§4.0, §4.98). */
describe('how far back each kind of data is read', () => {
  test.each<[keyof typeof hours, inpatient: number, outpatient: number, why: string]>([
    ['mg', 72, 720, 'lookback.mg'],
    ['ca', 48, 720, 'lookback.ca'],
    ['creatinine', 168, 8760, 'lookback.creatinine'],
    ['creatinineCourse', 168 + 168, 8760 + 168, 'and the 7 days in which an acute injury shows'],
    ['qtc', 48, 2160, 'lookback.qtc'],
    ['k', 48, 2160, 'lookback.k; outpatient the window of definition C'],
    ['latestK', 48, 720, 'lookback.k'],
    ['albumin', 72 + 72, 720 + 72, 'the longer of Mg and Ca, and lookback.albuminPair'],
    ['pth', 336, 336, 'lookback.pth'],
    ['drug', 24, 24, 'drugActive'],
    ['digoxin', 48, 48, 'digoxinActive'],
    ['ppi', 72, 72, 'ppiActive'],
    ['blocker', 24 + 12, 24 + 12, 'drugActive and guard.nmba'],
    ['ppiStart', 90 * 24, 90 * 24, 'ppi.minDays, longer than ppiActive'],
    ['digoxinLevel', 168, 168, 'lookback.digoxinLevel'],
    ['mgDose', 72 + 6 + 24, 720 + 6 + 24, 'the level, mg.tooEarly, and a day of infusion'],
    ['mgCourse', 72 + 24 + 24, 72 + 24 + 24, 'mg.followupClose, a day of course, and a day of infusion'],
    ['mgBeforeCourse', 120 + 72, 120 + 720, 'the course, and the level before it'],
    ['mgDoseBeforeCourse', 120 + 72 + 6 + 24, 120 + 720 + 6 + 24, 'and the doses that make that level early'],
    ['mgFollowup', 72, 72, 'mg.followupClose'],
    ['lastK', 96, 96, 'k.lastK'],
    ['caDose', 48 + 48, 720 + 48, 'lookback.ca and refCa.window'],
    ['now', 0, 0, 'what is active now'],
    ['day', 24, 24, 'a day'],
  ])('%s: %d h inpatient, %d h outpatient (%s)', (name, inpatient, outpatient) => {
    expect(hours[name](DEFAULT_PARAMETERS, 'inpatient')).toBe(inpatient);
    expect(hours[name](DEFAULT_PARAMETERS, 'outpatient')).toBe(outpatient);
  });

  const { lookback_h, refK, mg, ppi } = DEFAULT_PARAMETERS;
  const inpatientWith = (parts: Partial<Parameters['lookback_h']['inpatient']>): Parameters => ({
    ...DEFAULT_PARAMETERS,
    lookback_h: { ...lookback_h, inpatient: { ...lookback_h.inpatient, ...parts } },
  });
  const C: Parameters = { ...DEFAULT_PARAMETERS, refK: { ...refK, definition: 'C' } };
  const shortC: Parameters = {
    ...DEFAULT_PARAMETERS,
    refK: { ...refK, definition: 'C', C: { ...refK.C, window_h: 24 } },
  };
  test.each<[string, keyof typeof hours, Parameters, number]>([
    ['definition C looks back over its window in hospital too', 'k', C, 2160],
    ['and never less far than the look-back of potassium', 'k', shortC, 48],
    ['the latest potassium is not read farther back for it', 'latestK', C, 48],
    [
      'albumin beside calcium, where that is read farther back than magnesium',
      'albumin',
      inpatientWith({ ca: 100 }),
      172,
    ],
    [
      'doses treat as long as mg.treatedWindow',
      'mgDose',
      { ...DEFAULT_PARAMETERS, mg: { ...mg, treatedWindow_h: 200 } },
      200,
    ],
    [
      'a PPI counts for ppiActive where that is longer',
      'ppiStart',
      { ...DEFAULT_PARAMETERS, ppi: { ...ppi, minDays: 1 } },
      72,
    ],
  ])('another parameter: %s', (_name, name, parameters, expected) => {
    expect(hours[name](parameters, 'inpatient')).toBe(expected);
  });
});

/** "required result:magnesium 72/720": an input with its look-back inpatient and outpatient. */
const line = ({ input, need, lookBackHours }: RuleInput): string => {
  const back = (['inpatient', 'outpatient'] as const).map((where) => lookBackHours(DEFAULT_PARAMETERS, where));
  return `${need} ${inputKey(input)} ${back.join('/')}`;
};
const mg = result('magnesium');

describe('one list without repetition', () => {
  test.each<[string, RuleInput, RuleInput, string]>([
    ['required wins', optional(mg, hours.mg), required(mg, hours.mg), 'required'],
    ['whatever comes first', required(mg, hours.mg), optional(mg, hours.mg), 'required'],
    ['also over one of several', oneOf(mg, hours.mg), required(mg, hours.mg), 'required'],
    ['one of several wins over optional', optional(mg, hours.mg), oneOf(mg, hours.mg), 'one-of'],
    ['whatever comes first, too', oneOf(mg, hours.mg), optional(mg, hours.mg), 'one-of'],
    ['optional twice is optional', optional(mg, hours.mg), optional(mg, hours.mg), 'optional'],
  ])('%s', (_name, first, second, need) => {
    expect(declare([first], [second]).map(line)).toEqual([`${need} result:magnesium 72/720`]);
  });

  test('the longest look-back wins, in each setting by itself', () => {
    const inHospital: RuleInput['lookBackHours'] = (_parameters, where) => (where === 'inpatient' ? 100 : 1);
    expect(declare([optional(mg, hours.mg), optional(mg, inHospital)]).map(line)).toEqual([
      'optional result:magnesium 100/720',
    ]);
  });

  test('other inputs, and the same input of another setting, stay apart', () => {
    const loop = dose('loop');
    const given = [
      required(loop, hours.drug, ['inpatient']),
      optional(loop, hours.digoxin, ['outpatient']),
      optional(loop, hours.ppi),
      optional(drugOrder('loop'), hours.now),
    ];
    expect(declare(given, given)).toHaveLength(4);
    expect(declare(given, given).map(line)).toEqual(given.map(line));
  });
});

describe('the inputs of several rules', () => {
  const first = { ...mgLow, inputs: [required(mg, hours.mg), optional(condition('aki'), hours.now)] };
  const second = {
    ...mgLow,
    id: 'second',
    inputs: [
      optional(mg, hours.mgBeforeCourse),
      oneOf(result('potassium'), hours.latestK),
      optional(dose('loop'), hours.drug, ['inpatient']),
      required(dose('loop'), hours.ppi, ['outpatient']),
    ],
  };
  const engine = ['optional person 0/0', 'optional encounter 24/24', 'optional condition:comfort-care 0/0'];

  test('each once, by its strongest need, as far back as each setting needs it, and what the engine reads', () => {
    expect(inputsOf([first, second], DEFAULT_PARAMETERS).map(line)).toEqual([
      'required result:magnesium 192/840',
      'optional condition:aki 0/0',
      'one-of result:potassium 48/720',
      'required dose:loop 24/72',
      ...engine,
    ]);
  });

  test('a rule that is off adds nothing', () => {
    const parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'card', second: 'off' } } as const;
    expect(inputsOf([first, second], parameters).map(line)).toEqual([
      'required result:magnesium 72/720',
      'optional condition:aki 0/0',
      ...engine,
    ]);
  });
});

describe('the renal-safety guard is asked', () => {
  const sometimes: Suggested = { id: 'SG3', says: 'sometimes', when: () => false };
  test.each<[string, readonly Suggested[], boolean]>([
    ['where intravenous magnesium is offered', ['SG1', 'SG2'], true],
    ['where tablets are', ['SG3'], true],
    ['also where they are only sometimes', [sometimes], true],
    ['where products are to be stopped', ['SG11', 'SG4'], true],
    ['not for a level or an ECG', ['SG1', 'SG4', 'SG12'], false],
    ['not where nothing is suggested', [], false],
  ])('%s', (_name, suggestions, expected) => {
    expect(asksGuard({ card: { ...mgLow.card, suggestions } })).toBe(expected);
  });
});
