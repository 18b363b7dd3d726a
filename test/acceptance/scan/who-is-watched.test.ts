import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

const mild: Shows = { 'mg-low': 'info' };
const nothing: Shows = {};

/** Seen by an outpatient's look-back of 720 h, not by an inpatient's of 72 h. */
function mgOfDayFour(p: PatientFile): PatientFile {
  return p.lab('mg', 1.6, { at: ago(73) });
}

const outpatientSees: Shows = mild;
const inpatientSees: Shows = nothing;

function withEncounter(kind: string, fields: Readonly<Record<string, unknown>> = {}): (p: PatientFile) => PatientFile {
  return (p) => mgOfDayFour(p.encounter(kind, fields));
}

const CONDITION_CLINICAL = 'http://terminology.hl7.org/CodeSystem/condition-clinical';
const CONDITION_VERIFICATION = 'http://terminology.hl7.org/CodeSystem/condition-ver-status';

/** Comfort measures in this state, and a low magnesium. */
function comfort(fields: Readonly<Record<string, unknown>>): (p: PatientFile) => PatientFile {
  return (p) => p.condition('comfort', fields).lab('mg', 1.6);
}

function clinically(code: string): Readonly<Record<string, unknown>> {
  return { clinicalStatus: { coding: [{ system: CONDITION_CLINICAL, code }] } };
}

function verified(code: string): Readonly<Record<string, unknown>> {
  return { verificationStatus: { coding: [{ system: CONDITION_VERIFICATION, code }] } };
}

function low(fields: Readonly<Record<string, unknown>>): (p: PatientFile) => PatientFile {
  return (p) => p.is(fields).lab('mg', 1.6);
}

/** [name, how long ago]: both sides of a look-back, whose window is open at its old end. */
function lookback(
  hours: number,
  has: (p: PatientFile, at: string) => PatientFile,
  [within, beyond]: readonly [Shows, Shows],
): Row[] {
  return [
    [`a minute less than ${hours} h ago counts`, (p) => has(p, ago(hours, -1)), within],
    [`${hours} h ago does not count`, (p) => has(p, ago(hours)), beyond],
  ];
}

const caUnknownMg: Shows = { 'hypocalcemia-mg-unknown': 'info' };
const modified: Shows = { 'mg-low': 'warning' };

judge({
  setting: [
    ['no encounter: outpatient', mgOfDayFour, outpatientSees],
    ...['IMP', 'ACUTE', 'NONAC', 'EMER', 'OBSENC'].map(
      (kind): Row => [`class ${kind}: inpatient`, withEncounter(kind), inpatientSees],
    ),
    ...['AMB', 'HH', 'VR'].map((kind): Row => [`class ${kind}: outpatient`, withEncounter(kind), outpatientSees]),
    ['ended', withEncounter('IMP', { status: 'finished', period: { start: ago(200), end: ago(1) } }), outpatientSees],
    [
      'its period counts, not what its status became later',
      withEncounter('IMP', { status: 'finished', period: { start: ago(200), end: ahead(1) } }),
      inpatientSees,
    ],
    ['not begun', withEncounter('IMP', { status: 'planned', period: { start: ahead(1) } }), outpatientSees],
    ['under way without a period', withEncounter('IMP', { period: undefined }), inpatientSees],
    ['planned without a period', withEncounter('IMP', { status: 'planned', period: undefined }), outpatientSees],
    ['one of several is enough', (p) => mgOfDayFour(p.encounter('AMB').encounter('IMP')), inpatientSees],
  ],
  'look-back of inpatients': [
    ...lookback(72, (p, at) => p.inpatient().lab('mg', 1.6, { at }), [mild, nothing]),
    ...lookback(72, (p, at) => p.inpatient().lab('img', 0.4, { at }), [mild, nothing]).map(named('ionized')),
    ...lookback(48, (p, at) => p.inpatient().lab('mg', 1.6).lab('k', 3.4, { at }), [modified, mild]).map(
      named('potassium'),
    ),
    ...lookback(48, (p, at) => p.inpatient().lab('ica', 1.11, { at }), [caUnknownMg, nothing]).map(named('calcium')),
    ...lookback(48, (p, at) => p.inpatient().lab('mg', 1.6).lab('qtc', 490, { at }), [modified, mild]).map(
      named('QTc'),
    ),
    ...lookback(72, (p, at) => p.inpatient().lab('ica', 1.11).lab('mg', 2, { at }), [nothing, caUnknownMg]).map(
      named('a normal magnesium'),
    ),
  ],
  'look-back of outpatients': [
    ...lookback(720, (p, at) => p.lab('mg', 1.6, { at }), [mild, nothing]),
    ...lookback(720, (p, at) => p.lab('mg', 1.6).lab('k', 3.4, { at }), [modified, mild]).map(named('potassium')),
    ...lookback(720, (p, at) => p.lab('ica', 1.11, { at }), [caUnknownMg, nothing]).map(named('calcium')),
    ...lookback(2160, (p, at) => p.lab('mg', 1.6).lab('qtc', 490, { at }), [modified, mild]).map(named('QTc')),
  ],
  age: [
    ['eighteen today', low({ birthDate: '2008-03-10' }), mild],
    ['eighteen tomorrow', low({ birthDate: '2008-03-11' }), nothing],
    ['a child, high magnesium', (p) => p.is({ birthDate: '2019-01-01' }).lab('mg', 6), nothing],
    ['unknown: adult', low({ birthDate: undefined }), mild],
    ['only a year, an adult', low({ birthDate: '1950' }), mild],
    ['only a year, a child', low({ birthDate: '2015' }), nothing],
  ],
  death: [
    ['dead', low({ deceasedBoolean: true }), nothing],
    ['not dead', low({ deceasedBoolean: false }), mild],
    ['died before the instant', low({ deceasedDateTime: ago(1) }), nothing],
    ['died after the instant', low({ deceasedDateTime: ahead(1) }), mild],
  ],
  'comfort care': [
    ['active', comfort({}), nothing],
    ['palliative encounter', (p) => p.condition('palliative').lab('mg', 1.6), nothing],
    ['no safety rule either', (p) => p.condition('comfort').lab('mg', 6), nothing],
    ['relapse', comfort(clinically('relapse')), nothing],
    ['recurrence', comfort(clinically('recurrence')), nothing],
    ['resolved', comfort(clinically('resolved')), mild],
    ['inactive', comfort(clinically('inactive')), mild],
    ['refuted', comfort(verified('refuted')), mild],
    ['entered in error', comfort(verified('entered-in-error')), mild],
    ['confirmed', comfort(verified('confirmed')), nothing],
    ['from later on', comfort({ onsetDateTime: ahead(1) }), mild],
    ['over by then', comfort({ onsetDateTime: ago(90), abatementDateTime: ago(1) }), mild],
    [
      'over only later',
      comfort({ onsetDateTime: ago(90), abatementDateTime: ahead(1), ...clinically('resolved') }),
      nothing,
    ],
    ['something else', (p) => p.condition('hypertension').lab('mg', 1.6), mild],
  ],
});

function named(what: string): (row: Row) => Row {
  return ([name, has, shows]) => [`${what}: ${name}`, has, shows];
}
