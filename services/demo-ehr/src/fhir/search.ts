import { badRequest } from './outcome.ts';
import { type Parameter, SEARCH_PARAMETERS, type Searchable, type Span, spanOf } from './search-parameters.ts';

/** A search that was read and found to be one that this server knows. */
export interface Search {
  readonly type: string;
  readonly matches: (resource: Searchable) => boolean;
  /** The one patient (id) that the search speaks of, where it speaks of one. */
  readonly patient?: string;
  /** Exact ids, where the search names them. */
  readonly ids?: readonly string[];
  readonly sort: readonly { readonly parameter: Parameter; readonly isDescending: boolean }[];
  readonly count: number;
  readonly offset: number;
  /** Later pages show the record as it stood at the first one: milliseconds. */
  readonly asOf?: number;
}

const DEFAULT_COUNT = 100;
const MAX_COUNT = 1000;
/** Parameters that shape the answer and choose nothing. */
const CONTROLS = new Set(['_count', '_sort', '_format', '_pretty', '_total', '_offset', '_asof']);

/**
 * Reads a search. What this server does not know is refused by name: a condition that is silently left out
 * would answer with too much.
 */
export function readSearch(type: string, query: URLSearchParams): Search {
  const table = SEARCH_PARAMETERS[type];
  if (!table) throw badRequest(`this server holds no ${type}`);
  const tests: ((resource: Searchable) => boolean)[] = [];
  let patient: string | undefined;
  let ids: readonly string[] | undefined;
  for (const [name, value] of query) {
    if (CONTROLS.has(name) || value === '') continue;
    if (name === '_include') {
      checkInclude(value);
      continue;
    }
    const parameter = table[name];
    if (!parameter) throw badRequest(`${type} cannot be searched by "${name.slice(0, 60)}" here`);
    const wanted = splitAt(',', value);
    tests.push(testOf(parameter, parameter.type === 'token' ? wanted : wanted.map(unescaped)));
    if (name === 'patient' || name === 'subject') patient = wanted.length === 1 ? idOf(value) : undefined;
    if (name === '_id') ids = wanted;
  }
  const asOf = readNumber(query, '_asof');
  return {
    type,
    matches: (resource) => resource.resourceType === type && tests.every((test) => test(resource)),
    ...(patient === undefined ? {} : { patient }),
    ...(ids === undefined ? {} : { ids }),
    sort: readSort(type, query.get('_sort')),
    count: Math.min(readNumber(query, '_count') ?? DEFAULT_COUNT, MAX_COUNT),
    offset: readNumber(query, '_offset') ?? 0,
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** Reads the criteria of a subscription: a search without its control parameters. */
export function readCriteria(criteria: string): Search {
  const mark = criteria.indexOf('?');
  if (mark < 0) return readSearch(criteria, new URLSearchParams());
  return readSearch(criteria.slice(0, mark), new URLSearchParams(criteria.slice(mark + 1)));
}

/** The ward writes drugs into its orders and doses themselves: asked for, a Medication adds nothing. */
const INCLUDES = new Set(['MedicationRequest:medication', 'MedicationAdministration:medication']);

function checkInclude(value: string): void {
  if (!INCLUDES.has(value)) throw badRequest('this _include is not supported');
}

/** Splits where a separator stands without a backslash before it; the backslashes stay until a value is read. */
function splitAt(separator: string, text: string): readonly string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/\\[\s\S]|[\s\S]/g)) {
    if (piece === separator) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** `\,` stands for a comma: https://hl7.org/fhir/R4/search.html#escaping */
const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,16}$/.test(text)) throw badRequest(`${name} must be a whole number`);
  return Number(text);
}

function readSort(type: string, text: string | null): Search['sort'] {
  if (!text) return [];
  return text.split(',').map((item) => {
    const isDescending = item.startsWith('-');
    const name = isDescending ? item.slice(1) : item;
    const parameter = SEARCH_PARAMETERS[type]?.[name];
    if (!parameter) throw badRequest(`${type} cannot be sorted by "${name.slice(0, 60)}" here`);
    return { parameter, isDescending };
  });
}

const idOf = (reference: string): string => reference.split('/').at(-1) ?? reference;

function testOf(parameter: Parameter, wanted: readonly string[]): (resource: Searchable) => boolean {
  switch (parameter.type) {
    case 'token': {
      const tokens = wanted.map(readToken);
      return (resource) => parameter.values(resource).some((has) => tokens.some((want) => isSame(has, want)));
    }
    case 'reference':
      return (resource) =>
        parameter.values(resource).some((has) => wanted.some((want) => has === want || idOf(has) === idOf(want)));
    case 'string':
      return (resource) =>
        parameter
          .values(resource)
          .some((has) => wanted.some((want) => has.toLowerCase().startsWith(want.toLowerCase())));
    case 'uri':
      return (resource) => parameter.values(resource).some((has) => wanted.includes(has));
    case 'date': {
      const spans = wanted.map(readDate);
      return (resource) => parameter.values(resource).some((has) => spans.some((want) => isWithin(has, want)));
    }
  }
}

interface WantedToken {
  /** undefined: any system; '': no system. */
  readonly system?: string | undefined;
  readonly code?: string | undefined;
}

function readToken(text: string): WantedToken {
  const [first = '', second] = splitAt('|', text).map(unescaped);
  if (second === undefined) return { code: first };
  return { system: first, ...(second === '' ? {} : { code: second }) };
}

function isSame(has: WantedToken, want: WantedToken): boolean {
  if (want.system !== undefined && (has.system ?? '') !== want.system) return false;
  return want.code === undefined || has.code === want.code;
}

interface WantedDate {
  readonly prefix: string;
  readonly span: Span;
}

function readDate(text: string): WantedDate {
  const match = /^(eq|ne|gt|lt|ge|le|sa|eb)?(.+)$/.exec(text);
  // A plus sign that nobody escaped arrives as a space: 08:00:00+01:00.
  const span = spanOf(match?.[2]?.replace(' ', '+'));
  if (!span) throw badRequest('a date is written as 2026-03-10 or 2026-03-10T08:00:00Z');
  return { prefix: match?.[1] ?? 'eq', span };
}

/** https://hl7.org/fhir/R4/search.html#prefix */
function isWithin(has: Span, { prefix, span }: WantedDate): boolean {
  const isInside = has.from >= span.from && has.to <= span.to;
  switch (prefix) {
    case 'ne':
      return !isInside;
    case 'gt':
      return has.to > span.to;
    case 'lt':
      return has.from < span.from;
    case 'ge':
      return has.to > span.to || isInside;
    case 'le':
      return has.from < span.from || isInside;
    case 'sa':
      return has.from >= span.to;
    case 'eb':
      return has.to <= span.from;
    default:
      return isInside;
  }
}

/** Sorts as asked, then by id, so that pages never overlap. */
export function sorted(resources: readonly Searchable[], sort: Search['sort']): readonly Searchable[] {
  return [...resources].sort((one, other) => {
    for (const { parameter, isDescending } of sort) {
      const order = compareKeys(keyOf(one, parameter), keyOf(other, parameter));
      if (order !== 0) return isDescending ? -order : order;
    }
    return one.id.localeCompare(other.id);
  });
}

function keyOf(resource: Searchable, parameter: Parameter): number | string {
  const [first] = parameter.values(resource);
  if (first === undefined) return '';
  if (typeof first === 'string') return first;
  return 'from' in first ? first.from : (first.code ?? '');
}

function compareKeys(one: number | string, other: number | string): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other));
}
