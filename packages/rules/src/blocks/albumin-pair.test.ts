import type { ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { albumin, at, magnesium, readBlock } from '../testing/index.ts';
import { correctedMagnesium } from './corrected-magnesium.ts';

// The sample is of hour 20, and it is hour 96.
test.each<[string, readonly ResourceVersion[], number | undefined]>([
  ['none', [], undefined],
  ['72 h before', [albumin(2, -52)], 2],
  ['longer before', [albumin(2, -52.1)], undefined],
  ['72 h after', [albumin(2, 92)], 2],
  ['longer after', [albumin(2, 92.1)], undefined],
  ['the nearest, before', [albumin(2, 10), albumin(2.5, 18), albumin(3, 24)], 2.5],
  ['the nearest, after', [albumin(2, 10), albumin(2.5, 22), albumin(3, 24)], 2.5],
  ['of two equally near ones the later', [albumin(2, 16), albumin(3, 24)], 3],
  ['not yet reported', [albumin(2, 10), albumin(3, 18, { knownAt: at(97) })], 2],
])('albumin beside a sample: %s', (_name, albumins, expected) => {
  const found = readBlock(correctedMagnesium, [magnesium(1.6, 20), ...albumins], {
    now: 96,
    defaultSetting: 'outpatient',
  });
  expect(found?.albumin.compared.value).toBe(expected);
});
