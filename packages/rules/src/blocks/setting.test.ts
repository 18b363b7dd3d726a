import type { EncounterFact, ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { at, encounter, readBlock } from '../testing/index.ts';
import { dischargedAt, setting } from './setting.ts';

const visit = (extra: Partial<EncounterFact>, id = 'a'): ResourceVersion =>
  encounter({ id: `Encounter/${id}`, isInProgress: false, ...extra });

// At hour 24; a source of inpatients stands in where there is no encounter.
test.each<[string, readonly ResourceVersion[], 'inpatient' | 'outpatient', number | undefined]>([
  ['no encounter', [], 'inpatient', undefined],
  ['a stay that goes on', [encounter({ from: at(0) })], 'inpatient', undefined],
  ['inside its period, whatever its status became', [visit({ from: at(0), until: at(25) })], 'inpatient', undefined],
  ['a stay that ended now', [visit({ from: at(0), until: at(24) })], 'outpatient', 24],
  ['a stay that is over, without an end', [visit({ from: at(0) })], 'outpatient', undefined],
  ['an undated visit', [visit({ setting: 'outpatient' })], 'outpatient', undefined],
  ['a visit', [visit({ setting: 'outpatient', from: at(0), until: at(1) })], 'outpatient', undefined],
  ['an admission that is planned', [visit({ from: at(25), isInProgress: true })], 'inpatient', undefined],
  ['two stays', [visit({ from: at(0), until: at(5) }), visit({ from: at(8), until: at(20) }, 'b')], 'outpatient', 20],
  [
    'a stay inside a longer one',
    [visit({ from: at(0), until: at(20) }), visit({ from: at(5), until: at(8) }, 'b')],
    'outpatient',
    20,
  ],
])('%s', (_name, facts, where, discharged) => {
  expect(readBlock(setting, facts)).toBe(where);
  expect(readBlock(dischargedAt, facts)).toBe(discharged === undefined ? undefined : at(discharged));
});
