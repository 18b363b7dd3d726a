import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, drugOrder, magnesium, magnesiumDose, readBlock, result, testOrder } from '../testing/index.ts';
import { magnesiumPending, magnesiumTreated } from './treatment.ts';

describe('a low magnesium that is being treated (B4)', () => {
  const low = magnesium(1.4, 20);
  test.each<[string, readonly ResourceVersion[], number | undefined]>([
    ['8 mEq since the level', [low, magnesiumDose(8, 22)], 22],
    ['less', [low, magnesiumDose(7.9, 22)], undefined],
    ['ended with the level', [low, magnesiumDose(8, 20)], undefined],
    ['ordered since the level', [low, drugOrder('magnesium-oxide', 22)], 22],
    ['ordered 2 h before it', [low, drugOrder('magnesium-oxide', 18)], 18],
    ['ordered longer before it', [low, drugOrder('magnesium-oxide', 17.9)], undefined],
    ['in maintenance fluid', [low, drugOrder('magnesium-sulfate', 22, { isMaintenance: true })], undefined],
    ['a laxative', [low, drugOrder('magnesium-hydroxide', 22)], undefined],
    ['given, and no level', [magnesiumDose(8, 22)], undefined],
    ['ordered, and no level', [drugOrder('magnesium-oxide', 22)], undefined],
  ])('%s', (_name, facts, shownAt) => {
    const found = readBlock(magnesiumTreated, facts);
    if (shownAt === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject({ reason: 'treated', evidence: [{ at: at(shownAt) }] });
  });
});

describe('a level that is on its way (B5)', () => {
  const preliminary = (hour: number) => magnesium(1.4, hour, { id: 'Observation/early', status: 'preliminary' });
  test.each<[string, readonly ResourceVersion[], number | undefined]>([
    ['nothing', [], undefined],
    ['ordered, however long ago', [testOrder('magnesium', 2)], 2],
    ['ordered, and over', [testOrder('magnesium', 2, { until: at(10) })], undefined],
    ['ordered for later', [testOrder('magnesium', 25)], undefined],
    ['of ionized magnesium', [testOrder('magnesium-ionized', 20)], 20],
    ['of potassium', [testOrder('potassium', 20)], undefined],
    ['in the laboratory for less than 12 h', [testOrder('magnesium', 12.1, { origin: 'laboratory' })], 12.1],
    ['in the laboratory for 12 h', [testOrder('magnesium', 12, { origin: 'laboratory' })], undefined],
    ['preliminary for less than 12 h', [preliminary(12.1)], 12.1],
    ['preliminary for 12 h', [preliminary(12)], undefined],
    ['a final one is here', [result('magnesium', [1.4, 'mg/dL'], 20)], undefined],
  ])('%s', (_name, facts, shownAt) => {
    const found = readBlock(magnesiumPending, facts);
    if (shownAt === undefined) expect(found).toBeUndefined();
    else
      expect(found).toMatchObject({ reason: 'test-pending', evidence: [{ role: 'magnesium-test', at: at(shownAt) }] });
  });

  test('each is shown once', () => {
    const facts = [testOrder('magnesium', 20), preliminary(21)];
    expect(readBlock(magnesiumPending, facts)?.evidence).toEqual([
      { role: 'magnesium-test', reference: 'ServiceRequest/magnesium-20', at: at(20) },
      { role: 'magnesium-test', reference: 'Observation/early', at: at(21) },
    ]);
  });

  test('a draft of this call is on its way too', () => {
    const drafts = [testOrder('magnesium', 24)];
    expect(readBlock(magnesiumPending, [], { drafts })?.reason).toBe('test-pending');
    expect(readBlock(magnesiumPending, [], { drafts: [testOrder('potassium', 24)] })).toBeUndefined();
  });
});
