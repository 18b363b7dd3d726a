import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;
type Fields = Readonly<Record<string, unknown>>;

const explained: Shows = { 'mg-low': 'in-progress' };
const cleared: Shows = {};
const fired: Shows = { 'mg-low': 'info' };
const refractory: Shows = { 'refractory-hypokalemia-mg-unknown': 'warning' };
const responds: Shows = {};

/** Low, then 2 g of magnesium by this route, then normal three hours later: early only where it ran into a vein. */
function early(route: Fields): Add {
  return (p) =>
    p
      .lab('mg', 1.5, { at: ago(10) })
      .given('mgSulfate', 2, 'g', { at: ago(7), also: { dosage: { route, dose: { value: 2, unit: 'g' } } } })
      .lab('mg', 2);
}

function text(name: string): Fields {
  return { text: name };
}

function snomed(code: string): Fields {
  return { coding: [{ system: 'http://snomed.info/sct', code }] };
}

const INTRAVENOUS = ['IV', 'iv', 'IV DRIP', 'IV BOLUS', 'IVPB', 'INTRAVENOUS', 'intravenous'];
const ENTERAL = ['PO', 'ORAL', 'oral', 'NG', 'PO/NG', 'GT', 'PEG'];
const NOT_SYSTEMIC = ['topical', 'ophthalmic', 'irrigation', 'DIALYS', 'CRRT', 'dialysate'];

/** A mild magnesium four hours ago and 4 g of the sulfate since. */
function treated(route: Fields | undefined): Add {
  return (p) => {
    const dosage = { ...(route === undefined ? {} : { route }), dose: { value: 4, unit: 'g' } };
    return p.lab('mg', 1.6).given('mgSulfate', 4, 'g', { also: { dosage } });
  };
}

/** Potassium that stays at 2.9 over eight hours, and what ran between. */
function flat(done: Add): Add {
  return (p) =>
    done(
      p
        .inpatient()
        .lab('k', 2.9, { at: ago(9) })
        .lab('k', 2.9, { at: ago(1) }),
    );
}

function infusion(start: string, end: string, dosage: Fields, also: Fields = {}): Add {
  return (p) =>
    p.given('kcl', 0, 'mEq', { start, at: end, also: { dosage: { route: text('IV DRIP'), ...dosage }, ...also } });
}

const PER_HOUR: Fields = {
  rateQuantity: { value: 10, unit: 'mEq/h', system: 'http://unitsofmeasure.org', code: 'meq/h' },
};
const RATIO: Fields = { rateRatio: { numerator: { value: 10, unit: 'mEq' }, denominator: { value: 1, unit: 'h' } } };

const nextDay = (name: string): Row => [name, (p) => p.lab('mg', 1.6, { at: '2026-03-10T05:00:00Z' }), fired];

describe('routes', () => {
  judge({
    'into a vein: a sample soon after may mislead': [
      ...INTRAVENOUS.map((name): Row => [name, early(text(name)), explained]),
      ['by its SNOMED CT code', early(snomed('47625008')), explained],
    ],
    'by mouth or tube: it does not': [
      ...ENTERAL.map((name): Row => [name, early(text(name)), cleared]),
      ['by its SNOMED CT code', early(snomed('26643006')), cleared],
      ['nasogastric, by its SNOMED CT code', early(snomed('127492001')), cleared],
    ],
    'not into the body as a whole: no replacement': NOT_SYSTEMIC.map((name): Row => [name, treated(text(name)), fired]),
    replacement: [
      ['without a route', treated(undefined), explained],
      ['into a muscle', treated(snomed('78421000')), explained],
    ],
  });
});

describe('infusions', () => {
  const find = judge({
    'rate and time make the dose': [
      ['six hours of 10 mEq/h', flat(infusion(ago(8), ago(2), PER_HOUR)), refractory],
      ['less than six hours', flat(infusion(ago(8), ago(2.1), PER_HOUR)), responds],
      ['as a ratio', flat(infusion(ago(8), ago(2), RATIO)), refractory],
      ['as a ratio, less than six hours', flat(infusion(ago(8), ago(2.1), RATIO)), responds],
      [
        'said to be under way, but its end is charted',
        flat(infusion(ago(8), ago(2), { dose: { value: 60, unit: 'mEq' } }, { status: 'in-progress' })),
        refractory,
      ],
    ],
    'results that are no results': [
      [
        'an implausible potassium ends no run',
        flat((p) => p.lab('k', 13, { at: ago(4) }).given('kcl', 60, 'mEq', { at: ago(5) })),
        refractory,
      ],
      [
        'a potassium entered in error ends no run',
        flat((p) =>
          p.lab('k', 3.9, { at: ago(4), also: { status: 'entered-in-error' } }).given('kcl', 60, 'mEq', { at: ago(5) }),
        ),
        refractory,
      ],
      [
        'a preliminary potassium ends no run',
        flat((p) =>
          p.lab('k', 3.9, { at: ago(4), also: { status: 'preliminary' } }).given('kcl', 60, 'mEq', { at: ago(5) }),
        ),
        refractory,
      ],
      [
        'blood gas and laboratory are one series',
        (p) =>
          p
            .inpatient()
            .lab('k', 2.9, { at: ago(9), loinc: '6298-4' })
            .lab('k', 2.9, { at: ago(1) })
            .given('kcl', 60, 'mEq', { at: ago(5) }),
        refractory,
      ],
      [
        'a dose in two versions counts once, as it was corrected',
        flat((p) =>
          p
            .given('kcl', 30, 'mEq', { at: ago(5), also: { id: `${p.id}-d`, meta: { versionId: '2' } } })
            .given('kcl', 60, 'mEq', { at: ago(5), also: { id: `${p.id}-d`, meta: { versionId: '1' } } }),
        ),
        responds,
      ],
    ],
    'code and unit disagree': [
      [
        'in the magnesium: the potassium rule is capped too',
        (p) =>
          p
            .inpatient()
            .lab('k', 2.4, { at: ago(9) })
            .lab('k', 2.4, { at: ago(1) })
            .given('kcl', 60, 'mEq', { at: ago(5) })
            .lab('mg', 1.6, { loinc: '2601-3' }),
        { 'refractory-hypokalemia-low-mg': 'warning', 'mg-low': 'warning' },
      ],
      [
        'in the magnesium: the calcium rule is capped too',
        (p) => p.lab('ica', 0.7).lab('mg', 1.6, { loinc: '2601-3' }),
        { 'hypocalcemia-low-mg': 'warning', 'mg-low': 'warning' },
      ],
    ],
    'several names of one result': [
      [
        'the known one counts, wherever it stands',
        (p) =>
          p.lab('mg', 1.6, {
            also: {
              code: {
                coding: [
                  { system: 'urn:lab', code: 'MG' },
                  { system: 'http://loinc.org', code: '19123-9' },
                ],
              },
            },
          }),
        fired,
      ],
    ],
  });

  test('six hours of 10 mEq/h are 60 mEq', () => {
    expect(find('six hours of 10 mEq/h', 'refractory-hypokalemia-mg-unknown').detail['doseMEq']).toBeCloseTo(60, 6);
  });
});

describe('dates without a time, in the zone of the site', () => {
  const ordered: Row = [
    'a period that ended yesterday goes on where yesterday does',
    (p) =>
      p
        .lab('mg', 1.6, { at: '2026-03-10T05:00:00Z' })
        .order('mgSulfate', { authored: '2026-03-10T05:00:00Z', period: { end: '2026-03-09' } }),
    explained,
  ];
  judge(
    { 'eleven hours behind': [ordered, nextDay('nothing ordered')] },
    { at: '2026-03-10T10:00:00Z', args: ['--time-zone', 'Pacific/Pago_Pago'] },
  );
});
