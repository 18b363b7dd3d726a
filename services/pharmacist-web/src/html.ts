/** HTML that may be put into a page as it is. Only `html` and `join` make it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | undefined;

/** A template whose every part is escaped, unless it is HTML from this template itself; undefined becomes nothing. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, index) => text + (index < parts.length ? markupOf(parts[index]) : '')).join('') };
}

export const join = (parts: readonly Html[]): Html => ({ markup: parts.map(({ markup }) => markup).join('') });

function markupOf(part: Part): string {
  if (part === undefined) return '';
  return typeof part === 'object' ? part.markup : escape(String(part));
}

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in content and in quoted attributes. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => NAMES[character] ?? character);
