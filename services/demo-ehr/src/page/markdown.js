import { html } from './dom.js';

// The part of Markdown that cards use: paragraphs, lists, tables, bold, links. HTML in it is text like any other.

/** @typedef {{ readonly text: string, readonly strong?: boolean, readonly url?: string }} Span */
/**
 * @typedef {{ readonly type: 'paragraph', readonly spans: readonly Span[] }
 *   | { readonly type: 'list', readonly items: readonly (readonly Span[])[] }
 *   | { readonly type: 'table', readonly head: readonly (readonly Span[])[], readonly rows: readonly (readonly (readonly Span[])[])[] }} Block
 */

const ENTITIES = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
]);
/** An escaped mark, an entity, a bold part, a link, or any other character. */
const INLINE =
  /\\([!-/:-@[-`{-~])|(&(?:amp|lt|gt|quot|#39);)|\*\*((?:\\.|[^\\*])+)\*\*|\[((?:\\.|[^\]\\[])+)\]\((https?:\/\/[^\s()<>]+)\)|([\s\S])/gu;

/**
 * Reads Markdown into blocks; pure.
 * @param {string} text
 * @returns {readonly Block[]}
 */
export function parseMarkdown(text) {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .flatMap(parseBlock);
}

/** @param {string} block @returns {readonly Block[]} */
function parseBlock(block) {
  const lines = block.split('\n');
  if (lines.every((line) => /^[-*] /.test(line))) {
    return [{ type: 'list', items: lines.map((line) => parseSpans(line.slice(2))) }];
  }
  const [head = '', rule = '', ...rows] = lines;
  if (head.startsWith('|') && /^[|\s:-]+$/.test(rule)) {
    return [{ type: 'table', head: cells(head), rows: rows.map(cells) }];
  }
  return [{ type: 'paragraph', spans: parseSpans(lines.join(' ').replace(/^#{1,6} /, '')) }];
}

/** @param {string} row */
function cells(row) {
  return row
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => parseSpans(cell.trim()));
}

/** @param {string} text @returns {readonly Span[]} */
function parseSpans(text) {
  /** @type {Span[]} */
  const spans = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') spans.push({ text: plain });
    plain = '';
  };
  for (const [, escaped, entity, strong, label, url, other] of text.matchAll(INLINE)) {
    if (strong !== undefined) {
      flush();
      spans.push({ text: plainOf(strong), strong: true });
    } else if (label !== undefined && url !== undefined) {
      flush();
      spans.push({ text: plainOf(label), url });
    } else {
      plain += escaped ?? (entity === undefined ? other : ENTITIES.get(entity)) ?? '';
    }
  }
  flush();
  return spans;
}

/** @param {string} text */
const plainOf = (text) =>
  text.replace(
    /\\([!-/:-@[-`{-~])|(&(?:amp|lt|gt|quot|#39);)/g,
    (_all, escaped, entity) => escaped ?? ENTITIES.get(entity) ?? '',
  );

/**
 * The nodes of a Markdown text.
 * @param {string} text
 * @returns {readonly HTMLElement[]}
 */
export function renderMarkdown(text) {
  return parseMarkdown(text).map((block) => {
    switch (block.type) {
      case 'list':
        return html('ul', {}, ...block.items.map((item) => html('li', {}, ...item.map(renderSpan))));
      case 'table':
        return html(
          'table',
          {},
          html('thead', {}, html('tr', {}, ...block.head.map((cell) => html('th', {}, ...cell.map(renderSpan))))),
          html(
            'tbody',
            {},
            ...block.rows.map((row) => html('tr', {}, ...row.map((cell) => html('td', {}, ...cell.map(renderSpan))))),
          ),
        );
      default:
        return html('p', {}, ...block.spans.map(renderSpan));
    }
  });
}

/** @param {Span} span @returns {Node} */
function renderSpan({ text, strong, url }) {
  if (url !== undefined) return html('a', { href: url, rel: 'noopener noreferrer' }, text);
  return strong ? html('strong', {}, text) : document.createTextNode(text);
}
