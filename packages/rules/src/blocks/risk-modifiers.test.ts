import type { ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { at, calcium, condition, drugOrder, ionizedCalcium, potassium, readBlock, result } from '../testing/index.ts';
import { riskModifiers } from './risk-modifiers.ts';

const sound = [potassium(4, 20), ionizedCalcium(1.2, 20), result('qtc', [420, 'ms'], 20)];

test.each<[string, readonly ResourceVersion[], readonly string[], readonly string[]]>([
  ['nothing known', [], [], ['potassium', 'qtc', 'calcium']],
  ['all sound', sound, [], []],
  ['a calcium without albumin', [...sound.slice(0, 1), ...sound.slice(2), calcium(8, 20)], [], ['albumin']],
  ['potassium', [...sound, potassium(3.4, 21)], ['low potassium'], []],
  ['QTc', [...sound, result('qtc', [480, 'ms'], 21)], ['long QTc'], []],
  ['calcium', [...sound, ionizedCalcium(1.1, 21)], ['low calcium'], []],
  ['digoxin', [...sound, drugOrder('digoxin', 0)], ['digoxin'], []],
  ['a drug of known torsades risk', [...sound, drugOrder('sotalol', 0)], ['sotalol'], []],
  ['another drug', [...sound, drugOrder('ondansetron', 0)], [], []],
  ['torsades of the last day', [...sound, condition('torsades', { from: at(0.1) })], ['torsades de pointes'], []],
  ['torsades of a day ago', [...sound, condition('torsades', { from: at(0) })], [], []],
])('what makes a mildly low magnesium matter: %s', (_name, facts, words, missing) => {
  expect(readBlock(riskModifiers, facts)).toMatchObject({ words, missing });
});
