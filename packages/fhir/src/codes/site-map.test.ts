import { describe, expect, test } from 'vitest';
import { readCsv } from './csv.ts';
import { readSiteMap } from './site-map.ts';

const HEADER = 'system,code,display,concept,strength_value,strength_unit,per_value,per_unit';
const read = (body: string, header = HEADER) => readSiteMap(`${header}\n${body}`, 'local.csv');
const rows = (body: string) => {
  const map = read(body);
  return map.ok ? map.value.rows : map.failure;
};

describe('a CSV of local codes', () => {
  test('comments, quotes, empty lines, spaces and Windows line ends', () => {
    const text = `# ours\r\n\r\n${HEADER}\r\n"urn:local","K,1","Kalium ""retard""" , potassium-chloride,,,,\r\n# more\r\n`;
    expect(readSiteMap(text, 'local.csv')).toMatchObject({
      ok: true,
      value: {
        rows: [
          { system: 'urn:local', code: 'K,1', display: 'Kalium "retard"', concept: 'potassium-chloride', kind: 'drug' },
        ],
      },
    });
  });

  test('columns in another order, and without a display', () => {
    expect(readSiteMap('concept,code,system\nignore,X,urn:local', 'f')).toMatchObject({
      ok: true,
      value: { rows: [{ concept: 'ignore', code: 'X', system: 'urn:local', display: '' }] },
    });
  });

  test('a strength, with units as hospitals write them', () => {
    expect(rows('urn:local,M,Mag 50 %,magnesium-sulfate,0.5,gm,1,ml')).toMatchObject([
      { strength: { value: 0.5, unit: 'g', perValue: 1, perUnit: 'mL' } },
    ]);
  });

  test('the same row twice does not matter', () => {
    expect(rows('urn:local,K,a,potassium,,,,\nurn:local,K,a,potassium,,,,')).toHaveLength(1);
  });

  test('names of dialysate and ignore', () => {
    expect(rows('urn:local,D,d,dialysate,,,,\nurn:local,I,i,ignore,,,,')).toMatchObject([
      { kind: 'drug' },
      { kind: 'ignore' },
    ]);
  });
});

describe('what is wrong is said with its line', () => {
  test.each<[string, string, number | undefined, string]>([
    ['an empty file', '', undefined, 'no header'],
    ['only comments', '# nothing\n', undefined, 'no header'],
    ['a missing column', '# c\nsystem,code,display', 2, 'no column concept'],
    ['a column that we do not know', 'system,code,concept,colour', 1, 'unknown column colour'],
    ['an unknown concept', `${HEADER}\nurn:x,1,a,potassium,,,,\nurn:x,2,b,sodium,,,,`, 3, '"sodium" is not a concept'],
    ['a panel, which is no concept of a site', `${HEADER}\nurn:x,1,a,panel,,,,`, 2, '"panel" is not a concept'],
    ['an empty code', `${HEADER}\nurn:x,,a,potassium,,,,`, 2, 'code is empty'],
    ['no system', `${HEADER}\n,1,a,potassium,,,,`, 2, 'has no system'],
    ['two meanings', `${HEADER}\nurn:x,1,a,potassium,,,,\n\nurn:x,1,a,calcium,,,,`, 4, 'both potassium and calcium'],
    ['a strength in half', `${HEADER}\nurn:x,1,a,potassium-chloride,20,meq,,`, 2, 'per_value is missing'],
    ['a strength that is no number', `${HEADER}\nurn:x,1,a,potassium-chloride,twenty,meq,1,mL`, 2, 'strength_value'],
    ['a strength of nothing', `${HEADER}\nurn:x,1,a,potassium-chloride,20,meq,0,mL`, 2, 'per_value'],
    ['an unknown unit of strength', `${HEADER}\nurn:x,1,a,potassium-chloride,20,drops,1,mL`, 2, 'strength_unit'],
    ['an unknown unit that it is in', `${HEADER}\nurn:x,1,a,potassium-chloride,20,meq,1,spoon`, 2, 'per_unit'],
    ['too many fields', `${HEADER}\nurn:x,1,a,potassium,,,,,`, 2, 'more fields'],
    ['an open quote', `${HEADER}\nurn:x,"1,a,potassium,,,,`, 2, 'quote'],
  ])('%s', (_name, text, line, reason) => {
    const map = readSiteMap(text, 'local.csv');
    const failure = map.ok ? undefined : map.failure;
    expect(failure?.reason).toContain(reason);
    expect(failure?.line).toBe(line);
  });
});

describe('a FHIR ConceptMap', () => {
  const map = (element: unknown) =>
    readSiteMap(
      JSON.stringify({ resourceType: 'ConceptMap', group: [{ source: 'urn:local', target: 'urn:magwatch', element }] }),
      'map.json',
    );

  test('R4 and R5', () => {
    expect(
      map([
        { code: 'K', display: 'Kalium', target: [{ code: 'potassium', equivalence: 'equivalent' }] },
        { code: 'M', target: [{ code: 'magnesium', relationship: 'equivalent' }] },
        { code: 'N', target: [{ code: 'calcium', equivalence: 'unmatched' }] },
        { code: 'O' },
      ]),
    ).toMatchObject({
      ok: true,
      value: {
        rows: [
          { code: 'K', concept: 'potassium' },
          { code: 'M', concept: 'magnesium' },
        ],
      },
    });
  });

  test.each([
    ['broken JSON', '{"resourceType":'],
    ['another resource', '{"resourceType":"Patient"}'],
    [
      'an unknown concept',
      '{"resourceType":"ConceptMap","group":{"source":"urn:x","element":{"code":"1","target":{"code":"sodium"}}}}',
    ],
  ])('%s is refused', (_name, text) => {
    expect(readSiteMap(text, 'map.json').ok).toBe(false);
  });
});

test('a quoted field may hold line ends, and lines are counted on', () => {
  expect(readCsv('a,"b\nc"\nd,e')).toEqual({
    records: [
      { line: 1, fields: ['a', 'b\nc'] },
      { line: 3, fields: ['d', 'e'] },
    ],
  });
});
