import { assert } from '@magwatch/base';
import { ANALYTES, CONDITIONS, DRUGS } from '@magwatch/timeline';
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

const TABLES: readonly (readonly DataRow[])[] = [loinc, drugs, conditions];

/** Concepts that no code of ours stands for, and how they are known all the same. */
const WITHOUT_CODE: ReadonlyMap<string, string> = new Map([
  ['dialysate', 'Replacement fluid of a machine: by its route, by its name, or by a site map.'],
  ['enteral-nutrition', 'The clinical catalogue has no code for it: by a NutritionOrder, by words, or by a site map.'],
]);

/**
 * The codes that come with Magwatch. Throws where the data contradicts itself: one code with two meanings, a concept that no rule
 * knows, a sample that is not the patient’s own blood or urine and not ignored, or a concept that nothing could ever stand for.
 */
export function loadBuiltIn(tables: readonly (readonly DataRow[])[] = TABLES): readonly CodeRow[] {
  const rows = new Map<string, CodeRow>();
  for (const table of tables)
    for (const data of table) {
      const row = rowOf(data);
      const key = `${row.system}|${codeKeyOf(row.system, row.code)}|${row.match}`;
      const known = rows.get(key);
      assert(!known || known.concept === row.concept, `${key} means both ${known?.concept} and ${row.concept}`);
      if (!known) rows.set(key, row);
    }
  const all = [...rows.values()];
  if (tables === TABLES) assertComplete(all);
  return all;
}

/** Every concept has a code or a reason to have none, and no reason outlives its code. */
export function assertComplete(rows: readonly CodeRow[]): void {
  const coded = new Set<string>(rows.map(({ concept }) => concept));
  for (const concept of [...ANALYTES, ...DRUGS, ...CONDITIONS]) {
    assert(coded.has(concept) || WITHOUT_CODE.has(concept), `no code stands for ${concept}`);
    assert(!coded.has(concept) || !WITHOUT_CODE.has(concept), `${concept} has a code by now`);
  }
}

/** What a machine, a cell or a cavity holds says nothing about the patient’s state (clinical catalogue 1.4). */
const NOT_THE_PATIENT = /post dialysis|dialysis fluid|CRRT circuit|red blood cells|body fluid|cerebral spinal fluid/i;

function rowOf({ system, code, display, concept, verification, source, match, property }: DataRow): CodeRow {
  const meaning = findMeaning(concept);
  assert(meaning, `${system}|${code} has the unknown concept ${concept}`);
  assert(concept === 'ignore' || !NOT_THE_PATIENT.test(display), `${system}|${code} is not of the patient: ${display}`);
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
