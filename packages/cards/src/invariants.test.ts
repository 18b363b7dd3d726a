import type { Alert } from '@magwatch/alerts';
import { RULES, suggestedFor } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { findingOf } from './finding.ts';
import { omitEmpty } from './omit-empty.ts';
import { renderCard } from './render-card.ts';
import { CARD_UUID } from './sample.ts';
import { ALERTS } from './sample-patients.ts';

const CARDS = ALERTS.map(({ patient, alert }) => ({
  patient,
  alert,
  card: renderCard(alert, {
    cardUuid: CARD_UUID,
    sourceUrl: 'https://x.example',
    linkUrl: 'https://x.example/alerts/1',
    also: ['x'],
  }),
}));

/** Whether the rule of an alert suggests one of these for it. */
function suggests(alert: Alert, ...ids: readonly string[]): boolean {
  const rule = RULES.find(({ id }) => id === alert.ruleId);
  const fitting = rule ? suggestedFor(rule.card, findingOf(alert)) : [];
  return ids.some((id) => fitting.includes(id));
}

test('every installed rule has a card here', () => {
  expect(new Set(ALERTS.map(({ alert }) => alert.ruleId))).toEqual(new Set(RULES.map(({ id }) => id)));
});

describe.each(CARDS)('$patient: $alert.ruleId', ({ alert, card }) => {
  test('holds the invariants of CDS Hooks', () => {
    expect(card.summary.length).toBeGreaterThan(0);
    expect(card.summary.length).toBeLessThan(140);
    expect(['info', 'warning', 'critical']).toContain(card.indicator);
    expect(card.indicator).toBe(alert.severity);
    expect(card.source.label).toBe('Magwatch');
    expect(card.suggestions === undefined).toBe(card.selectionBehavior === undefined);
    if (card.suggestions) expect(card.suggestions.length).toBeGreaterThan(0);
    for (const reason of card.overrideReasons ?? [])
      expect(Object.keys(reason).sort()).toEqual(['code', 'display', 'system']);
    for (const { actions, label } of card.suggestions ?? []) {
      expect(label).not.toBe('');
      expect(actions.length).toBeGreaterThan(0);
      for (const { type, description, resource } of actions) {
        expect([type, resource.resourceType === undefined]).toEqual(['create', false]);
        expect(description).not.toBe('');
        expect(resource).not.toHaveProperty('id');
      }
    }
    for (const link of card.links ?? []) expect(Object.keys(link).sort()).toEqual(['label', 'type', 'url']);
  });

  test('holds nothing empty', () => {
    expect(card).toEqual(omitEmpty(card));
    expect(JSON.stringify(card)).not.toMatch(/null|""|\[\]|\{\}/);
  });

  test('offers a reason to say no', () => {
    expect(card.overrideReasons?.length ?? 0, alert.ruleId).toBeGreaterThan(
      alert.ruleId === 'specimen-suspect-electrolytes' ? -1 : 0,
    );
  });

  test('gives its basis', () => {
    expect(card.detail).toContain(`Rule ${alert.ruleId} ${alert.ruleVersion}, parameters p1`);
    expect(card.detail).toContain('Sources: ');
    expect(card.detail).toContain('It holds that: ');
    for (const { value } of alert.evidence.filter((item) => /^(magnesium|potassium|calcium)$/.test(item.role)))
      expect(card.detail).toContain(String(value));
  });

  test('advises no delay and no slogan, on the card or in what it offers', () => {
    const offers = (card.suggestions ?? []).flatMap(({ label, actions }) => [
      label,
      ...actions.map(({ description, resource }) => `${description} ${JSON.stringify(resource)}`),
    ]);
    const text = [card.summary, card.detail, ...offers].join('\n');
    expect(text).not.toMatch(/mg first|magnesium first/i);
    expect(text.replace(/do not (delay|hold|withhold)/gi, '')).not.toMatch(/\b(delay|withhold|postpone|defer)\b/i);
    expect(text).not.toMatch(/(?<!not )\b(wait|hold)\b(?! urgent)(?=[^.]*\b(potassium|calcium|K|Ca)\b)/);
    expect(text).not.toMatch(/before (giving|replacing) (K|potassium|Ca|calcium)/i);
  });

  test('names a dose to give only where the guard drafts it', () => {
    const isDrafted = JSON.stringify(card.suggestions ?? []).includes('"resourceType":"MedicationRequest"');
    const dose = /\b\d+(\.\d+)?\s*g IV\b/;
    expect(dose.test(card.detail)).toBe(isDrafted && suggests(alert, 'SG2'));
    if (alert.figures['magnesiumDraftG'] === undefined) expect(isDrafted).toBe(false);
  });

  test('says where magnesium is offered what the guard says of it', () => {
    if (!suggests(alert, 'SG2', 'SG3')) return;
    expect(card.detail).toMatch(
      /renal-safety guard allows|No magnesium order is drafted|too slow|slow and may|tablets/,
    );
    expect(card.detail).not.toContain('renal safety was not checked');
  });

  test('says nothing twice', () => {
    const lines = card.detail.split('\n').filter((line) => line.startsWith('- '));
    expect(new Set(lines).size).toBe(lines.length);
  });
});
