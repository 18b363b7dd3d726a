import { AT, ago, ahead, type Lab, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

// A low ionized calcium tells whether a magnesium is known: where none is, the patient is asked to have one.
const COUNTS: Shows = {};
const DOES_NOT_COUNT: Shows = { 'hypocalcemia-mg-unknown': 'info' };

/** A normal magnesium of which it is asked whether it counts. */
function normalMg(fields: Readonly<Record<string, unknown>>): (p: PatientFile) => PatientFile {
  return (p) => p.lab('ica', 1.11).lab('mg', 2, { also: fields });
}

function inUnit(lab: Lab, value: number, unit: string): (p: PatientFile) => PatientFile {
  return (p) => p.lab('ica', 1.11).lab(lab, value, { unit });
}

function quantity(fields: Readonly<Record<string, unknown>>): (p: PatientFile) => PatientFile {
  return normalMg({ valueQuantity: fields });
}

/** [value, unit, lab]: normal magnesium in every spelling. */
const SPELLINGS: readonly (readonly [number, string, Lab])[] = [
  [2, 'mg/dL', 'mg'],
  [2, 'mg/dl', 'mg'],
  [0.9, 'mmol/L', 'mgMoles'],
  [0.9, 'mmol/l', 'mgMoles'],
  [1.8, 'meq/L', 'mgMoles'],
  [1.8, 'mEq/L', 'mgMoles'],
  [1.8, 'MEQ/L', 'mgMoles'],
  [1.8, 'meq/l', 'mgMoles'],
  [900, 'umol/L', 'mgMoles'],
  [900, '\u00b5mol/L', 'mgMoles'],
  [900, '\u03bcmol/L', 'mgMoles'],
  [20, 'mg/L', 'mg'],
];

const STATUSES: readonly (readonly [string, Shows])[] = [
  ['final', COUNTS],
  ['amended', COUNTS],
  ['corrected', COUNTS],
  ['entered-in-error', DOES_NOT_COUNT],
  ['cancelled', DOES_NOT_COUNT],
  ['unknown', DOES_NOT_COUNT],
  // What is on its way explains that none is known.
  ['preliminary', { 'hypocalcemia-mg-unknown': 'in-progress' }],
  ['registered', { 'hypocalcemia-mg-unknown': 'in-progress' }],
];

/** [code, what it names]: never for the state of a patient. */
const OTHER_MAGNESIUM: readonly (readonly [string, string])[] = [
  ['55937-7', 'post dialysis'],
  ['65362-6', 'corrected by the laboratory'],
  ['2597-3', 'in red cells'],
  ['29365-4', 'in body fluid'],
  ['2595-7', 'in dialysis fluid'],
  ['19124-7', 'in urine'],
];

const rejected: Shows = {};
const criticalLow: Shows = { 'mg-low': 'critical' };
const criticalHigh: Shows = { hypermagnesemia: 'critical' };
const capped: Shows = { 'mg-low': 'warning' };

judge({
  'units and their spellings': [
    ...SPELLINGS.map(([value, unit, lab]): Row => [`${value} ${unit} counts`, inUnit(lab, value, unit), COUNTS]),
    ...SPELLINGS.map(
      ([value, unit]): Row => [
        `${value} ${unit} without a code counts`,
        (p) => p.lab('ica', 1.11).lab('mg', value, { loinc: '35249-2', also: { valueQuantity: { value, unit } } }),
        COUNTS,
      ],
    ),
    ['the code decides, not the text beside it', quantity({ value: 2, unit: 'milligrams', code: 'mg/dL' }), COUNTS],
    ['no unit', quantity({ value: 2 }), DOES_NOT_COUNT],
    ['an empty unit', quantity({ value: 2, unit: ' ' }), DOES_NOT_COUNT],
    ['mg% is not guessed', quantity({ value: 2, unit: 'mg%' }), DOES_NOT_COUNT],
    ['MG/DL is not folded', quantity({ value: 2, unit: 'MG/DL', code: 'MG/DL' }), DOES_NOT_COUNT],
    ['mg is no concentration', quantity({ value: 2, unit: 'mg', code: 'mg' }), DOES_NOT_COUNT],
    ['a text value is not read', normalMg({ valueQuantity: undefined, valueString: '2.0' }), DOES_NOT_COUNT],
    [
      'no value with its reason',
      normalMg({ valueQuantity: undefined, dataAbsentReason: { text: 'clotted' } }),
      DOES_NOT_COUNT,
    ],
  ],
  status: STATUSES.map(([status, shows]): Row => [status, normalMg({ status }), shows]),
  'magnesium of something else': OTHER_MAGNESIUM.map(
    ([loinc, name]): Row => [`${name} (${loinc})`, (p) => p.lab('ica', 1.11).lab('mg', 2, { loinc }), DOES_NOT_COUNT],
  ),
  'code and unit disagree: at most a warning': [
    ['a mass code with mmol/L', (p) => p.lab('mg', 0.39, { unit: 'mmol/L' }), capped],
    ['a mass code with meq/L', (p) => p.lab('mg', 0.79, { unit: 'meq/L' }), capped],
    ['a molar code with mg/dL', (p) => p.lab('mgMoles', 0.99, { unit: 'mg/dL' }), capped],
    ['a mild value is not raised to a warning', (p) => p.lab('mgMoles', 1.6, { unit: 'mg/dL' }), { 'mg-low': 'info' }],
    ['a high value', (p) => p.lab('mgMoles', 4.9, { unit: 'mg/dL' }), { hypermagnesemia: 'warning' }],
    ['a molar code with meq/L agrees', (p) => p.lab('mgMoles', 0.79, { unit: 'meq/L' }), criticalLow],
    ['a code for both agrees', (p) => p.lab('mg', 0.39, { loinc: '35249-2', unit: 'mmol/L' }), criticalLow],
    [
      'calcium that the rule needs',
      (p) => p.lab('ica', 0.79, { loinc: '17863-2' }),
      { 'hypocalcemia-mg-unknown': 'warning' },
    ],
    [
      'albumin that the calcium needs',
      (p) => p.lab('ca', 6.5).lab('alb', 601.5, { unit: 'umol/L' }),
      { 'hypocalcemia-mg-unknown': 'warning' },
    ],
    ['only an optional potassium: no cap', (p) => p.lab('mg', 0.99).lab('k', 3, { loinc: '22760-3' }), criticalLow],
  ],
  plausibility: [
    ['magnesium 0.04 mmol/L', (p) => p.lab('mgMoles', 0.04), rejected],
    ['magnesium 0.05 mmol/L', (p) => p.lab('mgMoles', 0.05), criticalLow],
    ['magnesium 9.0 mmol/L', (p) => p.lab('mgMoles', 9), criticalHigh],
    ['magnesium 9.1 mmol/L', (p) => p.lab('mgMoles', 9.1), rejected],
    ['magnesium 21.8 mg/dL', (p) => p.lab('mg', 21.8), criticalHigh],
    ['magnesium 21.9 mg/dL', (p) => p.lab('mg', 21.9), rejected],
    ['ionized magnesium 0.04 mmol/L', (p) => p.lab('img', 0.04), rejected],
    ['calcium 5.5 mmol/L counts, and is not low', (p) => p.lab('caMoles', 5.5).lab('alb', 4), {}],
    ['calcium 0.69 mmol/L', (p) => p.lab('caMoles', 0.69).lab('alb', 4), rejected],
    ['calcium 0.7 mmol/L', (p) => p.lab('caMoles', 0.7).lab('alb', 4), { 'hypocalcemia-mg-unknown': 'critical' }],
    ['ionized calcium 0.19 mmol/L', (p) => p.lab('ica', 0.19), rejected],
    ['ionized calcium 0.2 mmol/L', (p) => p.lab('ica', 0.2), { 'hypocalcemia-mg-unknown': 'critical' }],
    ['an albumin of 4 g/L corrects nothing', (p) => p.lab('ca', 8).lab('alb', 4, { unit: 'g/L' }), {}],
    ['potassium 0.9 mmol/L is no modifier', (p) => p.lab('mg', 1.6).lab('k', 0.9), { 'mg-low': 'info' }],
    ['potassium 1.0 mmol/L is one', (p) => p.lab('mg', 1.6).lab('k', 1), { 'mg-low': 'warning' }],
    ['a QTc of 801 ms is no modifier', (p) => p.lab('mg', 1.6).lab('qtc', 801), { 'mg-low': 'info' }],
    ['a QTc of 800 ms is one', (p) => p.lab('mg', 1.6).lab('qtc', 800), { 'mg-low': 'warning' }],
  ],
  time: [
    ['collected at the instant', normalMg({ effectiveDateTime: AT }), COUNTS],
    ['collected after the instant', normalMg({ effectiveDateTime: ahead(0, 1) }), DOES_NOT_COUNT],
    ['issued at the instant', normalMg({ issued: AT }), COUNTS],
    ['issued after the instant', normalMg({ issued: ahead(0, 1) }), DOES_NOT_COUNT],
    ['an instant', normalMg({ effectiveDateTime: undefined, effectiveInstant: AT }), COUNTS],
    ['another time zone, before', normalMg({ effectiveDateTime: '2026-03-10T17:30:00+05:30' }), COUNTS],
    ['another time zone, after', normalMg({ effectiveDateTime: '2026-03-10T08:31:00-03:30' }), DOES_NOT_COUNT],
    ['a date of yesterday', normalMg({ effectiveDateTime: '2026-03-09' }), COUNTS],
    ['a date of tomorrow', normalMg({ effectiveDateTime: '2026-03-11' }), DOES_NOT_COUNT],
    ['only issued, before', normalMg({ effectiveDateTime: undefined, issued: ago(1) }), COUNTS],
    ['only issued, after', normalMg({ effectiveDateTime: undefined, issued: ahead(1) }), DOES_NOT_COUNT],
    ['no time at all', normalMg({ effectiveDateTime: undefined }), DOES_NOT_COUNT],
    [
      'the time of the specimen, out of the look-back',
      (p) =>
        p
          .inpatient()
          .add({
            resourceType: 'Specimen',
            id: `${p.id}-s`,
            subject: p.reference,
            collection: { collectedDateTime: ago(73) },
          })
          .lab('ica', 1.11)
          .lab('mg', 2, { at: null, also: { issued: ago(1), specimen: { reference: `Specimen/${p.id}-s` } } }),
      DOES_NOT_COUNT,
    ],
    [
      'collected out of the look-back, issued within',
      (p) =>
        p
          .inpatient()
          .lab('ica', 1.11)
          .lab('mg', 2, { at: ago(73), also: { issued: ago(1) } }),
      DOES_NOT_COUNT,
    ],
    ['never the time of the record', normalMg({ meta: { lastUpdated: ahead(24) } }), COUNTS],
  ],
  'which of several': [
    ['the newest counts', (p) => p.lab('mg', 0.9, { at: ago(9) }).lab('mg', 1.6, { at: ago(3) }), { 'mg-low': 'info' }],
    ['the newest counts, in any order', (p) => p.lab('mg', 2, { at: ago(3) }).lab('mg', 0.9, { at: ago(9) }), {}],
    [
      'of one time the later issued',
      (p) => p.lab('mg', 0.9, { also: { issued: ago(3) } }).lab('mg', 1.6, { also: { issued: ago(2) } }),
      { 'mg-low': 'info' },
    ],
    ['of one time the worse', (p) => p.lab('mg', 0.9).lab('mg', 1.6), { 'mg-low': 'critical' }],
    ['of one time the one farther outside', (p) => p.lab('mg', 1.6).lab('mg', 4.9), criticalHigh],
  ],
  versions: [
    [
      'names that are no numbers count by their update',
      (p) =>
        twice(
          p,
          [undefined, 2, { meta: { versionId: 'a', lastUpdated: ago(1) } }],
          [undefined, 1.1, { meta: { versionId: 'b', lastUpdated: ago(2) } }],
        ),
      {},
    ],
    [
      'the later update, by the instant and not by its letters',
      (p) =>
        twice(
          p,
          [undefined, 1.1, { meta: { lastUpdated: '2026-03-10T10:00:00+02:00' } }],
          [undefined, 2, { meta: { lastUpdated: '2026-03-10T09:00:00Z' } }],
        ),
      {},
    ],
    [
      'numbers beyond what a double holds',
      (p) => twice(p, ['9007199254740993', 2, {}], ['9007199254740992', 1.1, {}]),
      {},
    ],
    ['the higher number counts', (p) => twice(p, ['1', 1.1, {}], ['2', 2, {}]), {}],
    ['the higher number counts, in any order', (p) => twice(p, ['2', 2, {}], ['1', 1.1, {}]), {}],
    ['ten is more than nine', (p) => twice(p, ['10', 2, {}], ['9', 1.1, {}]), {}],
    [
      'a correction counts',
      (p) => twice(p, ['2', 1.1, { status: 'corrected' }], ['1', 2, {}]),
      { 'mg-low': 'warning' },
    ],
    [
      'what was entered in error is gone',
      (p) => twice(p, ['2', 1.1, { status: 'entered-in-error' }], ['1', 1.1, {}]),
      {},
    ],
    [
      'without numbers the later update counts',
      (p) =>
        twice(
          p,
          [undefined, 2, { meta: { lastUpdated: ago(1) } }],
          [undefined, 1.1, { meta: { lastUpdated: ago(2) } }],
        ),
      {},
    ],
    [
      'the highest number counts, also where it was recorded after the instant',
      (p) => twice(p, ['1', 1.1, {}], ['2', 2, { meta: { versionId: '2', lastUpdated: ahead(24) } }]),
      {},
    ],
  ],
});

type Version = readonly [versionId: string | undefined, value: number, also: Readonly<Record<string, unknown>>];

/** One result in two versions, in the order in which the file holds them. */
function twice(p: PatientFile, ...versions: readonly Version[]): PatientFile {
  for (const [versionId, value, also] of versions) {
    p.lab('mg', value, { id: 'o', also: { ...(versionId === undefined ? {} : { meta: { versionId } }), ...also } });
  }
  return p;
}
