import { type Alert, REASONS } from '@magwatch/alerts';
import { HOUR_MS, type Instant } from '@magwatch/base';
import { RULES } from '@magwatch/rules';

const TITLES: ReadonlyMap<string, string> = new Map(RULES.map(({ id, title }) => [id, title]));

/** A rule's title; its id where it is no longer installed. */
export const ruleTitle = (ruleId: string): string => TITLES.get(ruleId) ?? ruleId;

/** How alerts are sorted: the gravest first, then the one that has waited longest. */
export function byUrgency(a: Alert, b: Alert): number {
  const rank = { critical: 0, warning: 1, info: 2 } as const;
  return rank[a.severity] - rank[b.severity] || a.openedAt - b.openedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** How long ago, as a person says it: `25 min`, `3 h`, `2 d`. */
export function duration(from: Instant, now: Instant): string {
  const minutes = Math.max(0, Math.floor((now - from) / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor((now - from) / HOUR_MS);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** An instant in the site's time zone: `10 Mar 2026, 08:00`. */
export function dateTime(instant: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(instant);
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/MmolPerL$/, 'mmol/L'],
  [/MgPerDl$/, 'mg/dL'],
  [/MeqPerL$/, 'meq/L'],
  [/MEq$/, 'mEq'],
  [/Mmol$/, 'mmol'],
  [/GPerL$/, 'g/L'],
  [/Hours$/, 'h'],
  [/Days$/, 'd'],
  [/Ms$/, 'ms'],
  [/Pct$/, '%'],
];

/** Why something happened, as a sentence; the code itself where it is none of ours (a person's, or an older one). */
export function reasonText(code: string): string {
  const texts: Readonly<Record<string, string>> = REASONS;
  return Object.hasOwn(texts, code) ? (texts[code] ?? code) : inWords(code);
}

/** A figure as a reader wants it: four digits say all that a laboratory knows. */
export function figureValue(value: number | string | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;
}

/** A figure's name in words, with its unit taken from its end: `riseMmolPerL` is [`rise`, `mmol/L`]. */
export function figureName(name: string): readonly [name: string, unit: string] {
  const found = UNITS.find(([ending]) => ending.test(name));
  const stem = found ? name.replace(found[0], '') : name;
  return [inWords(stem), found?.[1] ?? ''];
}

/** `orderedNotCharted` and `ordered-not-charted` are `ordered not charted`. */
export const inWords = (name: string): string =>
  name
    .replaceAll('-', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\begfr\b/, 'eGFR')
    .replace(/\bqtc\b/, 'QTc')
    .trim();
