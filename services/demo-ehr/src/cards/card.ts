/** The part of a CDS Hooks card that this EHR shows (https://cds-hooks.hl7.org/STU2). */
export interface ShownCard {
  readonly uuid?: string;
  readonly summary: string;
  /** Markdown. */
  readonly detail?: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: string;
  readonly links: readonly { readonly label: string; readonly url: string }[];
  readonly suggestions: readonly string[];
}

/** Reads a card that somebody else wrote; undefined when it is none. Only what is shown is kept. */
export function readCard(value: unknown): ShownCard | undefined {
  if (!isRecord(value)) return undefined;
  const { uuid, summary, detail, indicator, source, links, suggestions } = value;
  if (typeof summary !== 'string' || summary === '') return undefined;
  if (indicator !== 'info' && indicator !== 'warning' && indicator !== 'critical') return undefined;
  const label = isRecord(source) ? source['label'] : undefined;
  return {
    ...(typeof uuid === 'string' ? { uuid } : {}),
    summary,
    ...(typeof detail === 'string' ? { detail } : {}),
    indicator,
    source: typeof label === 'string' ? label : 'unknown source',
    links: listOf(links).flatMap(readLink),
    suggestions: listOf(suggestions).flatMap((item) => (typeof item['label'] === 'string' ? [item['label']] : [])),
  };
}

function readLink(link: Record<string, unknown>): ShownCard['links'] {
  const { label, url } = link;
  if (typeof label !== 'string' || typeof url !== 'string' || !/^https?:\/\//.test(url)) return [];
  return [{ label, url }];
}

const listOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
