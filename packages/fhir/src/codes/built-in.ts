import { assert } from '@magwatch/base';
import { type CodeRow, findMeaning } from './code-row.ts';
import conditions from './data/conditions.json' with { type: 'json' };
import drugs from './data/drugs.json' with { type: 'json' };
import loinc from './data/loinc.json' with { type: 'json' };
import { codeKeyOf, systemOf } from './systems.ts';

/** A row of the data files: written out here, because JSON says less about its types than they need. */
interface DataRow {
  readonly system: string;
  readonly code: string;
  readonly display: string;
  readonly concept: string;
  readonly verification: string;
  readonly source: string;
  readonly match?: string;
  readonly property?: string;
}

/**
 * The codes that come with Magwatch. Throws where the data contradicts itself: one code with two meanings, or a concept that
 * no rule knows.
 */
export function loadBuiltIn(tables: readonly (readonly DataRow[])[] = [loinc, drugs, conditions]): readonly CodeRow[] {
  const rows = new Map<string, CodeRow>();
  for (const table of tables)
    for (const data of table) {
      const row = rowOf(data);
      const key = `${row.system}|${codeKeyOf(row.system, row.code)}|${row.match}`;
      const known = rows.get(key);
      assert(!known || known.concept === row.concept, `${key} means both ${known?.concept} and ${row.concept}`);
      if (!known) rows.set(key, row);
    }
  return [...rows.values()];
}

function rowOf({ system, code, display, concept, verification, source, match, property }: DataRow): CodeRow {
  const meaning = findMeaning(concept);
  assert(meaning, `${system}|${code} has the unknown concept ${concept}`);
  return {
    ...meaning,
    system: systemOf(system),
    code,
    display,
    match: match === 'prefix' ? 'prefix' : 'exact',
    verification,
    source,
    ...(property === 'mass' || property === 'moles' ? { property } : {}),
  };
}
