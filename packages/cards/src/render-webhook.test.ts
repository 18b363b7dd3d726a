import type { Alert } from '@magwatch/alerts';
import { describe, expect, test } from 'vitest';
import { renderCard } from './render-card.ts';
import { renderWebhook } from './render-webhook.ts';
import { at, CARD_UUID, RULES, sampleAlert } from './sample.ts';

const card = renderCard(sampleAlert(), { cardUuid: CARD_UUID, rules: RULES });
const closed = (as: 'resolved' | 'retracted' | 'expired'): Partial<Alert> => ({
  state: 'closed',
  closed: { as, reason: 'magnesium-not-low', at: at(30), by: 'finding' },
});

test('an alert carries its card and what it is about', () => {
  expect(renderWebhook({ alert: sampleAlert({ revision: 3 }), tell: 'alert', destination: 'ehr', card })).toEqual({
    alert: 'refractory-hypokalemia-low-mg#1',
    revision: 3,
    tell: 'alert',
    destination: 'ehr',
    source: 'ward',
    patient: 'Patient/p1',
    rule: 'refractory-hypokalemia-low-mg',
    ruleVersion: '1.0.0',
    severity: 'warning',
    state: 'open',
    decidedAt: '2026-03-11T11:00:00Z',
    card,
  });
});

describe('a withdrawal says why, and carries no card', () => {
  test.each<[string, Partial<Alert>, object]>([
    ['resolved', closed('resolved'), { as: 'resolved', reason: 'magnesium-not-low', isError: false }],
    ['expired', closed('expired'), { as: 'expired', reason: 'magnesium-not-low', isError: false }],
    [
      'retracted: marked as an error',
      closed('retracted'),
      { as: 'retracted', reason: 'magnesium-not-low', isError: true },
    ],
    ['said by another card', { inhibitedBy: 'other' }, { as: 'inhibited', reason: 'inhibited', isError: false }],
    ['silenced by the site', {}, { as: 'silenced', reason: 'mode-silenced', isError: false }],
  ])('%s', (_name, change, withdrawn) => {
    const body = renderWebhook({ alert: sampleAlert(change), tell: 'withdraw', destination: 'ehr', card });
    expect(body.withdrawn).toEqual(withdrawn);
    expect(body.card).toBeUndefined();
  });
});
