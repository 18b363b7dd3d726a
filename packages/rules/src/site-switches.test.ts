import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { hypermagnesemia } from './catalogue/hypermagnesemia/rule.ts';
import { mgAlbuminCorrected } from './catalogue/mg-albumin-corrected/rule.ts';
import { mgLow } from './catalogue/mg-low/rule.ts';
import { refeedingElectrolyteDrop } from './catalogue/refeeding-electrolyte-drop/rule.ts';
import { refractoryHypokalemiaMgUnknown } from './catalogue/refractory-hypokalemia-mg-unknown/rule.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import {
  albumin,
  at,
  condition,
  findingOf,
  judge,
  magnesium,
  potassium,
  potassiumDose,
  result,
  situation,
} from './testing/index.ts';

const D = DEFAULT_PARAMETERS;

describe('lab.usePreliminary', () => {
  const parameters = { ...D, lab: { ...D.lab, usePreliminary: true } };
  const preliminary = { status: 'preliminary' } as const;
  const low = magnesium(1.5, 20, preliminary);

  test.each([
    ['a preliminary magnesium counts', mgLow, [low], 'fires info'],
    [
      'one that is not issued yet does not',
      mgLow,
      [magnesium(1.5, 20, { ...preliminary, knownAt: at(25) })],
      'unknown',
    ],
    [
      'a preliminary albumin corrects',
      mgAlbuminCorrected,
      [magnesium(1.6, 20), albumin(2, 20, preliminary)],
      'fires info',
    ],
  ])('%s', (_name, rule, facts, expected) => {
    expect(judge(rule, { name: '', facts, expect: '', parameters })).toBe(expected);
    expect(judge(rule, { name: '', facts, expect: '' })).not.toBe(expected === 'unknown' ? 'fires info' : expected);
  });

  test('what counts as a result is not pending any more', () => {
    const course = [potassium(2.9, 0), potassiumDose(80, 10), potassium(2.9, 20)];
    const facts = [...course, magnesium(1.9, 20, preliminary)];
    expect(judge(refractoryHypokalemiaMgUnknown, { name: '', facts, expect: '' })).toBe('in-progress warning');
    expect(judge(refractoryHypokalemiaMgUnknown, { name: '', facts, expect: '', parameters })).toBe('absent');
  });
});

describe("mg.useLabReferenceRange: the laboratory's own limits", () => {
  const parameters = { ...D, mg: { ...D.mg, useLabReferenceRange: true } };
  const range = { referenceRange: { low: 1.6, high: 2.4 } };
  const mg = (value: number, extra = {}) => magnesium(value, 20, { ...range, ...extra });

  test.each<[string, typeof mgLow, ResourceVersion, string, string]>([
    ['below its lower limit', mgLow, mg(1.59), 'fires info', 'fires info'],
    ['at its lower limit', mgLow, mg(1.6), 'absent', 'fires info'],
    ['"<1.6" counts as 1.6', mgLow, mg(1.6, { comparator: '<' }), 'absent', 'fires info'],
    ['">1.5" is not known to be low', mgLow, mg(1.5, { comparator: '>' }), 'absent', 'absent'],
    ['">=1.5" is not known to be low', mgLow, mg(1.5, { comparator: '>=' }), 'absent', 'absent'],
    [
      'moderate stays fixed',
      mgLow,
      magnesium(1.15, 20, { referenceRange: { low: 1.1 } }),
      'fires warning',
      'fires warning',
    ],
    ['without a range ours', mgLow, magnesium(1.69, 20), 'fires info', 'fires info'],
    [
      'a range without a lower limit: ours',
      mgLow,
      magnesium(1.69, 20, { referenceRange: { high: 2.4 } }),
      'fires info',
      'fires info',
    ],
    ['above its upper limit', hypermagnesemia, mg(2.41), 'fires info', 'absent'],
    ['at its upper limit', hypermagnesemia, mg(2.4), 'absent', 'absent'],
    ['"<2.5" is not known to be high', hypermagnesemia, mg(2.5, { comparator: '<' }), 'absent', 'absent'],
    ['"<=2.5" is not known to be high', hypermagnesemia, mg(2.5, { comparator: '<=' }), 'absent', 'absent'],
    [
      'a range without an upper limit: ours',
      hypermagnesemia,
      magnesium(2.61, 20, { referenceRange: { low: 1.6 } }),
      'fires info',
      'fires info',
    ],
  ])('%s', (_name, rule, fact, expected, byDefault) => {
    expect(judge(rule, { name: '', facts: [fact], expect: '', parameters })).toBe(expected);
    expect(judge(rule, { name: '', facts: [fact], expect: '' })).toBe(byDefault);
  });
});

test('refeeding: a magnesium that is low by the range of the laboratory', () => {
  const parameters = { ...D, mg: { ...D.mg, useLabReferenceRange: true } };
  const range = { referenceRange: { low: 1.8 } };
  const facts = [
    condition('enteral-nutrition', { from: at(0) }),
    magnesium(2.2, -2, range),
    magnesium(1.75, 20, range),
    potassium(4, -2),
    potassium(4, 20),
    phosphate(3, -2),
    phosphate(3, 20),
  ];
  expect(judge(refeedingElectrolyteDrop, { name: '', facts, expect: '', parameters })).toBe('fires warning');
  expect(judge(refeedingElectrolyteDrop, { name: '', facts, expect: '' })).toBe('absent');
});

const phosphate = (value: number, hour: number): ResourceVersion => result('phosphate', [value, 'mg/dL'], hour);

describe('safety.inComfortCare', () => {
  const parameters = { ...D, safety: { ...D.safety, inComfortCare: true } };
  const facts = [magnesium(5, 20), condition('comfort-care')];

  test('safety rules stay on, the others do not', () => {
    const given = situation(facts, { now: 24 });
    expect(findingOf(hypermagnesemia, given, parameters).verdict).toBe('present');
    expect(findingOf(hypermagnesemia, given)).toEqual({ verdict: 'not-applicable', reason: 'comfort-care' });
    const low = situation([magnesium(1.5, 20), condition('comfort-care')], { now: 24 });
    expect(findingOf(mgLow, low, parameters)).toEqual({ verdict: 'not-applicable', reason: 'comfort-care' });
  });

  test('the dead and test patients are excluded all the same', () => {
    const dead = [magnesium(5, 20), { ...condition('comfort-care') }];
    const withPerson = (fact: object): readonly ResourceVersion[] => [
      ...dead,
      {
        reference: 'Patient/p1',
        versionId: '1',
        state: 'present',
        facts: [{ kind: 'person', isDeceased: false, isTestPatient: false, ...fact }],
      },
    ];
    expect(findingOf(hypermagnesemia, situation(withPerson({ isDeceased: true }), { now: 24 }), parameters)).toEqual({
      verdict: 'not-applicable',
      reason: 'deceased',
    });
    expect(findingOf(hypermagnesemia, situation(withPerson({ isTestPatient: true }), { now: 24 }), parameters)).toEqual(
      { verdict: 'not-applicable', reason: 'test-patient' },
    );
  });
});
