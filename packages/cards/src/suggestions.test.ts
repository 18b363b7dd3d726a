import { describe, expect, test } from 'vitest';
import { renderCard } from './render-card.ts';
import { CARD_UUID, RULES, sampleAlert, sampleRule } from './sample.ts';
import { findSuggestion, suggestionUuid } from './suggestions.ts';

const ALL = ['SG1', 'SG2', 'SG3', 'SG4', 'SG5', 'SG6', 'SG7', 'SG8', 'SG9', 'SG10', 'SG11', 'SG12', 'SG13'];
const rule = sampleRule('refractory-hypokalemia-low-mg', 'mg-k', { suggestions: ALL });
const card = renderCard(sampleAlert({ severity: 'critical' }), { cardUuid: CARD_UUID, rules: [rule] });
const suggestions = card.suggestions ?? [];
const resources = suggestions.flatMap(({ actions }) => actions.map(({ resource }) => resource));

const codesOf = (label: string) =>
  suggestions
    .find((one) => one.label === label)
    ?.actions.map(({ resource }) =>
      resource.resourceType === 'ServiceRequest'
        ? (resource.code?.coding?.[0]?.code ?? resource.code?.text)
        : resource.resourceType,
    );

describe('what a card offers', () => {
  test.each([
    ['Order a magnesium level', ['19123-9']],
    ['Order an ECG', ['11524-6']],
    ['Recheck potassium', ['2823-3']],
    ['Recheck magnesium after the infusion', ['19123-9']],
    ['Find the cause: spot urine Mg and creatinine', ['19124-7', '2161-8', '19123-9', '2160-0']],
    ['Order ionized Ca, PTH, vitamin D', ['1994-3', '2731-8', '25-hydroxyvitamin D']],
    ['Ask the pharmacist for a drug review', ['CommunicationRequest']],
    ['Repeat the sample', ['6298-4', '17861-6', '19123-9']],
    ['Order a digoxin level', ['10535-3']],
  ])('%s', (label, codes) => {
    expect(codesOf(label)).toEqual(codes);
  });

  test('nothing with a drug: magnesium orders need a renal-safety check', () => {
    expect(suggestions).toHaveLength(9);
    expect(JSON.stringify(suggestions)).not.toMatch(/MedicationRequest|dosage/);
  });

  test('drafts only, of this patient, urgent when critical', () => {
    for (const resource of resources) {
      expect(resource).toMatchObject({ status: 'draft', subject: { reference: 'Patient/p1' }, priority: 'urgent' });
      if (resource.resourceType === 'ServiceRequest') expect(resource.intent).toBe('proposal');
      expect(resource.reasonCode?.[0]?.coding?.[0]?.code).toBe('43339004');
    }
  });

  test('a laboratory with molar units gets molar codes; potassium is molar everywhere', () => {
    const molar = sampleAlert({
      evidence: sampleAlert().evidence.map((item) =>
        item.role === 'magnesium' ? { ...item, value: 0.58, unit: 'mmol/L' } : item,
      ),
    });
    const codes = renderCard(molar, { cardUuid: CARD_UUID, rules: [rule] }).suggestions?.[0]?.actions[0]?.resource;
    expect(codes).toMatchObject({ code: { coding: [{ system: 'http://loinc.org', code: '2601-3' }] } });
  });

  test('none is recommended or chosen beforehand', () => {
    expect(card.selectionBehavior).toBe('any');
    expect(JSON.stringify(suggestions)).not.toContain('isRecommended');
  });
});

describe('the uuid of a suggestion', () => {
  test('is a uuid of its own and leads back to the suggestion', () => {
    const uuids = suggestions.map(({ uuid }) => uuid);
    expect(new Set(uuids).size).toBe(uuids.length);
    for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(findSuggestion(CARD_UUID, suggestionUuid(CARD_UUID, 'SG12'))).toBe('SG12');
    expect(findSuggestion(CARD_UUID, CARD_UUID)).toBeUndefined();
  });

  test('rolls over at the end of the numbers', () => {
    const last = '00000000-0000-4000-8000-00000000ffff';
    expect(suggestionUuid(last, 'SG1')).toBe('00000000-0000-4000-8000-000000000000');
    expect(findSuggestion(last, suggestionUuid(last, 'SG1'))).toBe('SG1');
  });

  test('a card without suggestions has none', () => {
    expect(renderCard(sampleAlert({ ruleId: 'x' }), { cardUuid: CARD_UUID, rules: RULES }).suggestions).toBeUndefined();
  });
});
