import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import {
  albumin,
  at,
  condition,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import { cases } from './cases.ts';
import { mgLow } from './rule.ts';

describe('mg-low', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(mgLow, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const facts = [magnesium(1.5, 20), magnesium(1.6, 4), potassium(3.1, 20)];
    const finding = getPresent(findingOf(mgLow, situation(facts, { now: 24 })));
    expect(finding.evidence.map(({ role, value, unit }) => [role, value, unit])).toEqual([
      ['magnesium', 1.5, 'mg/dL'],
      ['magnesium-earlier', 1.6, 'mg/dL'],
      ['potassium', 3.1, 'mmol/L'],
    ]);
    expect(finding.missing).toEqual(['albumin', 'calcium', 'egfr', 'qtc']);
    expect(finding.figures).toMatchObject({
      magnesium: '1.5 mg/dL',
      magnesiumGrade: 'mild',
      magnesiumMmolPerL: 0.617157,
    });
    expect(mgLow.card.summary(finding)).toBe('Low magnesium 1.5 mg/dL (mild) – no replacement since the result');
  });

  test('a PPI that is only drafted is not one that is taken', () => {
    const all = { from: at(-10_000), asOf: at(24) };
    const coverage = new Map([['result:magnesium', all]]);
    const drafts = [drugOrder('pantoprazole', 24)];
    const given = situation([magnesium(1.5, 20)], { now: 24, coverage, hook: 'order-sign', drafts });
    expect(getPresent(findingOf(mgLow, given)).figures).not.toHaveProperty('ppiOfUnknownStart');
  });

  test.each<[string, readonly ResourceVersion[], number, string | undefined]>([
    ['a recent order, and doses known for a week', [drugOrder('pantoprazole', -100)], 168, 'pantoprazole'],
    ['a dose, and doses known for a week', [dose('pantoprazole', undefined, 10)], 168, 'pantoprazole'],
    ['doses known for 90 days', [drugOrder('pantoprazole', -100)], 2160, undefined],
    ['doses known for a little less', [drugOrder('pantoprazole', -100)], 2159, 'pantoprazole'],
    ['an order of more than 90 days', [drugOrder('pantoprazole', -2200)], 168, undefined],
    ['an order that has ended', [drugOrder('pantoprazole', -100, { activeUntil: at(20) })], 168, undefined],
    ['no PPI', [drugOrder('furosemide', -100)], 168, undefined],
  ])('names a PPI whose start is not known: %s', (_name, facts, hoursKnown, expected) => {
    const all = { from: at(-10_000), asOf: at(24) };
    const coverage = new Map([
      ['result:magnesium', all],
      ['drug-order:ppi', all],
      ['dose:ppi', { from: at(24 - hoursKnown), asOf: at(24) }],
    ]);
    const finding = getPresent(findingOf(mgLow, situation([magnesium(1.5, 20), ...facts], { now: 24, coverage })));
    expect(finding.figures['ppiOfUnknownStart']).toBe(expected);
    const lines = mgLow.card.detail(finding).filter((line) => line.includes('its start is not known'));
    expect(lines).toEqual(expected === undefined ? [] : [`On ${expected}; its start is not known.`]);
  });

  test('an order from before the result is said: it does not answer it', () => {
    const facts = [magnesium(1.5, 20), drugOrder('magnesium-oxide', 10)];
    const finding = getPresent(findingOf(mgLow, situation(facts, { now: 24 })));
    expect(finding.explainedBy).toBeUndefined();
    expect(finding.figures['isMagnesiumOrdered']).toBe(true);
    expect(mgLow.card.summary(finding)).toBe(
      'Low magnesium 1.5 mg/dL (mild) – ordered before, no replacement since the result',
    );
    const nutrition = drugOrder('magnesium-sulfate', 10, { isMaintenance: true });
    const other = getPresent(findingOf(mgLow, situation([magnesium(1.5, 20), nutrition], { now: 24 })));
    expect(mgLow.card.summary(other)).not.toContain('ordered before');
  });

  const manifold = [
    magnesium(1.1, 20),
    magnesium(1.2, 10),
    potassium(3.1, 20),
    result('qtc', [510, 'ms'], 12),
    ionizedCalcium(1.05, 20),
    albumin(2.04, 20),
    drugOrder('digoxin', 0),
    dose('sotalol', undefined, 10),
    condition('torsades', { from: at(2) }),
    dose('furosemide', undefined, 20),
    drugOrder('omeprazole', 0),
    result('egfr', [44.6, 'mL/min/{1.73_m2}'], 10),
  ];

  test('says all that makes it matter, with what it rests on', () => {
    expect(figuresOf(mgLow, manifold)).toEqual({
      magnesium: '1.1 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.452582,
      magnesiumGrade: 'moderate',
      riskModifiers: 'low potassium, long QTc, low calcium, digoxin, sotalol, torsades de pointes',
      wastingDrugs: 'furosemide, omeprazole',
      egfr: 44.6,
      qtcMs: 510,
      albuminGPerL: 20.4,
      magnesiumCorrectedMmolPerL: 0.550582,
      magnesiumCorrectedMgPerDl: 1.33819,
    });
    const finding = presentOf(mgLow, manifold);
    expect(finding.evidence.map(({ role, reference }) => [role, reference])).toEqual([
      ['magnesium', 'Observation/magnesium-20-1.1'],
      ['magnesium-earlier', 'Observation/magnesium-10-1.2'],
      ['potassium', 'Observation/potassium-20-3.1'],
      ['qtc', 'Observation/qtc-12-510'],
      ['calcium', 'Observation/calcium-ionized-20-1.05'],
      ['digoxin', 'MedicationRequest/digoxin-0'],
      ['qt-drug', 'MedicationAdministration/sotalol-10'],
      ['torsades', 'Condition/torsades'],
      ['egfr', 'Observation/egfr-10-44.6'],
      ['albumin', 'Observation/albumin-20-2.04'],
      ['wasting-drug', 'MedicationAdministration/furosemide-20'],
      ['wasting-drug', 'MedicationRequest/omeprazole-0'],
    ]);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(mgLow.card.summary(finding)).toBe('Low magnesium 1.1 mg/dL (moderate) – no replacement since the result');
    expect(mgLow.card.detail(finding)).toEqual([
      'Magnesium: 1.2 mg/dL (2026-03-10T18:00:00Z); 1.1 mg/dL (2026-03-11T04:00:00Z).',
      'It matters more here: low potassium, long QTc, low calcium, digoxin, sotalol, torsades de pointes.',
      'Drugs on the chart that waste magnesium: furosemide, omeprazole.',
      'eGFR 45 mL/min/1.73 m².',
      'Albumin 20.4 g/L: magnesium corrected for it is 0.551 mmol/L (a weakly validated estimate).',
      'Consider magnesium replacement by renal function, and a level 6 hours or more after its end.',
    ]);
  });

  test('of an ionized value alone it says that, and asks for no albumin', () => {
    const facts = [result('magnesium-ionized', [0.3, 'mmol/L'], 20)];
    expect(figuresOf(mgLow, facts)).toEqual({
      magnesium: '0.3 mmol/L',
      magnesiumKind: 'ionized',
      magnesiumIonizedMmolPerL: 0.3,
      magnesiumGrade: 'mild',
    });
    const finding = presentOf(mgLow, facts);
    expect(rolesOf(finding)).toEqual(['magnesium']);
    expect(finding.missing).toEqual(['calcium', 'egfr', 'potassium', 'qtc']);
    expect(finding.notes).toEqual([]);
    expect(mgLow.card.summary(finding)).toBe(
      'Low ionized magnesium 0.3 mmol/L (mild) – no replacement since the result',
    );
    expect(mgLow.card.detail(finding)).toEqual([
      'Magnesium: 0.3 mmol/L (2026-03-11T04:00:00Z).',
      'Consider magnesium replacement by renal function, and a level 6 hours or more after its end.',
    ]);
  });

  test('an eGFR from creatinine rests on the creatinine; a normal albumin corrects nothing', () => {
    const woman = person({ sex: 'female', bornFrom: at(-60 * 8766) });
    const facts = [magnesium(1.5, 20), result('creatinine', [1.2, 'mg/dL'], 10), woman, albumin(4, 20)];
    const finding = presentOf(mgLow, facts);
    expect(rolesOf(finding)).toEqual(['magnesium', 'creatinine']);
    expect(finding.missing).toEqual(['calcium', 'potassium', 'qtc']);
    expect(finding.figures).not.toHaveProperty('magnesiumCorrectedMmolPerL');
    expect(mgLow.card.detail(finding)).toContain('eGFR 52 mL/min/1.73 m².');
  });

  test.each([
    ['after the low one', [magnesium(1.1, 2), magnesiumDose(16, 10), magnesium(1.9, 15)], ['early-level-ignored']],
    ['before the low one', [magnesiumDose(16, 1), magnesium(1.9, 3), magnesium(1.1, 20)], []],
    ['in the same sample', [magnesiumDose(16, 10), magnesium(1.9, 12), magnesium(1.1, 12)], []],
  ])('a level that was ignored as early is said where it was drawn %s', (_name, facts, notes) => {
    expect(presentOf(mgLow, facts).notes).toEqual(notes);
  });

  test('treatment under way is said', () => {
    const finding = presentOf(mgLow, [magnesium(1.1, 2), magnesiumDose(16, 10)]);
    expect(mgLow.card.summary(finding)).toBe('Low magnesium 1.1 mg/dL (moderate) – replacement is under way');
    expect(mgLow.card.detail(finding).at(-1)).toBe('Magnesium replacement is under way since this value.');
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(mgLow, manifold)).toEqual(['yes: 1.1 mg/dL (moderate) [magnesium]', 'yes']);
    expect(stepsOf(mgLow, manifold)).toEqual([
      'no not-so: 1.1 mg/dL',
      'yes: QTc 510 ms',
      'yes: 1.1 mg/dL',
      'yes: low potassium, long QTc, low calcium, digoxin, sotalol, torsades de pointes',
    ]);
    expect(conditionsOf(mgLow, [])).toEqual(['unknown magnesium', 'yes']);
    expect(conditionsOf(mgLow, [magnesium(1.7, 20)])[0]).toBe(
      'no magnesium-not-low: 1.7 mg/dL (low-normal) [magnesium]',
    );
    expect(conditionsOf(mgLow, [magnesium(1.6, 20), albumin(2, 20)])[1]).toBe('no explained-by-albumin');
    expect(stepsOf(mgLow, [magnesium(1.5, 20)])).toEqual([
      'no not-so: 1.5 mg/dL',
      'no not-so',
      'no not-so: 1.5 mg/dL',
      'unknown potassium, qtc, calcium',
    ]);
    const mildWithTorsades = [magnesium(1.5, 20), condition('torsades', { from: at(20) })];
    expect(stepsOf(mgLow, mildWithTorsades)[1]).toBe('no not-so');
    expect(stepsOf(mgLow, [magnesium(1.1, 20), condition('torsades', { from: at(20) })])[1]).toBe('yes');
  });
});
