import type { Alert } from '@magwatch/alerts';
import { assert, HOUR_MS, instantOf } from '@magwatch/base';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { findAlertChanges, inTransaction, saveAlert } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { type AlertExplained, explainAlert } from './explain-alert.ts';
import { recordContext } from './record-context.ts';
import { alertsOf, fullCoverage, hoursAgo, magnesium, NOW, person, useWards, type Ward } from './test-ward.fixture.ts';

const wards = useWards();

type Explained = Extract<AlertExplained, { is: 'explained' }>;

async function lowMagnesium(value = 1.1): Promise<Ward> {
  const ward = wards.open();
  await ward.admit();
  await ward.receive(magnesium('m', '1', value));
  await ward.assess();
  return ward;
}

const LATER = { now: () => instantOf(NOW + HOUR_MS) };

const phosphate = (): object =>
  magnesium('unrelated', '1', 2.0, { code: { coding: [{ system: 'http://loinc.org', code: '2777-1' }] } });

async function alertOf(ward: Ward): Promise<Alert> {
  const [alert] = await alertsOf(ward, 'mg-low');
  assert(alert, 'mg-low has an alert');
  return alert;
}

async function explained(ward: Ward, alertId?: string): Promise<Explained> {
  const answer = await explainAlert(wards.store(), RULES, alertId ?? (await alertOf(ward)).id);
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
    await ward.receive(phosphate());
    await ward.assess();
    const after = await explained(ward);
    expect(after.differences).toEqual([]);
    expect(after.explained.conditions).toEqual(before.explained.conditions);
  });

  test('an episode that is over is explained without the facts of the next one', async () => {
    const ward = await lowMagnesium();
    const { id } = await alertOf(ward);
    await ward.receive(magnesium('m', '2', 1.9, { status: 'corrected' }));
    await ward.assess();
    await ward.receive(magnesium('next', '1', 1.0, { effectiveDateTime: hoursAgo(1) }));
    await ward.assess();
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(2);
    const answer = await explained(ward, id);
    expect(answer.explained.finding).toEqual({ verdict: 'absent', reason: 'magnesium-not-low' });
    expect(answer.differences).toEqual([]);
  });

  test('what only happened to the alert is not taken for a decision on its finding', async () => {
    const ward = await lowMagnesium();
    const mode = { ...DEFAULT_PARAMETERS.mode, 'mg-low': 'worklist' } as const;
    const parameters = { ...DEFAULT_PARAMETERS, mode };
    const silenced = { parameters, parametersVersion: parametersVersion(parameters), clock: LATER };
    await ward.assess(silenced);
    const changes = await findAlertChanges(wards.store().db, (await alertOf(ward)).id);
    expect(changes.map(({ reason }) => reason)).toEqual(['finding-fired', 'mode-silenced']);
    const answer = await explained(ward);
    expect(answer).toMatchObject({ at: NOW, change: 'opened', parametersVersion: ward.deps.parametersVersion });
    expect(answer.differences).toEqual([]);
  });

  test('with the setting that stood in', async () => {
    const ward = wards.open();
    const resources = [person(ward.patient), magnesium('m', '1', 1.1)];
    const deps = { ...ward.deps, defaultSetting: 'inpatient' } as const;
    await recordContext(deps, { ...ward, resources, coverage: fullCoverage(), at: NOW });
    expect((await explained(ward)).explained.setting).toBe('inpatient');
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
    const version = parametersVersion(parameters);
    await ward.assess({ parameters, parametersVersion: version });
    const { explained: own, differences, ...answer } = await explained(ward);
    expect(own.finding.verdict).toBe('present');
    expect(answer.parametersVersion).toBe(version);
    expect(differences).toEqual([]);
  });

  test('a closing names the parameters that it was decided with', async () => {
    const ward = await lowMagnesium(1.6);
    const { thresholds } = DEFAULT_PARAMETERS;
    const low = { 'mmol/L': 0.6, 'mg/dL': 1.5, 'meq/L': 1.2 };
    const parameters = { ...DEFAULT_PARAMETERS, thresholds: { ...thresholds, 'mg.low': low } };
    const version = parametersVersion(parameters);
    await ward.assess({ parameters, parametersVersion: version, clock: LATER });
    const answer = await explained(ward);
    expect(answer.alert.state).toBe('closed');
    expect(answer.parametersVersion).toBe(version);
    expect(answer.differences).toEqual([]);
  });

  test('parameters that were lost are kept again by the next decision with them', async () => {
    const ward = await lowMagnesium();
    await wards.store().pool.query('DELETE FROM parameter_set');
    expect(await explainAlert(wards.store(), RULES, (await alertOf(ward)).id)).toMatchObject({
      because: { reason: 'parameters-unknown' },
    });
    await ward.receive(magnesium('m', '2', 1.0, { status: 'corrected' }));
    await ward.assess();
    expect((await explained(ward)).differences).toEqual([]);
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
