import { assert } from '@magwatch/base';
import { buildTimeline, type ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { potassium } from '../testing/index.ts';
import { runEvidence } from './refractory-verdict.ts';

const rolesOf = (...facts: readonly ResourceVersion[]) =>
  runEvidence(buildTimeline(facts).results('potassium')).map(({ role, value }) => {
    assert(value !== undefined, 'a result has a value');
    return `${role} ${value}`;
  });

test.each<[string, readonly ResourceVersion[], readonly string[]]>([
  ['nothing', [], []],
  ['one value is the latest', [potassium(3.1, 0)], ['potassium 3.1']],
  ['two', [potassium(3.1, 0), potassium(3.2, 8)], ['potassium 3.2', 'potassium-baseline 3.1']],
  [
    'four: the last, the first, what lies between',
    [potassium(3.1, 0), potassium(3.2, 8), potassium(3, 12), potassium(3.3, 20)],
    ['potassium 3.3', 'potassium-baseline 3.1', 'potassium-series 3.2', 'potassium-series 3'],
  ],
])('a run as evidence: %s', (_name, facts, expected) => {
  expect(rolesOf(...facts)).toEqual(expected);
});
