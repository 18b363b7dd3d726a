import { describe, expect, test } from 'vitest';
import { createCodes } from './registry.ts';
import { readSiteMap, type SiteMap } from './site-map.ts';

const HEADER = 'system,code,concept,part,dose_form,strength_value,strength_unit,per_value,per_unit';
const read = (body: string) => readSiteMap(`${HEADER}\n${body}`, 'local.csv');
const mapOf = (body: string): SiteMap => {
  const map = read(body);
  if (!map.ok) throw new Error(map.failure.reason);
  return map.value;
};

const FLUID = 'urn:x,F,potassium-chloride,1,Injection,0.04,meq,1,mL\nurn:x,F,magnesium-sulfate,2,Injection,0.02,g,1,mL';

describe('a product of several drugs in a site map', () => {
  test('has a numbered row for each', () => {
    expect(mapOf(FLUID).rows).toMatchObject([
      { concept: 'potassium-chloride', part: 1, doseForm: 'Injection', strength: { value: 0.04 } },
      { concept: 'magnesium-sulfate', part: 2, doseForm: 'Injection', strength: { value: 0.02 } },
    ]);
  });

  test.each<[string, string, number, string]>([
    ['two meanings without a part', 'urn:x,1,potassium-chloride\nurn:x,1,magnesium-sulfate', 3, 'mapped to both'],
    ['one part twice', 'urn:x,1,potassium-chloride,1\nurn:x,1,magnesium-sulfate,1', 3, 'part 1 is mapped to both'],
    ['rows with and without', 'urn:x,1,potassium-chloride,1\nurn:x,1,magnesium-sulfate', 3, 'with and without a part'],
    ['rows without and with', 'urn:x,1,potassium-chloride\nurn:x,1,potassium-chloride,1', 3, 'with and without a part'],
    ['a part of a test', 'urn:x,1,potassium,1', 2, 'potassium is no drug'],
    ['a part to ignore', 'urn:x,1,ignore,1', 2, 'ignore is no drug'],
    ['part zero', 'urn:x,1,potassium-chloride,0', 2, 'part is not a whole number'],
    ['a part in words', 'urn:x,1,potassium-chloride,first', 2, 'part is not a whole number'],
  ])('%s is refused with its line', (_name, body, line, reason) => {
    const map = read(body);
    const failure = map.ok ? undefined : map.failure;
    expect(failure?.line).toBe(line);
    expect(failure?.reason).toContain(reason);
  });
});

describe('the registry', () => {
  const coding = (...codes: readonly string[]) => ({ coding: codes.map((code) => ({ system: 'urn:x', code })) });
  const conceptsOf = (maps: readonly SiteMap[], ...codes: readonly string[]) =>
    createCodes({ siteMaps: maps })
      .match(coding(...codes))
      ?.parts.map(({ concept }) => concept);

  test('finds all drugs of a product', () => {
    expect(conceptsOf([mapOf(FLUID)], 'F')).toEqual(['potassium-chloride', 'magnesium-sulfate']);
    expect(createCodes({ siteMaps: [mapOf(FLUID)] }).find('urn:x', 'F')?.concept).toBe('potassium-chloride');
  });

  test('a later map replaces the whole product', () => {
    expect(conceptsOf([mapOf(FLUID), mapOf('urn:x,F,ignore')], 'F')).toEqual(['ignore']);
    expect(conceptsOf([mapOf('urn:x,F,ignore'), mapOf(FLUID)], 'F')).toEqual([
      'potassium-chloride',
      'magnesium-sulfate',
    ]);
  });

  test('codes of products that hold the same drugs agree', () => {
    const same = mapOf(
      `${FLUID}\nurn:x,G,magnesium-sulfate,1\nurn:x,G,potassium-chloride,2\nurn:x,K,potassium-chloride`,
    );
    const codes = createCodes({ siteMaps: [same] });
    expect(codes.match(coding('F', 'G'))?.disagrees).toBe(false);
    expect(codes.match(coding('F', 'K'))?.disagrees).toBe(true);
  });
});
