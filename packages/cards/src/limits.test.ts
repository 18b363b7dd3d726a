import { DEFAULT_PARAMETERS, type Parameters, parametersVersion, RULES } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { limitsOf } from './limits.ts';
import { renderCard } from './render-card.ts';
import { CARD_UUID, sampleRule } from './sample.ts';
import { getAlert, type PATIENTS } from './sample-patients.ts';

const version = parametersVersion(DEFAULT_PARAMETERS);
const ruleOf = (id: string) => {
  const rule = RULES.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
};
const limits = (patient: keyof typeof PATIENTS, ruleId: string, parameters: Parameters = DEFAULT_PARAMETERS) =>
  limitsOf({ ...getAlert(patient, ruleId), parametersVersion: version }, ruleOf(ruleId), parameters);

describe('the limits on a card', () => {
  test.each([
    ['moderately low magnesium', 'Mg severe <1, moderate <1.2, low <1.7 mg/dL;'],
    ['low magnesium in mmol/L', 'Mg severe <0.4, moderate <0.5, low <0.7 mmol/L;'],
  ])('of %s are in the unit of the value', (patient, expected) => {
    expect(limits(patient, 'mg-low')).toContain(expected);
  });

  test('are those of the values that are shown', () => {
    const shown = limits('long QTc on sotalol, magnesium and potassium low', 'torsades-risk-low-mg-k');
    for (const text of ['Mg severe <1, ', 'K moderate <3, low <3.5 mmol/L;', 'critical ≥500 ms'])
      expect(shown).toContain(text);
    expect(limits('moderately low magnesium', 'mg-low')).not.toMatch(/K |QTc|Ca /);
  });

  test.each([
    ['torsades-risk-low-mg-k', 'qtc', 'ms', 'QTc prolonged in men ≥470, in women ≥480, critical ≥500 ms'],
    ['digoxin-low-mg-k', 'digoxin-level', 'ng/mL', 'digoxin toxic ≥2 ng/mL'],
    ['hypocalcemia-low-mg', 'calcium', 'mg/dL', 'Ca critical <6.6, severe <7.6, low <8.4 mg/dL'],
    ['hypocalcemia-low-mg', 'calcium-ionized', 'mmol/L', 'iCa critical <0.8, severe <1, low <1.12 mmol/L'],
    ['hypocalcemia-low-mg', 'pth', 'pg/mL', 'PTH not raised <65 pg/mL'],
    ['mg-albumin-corrected', 'albumin', 'g/L', 'albumin low <35 g/L'],
    ['mg-therapy-renal-guard', 'egfr', 'mL/min/{1.73_m2}', 'eGFR failure <15, severe <30, reduced <60 mL/min/1.73 m²'],
  ])('%s compares %s in %s', (ruleId, role, unit, expected) => {
    const alert = getAlert('moderately low magnesium', 'mg-low');
    const evidence = [{ role, unit, value: 1, reference: 'Observation/1', at: alert.decidedAt }];
    const shown = limitsOf({ ...alert, evidence, parametersVersion: version }, ruleOf(ruleId), DEFAULT_PARAMETERS);
    expect(shown).toBe(`Limits: ${expected}.`);
  });

  test('a high magnesium has the limits of high ones', () => {
    expect(limits('high magnesium of unknown source', 'hypermagnesemia')).toBe(
      'Limits: Mg high >2.6, warning ≥4, critical ≥4.9 mg/dL.',
    );
  });

  test('a suspect sample has the limit of its potassium', () => {
    expect(limits('a contaminated sample', 'specimen-suspect-electrolytes')).toContain('K suspect ≥6 mmol/L');
  });

  test('are those of the site', () => {
    const { thresholds } = DEFAULT_PARAMETERS;
    const site = {
      ...DEFAULT_PARAMETERS,
      thresholds: { ...thresholds, 'mg.severe': { ...thresholds['mg.severe'], 'mg/dL': 0.9 } },
    };
    const alert = { ...getAlert('moderately low magnesium', 'mg-low'), parametersVersion: parametersVersion(site) };
    expect(limitsOf(alert, ruleOf('mg-low'), site)).toContain('Mg severe <0.9,');
    const options = { cardUuid: CARD_UUID, parameters: site };
    expect(renderCard(alert, options).detail).toContain('Mg severe <0.9,');
  });

  test('are left out where the alert was decided with others', () => {
    const alert = getAlert('moderately low magnesium', 'mg-low');
    expect(limitsOf({ ...alert, parametersVersion: 'p-old' }, ruleOf('mg-low'), DEFAULT_PARAMETERS)).toBe('');
    expect(renderCard({ ...alert, parametersVersion: 'p-old' }, { cardUuid: CARD_UUID }).detail).not.toContain(
      'Limits',
    );
  });

  test('and of a rule that is not installed', () => {
    const alert = { ...getAlert('moderately low magnesium', 'mg-low'), parametersVersion: version };
    expect(limitsOf(alert, sampleRule('mg-low', 'level'), DEFAULT_PARAMETERS)).toBe('');
  });
});
