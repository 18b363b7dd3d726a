import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  albumin,
  at,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  say,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf } from '../asked.fixture.ts';
import { mgLow } from '../mg-low/rule.ts';
import { cases, modifiers } from './cases.ts';
import { mgAlbuminCorrected } from './rule.ts';

describe('mg-albumin-corrected', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(mgAlbuminCorrected, vignette)).toBe(vignette.expect);
  });

  test('corrects by 0.005 mmol/L per g/L, which is 0.1215 mg/dL per g/dL', () => {
    const finding = getPresent(
      findingOf(mgAlbuminCorrected, situation([magnesium(1.6, 20), albumin(2, 20)], { now: 24 })),
    );
    expect(finding.figures['magnesiumCorrectedMmolPerL']).toBeCloseTo(1.6 / 2.4305 + 0.1, 5);
    expect(finding.figures['magnesiumCorrectedMgPerDl']).toBeCloseTo(1.6 + 0.1215 * 2, 3);
    expect(mgAlbuminCorrected.card.summary(finding)).toBe(
      'Mg 1.6 mg/dL is low but 1.84 mg/dL after albumin correction (albumin 20 g/L) – consider ionized Mg',
    );
  });

  test.each(cases)('exactly one of it and mg-low is present: $name', (vignette) => {
    if (!/^(fires|in-progress)/.test(vignette.expect)) return;
    expect(judge(mgLow, vignette)).toBe('absent');
  });

  test.each(modifiers)('%s turns it over to mg-low', (_name, fact) => {
    const given = situation([magnesium(1.6, 20), albumin(2, 20), fact], { now: 24 });
    expect(say(findingOf(mgAlbuminCorrected, given))).toBe('absent');
    expect(say(findingOf(mgLow, given))).toBe('fires warning');
  });

  test.each(['off', 'silent'] as const)('where it is %s, mg-low fires', (mode) => {
    const parameters = { ...DEFAULT_PARAMETERS, mode: { default: 'card', 'mg-albumin-corrected': mode } } as const;
    const given = situation([magnesium(1.6, 20), albumin(2, 20)], { now: 24 });
    expect(say(findingOf(mgLow, given, parameters))).toBe('fires info');
  });

  test('without coverage of albumin it cannot tell and mg-low fires', () => {
    const coverage = new Map([['result:magnesium', { from: at(-1000), asOf: at(24) }]]);
    const given = situation([magnesium(1.6, 20), albumin(2, 20)], { now: 24, coverage });
    expect(say(findingOf(mgAlbuminCorrected, given))).toBe('unknown');
    expect(say(findingOf(mgLow, given))).toBe('fires info');
  });

  test('says the value, the albumin and the corrected value', () => {
    const facts = [magnesium(1.6, 20), albumin(2, 19)];
    expect(figuresOf(mgAlbuminCorrected, facts)).toEqual({
      magnesium: '1.6 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.658301,
      magnesiumGrade: 'mild',
      albuminGPerL: 20,
      magnesiumCorrectedMmolPerL: 0.758301,
      magnesiumCorrectedMgPerDl: 1.84305,
      magnesiumUnit: 'mg/dL',
      correctionSlope: 0.005,
      referenceAlbuminGPerL: 40,
    });
    const finding = presentOf(mgAlbuminCorrected, facts);
    expect(rolesOf(finding)).toEqual(['magnesium', 'albumin']);
    expect(finding.missing).toEqual(['calcium', 'potassium', 'qtc']);
    expect(mgAlbuminCorrected.card.detail(finding)).toEqual([
      'Magnesium: 1.6 mg/dL (2026-03-11T04:00:00Z).',
      'Albumin: 2.0 g/dL (2026-03-11T03:00:00Z).',
      'Corrected magnesium = 0.658 mmol/L + 0.005 × (40 − albumin 20 g/L) = 0.758 mmol/L.',
      'The formula is weakly validated: it annotates and does not measure. Ionized magnesium tells more where it is available.',
    ]);
  });

  test.each([
    ['mmol/L', 0.65, '0.65 mmol/L is low but 0.75 mmol/L'],
    ['meq/L', 1.3, '1.3 mEq/L is low but 1.50 mEq/L'],
  ])('in %s the corrected value has the unit of the laboratory', (unit, value, text) => {
    const finding = presentOf(mgAlbuminCorrected, [magnesium(value, 20, {}, unit), albumin(2, 19)]);
    expect(mgAlbuminCorrected.card.summary(finding)).toBe(
      `Mg ${text} after albumin correction (albumin 20 g/L) – consider ionized Mg`,
    );
  });

  test('the formula is shown with the numbers of the site', () => {
    const albuminMg = { slope_mmolL_per_gL: 0.004, refAlb_gL: 42 };
    const given = situation([magnesium(0.65, 20, {}, 'mmol/L'), albumin(2, 19)], { now: 24 });
    const finding = getPresent(findingOf(mgAlbuminCorrected, given, { ...DEFAULT_PARAMETERS, albuminMg }));
    expect(mgAlbuminCorrected.card.detail(finding)).toContain(
      'Corrected magnesium = 0.65 mmol/L + 0.004 × (42 − albumin 20 g/L) = 0.738 mmol/L.',
    );
  });

  test('where all is known nothing is missing, and treatment is said last', () => {
    const others = [potassium(4, 20), result('qtc', [430, 'ms'], 12), ionizedCalcium(1.2, 20)];
    const finding = presentOf(mgAlbuminCorrected, [
      magnesium(1.6, 20),
      albumin(2, 19),
      ...others,
      magnesiumDose(16, 22),
    ]);
    expect(finding.missing).toEqual([]);
    expect(mgAlbuminCorrected.card.detail(finding).at(-1)).toBe('Magnesium replacement is under way since this value.');
  });

  test('each question is answered with what it saw', () => {
    const asked = (...facts: Parameters<typeof situation>[0]) => conditionsOf(mgAlbuminCorrected, facts);
    const mild = magnesium(1.6, 20);
    expect(asked(mild, albumin(2, 19))).toEqual([
      'yes: 1.6 mg/dL (mild) [magnesium]',
      'yes: 1.6 mg/dL',
      'yes: 2.0 g/dL [albumin]',
      'yes: 0.758 mmol/L',
      'yes',
    ]);
    expect(asked()).toEqual(['unknown magnesium', 'unknown magnesium', 'unknown magnesium', 'unknown albumin', 'yes']);
    expect(asked(mild).slice(2, 4)).toEqual(['no no-albumin-near', 'unknown albumin']);
    expect(asked(magnesium(1.1, 20), albumin(4, 19)).slice(1, 4)).toEqual([
      'no magnesium-too-low: 1.1 mg/dL',
      'no albumin-not-low: 4.0 g/dL [albumin]',
      'no low-after-correction: 0.453 mmol/L',
    ]);
    expect(asked(result('magnesium-ionized', [0.4, 'mmol/L'], 20))[1]).toBe('no ionized-magnesium-is-low: 0.4 mmol/L');
    expect(asked(mild, potassium(3.1, 20), result('qtc', [490, 'ms'], 12)).at(-1)).toBe(
      'no risk-modifier: low potassium, long QTc',
    );
  });
});
