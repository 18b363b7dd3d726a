import { expect, test } from 'vitest';
import { html, join } from './html.ts';

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['" onmouseover="x', '&quot; onmouseover=&quot;x'],
  ["'&'", '&#39;&amp;&#39;'],
  ['&lt;', '&amp;lt;'],
  ['ü 💊', 'ü 💊'],
])('%s is shown as it is written', (text, markup) => {
  expect(html`<b title="${text}">${text}</b>`.markup).toBe(`<b title="${markup}">${markup}</b>`);
});

test('HTML of the template itself is put in as it is, undefined is left out, 0 is shown', () => {
  expect(html`<ul>${join([html`<li>${'<'}</li>`, html`<li>${0}</li>`])}${undefined}</ul>`.markup).toBe(
    '<ul><li>&lt;</li><li>0</li></ul>',
  );
});
