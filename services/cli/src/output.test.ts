import { expect, test } from 'vitest';
import { printable, tableLines } from './output.ts';

test.each([
  ['\u001b[2J gone', '\uFFFD[2J gone'],
  ['a\nb\u009bc', 'a\uFFFDb\uFFFDc'],
  ['Ä 💊 – plain', 'Ä 💊 – plain'],
])('%j is shown as %j: a terminal obeys nothing that comes from a file', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a table has columns as wide as their widest cell and no spaces at its end', () => {
  expect([
    ...tableLines(
      ['A', 'LONG'],
      [
        ['a\tb', 'x'],
        ['abcdef', ''],
      ],
    ),
  ]).toEqual(['A       LONG', '------  ----', 'a\uFFFDb     x', 'abcdef']);
});
