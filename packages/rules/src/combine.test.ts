import { describe, expect, test } from 'vitest';
import { cannotTell, doesNotApply, no, yes } from './answer.ts';
import type { Block } from './chart.ts';
import { openChart } from './chart.ts';
import { both, either } from './combine.ts';
import type { Answer } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { START, situation } from './testing/index.ts';

const ask = (check: Block<Answer>) => openChart(situation([], { now: 0 }), DEFAULT_PARAMETERS).chart.read(check);
const item = (role: string) => ({ role, reference: `Observation/${role}`, at: START });
const potassium: Block<Answer> = () => yes('K 3.1', [item('potassium')]);
const qtc: Block<Answer> = () => yes('QTc 510 ms', [item('qtc')]);
const normal: Block<Answer> = () => no('not-low', 'Mg 2', [item('magnesium')]);
const short: Block<Answer> = () => no('not-long', 'QTc 420 ms', [item('qtc')]);
const noLevel: Block<Answer> = () => cannotTell(['magnesium'], 'no level');
const noDrugs: Block<Answer> = () => cannotTell(['dose:qt-a']);

describe('either', () => {
  test('one that holds is enough, whatever the others say', () => {
    expect(ask(either(normal, noLevel, potassium))).toEqual({
      is: 'yes',
      value: 'K 3.1',
      evidence: [item('potassium')],
    });
    expect(ask(either(potassium, qtc))).toMatchObject({
      value: 'K 3.1; QTc 510 ms',
      evidence: [item('potassium'), item('qtc')],
    });
  });

  test('unknown while one of them could hold', () => {
    expect(ask(either(normal, noLevel, noDrugs))).toEqual({
      is: 'unknown',
      missing: ['magnesium', 'dose:qt-a'],
      value: 'Mg 2; no level',
    });
  });

  test('no when none holds', () => {
    expect(ask(either(normal, short))).toEqual({
      is: 'no',
      reason: 'not-so',
      value: 'Mg 2; QTc 420 ms',
      evidence: [item('magnesium'), item('qtc')],
    });
  });
});

describe('both', () => {
  test('holds when all hold', () => {
    expect(ask(both(potassium, qtc))).toEqual({
      is: 'yes',
      value: 'K 3.1; QTc 510 ms',
      evidence: [item('potassium'), item('qtc')],
    });
  });

  test('one that does not hold settles it, whatever is unknown', () => {
    expect(ask(both(potassium, noLevel, short))).toEqual({
      is: 'no',
      reason: 'not-so',
      value: 'QTc 420 ms',
      evidence: [item('qtc')],
    });
  });

  test('what does not apply does not hold either', () => {
    const dialyzed: Block<Answer> = () => doesNotApply('dialysis');
    expect(ask(both(potassium, dialyzed)).is).toBe('no');
    expect(ask(either(dialyzed, normal)).is).toBe('no');
  });

  test('unknown when nothing speaks against it', () => {
    expect(ask(both(potassium, noLevel, noDrugs))).toEqual({
      is: 'unknown',
      missing: ['magnesium', 'dose:qt-a'],
      value: 'K 3.1; no level',
    });
  });
});

test('each value and each piece of evidence once', () => {
  expect(ask(both(either(potassium, qtc), potassium))).toEqual({
    is: 'yes',
    value: 'K 3.1; QTc 510 ms',
    evidence: [item('potassium'), item('qtc')],
  });
});

test('what is unknown without a name stays unknown', () => {
  const nameless: Block<Answer> = () => cannotTell([]);
  const bare: Block<Answer> = () => yes();
  expect(ask(both(bare, nameless))).toStrictEqual({ is: 'unknown', missing: [] });
  expect(ask(either(normal, nameless))).toEqual({ is: 'unknown', missing: [], value: 'Mg 2' });
  // An answer that looked at nothing has no value, not an undefined one.
  expect(ask(both(bare, bare))).toStrictEqual({ is: 'yes' });
  expect(ask(both(bare, potassium))).toEqual({ is: 'yes', value: 'K 3.1', evidence: [item('potassium')] });
});
