import type { ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { at, dose, drugOrder, readBlock } from '../testing/index.ts';
import { ppiExposure } from './ppi-exposure.ts';

const DAY = 24;
const order = (hour: number, extra = {}) => drugOrder('omeprazole', hour, extra);
const taken = (hour: number) => dose('omeprazole', undefined, hour, { route: 'enteral', start: at(hour) });

test.each<[string, readonly ResourceVersion[], object | undefined]>([
  ['none', [], undefined],
  ['taken for months, then stopped', [taken(-100 * DAY), taken(24 - 73)], undefined],
  ['ordered 90 days ago', [order(DAY - 90 * DAY)], { isLong: true, start: { at: at(DAY - 90 * DAY) } }],
  ['ordered less than 90 days ago', [order(DAY - 90 * DAY + 0.1)], { isLong: false }],
  ['one in place of another', [taken(-100 * DAY), order(0)], { isLong: true, start: { at: at(-100 * DAY) } }],
])('a PPI: %s', (_name, facts, expected) => {
  const found = readBlock(ppiExposure, facts);
  if (expected) expect(found).toMatchObject({ isStartUnknown: false, ...expected });
  else expect(found).toBeUndefined();
});

test('a PPI that is only drafted has no start, and nobody has to look for one', () => {
  const when = { drafts: [order(24)], coverage: new Map() };
  const { drugs, ...exposure } = readBlock(ppiExposure, [], when) ?? { drugs: [] };
  expect(drugs).toHaveLength(1);
  expect(exposure).toEqual({ isLong: false, isStartUnknown: false });
});
