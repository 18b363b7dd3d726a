import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { albumin, at, findingOf, getPresent, judge, magnesium, say, situation } from '../../testing/index.ts';
import { mgLow } from '../mg-low/rule.ts';
import { cases } from './cases.ts';
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
});
