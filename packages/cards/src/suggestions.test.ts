import type { Alert } from '@magwatch/alerts';
import { describe, expect, test } from 'vitest';
import { renderCard } from './render-card.ts';
import { at, CARD_UUID, OFFERED, RULES, sampleAlert, sampleRule } from './sample.ts';
import { findSuggestion, suggestionUuid } from './suggestions.ts';

const ALL = ['SG1', 'SG2', 'SG3', 'SG4', 'SG5', 'SG6', 'SG7', 'SG8', 'SG9', 'SG10', 'SG11', 'SG12', 'SG13'];

const cardOf = (change: Partial<Alert>, ids: readonly string[] = ALL) =>
  renderCard(sampleAlert(change), {
    cardUuid: CARD_UUID,
    rules: [sampleRule('refractory-hypokalemia-low-mg', 'mg-k', { suggestions: ids })],
  });
const offered = (figures: Alert['figures'] = {}): Partial<Alert> => ({ figures: { ...OFFERED, ...figures } });
const refused = (noMagnesiumDraft: string): Partial<Alert> => ({ figures: { noMagnesiumDraft } });

const suggestionsOf = (change: Partial<Alert>, ids?: readonly string[]) => cardOf(change, ids).suggestions ?? [];
const labelsOf = (change: Partial<Alert>, ids?: readonly string[]) =>
  suggestionsOf(change, ids).map(({ label }) => label);
const resourcesOf = (change: Partial<Alert>, ids?: readonly string[]) =>
  suggestionsOf(change, ids).flatMap(({ actions }) => actions.map(({ resource }) => resource));
const resourceOf = (change: Partial<Alert>, id: string) => resourcesOf(change, [id])[0];

const source = { role: 'magnesium-source', reference: 'MedicationRequest/m1', at: at(0) };
const order = { role: 'magnesium-order', reference: 'MedicationRequest/m2', at: at(0) };

describe('tests that a card offers', () => {
  const codesOf = (id: string, change: Partial<Alert> = {}) =>
    resourcesOf(change, [id]).map((resource) =>
      resource.resourceType === 'ServiceRequest'
        ? (resource.code?.coding?.[0]?.code ?? resource.code?.text)
        : resource.resourceType,
    );
  test.each([
    ['SG4', ['11524-6']],
    ['SG5', ['2823-3']],
    ['SG6', ['19123-9']],
    ['SG7', ['19124-7', '2161-8', '19123-9', '2160-0']],
    ['SG8', ['1994-3', '2731-8', '25-hydroxyvitamin D']],
    ['SG9', ['CommunicationRequest']],
    ['SG10', ['2777-1']],
    ['SG12', ['6298-4', '17861-6', '19123-9']],
    ['SG13', ['10535-3']],
  ])('%s', (id, codes) => {
    expect(codesOf(id)).toEqual(codes);
  });

  const recent = (role: string, hours = 20) => ({
    role,
    reference: `Observation/${role}`,
    value: 1,
    unit: 'x',
    at: at(hours),
  });
  const known = (...evidence: Alert['evidence']): Partial<Alert> => ({ evidence, lastTrueAt: at(27) });
  test.each<[string, Partial<Alert>, readonly string[]]>([
    ['alone nothing is known', known(), ['19123-9', '2823-3', '17861-6', '2160-0']],
    ['potassium of today', known(recent('potassium')), ['19123-9', '17861-6', '2160-0']],
    ['potassium of just under 24 h', known(recent('potassium-series', 3.01)), ['19123-9', '17861-6', '2160-0']],
    ['potassium of 24 h', known(recent('potassium', 3)), ['19123-9', '2823-3', '17861-6', '2160-0']],
    ['a dose is no level', known(recent('potassium-dose')), ['19123-9', '2823-3', '17861-6', '2160-0']],
    ['ionized calcium and eGFR of today', known(recent('calcium-ionized'), recent('egfr')), ['19123-9', '2823-3']],
    ['magnesium of today needs no other', known(recent('magnesium')), []],
    ['magnesium of yesterday does', known(recent('magnesium', 3)), ['19123-9', '2823-3', '17861-6', '2160-0']],
  ])('SG1: %s', (_name, change, codes) => {
    expect(codesOf('SG1', change)).toEqual(codes);
  });

  test.each<[string, Alert['figures'], RegExp]>([
    ['unknown kidneys', {}, /^6 h or more .*; 12 h or more if eGFR <30$/],
    ['sound kidneys', OFFERED, /^6 h or more .* next morning preferred$/],
    ['poor kidneys', { ...OFFERED, magnesiumDraftBy: 'egfr-severe' }, /^12 h or more/],
    ['injured kidneys', { ...OFFERED, magnesiumDraftBy: 'kidney-injury' }, /^12 h or more/],
    ['dialysis', { noMagnesiumDraft: 'dialysis' }, /^12 h or more/],
    ['an eGFR of 29', { egfr: 29, noMagnesiumDraft: 'av-block' }, /^12 h or more/],
    ['an eGFR of 30', { egfr: 30, noMagnesiumDraft: 'av-block' }, /^6 h or more .* next morning preferred$/],
  ])('SG6 comes later for %s', (_name, figures, when) => {
    expect(resourceOf({ figures }, 'SG6')).toMatchObject({ note: [{ text: expect.stringMatching(when) }] });
  });

  test('SG6 is nothing where the first level is still missing', () => {
    expect(labelsOf(refused('magnesium-unknown'), ['SG6'])).toEqual([]);
  });

  test('SG10 says thiamine', () => {
    expect(JSON.stringify(resourceOf({}, 'SG10'))).toContain('thiamine before and with feeding');
  });

  test('a laboratory with molar units gets molar codes; potassium is molar everywhere', () => {
    const evidence = [{ role: 'magnesium', reference: 'Observation/m', value: 0.58, unit: 'mmol/L', at: at(-2) }];
    expect(codesOf('SG1', { evidence })).toEqual(['2601-3', '2823-3', '2000-8', '14682-9']);
    expect(codesOf('SG10', { evidence })).toEqual(['14879-1']);
  });
});

describe('intravenous magnesium', () => {
  test('as the clinical catalogue sketches it', () => {
    expect(resourceOf({ ...offered(), severity: 'critical' }, 'SG2')).toEqual({
      resourceType: 'MedicationRequest',
      status: 'draft',
      intent: 'proposal',
      priority: 'urgent',
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '6585', display: 'magnesium sulfate' }],
        text: 'magnesium sulfate (choose local product)',
      },
      subject: { reference: 'Patient/p1' },
      reasonCode: [{ coding: [{ system: 'http://snomed.info/sct', code: '190855004', display: 'Hypomagnesemia' }] }],
      dosageInstruction: [
        {
          text: '2 g IV over 2 h once (DRAFT – verify renal function and indication)',
          timing: { repeat: { count: 1, duration: 2, durationUnit: 'h' } },
          route: {
            coding: [{ system: 'http://snomed.info/sct', code: '47625008', display: 'Intravenous route' }],
            text: 'intravenous',
          },
          doseAndRate: [
            {
              doseQuantity: { value: 2, unit: 'g', system: 'http://unitsofmeasure.org', code: 'g' },
              rateQuantity: { value: 1, unit: 'g/h', system: 'http://unitsofmeasure.org', code: 'g/h' },
            },
          ],
        },
      ],
    });
  });

  test.each<[string, number, number, RegExp, number | undefined]>([
    ['mild', 2, 2, /^2 g IV over 2 h once \(DRAFT/, undefined],
    ['moderate', 4, 4, /^4 g IV over 4 h once \(DRAFT/, undefined],
    ['severe', 4, 4, /^4 g IV over 4 h once; recheck, may be repeated; telemetry/, undefined],
    ['egfr-reduced', 2, 2, /at most 2 g per dose, at most 1 g\/h; recheck before any repeat/, 2],
    ['egfr-severe', 1, 2, /^1 g IV over 2 h or longer, single dose, .* co-review; recheck before any repeat/, 1],
    ['kidney-injury', 1, 2, /^1 g IV over 2 h or longer, single dose, .* co-review; recheck before any repeat/, 1],
  ])('%s', (by, grams, hours, text, most) => {
    const change = offered({ magnesiumDraftBy: by, magnesiumDraftG: grams, magnesiumDraftHours: hours });
    const [first] = suggestionsOf(change, ['SG2']);
    expect(first?.label).toBe(`Draft magnesium sulfate ${grams} g IV over ${hours} h`);
    const resource = first?.actions[0]?.resource;
    if (resource?.resourceType !== 'MedicationRequest') throw new Error('an order was expected');
    const [dosage] = resource.dosageInstruction ?? [];
    expect(dosage?.text).toMatch(text);
    expect(dosage?.maxDosePerAdministration?.value).toBe(most);
    expect(dosage?.doseAndRate?.[0]?.rateQuantity?.value).toBe(grams / hours);
  });

  test('for poor kidneys together with the pharmacist’s review', () => {
    const types = (by: string) =>
      resourcesOf(offered({ magnesiumDraftBy: by }), ['SG2']).map(({ resourceType }) => resourceType);
    expect(types('egfr-severe')).toEqual(['MedicationRequest', 'CommunicationRequest']);
    expect(types('kidney-injury')).toEqual(['MedicationRequest', 'CommunicationRequest']);
    expect(types('egfr-reduced')).toEqual(['MedicationRequest']);
  });

  test('says in the detail what it rests on, with the time of the ward', () => {
    const { detail } = cardOf(offered(), ['SG2']);
    expect(detail).toContain('to be checked and signed: magnesium sulfate 2 g IV over 2 h once.');
    expect(detail).toContain('on eGFR 75 mL/min/1.73 m² (10 Mar 08:00).');
    expect(cardOf(offered({ magnesiumDraftBy: 'egfr-severe' }), ['SG2']).detail).toContain('at most 20 g in 48 h');
  });
});

describe('oral magnesium', () => {
  test('400 mg of the oxide twice a day, with what no code can tell', () => {
    expect(resourceOf(offered(), 'SG3')).toMatchObject({
      resourceType: 'MedicationRequest',
      status: 'draft',
      medicationCodeableConcept: { coding: [{ code: '6582' }] },
      dosageInstruction: [
        {
          text: expect.stringMatching(/watch for diarrhea; not with ileus or a high-output stoma/),
          timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
          route: { coding: [{ code: '26643006' }] },
          doseAndRate: [{ doseQuantity: { value: 400, code: 'mg' } }],
        },
      ],
    });
  });

  test('stands before an infusion where it comes first', () => {
    const ids = ['SG5', 'SG2', 'SG3', 'SG9'];
    expect(labelsOf(offered(), ids)[1]).toBe('Draft magnesium sulfate 2 g IV over 2 h');
    expect(labelsOf(offered({ magnesiumDraftOral: 'first' }), ids)).toEqual([
      'Recheck potassium',
      'Draft oral magnesium',
      'Draft magnesium sulfate 2 g IV over 2 h (with symptoms, or if not by mouth)',
      'Ask the pharmacist for a drug review',
    ]);
  });

  test('is nothing for poor kidneys', () => {
    expect(labelsOf(offered({ magnesiumDraftOral: 'unsafe' }), ['SG3'])).toEqual([]);
    expect(cardOf(offered({ magnesiumDraftOral: 'unsafe' }), ['SG3']).detail).toContain('No oral magnesium is drafted');
  });
});

describe('where the guard says no', () => {
  test.each([
    ['dialysis', 'dialysis: discuss with nephrology'],
    ['neuromuscular-disease', 'discuss with neurology'],
    ['av-block', 'discuss with cardiology'],
    ['obstetric', 'discuss with obstetrics'],
    ['torsades', 'local emergency protocol'],
    ['cardiac-arrest', 'local emergency protocol'],
    ['being-replaced', 'recheck it before more'],
    ['hazards-unknown', 'nobody could look'],
    ['low-normal', 'a trial of magnesium can be considered'],
    ['magnesium-not-low', 'magnesium is not low'],
    ['magnesium-unknown', 'no usable magnesium level'],
  ])('%s: no order, and the reason', (reason, words) => {
    const card = cardOf(refused(reason));
    expect(JSON.stringify(card.suggestions)).not.toMatch(/MedicationRequest|dosage/);
    expect(card.detail).toContain('No magnesium order is drafted: ');
    expect(card.detail).toContain(words);
  });

  test('all reasons are said', () => {
    expect(cardOf(refused('dialysis, av-block')).detail).toMatch(/nephrology; .* cardiology\./);
  });

  test('an unknown eGFR gets creatinine in the place of magnesium', () => {
    expect(labelsOf(refused('egfr-unknown'), ['SG5', 'SG2', 'SG3'])).toEqual([
      'Recheck potassium',
      'Order creatinine for the eGFR',
    ]);
    expect(labelsOf(refused('egfr-unknown'), ['SG5'])).toEqual(['Recheck potassium']);
    expect(labelsOf(refused('dialysis'), ['SG2'])).toEqual([]);
  });

  test('an alert of which nothing can be told any more', () => {
    const card = cardOf({ ...offered(), cannotTellSince: at(99) });
    expect(JSON.stringify(card)).not.toContain('MedicationRequest');
    expect(card.detail).toContain('recent data is missing');
  });

  test('a rule that offers no magnesium says nothing of it', () => {
    expect(cardOf(refused('dialysis'), ['SG4']).detail).not.toContain('drafted');
  });
});

describe('stopping magnesium', () => {
  const figures = { products: 'magnesium sulfate <b>32 mEq</b> IV' };

  test('is a message about the orders that the alert rests on, not a change of them', () => {
    const change = { evidence: [source, order, { ...source, role: 'magnesium' }], figures };
    expect(resourceOf(change, 'SG11')).toMatchObject({
      resourceType: 'CommunicationRequest',
      status: 'draft',
      subject: { reference: 'Patient/p1' },
      about: [{ reference: 'MedicationRequest/m1' }, { reference: 'MedicationRequest/m2' }],
      payload: [{ contentString: expect.stringContaining('magnesium (magnesium sulfate < b>32 mEq< /b> IV)') }],
    });
    expect(cardOf(change, ['SG11']).detail).not.toContain('Discuss stopping');
  });

  test('where no product is known, words', () => {
    expect(labelsOf({ evidence: [] }, ['SG11'])).toEqual([]);
    expect(cardOf({ evidence: [] }, ['SG11']).detail).toContain('Discuss stopping or holding products');
  });

  test('in an emergency that is treated with it, neither', () => {
    const change = { evidence: [order], figures: { ...figures, emergency: 'torsades de pointes' } };
    expect(labelsOf(change, ['SG11'])).toEqual([]);
    expect(cardOf(change, ['SG11']).detail).not.toContain('stopping');
  });
});

describe('every draft', () => {
  test('is a draft of this patient, urgent when critical, and chosen by nobody beforehand', () => {
    const card = cardOf({ ...offered(), severity: 'critical', evidence: [order] });
    for (const { actions } of card.suggestions ?? [])
      for (const { resource } of actions)
        expect(resource).toMatchObject({ status: 'draft', subject: { reference: 'Patient/p1' }, priority: 'urgent' });
    expect(card.suggestions).toHaveLength(ALL.length);
    expect(card.selectionBehavior).toBe('any');
    expect(JSON.stringify(card.suggestions)).not.toContain('isRecommended');
  });
});

describe('the uuid of a suggestion', () => {
  test('is a uuid of its own and leads back to the suggestion', () => {
    const uuids = suggestionsOf({ ...offered(), evidence: [order] }).map(({ uuid }) => uuid);
    expect(new Set(uuids).size).toBe(ALL.length);
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
