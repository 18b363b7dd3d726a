import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { listParameters } from './list-parameters.ts';
import { PARAMETERS, takesRuleIds } from './parameter-tree.ts';

describe('the list of parameters', () => {
  test('is the catalogue with its defaults, in its order', () => {
    expect(listParameters()).toEqual(
      PARAMETERS.map(({ name, spec }) => ({ name, value: spec.default, spec, isChanged: false })),
    );
  });

  test('holds what was given for a rule after the default of its group, even where it says the same', () => {
    const listed = listParameters({
      ...DEFAULT_PARAMETERS,
      mode: { default: 'silent', 'mg-low': 'card', hypermagnesemia: 'silent' },
      grace_min: { default: 0, 'mg-low': 0 },
    });
    const perRule = listed.filter(({ name }) => name.startsWith('mode.') || name.startsWith('grace_min.'));
    expect(perRule.map(({ name, value, isChanged }) => [name, value, isChanged])).toEqual([
      ['mode.default', 'silent', true],
      ['mode.mg-low', 'card', true],
      ['mode.hypermagnesemia', 'silent', true],
      ['grace_min.default', 0, false],
      ['grace_min.mg-low', 0, true],
    ]);
    expect(listed.find(({ name }) => name === 'mode.mg-low')?.spec).toMatchObject({ kind: 'choice', default: 'card' });
    expect(listed).toHaveLength(PARAMETERS.length + 3);
  });
});

test.each([
  [['mode'], true],
  [['grace_min'], true],
  [['refK'], false],
  [['mode', 'mg-low'], false],
  [['refK', 'mode'], false],
  [[], false],
])('values of the group %j by rule: %s', (group, isTaken) => {
  expect(takesRuleIds(group)).toBe(isTaken);
});
