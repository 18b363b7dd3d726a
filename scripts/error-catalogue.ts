// docs/errors.md is written from the catalogues in the code: `node scripts/error-catalogue.ts` renews it.
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** One line of a catalogue. */
export interface CatalogueEntry {
  /** The folder whose errors.ts holds it: `packages/ehr`. */
  readonly owner: string;
  readonly code: string;
  readonly retry: string;
  readonly says: string;
}

export const ERRORS_PAGE = 'docs/errors.md';

/** Every code of every errors.ts, by owner, in the order in which the code has them. */
export async function readCatalogues(): Promise<readonly CatalogueEntry[]> {
  const files = globSync('{packages,services}/*/src/errors.ts', { cwd: root }).sort();
  const read = files.map(async (file) => {
    const module = (await import(join(root, file))) as Readonly<Record<string, unknown>>;
    const owner = file.split('/').slice(0, 2).join('/');
    return Object.values(module).flatMap((value) => entriesOf(owner, value));
  });
  return (await Promise.all(read)).flat();
}

/** The page as it should be. */
export function renderErrorsPage(entries: readonly CatalogueEntry[]): string {
  const owners = [...new Set(entries.map(({ owner }) => owner))];
  const sections = owners.map((owner) => {
    const rows = entries.filter((entry) => entry.owner === owner);
    const lines = rows.map(({ code, retry, says }) => `| \`${code}\` | ${retry} | ${says.replaceAll('|', '\\|')} |`);
    return [`## ${owner}`, '', '| code | retry | meaning |', '|---|---|---|', ...lines, ''].join('\n');
  });
  return [
    '# Error codes',
    '',
    'What can go wrong for a reason of the world, by the part that says it. `retry`: now (at once), later (with a growing',
    'delay), never (the same input fails again). A code is never used again for something else. This page is written by',
    '`node scripts/error-catalogue.ts` from the `errors.ts` of each part; a test holds it against them.',
    '',
    ...sections,
  ].join('\n');
}

function entriesOf(owner: string, catalogue: unknown): readonly CatalogueEntry[] {
  if (typeof catalogue !== 'object' || catalogue === null) return [];
  return Object.entries(catalogue as Readonly<Record<string, unknown>>).flatMap(([code, entry]) => {
    if (typeof entry !== 'object' || entry === null || !('retry' in entry)) return [];
    const says = 'says' in entry ? entry.says : 'text' in entry ? entry.text : '';
    return [{ owner, code, retry: String(entry.retry), says: String(says) }];
  });
}

if (import.meta.main) writeFileSync(join(root, ERRORS_PAGE), renderErrorsPage(await readCatalogues()));
