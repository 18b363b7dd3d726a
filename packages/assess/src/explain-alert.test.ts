import type { Alert } from '@magwatch/alerts';
import { assert } from '@magwatch/base';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { inTransaction, saveAlert } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { type AlertExplained, explainAlert } from './explain-alert.ts';
import { alertsOf, magnesium, useWards, type Ward } from './test-ward.fixture.ts';

const wards = useWards();

type Explained = Extract<AlertExplained, { is: 'explained' }>;

async function lowMagnesium(value = 1.1): Promise<Ward> {
  const ward = wards.open();
  await ward.admit();
  await ward.receive(magnesium('m', '1', value));
  await ward.assess();
  return ward;
}

async function alertOf(ward: Ward): Promise<Alert> {
  const [alert] = await alertsOf(ward, 'mg-low');
  assert(alert, 'mg-low has an alert');
  return alert;
}

async function explained(ward: Ward): Promise<Explained> {
  const answer = await explainAlert(wards.store(), RULES, (await alertOf(ward)).id);
  assert(answer.is === 'explained', `explained, not ${answer.is}`);
  return answer;
}

describe('an alert is explained from what it was decided on', () => {
  test('the recomputed answer is the stored one, with every question of the rule', async () => {
    const { explained: own, differences, change } = await explained(await lowMagnesium());
    expect(differences).toEqual([]);
    expect(change).toBe('opened');
    expect(own.rule.id).toBe('mg-low');
    expect(own.conditions.map(({ says, answer }) => [says, answer.is, answer.value])).toEqual([
      ['Magnesium is low', 'yes', '1.1 mg/dL (moderate)'],
      ['Low albumin alone does not explain it', 'yes', undefined],
    ]);
    expect(own.severity.map(({ severity, answer }) => [severity, answer.is])).toEqual([
      ['critical', 'no'],
      ['critical', 'no'],
      ['warning', 'yes'],
    ]);
    expect(own.exclusions.every(({ answer }) => answer.is === 'yes')).toBe(true);
  });

  test('later facts do not change the explanation of an earlier decision', async () => {
    const ward = await lowMagnesium();
    const before = await explained(ward);
    // Nothing that mg-low reads: the alert stays as it is.
    await ward.receive(
      magnesium('unrelated', '1', 2.0, { code: { coding: [{ system: 'http://loinc.org', code: '2777-1' }] } }),
    );
    await ward.assess();
    const after = await explained(ward);
    expect(after.differences).toEqual([]);
    expect(after.explained.conditions).toEqual(before.explained.conditions);
  });

  test('of a closed alert the verdict is compared', async () => {
    const ward = await lowMagnesium();
    await ward.receive(magnesium('m', '2', 1.9, { status: 'corrected' }));
    await ward.assess();
    const answer = await explained(ward);
    expect(answer.alert.state).toBe('closed');
    expect(answer.explained.finding).toEqual({ verdict: 'absent', reason: 'magnesium-not-low' });
    expect(answer.differences).toEqual([]);
  });

  test('it says where the stored answer is another one', async () => {
    const ward = await lowMagnesium();
    const alert = await alertOf(ward);
    await inTransaction(wards.store(), (tx) => saveAlert(tx, { ...alert, severity: 'critical' }));
    expect((await explained(ward)).differences).toEqual([
      { part: 'severity', stored: 'critical', recomputed: 'warning' },
    ]);
  });

  test('with the parameters of the decision, not with those of today', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.8));
    const { thresholds } = DEFAULT_PARAMETERS;
    const low = { 'mmol/L': 0.8, 'mg/dL': 1.95, 'meq/L': 1.6 };
    const parameters = { ...DEFAULT_PARAMETERS, thresholds: { ...thresholds, 'mg.low': low } };
    await ward.assess({ parameters, parametersVersion: parametersVersion(parameters) });
    const { explained: own, differences } = await explained(ward);
    expect(own.finding.verdict).toBe('present');
    expect(differences).toEqual([]);
  });

  test('other rules at the same instant are there, those that nearly fired with what kept them back', async () => {
    const { others } = await explained(await lowMagnesium());
    expect(others).toHaveLength(RULES.length - 1);
    const albumin = others.find(({ rule }) => rule.id === 'hypocalcemia-low-mg');
    expect(albumin?.keptBackBy).toMatchObject({ answer: { is: 'unknown', missing: ['calcium'] } });
  });
});

describe('what cannot be computed again is said', () => {
  test('an alert that is not there', async () => {
    expect(await explainAlert(wards.store(), RULES, '00000000-0000-4000-8000-000000000000')).toEqual({
      is: 'no-such-alert',
    });
    expect(await explainAlert(wards.store(), RULES, 'no uuid')).toEqual({ is: 'no-such-alert' });
  });

  test('a rule of another version says which one decided', async () => {
    const { id } = await alertOf(await lowMagnesium());
    const newer = RULES.map((rule) => (rule.id === 'mg-low' ? { ...rule, version: '9.0.0' } : rule));
    const [own] = RULES.filter((rule) => rule.id === 'mg-low');
    expect(await explainAlert(wards.store(), newer, id)).toMatchObject({
      is: 'not-recomputable',
      because: { reason: 'rule-not-installed', decidedBy: own?.version, installed: '9.0.0' },
    });
    const without = RULES.filter((rule) => rule.id !== 'mg-low');
    expect(await explainAlert(wards.store(), without, id)).toMatchObject({
      because: { reason: 'rule-not-installed', installed: undefined },
    });
  });
});
