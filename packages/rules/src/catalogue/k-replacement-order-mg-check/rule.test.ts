import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Block, openChart } from '../../chart.ts';
import type { Answer } from '../../contract.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  say,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { kReplacementOrderMgCheck as rule } from './rule.ts';

const draft = drugOrder('potassium-chloride', 24, { id: 'MedicationRequest/draft-1' });

const given = (facts: readonly ResourceVersion[], drafts: readonly ResourceVersion[] = [draft]) =>
  situation(facts, { now: 24, hook: 'order-sign', drafts });

const presentOf = (...facts: readonly ResourceVersion[]) => getPresent(findingOf(rule, given(facts)));

/** Without what the engine adds for the card. */
const ownFigures = (...facts: readonly ResourceVersion[]) =>
  openChart(given(facts), DEFAULT_PARAMETERS).chart.read(rule.describe).figures;

describe('k-replacement-order-mg-check', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test.each([
    ['magnesium', 'result:magnesium'],
    ['ionized magnesium', 'result:magnesium-ionized'],
    ['potassium', 'result:potassium'],
  ])('without proof that %s was looked for it cannot tell', (_name, key) => {
    const long = { from: at(-5000), asOf: at(24) };
    const keys = ['result:magnesium', 'result:magnesium-ionized', 'result:potassium'];
    const seen = { ...given([potassium(3.2, 20)]), coverage: new Map(keys.map((one) => [one, long])) };
    expect(say(findingOf(rule, seen))).toBe('fires info');
    const coverage = new Map([...seen.coverage].filter(([one]) => one !== key));
    expect(say(findingOf(rule, { ...seen, coverage }))).toBe('unknown');
  });

  test('says why it is silent', () => {
    const low = [potassium(3.2, 20), magnesium(1.5, 20)];
    expect(findingOf(rule, given([magnesium(1.5, 20)]))).toEqual({ verdict: 'absent', reason: 'no-potassium' });
    expect(findingOf(rule, given([potassium(3.6, 20)]))).toEqual({ verdict: 'absent', reason: 'potassium-not-low' });
    expect(findingOf(rule, given(low, [draft, drugOrder('magnesium-oxide', 24)]))).toEqual({
      verdict: 'absent',
      reason: 'magnesium-drafted',
    });
    expect(findingOf(rule, given([potassium(3.2, 20), magnesium(1.9, 20)]))).toEqual({
      verdict: 'absent',
      reason: 'magnesium-not-low',
    });
  });

  test('a low magnesium: what is ordered, what it rests on, what was not known', () => {
    const facts = [potassium(2.9, 20), magnesium(1.4, 19), result('egfr', [45.4, 'mL/min/{1.73_m2}'], 10)];
    const finding = presentOf(...facts);
    expect(ownFigures(...facts)).toEqual({
      drafted: 'potassium chloride',
      magnesium: '1.4 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.576013,
      magnesiumGrade: 'mild',
      potassiumMmolPerL: 2.9,
      egfr: 45.4,
    });
    expect(finding.evidence.map(({ role, reference }) => [role, reference])).toEqual([
      ['potassium-draft', 'MedicationRequest/draft-1'],
      ['magnesium', 'Observation/magnesium-19-1.4'],
      ['potassium', 'Observation/potassium-20-2.9'],
      ['egfr', 'Observation/egfr-10-45.4'],
    ]);
    expect(finding.missing).toEqual(['qtc']);
    expect(rule.card.summary(finding)).toBe('Ordering K for K 2.9; Mg is 1.4 mg/dL – replace Mg as well');
    expect(rule.card.detail(finding)).toEqual([
      'Being ordered now: potassium chloride.',
      'Potassium: 2.9 mmol/L (2026-03-11T04:00:00Z).',
      'Magnesium: 1.4 mg/dL (2026-03-11T03:00:00Z).',
      'eGFR 45 mL/min/1.73 m².',
      'Low magnesium can make hypokalemia refractory.',
      'Replace Mg together with K – do not hold urgent K.',
    ]);
  });

  test('no magnesium: asks for a level while potassium goes on', () => {
    const facts = [potassium(3.2, 20), result('qtc', [490, 'ms'], 10), dose('digoxin', undefined, 8)];
    const finding = presentOf(...facts);
    expect(ownFigures(...facts)).toEqual({
      drafted: 'potassium chloride',
      lookBackHours: 72,
      potassiumMmolPerL: 3.2,
      qtcMs: 490,
      isOnDigoxin: true,
    });
    expect(finding.evidence.map(({ role }) => role)).toEqual(['potassium-draft', 'potassium', 'qtc', 'digoxin']);
    expect(finding.missing).toEqual(['egfr']);
    expect(rule.card.summary(finding)).toBe('Ordering K for K 3.2; no Mg level in 72 h – add a Mg level?');
    expect(rule.card.detail(finding)).toEqual([
      'Being ordered now: potassium chloride.',
      'Potassium: 3.2 mmol/L (2026-03-11T04:00:00Z).',
      'QTc 490 ms.',
      'The patient is on digoxin.',
      'No usable magnesium level in the last 72 h.',
      'In one hospital a prompt while ordering raised the share of unknown magnesium levels that were checked within an hour from 12 to 40 %.',
      'Go on replacing potassium meanwhile.',
    ]);
  });

  test('ionized magnesium is called so, and notes are said', () => {
    const facts = [
      potassium(3.2, 20),
      result('magnesium-ionized', [0.4, 'mmol/L'], 8),
      magnesiumDose(16, 20),
      magnesium(1.9, 22),
    ];
    const finding = presentOf(...facts);
    expect(rule.card.summary(finding)).toBe('Ordering K for K 3.2; iMg is 0.4 mmol/L – replace Mg as well');
    expect(finding.notes).toEqual(['early-level-ignored']);
    expect(rule.card.detail(finding).at(-1)).toBe('Magnesium replacement is under way since this value.');
  });

  test('each question is answered with what it saw', () => {
    const facts = [
      potassium(2.9, 20),
      magnesium(1.5, 20),
      result('qtc', [490, 'ms'], 10),
      dose('digoxin', undefined, 8),
    ];
    const { chart } = openChart(given(facts, [draft, drugOrder('magnesium-oxide', 24)]), DEFAULT_PARAMETERS);
    const seen = (check: Block<Answer>) => {
      const { is, value, evidence } = chart.read(check);
      return [is, value, evidence?.map(({ role }) => role)];
    };
    expect(rule.conditions.map(({ check }) => seen(check))).toEqual([
      ['yes', 'potassium chloride', ['potassium-draft']],
      ['yes', '2.9 mmol/L', ['potassium']],
      ['no', 'magnesium oxide', ['magnesium-draft']],
      ['yes', '1.5 mg/dL (mild)', ['magnesium']],
    ]);
    expect(rule.severity.steps.map(({ check }) => seen(check))).toEqual([
      ['no', '1.5 mg/dL', undefined],
      ['yes', '1.5 mg/dL (mild)', ['magnesium']],
      ['yes', 'K 2.9 mmol/L', ['potassium']],
      ['yes', 'digoxin', ['digoxin']],
      ['yes', 'QTc 490 ms', undefined],
    ]);
    const empty = openChart(given([]), DEFAULT_PARAMETERS).chart;
    expect(rule.severity.steps.map(({ check }) => empty.read(check))).toEqual([
      { is: 'unknown', missing: ['magnesium'] },
      { is: 'unknown', missing: ['magnesium'] },
      { is: 'unknown', missing: ['potassium'] },
      { is: 'no', reason: 'not-so' },
      { is: 'unknown', missing: ['qtc'] },
    ]);
  });
});
