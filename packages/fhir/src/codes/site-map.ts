import { fail, ok, type Result } from '@magwatch/base';
import { isJson, type Json, objectsOf, optional, textOf } from '../json.ts';
import { findDoseUnit } from '../units/dose-units.ts';
import { type CodeRow, findMeaning, type Strength } from './code-row.ts';
import { readCsv } from './csv.ts';
import { codeKeyOf, systemOf } from './systems.ts';

/** A site’s own codes, from one file. */
export interface SiteMap {
  readonly fileName: string;
  readonly rows: readonly CodeRow[];
}

/** What is wrong with a site map, and on which line where lines count. */
export interface SiteMapFailure {
  readonly line?: number;
  readonly reason: string;
}

const NEEDED = ['system', 'code', 'concept'] as const;
const STRENGTH = ['strength_value', 'strength_unit', 'per_value', 'per_unit'] as const;
const COLUMNS: readonly string[] = [...NEEDED, 'display', ...STRENGTH, 'part', 'dose_form'];

/**
 * Reads a site’s local codes: a CSV with the columns `system,code,display,concept` and, where needed,
 * `strength_value,strength_unit,per_value,per_unit`, `part` and `dose_form` (lines that begin with `#` are comments), or a
 * FHIR ConceptMap. A code has one row; a product of several drugs has one for each, numbered in `part`.
 */
export function readSiteMap(text: string, fileName: string): Result<SiteMap, SiteMapFailure> {
  const rows = text.trimStart().startsWith('{') ? readConceptMap(text, fileName) : readTable(text, fileName);
  return rows.ok ? ok({ fileName, rows: rows.value }) : rows;
}

interface Entry {
  readonly line?: number;
  readonly system: string;
  readonly code: string;
  readonly display: string;
  readonly concept: string;
  readonly strength?: Strength;
  readonly part?: number;
  readonly doseForm?: string;
}

function readTable(text: string, fileName: string): Result<readonly CodeRow[], SiteMapFailure> {
  const { records, openQuoteLine } = readCsv(text);
  if (openQuoteLine !== undefined) return fail({ line: openQuoteLine, reason: 'a quote is opened and never closed' });
  const [header, ...body] = records;
  if (!header) return fail({ reason: 'the file has no header line (system,code,display,concept)' });
  const missing = NEEDED.find((name) => !header.fields.includes(name));
  if (missing) return fail({ line: header.line, reason: `the header has no column ${missing}` });
  const unknown = header.fields.find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined) return fail({ line: header.line, reason: `the header has an unknown column ${unknown}` });
  const entries: Entry[] = [];
  for (const { line, fields } of body) {
    if (fields.length > header.fields.length) return fail({ line, reason: 'more fields than the header has columns' });
    const cell = (name: string): string => fields[header.fields.indexOf(name)] ?? '';
    const strength = readStrength(cell);
    if (!strength.ok) return fail({ line, reason: strength.failure });
    const part = cell('part');
    if (!/^(?:[1-9]\d*)?$/.test(part)) return fail({ line, reason: 'part is not a whole number from 1 on' });
    entries.push({
      line,
      system: cell('system'),
      code: cell('code'),
      display: cell('display'),
      concept: cell('concept'),
      ...optional('strength', strength.value),
      ...optional('part', part === '' ? undefined : Number(part)),
      ...optional('doseForm', textOf(cell('dose_form'))),
    });
  }
  return toRows(entries, fileName);
}

/** All four or none: a strength in half would be guessed at the bedside. */
function readStrength(cell: (name: string) => string): Result<Strength | undefined, string> {
  if (STRENGTH.every((name) => cell(name) === '')) return ok(undefined);
  const missing = STRENGTH.find((name) => cell(name) === '');
  if (missing) return fail(`${missing} is missing; a strength needs all of ${STRENGTH.join(', ')}`);
  const [value, perValue] = [Number(cell('strength_value')), Number(cell('per_value'))];
  if (!(value > 0 && Number.isFinite(value))) return fail('strength_value is not a positive number');
  if (!(perValue > 0 && Number.isFinite(perValue))) return fail('per_value is not a positive number');
  const unit = findDoseUnit(cell('strength_unit'));
  if (!unit) return fail('strength_unit is not a known unit (meq, mmol, g, mg, mL, …)');
  const perUnit = findDoseUnit(cell('per_unit'));
  if (!perUnit) return fail('per_unit is not a known unit (mL, g, tablet, bag, …)');
  return ok({ value, unit, perValue, perUnit });
}

function readConceptMap(text: string, fileName: string): Result<readonly CodeRow[], SiteMapFailure> {
  const map = parseJson(text);
  if (!map) return fail({ reason: 'the file is not JSON' });
  if (map['resourceType'] !== 'ConceptMap') return fail({ reason: 'the JSON is not a FHIR ConceptMap' });
  const entries: Entry[] = [];
  for (const group of objectsOf(map['group']))
    for (const element of objectsOf(group['element'])) {
      const target = objectsOf(element['target']).find(isEquivalent);
      if (!target) continue;
      entries.push({
        system: textOf(group['source']) ?? '',
        code: textOf(element['code']) ?? '',
        display: textOf(element['display']) ?? '',
        concept: textOf(target['code']) ?? '',
      });
    }
  return toRows(entries, fileName);
}

function parseJson(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : {};
  } catch {
    return undefined;
  }
}

/** R4 says `equivalence`, R5 `relationship`; a target that is explicitly not the same maps nothing. */
function isEquivalent(target: Json): boolean {
  const relation = textOf(target['equivalence']) ?? textOf(target['relationship']) ?? 'equivalent';
  return !['unmatched', 'disjoint', 'not-related-to', 'relatedto', 'related-to'].includes(relation);
}

function toRows(entries: readonly Entry[], fileName: string): Result<readonly CodeRow[], SiteMapFailure> {
  const rows = new Map<string, CodeRow>();
  const inParts = new Map<string, boolean>();
  for (const { line, concept, ...coding } of entries) {
    const at = line === undefined ? {} : { line };
    if (coding.code === '') return fail({ ...at, reason: 'code is empty' });
    if (coding.system === '') return fail({ ...at, reason: `code ${coding.code} has no system` });
    const meaning = findMeaning(concept);
    if (!meaning || meaning.kind === 'panel')
      return fail({
        ...at,
        reason: `"${concept}" is not a concept (magwatch codes lists them; also ignore, dialysate)`,
      });
    const system = systemOf(coding.system);
    const key = `${system}|${codeKeyOf(system, coding.code)}`;
    const isPart = coding.part !== undefined;
    if (isPart && meaning.kind !== 'drug')
      return fail({ ...at, reason: `${key} has parts, and ${concept} is no drug` });
    if ((inParts.get(key) ?? isPart) !== isPart)
      return fail({ ...at, reason: `${key} has rows with and without a part` });
    inParts.set(key, isPart);
    const place = isPart ? `${key} part ${coding.part}` : key;
    const known = rows.get(place);
    if (known && known.concept !== concept)
      return fail({ ...at, reason: `${place} is mapped to both ${known.concept} and ${concept}` });
    const origin = { match: 'exact', verification: 'site', source: fileName } as const;
    rows.set(place, { ...meaning, ...coding, system, ...origin });
  }
  return ok([...rows.values()]);
}
