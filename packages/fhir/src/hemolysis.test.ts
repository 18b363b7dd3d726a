import { expect, test } from 'vitest';
import { saysHemolyzed, saysHemolyzedIn } from './hemolysis.ts';

test.each<[string, boolean]>([
  ['hemolyzed', true],
  ['HEMOLYSIS PRESENT', true],
  ['Haemolysed sample', true],
  ['moderately hemolyzed; interpret with care', true],
  ['hemolysis index 3', true],
  ['Hemolysis: 2+', true],
  ['No clots. Specimen hemolyzed.', true],
  ['Specimen hemolyzed, not suitable for potassium', true],
  ['SPECIMEN HEMOLYZED NOT REPORTED', true],
  ['hemolyzed - not suitable', true],
  ['Hemolysis: no result possible', true],
  ['Hemolyzed; normal potassium is not reliable', true],
  ['not clotted but hemolyzed', true],
  ['not clotted, hemolyzed', true],
  ['hemolysis index 0.5', true],
  ['No hemolysis in tube 1; tube 2 hemolyzed', true],
  ['not hemolyzed', false],
  ['Not visibly hemolyzed', false],
  ['no hemolysis', false],
  ['No evidence of hemolysis', false],
  ['non-hemolyzed', false],
  ['nonhemolyzed', false],
  ['without hemolysis', false],
  ['unhemolysed', false],
  ['Hemolysis: none', false],
  ['hemolysis index: 0', false],
  ['Hemolysis - negative', false],
  ['Hemolysis: not detected', false],
  ['hemolysis absent', false],
  ['no visible signs of hemolysis', false],
  ['No lipemia, icterus, or hemolysis', false],
  ['no icterus or hemolysis', false],
  ['Hemolysis is not seen', false],
  ['Hemolysis not clearly visible', false],
  ['hemolyzed: no', false],
  ['Hemolysis index 0.0', false],
  ['Hemolysis? no.', false],
  ['clotted', false],
  ['', false],
])('"%s"', (text, expected) => {
  expect(saysHemolyzed(text)).toBe(expected);
});

test('one annotation among several is enough', () => {
  expect(saysHemolyzedIn([{ text: 'repeat' }, { text: 'hemolyzed' }])).toBe(true);
  expect(saysHemolyzedIn(undefined)).toBe(false);
  expect(saysHemolyzedIn('hemolyzed')).toBe(false);
});
