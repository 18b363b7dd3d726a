import { type Input, inputKey } from '@magwatch/timeline';
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
  potassium,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgWastingDrugNoMgMonitoring as rule } from './rule.ts';

const NOW = 24;
const gentamicin = [dose('gentamicin', undefined, -66), dose('gentamicin', undefined, 22)];
const ppi = drugOrder('omeprazole', NOW - 400 * 24);

/** Everything is covered for so many hours, but for what is named otherwise. */
function coveredFor(hours: number, except: Readonly<Record<string, number>> = {}) {
  const cover = (input: Input) => {
    const back = except[inputKey(input)] ?? hours;
    return [inputKey(input), { from: at(NOW - back), asOf: at(NOW) }] as const;
  };
  return new Map(rule.inputs.map(({ input }) => cover(input)).filter(([, { from }]) => from < at(NOW + 1)));
}
const NEVER = -5;

const findings = (facts: Parameters<typeof situation>[0], coverage: ReturnType<typeof coveredFor>) =>
  findingOf(rule, situation(facts, { now: NOW, coverage }));

describe('mg-wasting-drug-no-mg-monitoring', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const facts = [...gentamicin, magnesium(1.8, -100)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: NOW })));
    expect(finding.figures).toEqual({
      overdueGroups: 1,
      drugs: 'gentamicin',
      since: '2026-03-07T13:00:00Z',
      exposureHours: 89,
      intervalHours: 72,
      overdue: 'gentamicin since 2026-03-07T13:00:00Z, no level in 72 h',
    });
    expect(finding.evidence.map(({ role, value, at: when }) => [role, value, when])).toEqual([
      ['wasting-drug', undefined, at(-66)],
      ['wasting-drug', undefined, at(22)],
      ['magnesium', 1.8, at(-100)],
    ]);
    expect(finding.missing).toEqual(['potassium']);
    expect(rule.card.summary(finding)).toBe(
      'gentamicin for 3 d or more without a magnesium level in 72 h – Mg monitoring due',
    );
    const detail = rule.card.detail(finding).join('\n');
    expect(detail).toContain('gentamicin since 2026-03-07T13:00:00Z, no level in 72 h.');
    expect(detail).toContain('Last magnesium: 1.8 mg/dL (2026-03-06T04:00:00Z).');
    expect(detail).toContain('ask whether the drug is still needed');
    expect(detail).not.toMatch(/matters more/);
  });

  test('several groups: the shortest interval leads, the others and the risks are said', () => {
    const facts = [
      ...gentamicin,
      dose('amphotericin-b', undefined, -10),
      dose('amphotericin-b', undefined, 20),
      ppi,
      drugOrder('digoxin', 0),
      dose('sotalol', undefined, 20),
      potassium(3.1, 20),
    ];
    const finding = getPresent(findingOf(rule, situation(facts, { now: NOW })));
    expect(finding.figures).toMatchObject({
      overdueGroups: 3,
      drugs: 'amphotericin b',
      otherDrugs: 'gentamicin; omeprazole with digoxin',
      riskModifiers: 'digoxin, sotalol, low potassium',
    });
    expect(finding.evidence.map(({ role }) => role)).toEqual([
      ...Array.from({ length: 6 }, () => 'wasting-drug'),
      'potassium',
      'digoxin',
      'qt-drug',
    ]);
    expect(finding.missing).toEqual([]);
    expect(rule.card.summary(finding)).toBe(
      'amphotericin b for 1 d or more without a magnesium level in 48 h (also gentamicin; omeprazole with digoxin) – Mg monitoring due',
    );
    const detail = rule.card.detail(finding).join('\n');
    expect(detail).toContain('omeprazole with digoxin since 2025-02-04T08:00:00Z, no level in 182 d.');
    expect(detail).toContain('It matters more here: digoxin, sotalol, low potassium.');
    expect(detail).toContain('Potassium: 3.1 mmol/L');
  });

  test('the shortest interval leads wherever the table has it', () => {
    const furosemide = [dose('furosemide', undefined, -28), dose('furosemide', undefined, 22)];
    const facts = [dose('carboplatin', undefined, -30), ...furosemide];
    const finding = getPresent(findingOf(rule, situation(facts, { now: NOW })));
    expect(finding.figures).toMatchObject({ drugs: 'furosemide', intervalHours: 48, otherDrugs: 'carboplatin' });
  });

  test('long lists of drugs give way', () => {
    const finding = getPresent(findingOf(rule, situation(gentamicin, { now: NOW })));
    const withDrugs = (drugs: string, otherDrugs: string) =>
      rule.card.summary({ ...finding, figures: { ...finding.figures, drugs, otherDrugs, overdueGroups: 3 } });
    expect(withDrugs('gentamicin', 'x'.repeat(80))).toBe(
      'gentamicin for 3 d or more without a magnesium level in 72 h (and 2 more) – Mg monitoring due',
    );
    expect(withDrugs('x'.repeat(80), 'y')).toBe(
      'Drugs that waste magnesium for 3 d or more without a magnesium level in 72 h (and 2 more) – Mg monitoring due',
    );
  });

  test('the detail tells an interval of a week and more in days, and the start from the end of the dose', () => {
    const finding = getPresent(findingOf(rule, situation([dose('cisplatin', undefined, -100)], { now: NOW })));
    expect(rule.card.summary(finding)).toBe(
      'cisplatin for 1 d or more without a magnesium level in 168 h – Mg monitoring due',
    );
    expect(finding.figures['overdue']).toBe('cisplatin since 2026-03-06T04:00:00Z, no level in 7 d');
  });

  describe('how long a drug was taken does not move with now', () => {
    const exposureHours = (facts: Parameters<typeof situation>[0], now = NOW) =>
      getPresent(findingOf(rule, situation(facts, { now }))).figures['exposureHours'];
    const running = { start: at(-80), standing: 'running' } as const;
    test.each<[string, Parameters<typeof situation>[0], number]>([
      ['to the last charted dose', gentamicin, 89],
      ['from the start of the order to a dose', [drugOrder('foscarnet', -76), dose('foscarnet', undefined, 20)], 96],
      ['from an order alone: the exposure that is asked for', [drugOrder('foscarnet', -76)], 24],
      ['doses that show less than it', [drugOrder('foscarnet', -76), dose('foscarnet', undefined, -70)], 24],
      ['a running infusion: its planned end shows nothing', [dose('foscarnet', undefined, 40, running)], 24],
      ['one dose of cisplatin', [dose('cisplatin', undefined, -100)], 24],
      ['two doses of cisplatin', [dose('cisplatin', undefined, -100), dose('cisplatin', undefined, -20)], 80],
      ['tacrolimus for less than 90 days', [drugOrder('tacrolimus', NOW - 89 * 24)], 24],
      ['tacrolimus for 90 days', [drugOrder('tacrolimus', NOW - 90 * 24)], 2160],
      [
        'tacrolimus, its doses show more than 90 days',
        [dose('tacrolimus', undefined, NOW - 100 * 24), dose('tacrolimus', undefined, NOW)],
        2401,
      ],
      ['a loop diuretic by vein', [dose('furosemide', undefined, -40), dose('furosemide', undefined, 20)], 61],
      ['a diuretic by mouth', [drugOrder('indapamide', NOW - 400 * 24)], 2160],
      ['a PPI', [drugOrder('omeprazole', NOW - 400 * 24)], 8760],
      ['a PPI with digoxin', [drugOrder('omeprazole', NOW - 100 * 24), drugOrder('digoxin', 0)], 2160],
    ])('%s', (_name, facts, expected) => {
      expect(exposureHours(facts)).toBe(expected);
      expect(exposureHours(facts, NOW + 0.5)).toBe(expected);
    });
    test('a site that asks after less than a day reads hours', () => {
      const finding = getPresent(findingOf(rule, situation(gentamicin, { now: NOW })));
      const summaryOf = (hours: number) =>
        rule.card.summary({ ...finding, figures: { ...finding.figures, exposureHours: hours } });
      expect(summaryOf(23.9)).toMatch(/^gentamicin for 23 h or more without/);
      expect(summaryOf(24)).toMatch(/^gentamicin for 1 d or more without/);
      expect(summaryOf(47.9)).toMatch(/^gentamicin for 1 d or more without/);
    });
  });

  test('of many doses the first and the last are shown', () => {
    const facts = [...gentamicin, dose('gentamicin', undefined, -20), dose('gentamicin', undefined, 0)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: NOW })));
    expect(finding.evidence.map(({ at: when }) => when)).toEqual([at(-66), at(22)]);
    const three = getPresent(findingOf(rule, situation(facts.slice(0, 3), { now: NOW })));
    expect(three.evidence.map(({ at: when }) => when)).toEqual([at(-66), at(22)]);
  });

  describe('each drug is judged where its own interval is covered', () => {
    test('a short interval fires while a longer one cannot tell', () => {
      const finding = getPresent(findings([...gentamicin, ppi], coveredFor(2000)));
      expect(finding.figures['drugs']).toBe('gentamicin');
      expect(finding.missing).toContain('result:magnesium');
    });
    test('alone, the longer one cannot tell', () => {
      expect(findings([ppi], coveredFor(8759))).toMatchObject({
        verdict: 'unknown',
        missing: ['result:magnesium', 'result:magnesium-ionized'],
      });
      expect(findings([ppi], coveredFor(8760)).verdict).toBe('present');
    });
    test('without ionized magnesium nobody knows of a level', () => {
      const finding = findings([ppi], coveredFor(9000, { 'result:magnesium-ionized': 100 }));
      expect(finding).toMatchObject({ verdict: 'unknown', missing: ['result:magnesium-ionized'] });
    });
    test('less than the shortest interval covered: nothing is said at all', () => {
      expect(findings(gentamicin, coveredFor(9000, { 'result:magnesium': 47 }))).toMatchObject({
        verdict: 'unknown',
        missing: ['result:magnesium'],
      });
    });
  });

  describe('a drug that nobody looked for is not known to be absent', () => {
    test.each([
      ['dose:amphotericin', 47],
      ['dose:foscarnet', 47],
      ['dose:pentamidine', 47],
      ['dose:aminoglycoside', 95],
      ['dose:platinum', 503],
      ['dose:egfr-antibody', 1343],
      ['dose:calcineurin-inhibitor', 47],
      ['dose:loop', 71],
      ['dose:thiazide', 23],
      ['dose:ppi', 71],
      ['drug-order:amphotericin', NEVER],
      ['drug-order:thiazide', NEVER],
      ['drug-order:ppi', NEVER],
    ])('%s covered for %d h', (key, hours) => {
      expect(findings([], coveredFor(9000, { [key]: hours }))).toMatchObject({ verdict: 'unknown', missing: [key] });
      expect(findings([], coveredFor(9000, { [key]: hours + 1 })).verdict).toBe(hours === NEVER ? 'unknown' : 'absent');
    });
    test.each(['drug-order:platinum', 'dose:digoxin', 'drug-order:digoxin'])('%s does not matter then', (key) => {
      expect(findings([], coveredFor(9000, { [key]: NEVER })).verdict).toBe('absent');
    });
    test('outside of a hospital a day of doses of loop diuretics is enough', () => {
      const coverage = coveredFor(9000, { 'dose:loop': 30 });
      expect(findingOf(rule, situation([], { now: NOW, coverage, defaultSetting: 'outpatient' })).verdict).toBe(
        'absent',
      );
    });
    test('beside a PPI of months digoxin matters', () => {
      const facts = [drugOrder('omeprazole', NOW - 100 * 24)];
      expect(findings(facts, coveredFor(9000, { 'drug-order:digoxin': NEVER }))).toMatchObject({
        verdict: 'unknown',
        missing: ['drug-order:digoxin'],
      });
      expect(findings(facts, coveredFor(9000)).verdict).toBe('absent');
    });
    test('a drug that is there needs no proof, and what was not looked at is said', () => {
      const finding = getPresent(findings(gentamicin, coveredFor(9000, { 'dose:foscarnet': NEVER })));
      expect(finding.missing).toContain('dose:foscarnet');
    });
    test('a level inside of one interval leaves the unseen drug open', () => {
      const facts = [...gentamicin, magnesium(1.9, 20)];
      expect(findings(facts, coveredFor(9000, { 'dose:foscarnet': NEVER }))).toMatchObject({
        verdict: 'unknown',
        missing: ['dose:foscarnet'],
      });
      expect(findings(facts, coveredFor(9000))).toEqual({ verdict: 'absent', reason: 'magnesium-measured' });
    });
    test('no drug at all is the reason', () => {
      expect(findings([], coveredFor(9000))).toEqual({ verdict: 'absent', reason: 'no-exposure' });
    });
  });

  test('it wakes when time alone makes the level overdue', () => {
    const review = (...facts: Parameters<typeof situation>[0]) =>
      evaluate(situation(facts, { now: NOW }), DEFAULT_PARAMETERS, [rule]).reviewAt;
    // The level leaves the 72 h of gentamicin at hour 92, and the last dose acts until hour 46.
    expect(review(...gentamicin, magnesium(1.9, 20))).toBe(at(46));
    expect(review(dose('cisplatin', undefined, 10))).toBe(at(34));
    expect(review(drugOrder('indapamide', NOW - 89 * 24))).toBe(at(NOW + 24));
  });

  test('magnesium is fetched as far back as the longest interval', () => {
    const asked = rule.inputs.filter(({ input }) => inputKey(input) === 'result:magnesium');
    expect(asked.map(({ need, lookBackHours }) => [need, lookBackHours(DEFAULT_PARAMETERS, 'inpatient')])).toEqual([
      ['required', 48],
      ['optional', 8760],
    ]);
  });
});
