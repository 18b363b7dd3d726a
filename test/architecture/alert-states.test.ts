import { readFileSync } from 'node:fs';
import { REASONS, RESOLUTIONS, TRANSITIONS, type Transition } from '@magwatch/alerts';
import { describe, expect, test } from 'vitest';

const PAGE = readFileSync(new URL('../../docs/alert-states.md', import.meta.url), 'utf8');

/** The body rows of the table below a heading, each as its trimmed cells. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const section = PAGE.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/alert-states.md has no heading "${heading}"`);
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const FROM = {
  none: '–',
  held: 'held',
  open: 'open',
  acknowledged: 'acknowledged',
  snoozed: 'snoozed',
  'in-progress': 'in-progress',
  'closed-by-finding': 'closed by the finding',
  'closed-by-person': 'closed by a person',
} as const satisfies Record<Transition['from'][number], string>;

const CLOSINGS: ReadonlySet<string> = new Set(['cancelled', 'resolved', 'retracted', 'expired']);

function rowOf({ from, to, change, reasons, clock, tell }: Transition): readonly string[] {
  return [
    from.map((one) => FROM[one]).join(', '),
    CLOSINGS.has(to) ? `closed (${to})` : to,
    change,
    reasons.map((reason) => `\`${reason}\``).join(', '),
    clock,
    tell,
  ];
}

describe('docs/alert-states.md says what the code does', () => {
  test('every transition of the code is a row, and every row is one', () => {
    expect(rowsUnder('Transitions')).toEqual(TRANSITIONS.map(rowOf));
  });

  test('every reason of the code is explained, and every explained one is used', () => {
    expect(rowsUnder('Reasons')).toEqual(Object.entries(REASONS).map(([code, text]) => [`\`${code}\``, text]));
  });

  test('every code that a person closes with is named', () => {
    expect(rowsUnder('Resolution codes')).toEqual(
      Object.entries(RESOLUTIONS).map(([code, text]) => [`\`${code}\``, text]),
    );
  });

  test('every reason of a transition is a reason', () => {
    for (const { reasons } of TRANSITIONS) for (const reason of reasons) expect(REASONS).toHaveProperty([reason]);
  });
});
