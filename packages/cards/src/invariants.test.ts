import { type Alert, decide } from '@magwatch/alerts';
import { DEFAULT_PARAMETERS, evaluate, RULES } from '@magwatch/rules';
import {
  albumin,
  at,
  calcium,
  dose,
  drugOrder,
  magnesium,
  potassium,
  potassiumDose,
  result,
  situation,
} from '@magwatch/rules/testing';
import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { omitEmpty } from './omit-empty.ts';
import { renderCard } from './render-card.ts';
import { CARD_UUID } from './sample.ts';

const DOSES = [2, 6, 10, 14].map((hour) => potassiumDose(20, hour));
const specimen = { specimen: 'Specimen/1' };

/** Patients of whom every installed rule fires at least once. */
const PATIENTS: Readonly<Record<string, readonly ResourceVersion[]>> = {
  'low potassium on potassium, low magnesium': [
    potassium(2.8, 0),
    ...DOSES,
    potassium(2.9, 20),
    magnesium(1.4, 10),
    drugOrder('furosemide', 1),
    dose('furosemide', undefined, 3),
  ],
  'low potassium on potassium, magnesium never measured': [potassium(2.4, 0), ...DOSES, potassium(2.3, 20)],
  'low potassium on potassium, magnesium low-normal': [
    potassium(2.8, 0),
    ...DOSES,
    potassium(2.9, 20),
    magnesium(1.8, 10),
  ],
  'low calcium, very low magnesium': [calcium(7.2, 18), albumin(4, 18), magnesium(0.9, 18)],
  'low calcium, magnesium never measured': [calcium(7.2, 18), albumin(4, 18)],
  'low magnesium explained by albumin': [magnesium(1.6, 18), albumin(1.5, 18)],
  'high magnesium, poor kidneys': [
    magnesium(5.2, 20),
    result('egfr', [22, 'mL/min/{1.73_m2}'], 10),
    drugOrder('magnesium-oxide', 1),
  ],
  'a contaminated sample': [potassium(7.9, 20, specimen), calcium(5.2, 20, specimen), magnesium(1.9, 20, specimen)],
};

function alertsOf(facts: readonly ResourceVersion[]): readonly Alert[] {
  const given = situation(facts, { now: 24 });
  const decisions = decide({
    source: 'ward',
    patient: 'Patient/p1',
    alerts: [],
    evaluations: evaluate(given, DEFAULT_PARAMETERS).evaluations,
    now: at(24),
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: 'p1',
    factSequence: 1,
    timeline: given.timeline,
    newAlertId: (ruleId, episode) => `${ruleId}#${episode}`,
  });
  return decisions.flatMap(({ alert }) => (alert ? [alert] : []));
}

const ALERTS = Object.entries(PATIENTS).flatMap(([patient, facts]) =>
  alertsOf(facts).map((alert) => ({ patient, alert })),
);
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
    for (const { value } of alert.evidence.filter((item) => /^(magnesium|potassium|calcium)$/.test(item.role)))
      expect(card.detail).toContain(String(value));
  });

  test('advises no delay, no dose, no slogan', () => {
    const text = `${card.summary}\n${card.detail}`;
    expect(text).not.toMatch(/mg first|magnesium first/i);
    expect(text.replace(/do not (delay|hold|withhold)/gi, '')).not.toMatch(/\b(delay|withhold|postpone|defer)\b/i);
    expect(text).not.toMatch(/\b(wait|hold)\b(?! urgent)(?=[^.]*\b(potassium|calcium|K|Ca)\b)/);
    expect(text).not.toMatch(/\b\d+(\.\d+)?\s*g\b(?!\/)/);
  });

  test('says nothing twice', () => {
    const lines = card.detail.split('\n').filter((line) => line.startsWith('- '));
    expect(new Set(lines).size).toBe(lines.length);
  });
});
