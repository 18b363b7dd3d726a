import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createCodes } from './codes/registry.ts';
import { readSiteMap } from './codes/site-map.ts';

const file = new URL('../../../docs/examples/icu-demo-codes.csv', import.meta.url);

test('the example of a site map is one, and names its source', () => {
  const text = readFileSync(file, 'utf8');
  expect(text.split('\n').slice(0, 4).join(' ')).toMatch(
    /MIMIC-III.*Johnson.*PhysioNet.*10\.13026\/C2HM2Q.*Open Database License/s,
  );
  const map = readSiteMap(text, 'icu-demo-codes.csv');
  if (!map.ok) throw new Error(`${map.failure.line}: ${map.failure.reason}`);
  const codes = createCodes({ siteMaps: [map.value] });
  const concept = (system: string, code: string) => codes.find(`urn:mimic:${system}`, code)?.concept;
  expect(concept('d_items', '225166')).toBe('potassium-chloride');
  expect(concept('d_items', '227522')).toBe('ignore');
  expect(concept('d_items', '227536')).toBe('dialysate');
  expect(concept('formulary', 'PENGK3I')).toBe('ignore');
});
