/** One record of a CSV file with the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV as RFC 4180 has it (quoted fields, doubled quotes, line ends inside quotes; CRLF or LF). Empty lines and lines
 * that begin with `#` are passed over. A quote that never closes gives the line where it was opened.
 */
export function readCsv(text: string): { readonly records: readonly CsvRecord[]; readonly openQuoteLine?: number } {
  const records: CsvRecord[] = [];
  let position = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (position < text.length) {
    const record = readRecord(text, position);
    if (!record) return { records, openQuoteLine: line };
    if (!record.isComment && !(record.fields.length === 1 && record.fields[0] === '')) {
      records.push({ line, fields: record.fields });
    }
    position = record.next;
    line += record.lines;
  }
  return { records };
}

function readRecord(text: string, start: number): RawRecord | undefined {
  if (text[start] === '#') {
    const end = text.indexOf('\n', start);
    return { fields: [], isComment: true, next: end < 0 ? text.length : end + 1, lines: 1 };
  }
  const fields: string[] = [];
  let field = '';
  let lines = 1;
  let position = start;
  while (position < text.length) {
    const character = text[position] ?? '';
    if (character === '"' && field.trim() === '') {
      const quoted = readQuoted(text, position + 1);
      if (!quoted) return undefined;
      field = quoted.value;
      lines += quoted.lines;
      position = quoted.next;
    } else if (character === ',') {
      fields.push(field.trim());
      field = '';
      position++;
    } else if (character === '\n') {
      position++;
      break;
    } else {
      field += character;
      position++;
    }
  }
  fields.push(field.trim());
  return { fields, isComment: false, next: position, lines };
}

interface RawRecord {
  readonly fields: readonly string[];
  readonly isComment: boolean;
  readonly next: number;
  readonly lines: number;
}

function readQuoted(text: string, start: number): { value: string; next: number; lines: number } | undefined {
  let value = '';
  let lines = 0;
  for (let position = start; position < text.length; position++) {
    const character = text[position] ?? '';
    if (character !== '"') {
      if (character === '\n') lines++;
      value += character;
    } else if (text[position + 1] === '"') {
      value += '"';
      position++;
    } else return { value, next: position + 1, lines };
  }
  return undefined;
}
