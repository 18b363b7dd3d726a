import { readdirSync, readFileSync } from 'node:fs';
import { DEFAULT_PARAMETERS, listParameters, parametersOf, RULES } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';

const FOLDER = new URL('../../docs/rules/', import.meta.url);
const FAMILIES = ['mmol/L', 'mg/dL', 'meq/L'];

/** Parameters by path; a threshold has its values of all unit families under one path. */
const VALUES = new Map<string, readonly unknown[]>();
for (const { name, value } of listParameters(DEFAULT_PARAMETERS)) {
  const family = FAMILIES.find((one) => name.endsWith(`.${one}`));
  const path = family === undefined ? name : name.slice(0, -family.length - 1);
  VALUES.set(path, [...(VALUES.get(path) ?? []), value]);
}

/**
 * The paths of one cell. A name that is no path by itself goes on where the one before it began: `lookback_h.inpatient.mg`, `ca` is
 * also `lookback_h.inpatient.ca`.
 */
function pathsOf(cell: string): readonly string[] {
  const paths: string[] = [];
  for (const [, name = ''] of cell.matchAll(/`([^`]+)`/g)) {
    const before = paths.at(-1)?.split('.') ?? [];
    const candidates = before.map((_, depth) => [...before.slice(0, before.length - 1 - depth), name].join('.'));
    paths.push([name, ...candidates].find((path) => VALUES.has(path)) ?? name);
  }
  return paths;
}

/** The rows of the table of parameters: paths, what the page gives as their values, and the cell of their units. */
function parametersOn(
  page: string,
): readonly { paths: readonly string[]; defaults: readonly string[]; units: string }[] {
  const lines = page.split('\n');
  const head = lines.indexOf('| name | default | unit |');
  if (head < 0) return [];
  const rows = lines.slice(head + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end < 0 ? undefined : end).map((line) => {
    const [names = '', defaults = '', units = ''] = line.split('|').slice(1, -1);
    const plain = defaults.replaceAll(/\([^)]*\)/g, '');
    return { paths: pathsOf(names), defaults: plain.split(/[,;]/).map((text) => text.trim()), units };
  });
}

const asText = (value: unknown): string => String(typeof value === 'number' ? value : value);

test('every rule has its page, and no page is left over', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(RULES.map(({ id }) => `${id}.md`).sort());
});

describe.each(RULES.map((rule) => ({ id: rule.id, rule })))('docs/rules/$id.md', ({ id, rule }) => {
  const page = readFileSync(new URL(`${id}.md`, FOLDER), 'utf8');
  const rows = parametersOn(page);

  test('names the version, the family and the severities of the rule', () => {
    const { steps, otherwise } = rule.severity;
    const possible = new Set([...steps.map(({ severity }) => severity), otherwise]);
    const severities = ['info', 'warning', 'critical'].filter((one) => possible.has(one as typeof otherwise));
    expect(page).toContain(`Version ${rule.version} · family ${rule.family} · ${severities.join(', ')} · `);
  });

  test.each(['## Purpose', '## Logic', '## Parameters', '## Evidence', '## Known gaps'])('has %s', (heading) => {
    expect(page).toContain(`\n${heading}`);
  });

  test('names parameters that exist, with their defaults', () => {
    expect(rows.length).toBeGreaterThan(0);
    for (const { paths, defaults } of rows) {
      const said = defaults.map((text) => (Number.isNaN(Number(text)) ? text : asText(Number(text))));
      expect([paths, said]).toEqual([
        paths,
        paths.map((path, index) => (VALUES.get(path) ?? []).map(asText).find((value) => value === said[index])),
      ]);
    }
  });

  test('gives limits in the other units as they are', () => {
    for (const { paths, units } of rows.filter(({ paths: [path = ''] }) => path.startsWith('thresholds.')))
      for (const [number] of units.replaceAll(/1\.73/g, '').matchAll(/\d+(?:\.\d+)?/g)) {
        const known = paths.flatMap((path) => VALUES.get(path) ?? []);
        if (known.length > paths.length)
          expect([paths, known]).toEqual([paths, expect.arrayContaining([Number(number)])]);
      }
  });

  test('names only parameters that the rule reads', () => {
    const read = new Set(parametersOf(rule, DEFAULT_PARAMETERS).map(({ name }) => name));
    const isRead = (path: string): boolean => [...read].some((name) => name === path || name.startsWith(`${path}.`));
    expect(rows.flatMap(({ paths }) => paths).filter((path) => !isRead(path))).toEqual([]);
  });
});
