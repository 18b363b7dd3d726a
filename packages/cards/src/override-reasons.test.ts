import { readFileSync } from 'node:fs';
import { DEFAULT_PARAMETERS, OVERRIDE_REASON_WORDS, RULES } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { consequenceOf, OVERRIDE_REASON_CODES, overrideReasons } from './override-reasons.ts';

const PAGE = readFileSync(new URL('../../../docs/override-reasons.md', import.meta.url), 'utf8');
const SEVERITIES = ['info', 'warning', 'critical'] as const;

const consequence = (code: string | undefined, severity: (typeof SEVERITIES)[number], notes: readonly string[] = []) =>
  consequenceOf(code, { severity, notes }, DEFAULT_PARAMETERS);

describe('docs/override-reasons.md says what the code does', () => {
  const rows = PAGE.split('\n').filter((line) => /^\| (none|OR\d+) \|/.test(line));

  test('for every reason and severity', () => {
    const expected = ['none', ...OVERRIDE_REASON_CODES].map((name) => {
      const code = name === 'none' ? undefined : name;
      const display = code === undefined ? 'no reason given' : overrideReasons([code])[0]?.display;
      const hours = SEVERITIES.map((severity) => consequence(code, severity).silentHours);
      const { asks = '', needsText } = consequence(code, 'info');
      const cells = [name, display, ...hours, asks, needsText ? 'yes' : ''];
      return `| ${cells.join(' | ')} |`.replace(/ {2}(?=\|)/g, ' ');
    });
    expect(rows).toEqual(expected);
  });

  test('and explains whatever is asked for', () => {
    for (const code of OVERRIDE_REASON_CODES) {
      const { asks } = consequence(code, 'info');
      if (asks !== undefined) expect(PAGE).toContain(`**${asks}**`);
    }
  });
});

describe('what follows from a reason', () => {
  test('its times are those of the site', () => {
    const { dedup_h } = DEFAULT_PARAMETERS;
    const site = { dedup_h: { ...dedup_h, warning: { ...dedup_h.warning, afterOverride: 6 } } };
    const warning = { severity: 'warning' as const, notes: [] };
    expect(consequenceOf('OR1', warning, site).silentHours).toBe(6);
    expect(consequenceOf('OR2', warning, site).silentHours).toBe(72);
  });

  test('words are needed for the other reason, and where the alert says so', () => {
    expect(consequence('OR2', 'critical').needsText).toBe(false);
    expect(consequence('OR2', 'critical', ['override-needs-text']).needsText).toBe(true);
    expect(consequence(undefined, 'critical', ['override-needs-text']).needsText).toBe(true);
    expect(consequence('OR10', 'info').needsText).toBe(true);
  });

  test('a code that nobody knows is no reason', () => {
    expect(consequence('OR99', 'warning')).toEqual(consequence(undefined, 'warning'));
  });
});

describe('the reasons', () => {
  test('are those that rules are described with', () => {
    expect(OVERRIDE_REASON_CODES).toEqual(Object.keys(OVERRIDE_REASON_WORDS));
  });

  test.each(RULES.map(({ id, card }) => [id, card.overrideReasons] as const))('of %s are all known', (_id, codes) => {
    expect(overrideReasons(codes).map(({ code }) => code)).toEqual(codes);
  });

  test('that the catalogue does not know are left out', () => {
    expect(overrideReasons(['OR99', 'OR1']).map(({ code }) => code)).toEqual(['OR1']);
  });
});
