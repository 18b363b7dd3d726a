import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { escapeMarkdown, toPlainLine, toSafeText } from './escape.ts';
import { renderCard } from './render-card.ts';
import { CARD_UUID, RULES, sampleAlert, sampleRule } from './sample.ts';
import { ALERTS } from './sample-patients.ts';

/** A reader that lets all HTML through: the worst that a card can meet. */
const toHtml = (markdown: string): string =>
  micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

const toText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');

const tagsOf = (html: string): ReadonlySet<string> =>
  new Set(html.match(/<[a-z][^>\s]*/gi)?.map((tag) => tag.slice(1)));

const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<IMG SRC=j&#X41vascript:alert(1)>',
  '<svg/onload=alert(1)>',
  '</li></ul><iframe src=//evil.example>',
  '<!-- comment -->',
  '<?php x ?>',
  '<![CDATA[x]]>',
  '<a href="javascript:alert(1)">x</a>',
  '<https://evil.example>',
  '<mail@evil.example>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;',
  '[click](javascript:alert(1))',
  '[click](https://evil.example)',
  '[click][ref]',
  '[ref]: https://evil.example',
  '![beacon](https://evil.example/x.png)',
  '![beacon][ref]',
  'https://evil.example/beacon',
  'http://evil.example',
  'ftp://evil.example',
  'www.evil.example',
  'WWW.evil.example',
  '_www.evil.example_',
  '(https://evil.example)',
  'mail@evil.example',
  'mailto:mail@evil.example',
  'xmpp:mail@evil.example',
  '| a | b |',
  'a | b',
  '|---|---|',
  '# heading',
  '###### heading',
  '> quote',
  '>quote',
  '- item',
  '+ item',
  '* item',
  '1. item',
  '1) item',
  '===',
  '---',
  '***',
  '___',
  '```js',
  '~~~',
  '`code`',
  '**bold** _it_ __strong__ ~~gone~~ ~gone~',
  '*a*b*c*',
  '_a_b_',
  'a\nb',
  'a\r\n\r\n# b',
  'a\u2028b',
  '    indented code',
  '\tindented code',
  '- [x] done',
  'text[^1]',
  '[^1]: note',
  'back\\slash',
  '\\',
  '\\[x](y)',
  'a  \nb',
  '\u202Egnol si sihT',
  'zero\u200Bwidth',
  '\u0000null',
  '\u001B[31mred',
  '{{7*7}} ${7*7} <%= 7*7 %>',
  '$x^2$',
  ':smile:',
  '@everyone #123',
];

describe('text in Markdown', () => {
  test.each(HOSTILE)('%j shows as itself and as nothing else', (text) => {
    const html = toHtml(escapeMarkdown(text));
    expect([...tagsOf(html)].filter((tag) => tag !== 'p')).toEqual([]);
    // Addresses are broken by a blank, on purpose.
    const shown = toText(html).replace(/\s/g, '');
    expect(shown).toBe(toPlainLine(text).replace(/\s/g, ''));
  });

  test.each(HOSTILE)('%j stays in its list item and in its table cell', (text) => {
    const safe = escapeMarkdown(text);
    expect(tagsOf(toHtml(`- ${safe}`))).toEqual(new Set(['ul', 'li']));
    const table = toHtml(`| a | b |\n|---|---|\n| ${safe} | last |`);
    expect(tagsOf(table)).toEqual(new Set(['table', 'thead', 'tr', 'th', 'tbody', 'td']));
    expect(table.match(/<td>/g)).toHaveLength(2);
    expect(table).toContain('<td>last</td>');
  });

  test('any text shows as itself', () => {
    const fragment = fc.constantFrom(
      ...HOSTILE,
      '<',
      '>',
      '&',
      '[',
      ']',
      '(',
      ')',
      '!',
      '*',
      '_',
      '`',
      '\\',
      '|',
      '~',
      '://',
      'www.',
      '@',
      'a',
      '1',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        const html = toHtml(`- ${escapeMarkdown(text)}`);
        expect([...tagsOf(html)].filter((tag) => tag !== 'ul' && tag !== 'li')).toEqual([]);
        expect(toText(html).replace(/\s/g, '')).toBe(toPlainLine(text).replace(/\s/g, ''));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    'K 2.9 after 80 mEq: about 0.8 mmol/L – expected (rise 0.1).',
    'eGFR <30 and Mg >2.6',
    'Huang & Kuo 2007;18:2649-2652',
    'America/New_York',
    'QTc ≥500 ms',
  ])('%j needs no escape', (text) => {
    expect(escapeMarkdown(text)).toBe(text);
  });
});

describe('text outside of Markdown', () => {
  test.each([
    ['<script>alert(1)</script>', '< script>alert(1)< /script>'],
    ['K <2.5 and Mg >2.6', 'K <2.5 and Mg >2.6'],
    ['a\n\n b\t c', 'a b c'],
    ['\u202Eabc\u0007', 'abc'],
  ])('%j', (text, safe) => {
    expect(toSafeText(text)).toBe(safe);
  });
});

test.each(HOSTILE)('a whole card with %j everywhere holds no markup of its own and one table', (text) => {
  const rule = sampleRule('hostile', 'level', { detail: () => [text], citations: [text], suggestions: ['SG1', 'SG2'] });
  const [first] = sampleAlert().evidence;
  if (!first) throw new Error('evidence was expected');
  const alert = sampleAlert({
    ruleId: 'hostile',
    ruleVersion: text,
    parametersVersion: text,
    summary: text,
    missing: [text],
    notes: [text],
    evidence: [
      { ...first, unit: text },
      { ...first, role: text, reference: 'Observation/2', unit: text },
    ],
  });
  const card = renderCard(alert, { cardUuid: CARD_UUID, rules: [...RULES, rule], also: [text], patientLine: text });
  const html = toHtml(card.detail);
  const allowed = new Set(['p', 'ul', 'li', 'table', 'thead', 'tr', 'th', 'tbody', 'td', 'strong']);
  expect([...tagsOf(html)].filter((tag) => !allowed.has(tag))).toEqual([]);
  expect(html.match(/<table>/g)).toHaveLength(1);
  expect(html.match(/<td>/g)).toHaveLength(6);
  expect(card.summary.length).toBeLessThan(140);
  expect(card.summary).not.toMatch(/<[a-z/!?]|\n/i);
});

describe('the cards of every installed rule', () => {
  const allowed = new Set(['p', 'ul', 'li', 'table', 'thead', 'tr', 'th', 'tbody', 'td', 'strong']);
  const hostile = fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

  test('hold no markup, whatever text stands in figures and evidence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALERTS), hostile, ({ alert }, text) => {
        const figures = Object.entries(alert.figures).map(([name, value]) => [
          name,
          // With another word in one of these nothing would be drafted; the next test is about them.
          typeof value === 'string' && !name.startsWith('magnesiumDraft') ? `${value} ${text}` : value,
        ]);
        const attacked = {
          ...alert,
          summary: `${alert.summary} ${text}`,
          figures: Object.fromEntries(figures),
          evidence: alert.evidence.map((item) => ({ ...item, unit: `${item.unit ?? ''} ${text}` })),
          notes: [...alert.notes, text],
          missing: [...alert.missing, text],
        };
        const card = renderCard(attacked, { cardUuid: CARD_UUID, also: [text], patientLine: text });
        const html = toHtml(card.detail);
        expect([...tagsOf(html)].filter((tag) => !allowed.has(tag))).toEqual([]);
        expect(html.match(/<table>/g)?.length ?? 0).toBeLessThanOrEqual(1);
        for (const plain of [card.summary, ...plainTextsOf(card)]) expect(plain).not.toMatch(/<[a-z/!?]|[\n\r\u202e]/i);
      }),
      { numRuns: 500, seed: Number(process.env['MAGWATCH_SEED'] ?? 1) },
    );
  });

  test('hold no markup when every figure is an attack, also one that the guard should have written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALERTS), hostile, ({ alert }, text) => {
        const figures = Object.fromEntries(Object.keys(alert.figures).map((name) => [name, text]));
        const card = renderCard({ ...alert, figures }, { cardUuid: CARD_UUID });
        expect([...tagsOf(toHtml(card.detail))].filter((tag) => !allowed.has(tag))).toEqual([]);
        expect(JSON.stringify(card)).not.toContain('"resourceType":"MedicationRequest"');
      }),
      { numRuns: 300, seed: Number(process.env['MAGWATCH_SEED'] ?? 1) },
    );
  });
});

/** What a reader may show as it comes: labels, descriptions, and the texts of drafts. */
const plainTextsOf = ({ suggestions = [] }: ReturnType<typeof renderCard>): readonly string[] =>
  suggestions.flatMap(({ label, actions }) => [
    label,
    ...actions.flatMap(({ description, resource }) => [description, ...textsIn(resource)]),
  ]);

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
