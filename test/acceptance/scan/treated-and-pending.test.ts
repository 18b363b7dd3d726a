import { describe } from 'vitest';
import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

const fired: Shows = { 'mg-low': 'info' };
const explained: Shows = { 'mg-low': 'in-progress' };

type Add = (p: PatientFile) => PatientFile;

/** A mild magnesium four hours ago, an inpatient's, and what was done about it. */
function low(done: Add): Add {
  return (p) => done(p.inpatient().lab('mg', 1.6));
}

function dose(
  name: string,
  value: number,
  unit: string,
  shows: Shows,
  drug: 'mgSulfate' | 'mgOxide' | 'mgGluconate' = 'mgSulfate',
): Row {
  return [name, low((p) => p.given(drug, value, unit)), shows];
}

const asking: Shows = { 'hypocalcemia-mg-unknown': 'info' };
const asked: Shows = { 'hypocalcemia-mg-unknown': 'in-progress' };

/** Low calcium, no magnesium, and what was done about it. */
function unknown(done: Add): Add {
  return (p) => done(p.inpatient().lab('ica', 1.11));
}

const SERUM_MG = '2601-3';

describe('magnesium that was given or ordered', () => {
  judge({
    'doses since the low result': [
      dose('8 mEq', 8, 'mEq', explained),
      dose('7.9 mEq', 7.9, 'mEq', fired),
      dose('4 mmol', 4, 'mmol', explained),
      dose('3.9 mmol', 3.9, 'mmol', fired),
      dose('1 g', 1, 'g', explained),
      dose('0.98 g is 7.95 mEq', 0.98, 'g', fired),
      dose('1000 mg', 1000, 'mg', explained),
      dose('980 mg', 980, 'mg', fired),
      dose('400 mg of the oxide is 19.8 mEq', 400, 'mg', explained, 'mgOxide'),
      dose('160 mg of the oxide is 7.9 mEq', 160, 'mg', fired, 'mgOxide'),
      dose('2000 mg of the gluconate is 8.8 mEq', 2000, 'mg', explained, 'mgGluconate'),
      dose('1500 mg of the gluconate is 6.6 mEq', 1500, 'mg', fired, 'mgGluconate'),
      dose('ml without a strength is no dose', 50, 'mL', fired),
      dose('2 gm', 2, 'gm', explained),
      dose('2 grams', 2, 'grams', explained),
      dose('20 mMol', 20, 'mMol', explained),
      ['by its ATC code', low((p) => p.given('mgSulfateAtc', 2, 'g')), explained],
      [
        'two halves together',
        low((p) => p.given('mgSulfate', 0.5, 'g', { at: ago(3) }).given('mgSulfate', 0.5, 'g')),
        explained,
      ],
      [
        'salts together',
        low((p) => p.given('mgSulfate', 4, 'mEq', { at: ago(3) }).given('mgOxide', 100, 'mg')),
        explained,
      ],
      ['ended before the sample', low((p) => p.given('mgSulfate', 4, 'g', { at: ago(5) })), fired],
      [
        'ended after the sample counts as a whole',
        low((p) => p.given('mgSulfate', 1, 'g', { start: ago(8), at: ago(3) })),
        explained,
      ],
      ['ends after the instant', low((p) => p.given('mgSulfate', 4, 'g', { start: ago(1), at: ahead(1) })), fired],
      ['still to come', low((p) => p.given('mgSulfate', 4, 'g', { at: ahead(1) })), fired],
      ['stopped', low((p) => p.given('mgSulfate', 4, 'g', { status: 'stopped' })), fired],
      ['on hold', low((p) => p.given('mgSulfate', 4, 'g', { status: 'on-hold' })), fired],
      ['not done', low((p) => p.given('mgSulfate', 4, 'g', { status: 'not-done' })), fired],
      ['entered in error', low((p) => p.given('mgSulfate', 4, 'g', { status: 'entered-in-error' })), fired],
      ['a laxative', low((p) => p.given('mgHydroxide', 2400, 'mg', { route: 'PO' })), fired],
      ['another laxative', low((p) => p.given('mgCitrate', 10, 'g', { route: 'PO' })), fired],
      ['on the skin, by its code', low((p) => p.given('mgSulfateTopical', 10, 'g', { route: 'topical' })), fired],
      ['on the skin, by its route', low((p) => p.given('mgSulfate', 10, 'g', { route: 'topical' })), fired],
      ['in a dialysis bag', low((p) => p.given('mgSulfate', 4, 'g', { route: 'CRRT' })), fired],
    ],
    'the window of doses, of an outpatient': [
      [
        'less than 72 h ago',
        (p) => p.lab('mg', 1.6, { at: ago(100) }).given('mgSulfate', 2, 'g', { at: ago(72, -1) }),
        explained,
      ],
      [
        'more than 72 h ago',
        (p) => p.lab('mg', 1.6, { at: ago(100) }).given('mgSulfate', 2, 'g', { at: ago(72, 1) }),
        fired,
      ],
    ],
    orders: [
      ['active', low((p) => p.order('mgSulfate')), explained],
      ['oral', low((p) => p.order('mgOxide', { route: 'PO' })), explained],
      ['two hours before the sample', low((p) => p.order('mgSulfate', { authored: ago(6) })), explained],
      ['longer before the sample', low((p) => p.order('mgSulfate', { authored: ago(6, 1) })), fired],
      [
        'less than 24 h ago',
        (p) =>
          p
            .inpatient()
            .lab('mg', 1.6, { at: ago(30) })
            .order('mgSulfate', { authored: ago(24, -1) }),
        explained,
      ],
      [
        'more than 24 h ago',
        (p) =>
          p
            .inpatient()
            .lab('mg', 1.6, { at: ago(30) })
            .order('mgSulfate', { authored: ago(24, 1) }),
        fired,
      ],
      ['written later', low((p) => p.order('mgSulfate', { authored: ahead(1) })), fired],
      ['draft', low((p) => p.order('mgSulfate', { status: 'draft' })), fired],
      ['on hold', low((p) => p.order('mgSulfate', { status: 'on-hold' })), fired],
      ['cancelled', low((p) => p.order('mgSulfate', { status: 'cancelled' })), fired],
      ['entered in error', low((p) => p.order('mgSulfate', { status: 'entered-in-error' })), fired],
      ['completed, without an end', low((p) => p.order('mgSulfate', { status: 'completed' })), fired],
      [
        'completed, but still within its period then',
        low((p) => p.order('mgSulfate', { status: 'completed', period: { start: ago(2), end: ahead(2) } })),
        explained,
      ],
      [
        'active, but its period is over',
        low((p) => p.order('mgSulfate', { period: { start: ago(2), end: ago(1) } })),
        fired,
      ],
      [
        'its period goes to the end of the day',
        low((p) => p.order('mgSulfate', { period: { end: '2026-03-10' } })),
        explained,
      ],
      [
        'its period went to the end of yesterday',
        low((p) => p.order('mgSulfate', { period: { end: '2026-03-09' } })),
        fired,
      ],
      ['bounds that are over', low((p) => p.order('mgSulfate', { also: bounds(ago(2), ago(1)) })), fired],
      [
        'bounds that go on',
        low((p) => p.order('mgSulfate', { status: 'completed', also: bounds(ago(2), ahead(1)) })),
        explained,
      ],
      ['a laxative', low((p) => p.order('mgHydroxide', { route: 'PO' })), fired],
      ['on the skin', low((p) => p.order('mgSulfateTopical', { route: 'topical' })), fired],
      ['something else', low((p) => p.order('furosemide')), fired],
      ['by a reference to its medication', low((p) => referring(p, `Medication/${p.id}-m`)), explained],
      [
        'by an absolute reference',
        low((p) => referring(p, `https://ehr.example/fhir/Medication/${p.id}-m`)),
        explained,
      ],
      [
        'by a contained medication',
        low((p) =>
          p.order('mgSulfate', {
            also: {
              medicationCodeableConcept: undefined,
              medicationReference: { reference: '#m' },
              contained: [{ resourceType: 'Medication', id: 'm', code: mgSulfate() }],
            },
          }),
        ),
        explained,
      ],
    ],
  });
});

describe('magnesium that was asked for', () => {
  judge({
    'orders of a level': [
      ['none', unknown((p) => p), asking],
      ['active', unknown((p) => p.asked(SERUM_MG)), asked],
      ['by mass', unknown((p) => p.asked('19123-9')), asked],
      ['active, thirteen hours old', unknown((p) => p.asked(SERUM_MG, { authoredOn: ago(13) })), asked],
      ['written later', unknown((p) => p.asked(SERUM_MG, { authoredOn: ahead(1) })), asking],
      ['draft', unknown((p) => p.asked(SERUM_MG, { status: 'draft' })), asking],
      ['completed', unknown((p) => p.asked(SERUM_MG, { status: 'completed' })), asking],
      ['revoked', unknown((p) => p.asked(SERUM_MG, { status: 'revoked' })), asking],
      ['of urine', unknown((p) => p.asked('19124-7')), asking],
      ['of potassium', unknown((p) => p.asked('2823-3')), asking],
    ],
    'results on their way': [
      ['registered, twelve hours ago less a minute', unknown((p) => registered(p, ago(12, -1))), asked],
      ['registered, more than twelve hours ago', unknown((p) => registered(p, ago(12, 1))), asking],
      ['preliminary', unknown((p) => p.lab('mg', 1.1, { also: { status: 'preliminary' } })), asked],
      [
        'preliminary, later',
        unknown((p) => p.lab('mg', 1.1, { at: ahead(1), also: { status: 'preliminary' } })),
        asking,
      ],
    ],
    'a known low magnesium is not explained by another level that was asked for': [
      ['mg-low', low((p) => p.asked(SERUM_MG)), fired],
    ],
  });
});

describe('a draft order of a level', () => {
  const draft = (patient: string, code: string): unknown => ({
    resource: {
      resourceType: 'ServiceRequest',
      id: `${patient}-${code}`,
      status: 'active',
      intent: 'order',
      code: { coding: [{ system: 'http://loinc.org', code }] },
      subject: { reference: `Patient/${patient}` },
    },
  });
  const drug = (patient: string, code: string): unknown => ({
    resource: {
      resourceType: 'MedicationRequest',
      id: `${patient}-${code}`,
      status: 'active',
      intent: 'order',
      authoredOn: ago(0, 1),
      medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code }] },
      subject: { reference: `Patient/${patient}` },
      dosageInstruction: [{ route: { text: 'IV' }, doseAndRate: [{ doseQuantity: { value: 2, unit: 'g' } }] }],
    },
  });
  const entry = [
    draft('p001', SERUM_MG),
    draft('p002', '2823-3'),
    drug('p004', '6585'),
    drug('p005', '3407'),
    drug('p006', '703'),
  ];
  judge(
    {
      'at order-sign': [
        ['explains what asks for one', unknown((p) => p), asked],
        ['of something else explains nothing', unknown((p) => p), asking],
        ['of another patient explains nothing', unknown((p) => p), asking],
        ['of magnesium is no treatment yet, whatever its status', low((p) => p), fired],
        ['of digoxin is a modifier', low((p) => p), { 'mg-low': 'warning' }],
        ['of amiodarone is a modifier', low((p) => p), { 'mg-low': 'warning' }],
      ],
    },
    {
      args: ['--hook', 'order-sign', '--draft', '@draft.json'],
      files: { 'draft.json': JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }) },
    },
  );
});

function bounds(start: string, end: string): Readonly<Record<string, unknown>> {
  return { dosageInstruction: [{ route: { text: 'IV' }, timing: { repeat: { boundsPeriod: { start, end } } } }] };
}

function mgSulfate(): unknown {
  return { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '6585' }] };
}

function referring(p: PatientFile, reference: string): PatientFile {
  return p
    .order('mgSulfate', { also: { medicationCodeableConcept: undefined, medicationReference: { reference } } })
    .add({ resourceType: 'Medication', id: `${p.id}-m`, code: mgSulfate() });
}

function registered(p: PatientFile, at: string): PatientFile {
  return p.lab('mg', 0, { at, also: { status: 'registered', valueQuantity: undefined } });
}
