import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { buildTimeline, type Evidence, type Fact, findCorrections, type ResourceVersion } from './index.ts';

const at = instantOf(Date.UTC(2026, 2, 10, 8));
const later = instantOf(Date.UTC(2026, 2, 10, 9));

const magnesium = (value: number, time = at, quality: readonly 'time-approx'[] = []): Fact => ({
  kind: 'result',
  analyte: 'magnesium',
  reported: { value, unit: 'mg/dL' },
  compared: { value, unit: 'mg/dL' },
  canonical: value / 2.4305,
  status: 'final',
  at: time,
  knownAt: time,
  quality,
});

const dose: Fact = {
  kind: 'dose',
  drug: 'magnesium-sulfate',
  route: 'intravenous',
  start: at,
  end: later,
  amount: { value: 2, unit: 'g' },
  content: { element: 'magnesium', meq: 16.22 },
  standing: 'charted',
  isMaintenance: false,
  quality: [],
};

const used: Evidence = { role: 'magnesium', reference: 'Observation/1', value: 1.4, unit: 'mg/dL', at };
const given: Evidence = { role: 'dose', reference: 'MedicationAdministration/1', value: 16.22, unit: 'meq', at: later };

describe('evidence since it was used', () => {
  test.each<[string, Evidence, ResourceVersion, readonly unknown[]]>([
    ['still says so', used, { reference: 'Observation/1', state: 'present', facts: [magnesium(1.4)] }, []],
    ['another value', used, { reference: 'Observation/1', state: 'present', facts: [magnesium(1.9)] }, ['corrected']],
    [
      'another time',
      used,
      { reference: 'Observation/1', state: 'present', facts: [magnesium(1.4, later)] },
      ['corrected'],
    ],
    ['no value any more', used, { reference: 'Observation/1', state: 'present', facts: [] }, ['corrected']],
    [
      'a time that the specimen made exact',
      used,
      { reference: 'Observation/1', state: 'present', facts: [magnesium(1.4, later, ['time-approx'])] },
      [],
    ],
    ['withdrawn', used, { reference: 'Observation/1', state: 'withdrawn', facts: [] }, ['withdrawn']],
    ['deleted', used, { reference: 'Observation/1', state: 'deleted', facts: [] }, ['deleted']],
    ['another resource', used, { reference: 'Observation/2', state: 'withdrawn', facts: [] }, []],
    [
      'evidence without a value',
      { role: 'condition', reference: 'Condition/1', at },
      { reference: 'Condition/1', state: 'present', facts: [] },
      [],
    ],
    ['the same dose', given, { reference: 'MedicationAdministration/1', state: 'present', facts: [dose] }, []],
    [
      'the same dose in grams',
      { ...given, value: 2, unit: 'g' },
      { reference: 'MedicationAdministration/1', state: 'present', facts: [dose] },
      [],
    ],
    [
      'another dose',
      { ...given, value: 8 },
      { reference: 'MedicationAdministration/1', state: 'present', facts: [dose] },
      ['corrected'],
    ],
  ])('%s', (_name, evidence, version, changes) => {
    const corrections = findCorrections(buildTimeline([version]), [evidence]);
    expect(corrections.map(({ change }) => change)).toEqual(changes);
  });
});
