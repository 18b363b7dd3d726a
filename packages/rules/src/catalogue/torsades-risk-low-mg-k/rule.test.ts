import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import {
  at,
  condition,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { torsadesRiskLowMgK as rule } from './rule.ts';

const YEARS = 8766;
const present = (...facts: readonly ResourceVersion[]) => getPresent(findingOf(rule, situation(facts, { now: 24 })));
const qtc = result('qtc', [510, 'ms'], 20);
const full: readonly ResourceVersion[] = [
  qtc,
  potassium(3.1, 20),
  magnesium(1.4, 18),
  dose('sotalol', undefined, 10),
  drugOrder('ondansetron', 0),
];

describe('torsades-risk-low-mg-k', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const finding = present(...full);
    expect(finding.evidence.map(({ role, value, unit }) => [role, value, unit])).toEqual([
      ['qtc', 510, 'ms'],
      ['qt-drug', undefined, undefined],
      ['qt-drug', undefined, undefined],
      ['potassium', 3.1, 'mmol/L'],
      ['magnesium', 1.4, 'mg/dL'],
    ]);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(finding.figures).toMatchObject({
      qtcMs: 510,
      qtDrugs: 'ondansetron, sotalol',
      qtDrugCount: 2,
      qtDrugsHighRisk: 'sotalol',
      qtDrugsLesserRisk: 'ondansetron',
      potassiumMmolPerL: 3.1,
      magnesium: '1.4 mg/dL',
    });
    expect(finding.figures).not.toHaveProperty('isTorsades');
    expect(finding.figures).not.toHaveProperty('isMagnesiumUnmeasured');
    const drugOnly = present(dose('sotalol', undefined, 10), potassium(3.1, 20));
    expect(drugOnly.missing).toEqual(['magnesium', 'qtc']);
    const magnesiumOnly = present(qtc, magnesium(1.4, 18));
    expect(magnesiumOnly.missing).toEqual(['potassium']);
  });

  test.each<[string, readonly ResourceVersion[], string]>([
    ['all', full, 'QTc 510 ms / ondansetron, sotalol with K 3.1, Mg 1.4 mg/dL: raised torsades risk'],
    ['no drug and no magnesium', [qtc, potassium(4, 20)], 'QTc 510 ms with K 4.0, Mg unknown: raised torsades risk'],
    [
      'torsades, no QTc, no potassium',
      [condition('torsades', { from: at(20) }), magnesium(1.4, 18)],
      'Torsades with K unknown, Mg 1.4 mg/dL: raised torsades risk',
    ],
    [
      'more drugs than fit',
      [
        ...full,
        ...(['amiodarone', 'haloperidol', 'methadone', 'azithromycin', 'ciprofloxacin', 'fluconazole'] as const).map(
          (drug) => drugOrder(drug, 0),
        ),
      ],
      'QTc 510 ms / 8 QT drugs with K 3.1, Mg 1.4 mg/dL: raised torsades risk',
    ],
  ])('summary: %s', (_name, facts, expected) => {
    expect(rule.card.summary(present(...facts))).toBe(expected);
  });

  test('the detail holds every point, in order', () => {
    const facts = [
      ...full,
      condition('torsades', { from: at(20) }),
      person({ sex: 'female', bornFrom: at(-70 * YEARS) }),
    ];
    expect(rule.card.detail(present(...facts))).toEqual([
      'Torsades de pointes is on the chart of the last day.',
      'If torsades is occurring: Follow the local emergency protocol.',
      'QTc: 510 ms (2026-03-11T04:00:00Z).',
      'Drugs of high torsades risk: sotalol.',
      'Drugs of lesser torsades risk: ondansetron.',
      'Potassium: 3.1 mmol/L (2026-03-11T04:00:00Z).',
      'Magnesium: 1.4 mg/dL (2026-03-11T02:00:00Z).',
      'Tisdale score: at least 12 (age 68 and over 1, female 1, potassium 3.5 and below 2, QTc 450 ms and over 2, one QT drug 3, a second QT drug 3); 11 and more is high.',
      'Not available for the score: acute myocardial infarction, sepsis, heart failure.',
      'Customary targets are a potassium of 4.0 mmol/L and more and a magnesium of 2.0 mg/dL (0.82 mmol/L) and more.',
      'Consider an ECG and telemetry, replacement by renal function, and another drug in place of one that prolongs QT.',
    ]);
    expect(rule.card.detail(present(qtc, potassium(4, 20)))).toEqual([
      'If torsades is occurring: Follow the local emergency protocol.',
      'QTc: 510 ms (2026-03-11T04:00:00Z).',
      'Potassium: 4.0 mmol/L (2026-03-11T04:00:00Z).',
      'No magnesium counts in the look-back: measure it now.',
      'Tisdale score: at least 2 (QTc 450 ms and over 2); 11 and more is high.',
      'Not available for the score: age, sex, acute myocardial infarction, sepsis, heart failure.',
      expect.stringContaining('Customary targets'),
      expect.stringContaining('Consider'),
    ]);
  });

  test('says that magnesium is being replaced, and by what', () => {
    const finding = present(
      qtc,
      potassium(4, 20),
      magnesium(1.4, 18),
      magnesiumDose(16, 22),
      drugOrder('magnesium-oxide', 21),
    );
    expect(finding.explainedBy).toBeUndefined();
    expect(finding.notes).toEqual(['magnesium-being-replaced']);
    const text = rule.card.detail(finding);
    expect(text).toContain('Magnesium given since: 16 mEq (2026-03-11T06:00:00Z).');
    expect(text).toContain('Mg replacement in progress.');
    const ordered = rule.card.detail(
      present(qtc, potassium(4, 20), magnesium(1.4, 18), drugOrder('magnesium-oxide', 21)),
    );
    expect(ordered).toContain('Magnesium ordered: 2026-03-11T05:00:00Z.');
    expect(ordered).toContain('Mg replacement in progress.');
  });

  test('says that a later normal level was early', () => {
    const facts = [qtc, potassium(4, 20), magnesium(1.4, 10), magnesiumDose(16, 18), magnesium(1.9, 20)];
    expect(present(...facts).notes).toEqual(['early-level-ignored', 'magnesium-being-replaced']);
    const before = [qtc, potassium(4, 20), magnesiumDose(16, 2), magnesium(1.9, 3), magnesium(1.4, 18)];
    expect(present(...before).notes).toEqual([]);
  });

  test('a pacemaker is said beside a QTc, and only there', () => {
    const paced = present(qtc, potassium(4, 20), magnesium(1.4, 18), condition('pacemaker', { from: at(-900) }));
    expect(paced.notes).toEqual(['paced-rhythm']);
    expect(paced.evidence.map(({ role }) => role)).toContain('pacemaker');
    expect(rule.card.detail(paced).join(' ')).toContain('the QTc reads too long');
    const drugs = present(dose('sotalol', undefined, 10), potassium(3.1, 20), condition('pacemaker'));
    expect(drugs.notes).toEqual([]);
  });

  test('the drugs and the torsades are among the evidence', () => {
    const finding = present(
      condition('torsades', { from: at(20) }),
      potassium(3.1, 20),
      dose('furosemide', undefined, 20),
    );
    expect(finding.evidence.map(({ role }) => role)).toEqual(['torsades', 'potassium', 'loop-diuretic']);
    expect(finding.figures['isTorsades']).toBe(true);
    expect(present(qtc, potassium(4, 20)).figures['isMagnesiumUnmeasured']).toBe(true);
  });

  test('names what is missing to tell, and why it is absent', () => {
    const finding = (...facts: readonly ResourceVersion[]) => findingOf(rule, situation(facts, { now: 24 }));
    expect(finding(dose('sotalol', undefined, 10), potassium(4, 20))).toEqual({
      verdict: 'unknown',
      missing: ['magnesium'],
    });
    expect(finding(dose('sotalol', undefined, 10), magnesium(2, 20))).toEqual({
      verdict: 'unknown',
      missing: ['potassium'],
    });
    expect(finding(qtc, magnesium(2, 20), potassium(4, 20))).toEqual({
      verdict: 'absent',
      reason: 'magnesium-and-potassium-not-low',
    });
    expect(finding(magnesium(1.4, 20), potassium(4, 20))).toEqual({ verdict: 'absent', reason: 'no-torsades-risk' });
    const drugs = new Map(
      ['result:potassium', 'result:magnesium', 'result:qtc'].map((key) => [key, { from: at(-9999), asOf: at(24) }]),
    );
    const unseen = situation([potassium(3.1, 20), magnesium(2, 20), result('qtc', [430, 'ms'], 20)], {
      now: 24,
      coverage: drugs,
    });
    expect(findingOf(rule, unseen)).toEqual({
      verdict: 'unknown',
      missing: ['dose:qt-a', 'dose:qt-b', 'drug-order:qt-a', 'drug-order:qt-b'],
    });
  });

  test('suggests an ECG, guarded magnesium, a potassium recheck and another drug', () => {
    expect(rule.card.suggestions).toEqual(['SG4', 'SG2', 'SG5', 'SG9']);
    expect(rule.card.overrideReasons).toEqual(['OR1', 'OR2', 'OR4', 'OR5', 'OR9', 'OR10']);
  });
});
