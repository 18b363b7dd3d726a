import { describe, expect, test } from 'vitest';

// The page is JavaScript with a type check of its own (src/page/tsconfig.json): here it is only run.
const { parseMarkdown } = (await import(String(new URL('./markdown.js', import.meta.url)))) as {
  readonly parseMarkdown: (text: string) => readonly unknown[];
};

const textOf = (source: string): string => JSON.stringify(parseMarkdown(source));

describe('the Markdown of cards', () => {
  test('paragraphs, lists, tables and bold', () => {
    expect(parseMarkdown('**A** b\n\n- one\n- two\n\n| X | |\n|---|---|\n| 1 | 2 |')).toEqual([
      { type: 'paragraph', spans: [{ text: 'A', strong: true }, { text: ' b' }] },
      { type: 'list', items: [[{ text: 'one' }], [{ text: 'two' }]] },
      { type: 'table', head: [[{ text: 'X' }], []], rows: [[[{ text: '1' }], [{ text: '2' }]]] },
    ]);
  });

  test.each([
    ['escaped marks', '\\*\\*not bold\\*\\* a\\|b \\[c\\]', '**not bold** a|b [c]'],
    ['entities', 'K &lt;2.5 &amp; &gt;1', 'K <2.5 & >1'],
    ['an entity of an entity is read once', '&amp;lt;', '&lt;'],
    ['HTML is text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['a link that is no web address stays text', '[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['an image stays text', '![x](data:image/png;base64,AAAA)', '![x](data:image/png;base64,AAAA)'],
  ])('%s', (_name, source, shown) => {
    expect(parseMarkdown(source)).toEqual([{ type: 'paragraph', spans: [{ text: shown }] }]);
  });

  test('a link to the web is one', () => {
    expect(textOf('see [Magwatch](https://magwatch.example/a)')).toContain('"url":"https://magwatch.example/a"');
  });

  test('an escaped bar does not end a cell', () => {
    expect(textOf('| a\\|b | c |\n|---|---|\n| 1 | 2 |')).toContain('"text":"a|b"');
  });

  test.each(['**[', '[', '\\', '**a', '| '])('a long text of "%s" is still only text', (piece) => {
    expect(textOf(piece.repeat(20_000)).length).toBeGreaterThan(0);
  });
});
