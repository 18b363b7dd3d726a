import { DEFAULT_PARAMETERS, type Finding, type Parameters } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import type { Alert, Decision } from './contract.ts';
import { inhibitorsOf } from './inhibit.ts';
import type { Step } from './outcome.ts';
import { ABSENT, alertIn, createWard, explained, fired, magnesium, potassium, UNKNOWN } from './sample.ts';
import { tell } from './tell.ts';

const withMode = (mode: Parameters['mode']['default']): Parameters => ({
  ...DEFAULT_PARAMETERS,
  mode: { default: mode },
});
const LOW = fired('warning', magnesium(1.4, 0));
const NOTHING = { ruleId: 'mg-low', change: 'none', reason: 'unchanged', tell: 'nobody' } as const;
const REFRACTORY = 'refractory-hypokalemia-low-mg';

const of = (decisions: readonly Decision[], ruleId: string): Decision => {
  const decision = decisions.find((candidate) => candidate.ruleId === ruleId);
  if (!decision) throw new Error(`no decision for ${ruleId}`);
  return decision;
};

describe('modes', () => {
  test.each(['silent', 'worklist'] as const)('%s runs through the same table and tells nobody', (mode) => {
    const ward = createWard(withMode(mode));
    const told = [
      ward.assess(0, { 'mg-low': LOW }),
      ward.assess(1, { 'mg-low': fired('critical', magnesium(0.9, 1)) }),
      ward.assess(2, { 'mg-low': explained('critical', magnesium(0.9, 1)) }),
      ward.assess(3, { 'mg-low': ABSENT }),
    ].flat();
    expect(told.map(({ change }) => change)).toEqual(['opened', 'escalated', 'in-progress', 'resolved']);
    expect(told.every(({ tell }) => tell === 'nobody')).toBe(true);
  });

  test('a rule that becomes silent takes back what was told; one that speaks again tells it', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': LOW });
    const silenced = of(ward.assess(1, { 'mg-low': LOW }, { parameters: withMode('silent') }), 'mg-low');
    expect(silenced).toMatchObject({ change: 'updated', reason: 'mode-silenced', tell: 'withdraw' });
    expect(silenced.alert?.toldSeverity).toBeUndefined();
    expect(silenced.alert?.escalateAt).toBeUndefined();
    expect(of(ward.assess(2, { 'mg-low': LOW }), 'mg-low')).toMatchObject({
      change: 'updated',
      reason: 'mode-speaks',
      tell: 'alert',
    });
  });
});

describe('destinations', () => {
  test('hear nothing of info; of warning and critical the beginning, the changes and the end', () => {
    const ward = createWard();
    const told: readonly Finding[] = [
      fired('info', magnesium(1.6, 0)),
      fired('warning', magnesium(1.4, 1)),
      fired('warning', magnesium(1.3, 2)),
      fired('info', magnesium(1.6, 3)),
      fired('info', magnesium(1.65, 4)),
      ABSENT,
    ];
    const heard = told.map((finding, hours) => of(ward.assess(hours, { 'mg-low': finding }), 'mg-low'));
    expect(heard.map(({ tell }) => tell)).toEqual(['nobody', 'alert', 'update', 'update', 'update', 'withdraw']);
    expect(heard.map(({ alert }) => alert?.toldSeverity)).toEqual([
      undefined,
      'warning',
      'warning',
      'info',
      'info',
      undefined,
    ]);
    expect(heard.map(({ alert }) => alert?.revision)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('are not told that old evidence left its window', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': fired('warning', magnesium(1.4, 0), potassium(3.1, -40)) });
    const decision = of(ward.assess(9, { 'mg-low': LOW }), 'mg-low');
    expect(decision).toMatchObject({ change: 'updated', tell: 'nobody' });
    expect(decision.alert?.evidence).toHaveLength(1);
  });

  test('that know nothing of an alert do not hear of its end', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': fired('info', magnesium(1.6, 0)) });
    expect(of(ward.assess(1, { 'mg-low': ABSENT }), 'mg-low').tell).toBe('nobody');
  });
});

describe('the telling of one step', () => {
  const told = (step: Partial<Step> & { readonly alert: Alert }): Decision =>
    tell(
      { ruleId: 'mg-low', change: 'none', reason: 'unchanged', before: step.alert, ...step },
      { parameters: DEFAULT_PARAMETERS },
    );
  const { toldSeverity: _told, ...UNTOLD } = alertIn('in-progress');

  test('nothing changed and nothing to tell: the alert itself', () => {
    const alert = alertIn('open');
    expect(told({ alert })).toEqual({ ...NOTHING, alert, before: alert });
    expect(told({ alert }).alert).toBe(alert);
  });

  test('a closed one that destinations still know is withdrawn, and has no other revision', () => {
    const alert = { ...alertIn('closed'), toldSeverity: 'warning' } as const;
    const { toldSeverity: _told, ...after } = alert;
    expect(told({ alert })).toStrictEqual({ ...NOTHING, tell: 'withdraw', alert: after, before: alert });
  });

  test.each<[string, Alert, Step['change'], string, string]>([
    ['untold and escalated while in progress', UNTOLD, 'escalated', 'escalated', 'alert'],
    ['untold and updated while in progress', UNTOLD, 'updated', 'updated', 'nobody'],
    ['untold and acknowledged before the rule spoke', { ...UNTOLD, state: 'acknowledged' }, 'none', 'none', 'nobody'],
    ['told, opened again as info', alertIn('open', { severity: 'info' }), 'reopened', 'reopened', 'update'],
    ['told, opened again as a warning', alertIn('open'), 'reopened', 'reopened', 'alert'],
    ['told, and lowered', alertIn('open', { severity: 'info' }), 'lowered', 'lowered', 'update'],
  ])('%s', (_name, alert, change, expected, heard) => {
    expect(told({ alert, change })).toMatchObject({ change: expected, tell: heard });
  });

  test('new evidence and an inhibition at once: the withdrawal says why', () => {
    const alert = alertIn('open', { inhibitedBy: 'another' });
    const decision = told({ alert, change: 'updated', reason: 'evidence-changed' });
    expect(decision).toMatchObject({ change: 'updated', reason: 'inhibited', tell: 'withdraw' });
  });
});

describe('inhibition', () => {
  test.each(inhibitorsOf('mg-low'))('%s says low magnesium too', (ruleId) => {
    const ward = createWard();
    const decisions = ward.assess(0, { 'mg-low': LOW, [ruleId]: LOW });
    expect(of(decisions, 'mg-low')).toMatchObject({
      change: 'opened',
      tell: 'nobody',
      alert: { inhibitedBy: `${ruleId}#1` },
    });
    expect(of(decisions, 'mg-low').alert?.escalateAt).toBeUndefined();
    expect(of(decisions, ruleId)).toMatchObject({ change: 'opened', tell: 'alert' });
  });

  test('the order of the rules does not matter', () => {
    const decisions = createWard().assess(0, { [REFRACTORY]: LOW, 'mg-low': LOW });
    expect(of(decisions, 'mg-low').tell).toBe('nobody');
  });

  test('a milder alert never hides a more severe one', () => {
    const ward = createWard();
    const decisions = ward.assess(0, { 'mg-low': fired('critical'), 'torsades-risk-low-mg-k': fired('info') });
    expect(of(decisions, 'mg-low')).toMatchObject({ tell: 'alert' });
    expect(of(decisions, 'mg-low').alert?.inhibitedBy).toBeUndefined();
  });

  test('a silent rule never hides one that speaks', () => {
    const mode: Record<string, 'silent' | 'card'> & { default: 'card' } = { default: 'card', [REFRACTORY]: 'silent' };
    const ward = createWard({ ...DEFAULT_PARAMETERS, mode });
    expect(of(ward.assess(0, { 'mg-low': LOW, [REFRACTORY]: LOW }), 'mg-low').tell).toBe('alert');
  });

  test('what was told is taken back when it begins, and told when it ends', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': LOW, [REFRACTORY]: ABSENT });
    const begun = of(ward.assess(1, { 'mg-low': LOW, [REFRACTORY]: LOW }), 'mg-low');
    expect(begun).toMatchObject({ change: 'updated', reason: 'inhibited', tell: 'withdraw' });
    expect(of(ward.assess(2, { 'mg-low': LOW, [REFRACTORY]: UNKNOWN }), 'mg-low')).toMatchObject({ change: 'none' });
    const ended = of(ward.assess(3, { 'mg-low': LOW, [REFRACTORY]: ABSENT }), 'mg-low');
    expect(ended).toMatchObject({ change: 'updated', reason: 'inhibitor-ended', tell: 'alert' });
    expect(ended.alert?.inhibitedBy).toBeUndefined();
  });

  test('an alert in progress has fallen silent and hides nothing', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': LOW, [REFRACTORY]: LOW });
    expect(of(ward.assess(1, { 'mg-low': LOW, [REFRACTORY]: explained('warning') }), 'mg-low').tell).toBe('alert');
  });
});
