// Control characters, and marks that turn the direction of text or have no width: they can hide what a line says.
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** Text as one clean line: no control characters, no marks of direction, single spaces. */
export function toPlainLine(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(UNSEEN, '').replace(/ {2,}/g, ' ').trim();
}

/**
 * Text for a place that is no Markdown (a summary, a label). A reader that shows it as HTML all the same must not
 * find a tag in it; `K <2.5` stays as it is.
 */
export function toSafeText(text: string): string {
  return toPlainLine(text).replace(/<(?=[a-z/!?])/giu, '< ');
}

/**
 * Any text as Markdown that shows exactly this text on one line: no element, no HTML, no table cell, no link, no
 * image. Only what could become markup is escaped, because some readers show the source: `eGFR <30` stays.
 * Addresses are broken by a blank, because readers make links of them even where they are escaped.
 */
export function escapeMarkdown(text: string): string {
  return (
    toPlainLine(text)
      .replace(/:\/\//g, ': //')
      .replace(/(www)\./gi, '$1 .')
      .replace(/(?<=\S)@/g, ' @')
      .replace(/[\\`*[\]|~]/g, '\\$&')
      // Between two letters or digits an underscore is no emphasis.
      .replace(/(?<![a-z0-9])_|_(?![a-z0-9])/gi, '\\_')
      // Only what reads as a character reference: Huang & Kuo stays.
      .replace(/&(?=#?[a-z0-9]+;)/gi, '&amp;')
      // Before a digit, a blank or an equals sign it opens no tag and no address.
      .replace(/<(?![\d =])/g, '&lt;')
      .replace(/^>|>(?![\d =])/g, '&gt;')
      .replace(/^([#+\-=])/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
  );
}
