import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  result,
  say,
  situation,
} from '../../testing/index.ts';
import { base, cases, egfr, urineCreatinine, urineMagnesium, whole } from './cases.ts';
import { renalMgWastingFemg as rule } from './rule.ts';

const NOW = 24;
const find = (facts: readonly ResourceVersion[]) => findingOf(rule, situation(facts, { now: NOW }));
const present = (facts: readonly ResourceVersion[]) => getPresent(find(facts));
const withUrine = (mmolPerL: number) => present([...base, urineMagnesium(mmolPerL), urineCreatinine()]);

describe('renal-mg-wasting-femg', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test.each([
    [1.2, 4.8, 'renal'],
    [1, 4, 'renal'],
    [0.9999, 3.99, 'indeterminate'],
    [0.5, 2, 'indeterminate'],
    [0.4999, 1.99, 'extra-renal'],
    [0, 0, 'extra-renal'],
  ])('urine magnesium of %d mmol/L: FEMg %d %%, %s', (urine, femg, category) => {
    expect(withUrine(urine).figures).toMatchObject({ femg, category });
  });

  test.each([
    ['mmol/L', 2, 0.5, 5, 70],
    ['mg/dL', 2 * 2.4305, 0.5 * 2.4305, 5000 / 88.402, 70 / 88.402],
    ['meq/L', 4, 1, 5, 70],
  ])('in %s it is the same 8 %%', (unit, uMg, sMg, uCr, sCr) => {
    const inMg = unit === 'mg/dL';
    const finding = present([
      result('urine-magnesium', [uMg, unit], 10),
      magnesium(sMg, 10, {}, unit),
      result('urine-creatinine', [uCr, inMg ? 'mg/dL' : 'mmol/L'], 10),
      result('creatinine', [sCr, inMg ? 'mg/dL' : 'umol/L'], 10),
      egfr(90),
    ]);
    expect(finding.figures).toMatchObject({ femg: 8, category: 'renal' });
  });

  test('the limits and the filtered part are parameters', () => {
    const parameters = {
      ...DEFAULT_PARAMETERS,
      femg: { ...DEFAULT_PARAMETERS.femg, factor: 0.35, renalMin_pct: 20, extraRenalBelow_pct: 16 },
    };
    const finding = getPresent(findingOf(rule, situation(whole, { now: NOW }), parameters));
    expect(finding.figures).toMatchObject({ femg: 16, category: 'indeterminate', filteredPart: 0.35 });
    expect(rule.card.detail(finding).join('\n')).toMatch(/20 % and more is renal loss, below 16 % is loss through/);
  });

  test.each([
    [0.74, 'fires info'],
    [0.75, 'absent'],
  ])("by the laboratory's own lower limit of 0.75 mmol/L: %d at the urine", (atUrine, expected) => {
    const own = (value: number, hour: number) =>
      magnesium(value, hour, { referenceRange: { low: 0.75, high: 1.05 } }, 'mmol/L');
    const mg = { ...DEFAULT_PARAMETERS.mg, useLabReferenceRange: true };
    const facts = [...whole.slice(1), own(atUrine, 10), own(0.72, 20)];
    expect(say(findingOf(rule, situation(facts, { now: NOW }), { ...DEFAULT_PARAMETERS, mg }))).toBe(expected);
    expect(say(find(facts))).toBe('absent');
  });

  test('says what it rests on and what was not there', () => {
    const finding = present(whole);
    expect(finding.figures).toEqual({
      femg: 8,
      category: 'renal',
      urineMagnesium: '2.0 mmol/L',
      urineCreatinine: '5000 µmol/L',
      magnesium: '0.5 mmol/L',
      creatinine: '70 µmol/L',
      urineMagnesiumMmolPerL: 2,
      urineCreatinineUmolPerL: 5000,
      magnesiumMmolPerL: 0.5,
      creatinineUmolPerL: 70,
      filteredPart: 0.7,
      renalFromPct: 4,
      extraRenalBelowPct: 2,
      egfr: 90,
    });
    expect(finding.evidence.map(({ role, value }) => [role, value])).toEqual([
      ['urine-magnesium', 2],
      ['urine-creatinine', 5000],
      ['magnesium', 0.5],
      ['creatinine', 70],
      ['egfr', 90],
    ]);
    expect(finding.missing).toEqual([]);
    expect(rule.card.summary(finding)).toBe('FEMg 8 % with low Mg: renal loss likely');
    const detail = rule.card.detail(finding);
    expect(detail).toContain(
      'FEMg = 100 × (urine Mg 2 mmol/L × serum creatinine 70 µmol/L) / (0.7 × serum Mg 0.5 mmol/L × urine creatinine 5000 µmol/L) = 8 %.',
    );
    expect(detail).toContain('eGFR 90 mL/min/1.73 m².');
    expect(detail).toContain('Urine magnesium: 2.0 mmol/L (2026-03-10T18:00:00Z).');
    expect(detail).toContain('Serum magnesium: 0.5 mmol/L (2026-03-10T18:00:00Z).');
    const text = detail.join('\n');
    expect(text).toMatch(/Renal causes: cisplatin.*Gitelman/);
    expect(text).toMatch(/amiloride.*genetic work-up/);
    expect(text).not.toMatch(/Causes outside of the kidney|diuretic was given|day's urine|Drugs on the chart/);
  });

  test('each category has its words and its causes', () => {
    const gut = withUrine(0.3);
    expect(rule.card.summary(gut)).toBe('FEMg 1.2 % with low Mg: GI/intake loss likely');
    expect(rule.card.detail(gut).join('\n')).toMatch(/Causes outside of the kidney: PPI, diarrhea, short bowel/);
    expect(rule.card.detail(gut).join('\n')).not.toMatch(/Renal causes|amiloride/);
    const open = withUrine(0.75);
    expect(rule.card.summary(open)).toBe('FEMg 3 % with low Mg: indeterminate');
    expect(rule.card.detail(open).join('\n')).toMatch(/Renal causes[^]*Causes outside of the kidney/);
    expect(rule.card.detail(open).join('\n')).not.toMatch(/amiloride/);
  });

  test.each([
    [4, false],
    [4.01, true],
    [9.9, true],
    [11, false],
  ])('a loop diuretic that ended at hour %d, the urine at hour 10: said %s', (hour, isSaid) => {
    const furosemide = dose('furosemide', undefined, hour, { start: at(hour) });
    const finding = present([...whole, furosemide]);
    expect(finding.figures['isAfterLoopDiuretic']).toBe(isSaid ? true : undefined);
    expect(rule.card.summary(finding)).toBe(
      `FEMg 8 % with low Mg: renal loss likely${isSaid ? ' (recent diuretic raises FEMg)' : ''}`,
    );
    expect(rule.card.detail(finding).join('\n').includes('recent diuretic raises FEMg')).toBe(isSaid);
    expect(finding.evidence.filter(({ role }) => role === 'loop-diuretic')).toHaveLength(isSaid ? 1 : 0);
  });

  test('drugs on the chart that waste magnesium are named', () => {
    const finding = present([...whole, drugOrder('omeprazole', 0)]);
    expect(finding.figures['wastingDrugs']).toBe('omeprazole');
    expect(finding.evidence.at(-1)?.role).toBe('wasting-drug');
    expect(rule.card.detail(finding)).toContain('Drugs on the chart that waste magnesium: omeprazole.');
  });

  test.each([
    [1.01, undefined, true],
    [1, undefined, false],
    [1.5, '<' as const, false],
    [1.5, '>' as const, true],
  ])('a day with %d mmol of magnesium in urine (%s): wasting %s', (mmol, comparator, isWasting) => {
    const daily = result('urine-magnesium-24h', [mmol, 'mmol/d'], 8, comparator ? { comparator } : {});
    const finding = present([...whole, daily]);
    expect(finding.figures).toMatchObject({ isDailyWasting: isWasting });
    expect(finding.evidence.at(-1)).toMatchObject({ role: 'urine-magnesium-24h', value: mmol });
    expect(rule.card.detail(finding).join('\n')).toContain(
      `Magnesium in a day's urine ${comparator ?? ''}${mmol} mmol/d: ${isWasting ? 'more than 1 mmol a day' : 'not above'}`,
    );
  });

  test('names what is missing', () => {
    expect(find(base)).toEqual({ verdict: 'unknown', missing: ['urine-magnesium'] });
    expect(find([...base, urineMagnesium(2)])).toEqual({ verdict: 'unknown', missing: ['urine-creatinine'] });
    expect(find([magnesium(1.4, -47), urineMagnesium(2), urineCreatinine()])).toEqual({
      verdict: 'unknown',
      missing: ['creatinine-near-urine', 'magnesium-near-urine'],
    });
  });

  test('names why it does not fire', () => {
    expect(find([...whole, magnesiumDose(16, 8)])).toEqual({ verdict: 'absent', reason: 'magnesium-given' });
    expect(find([...base.slice(0, 2), urineMagnesium(2), urineCreatinine()])).toEqual({
      verdict: 'absent',
      reason: 'not-interpretable',
    });
  });

  test('without proof of the doses nobody knows that no magnesium was given', () => {
    const cover = { from: at(-9000), asOf: at(NOW) };
    const keys = ['result:magnesium', 'result:urine-magnesium', 'result:urine-creatinine', 'result:creatinine'];
    const coverage = new Map(keys.map((key) => [key, cover]));
    const judged = (more: typeof coverage) => findingOf(rule, situation(whole, { now: NOW, coverage: more }));
    expect(judged(coverage)).toEqual({ verdict: 'unknown', missing: ['dose:mg-replacement'] });
    expect(judged(new Map([...coverage, ['dose:mg-replacement', cover]])).verdict).toBe('present');
  });

  test('it wakes when the urine leaves its window, and then cannot tell', () => {
    const later = [magnesium(1.4, 23), result('creatinine', [70, 'umol/L'], 23), egfr(90, 23)];
    const given = situation([...later, urineMagnesium(2), urineCreatinine()], { now: NOW });
    const reviewAt = (now: number) => evaluate({ ...given, now: at(now) }, DEFAULT_PARAMETERS, [rule]).evaluations[0];
    expect(reviewAt(81.9)?.finding.verdict).toBe('present');
    expect(reviewAt(81.9)?.reviewAt).toBe(at(82));
    expect(reviewAt(82)?.finding).toEqual({ verdict: 'unknown', missing: ['urine-magnesium'] });
  });
});
