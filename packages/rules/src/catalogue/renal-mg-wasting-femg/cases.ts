import type { DrugOrder, LabResult } from '@magwatch/timeline';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  type Vignette,
} from '../../testing/index.ts';

/** The hour of the urine; the evaluation is at hour 24. */
const URINE = 10;
const A_LITTLE = 0.01;

/** With 0.5 mmol/L and 70 µmol/L in serum and 5000 µmol/L in urine FEMg is four times the urine magnesium in mmol/L. */
export const urineMagnesium = (value: number, hour = URINE, extra: Partial<LabResult> & { id?: string } = {}) =>
  result('urine-magnesium', [value, 'mmol/L'], hour, extra);
export const urineCreatinine = (hour = URINE, extra: Partial<LabResult> & { id?: string } = {}) =>
  result('urine-creatinine', [5000, 'umol/L'], hour, extra);
const creatinine = (hour = URINE, extra: Partial<LabResult> = {}) => result('creatinine', [70, 'umol/L'], hour, extra);
const serumMagnesium = (value = 0.5, hour = URINE, extra: Partial<LabResult> = {}) =>
  magnesium(value, hour, extra, 'mmol/L');
export const egfr = (value: number, hour = URINE, extra: Partial<LabResult> = {}) =>
  result('egfr', [value, 'mL/min/{1.73_m2}'], hour, extra);

const serum = [serumMagnesium(), creatinine()];
export const base = [...serum, egfr(90)];
const urine = [urineMagnesium(2), urineCreatinine()];
/** Everything: FEMg 8 %. */
export const whole = [...base, ...urine];
const outpatient = { defaultSetting: 'outpatient' } as const;
const order = (hour: number, extra: Partial<DrugOrder> = {}) => drugOrder('magnesium-oxide', hour, extra);

const pairing: readonly Vignette[] = [
  { name: 'low magnesium with a complete urine', facts: whole, expect: 'fires info' },
  { name: 'without low magnesium', facts: [...whole, magnesium(1.9, 20)], expect: 'absent' },
  { name: 'no low magnesium and no urine: absent, not unknown', facts: [magnesium(1.9, 20)], expect: 'absent' },
  {
    name: 'no magnesium at all',
    facts: [urineMagnesium(2), urineCreatinine(), creatinine(), egfr(90)],
    expect: 'unknown',
  },
  { name: 'no urine: cannot tell', facts: base, expect: 'unknown' },
  { name: 'urine magnesium alone', facts: [...base, urineMagnesium(2)], expect: 'unknown' },
  { name: 'urine creatinine alone', facts: [...base, urineCreatinine()], expect: 'unknown' },
  {
    name: 'no serum creatinine',
    facts: [serumMagnesium(), egfr(90), urineMagnesium(2), urineCreatinine()],
    expect: 'unknown',
  },
  {
    name: 'a urine of exactly 72 h ago has left the window',
    facts: [serumMagnesium(0.5, -47), creatinine(-47), egfr(90, -47), urineMagnesium(2, -48), urineCreatinine(-48)],
    expect: 'unknown',
  },
  {
    name: 'a urine of a little less counts',
    facts: [
      serumMagnesium(0.5, -47),
      creatinine(-47),
      egfr(90, -47),
      urineMagnesium(2, -48 + A_LITTLE),
      urineCreatinine(-48 + A_LITTLE),
    ],
    expect: 'fires info',
  },
  {
    name: 'its creatinine may be a few minutes older than the window',
    facts: [
      serumMagnesium(0.5, -47),
      creatinine(-47),
      egfr(90, -47),
      urineMagnesium(2, -48 + A_LITTLE),
      urineCreatinine(-48 - 0.05),
    ],
    expect: 'fires info',
  },
  {
    name: 'one specimen by reference, whatever the times',
    facts: [
      ...base,
      urineMagnesium(2, URINE, { specimen: 'Specimen/u' }),
      urineCreatinine(URINE - 0.5, { specimen: 'Specimen/u' }),
    ],
    expect: 'fires info',
  },
  {
    name: 'two specimens at one time are two',
    facts: [
      ...base,
      urineMagnesium(2, URINE, { specimen: 'Specimen/u' }),
      urineCreatinine(URINE, { specimen: 'Specimen/v' }),
    ],
    expect: 'unknown',
  },
  {
    name: 'six minutes apart is another urine',
    facts: [...base, urineMagnesium(2), urineCreatinine(URINE - 0.1)],
    expect: 'unknown',
  },
  {
    name: 'five minutes apart is one',
    facts: [...base, urineMagnesium(2), urineCreatinine(URINE - 1 / 12)],
    expect: 'fires info',
  },
  {
    name: 'serum magnesium 24 h before the urine',
    facts: [serumMagnesium(0.5, URINE - 24), creatinine(), egfr(90), urineMagnesium(2), urineCreatinine()],
    expect: 'fires info',
  },
  {
    name: 'serum magnesium a little earlier',
    facts: [serumMagnesium(0.5, URINE - 24 - A_LITTLE), creatinine(), egfr(90), urineMagnesium(2), urineCreatinine()],
    expect: 'unknown',
  },
  {
    name: 'serum creatinine 24 h after the urine',
    facts: [serumMagnesium(), creatinine(24), egfr(90), urineMagnesium(2, 0), urineCreatinine(0)],
    expect: 'fires info',
  },
  {
    name: 'serum creatinine a little later',
    facts: [serumMagnesium(), creatinine(24), egfr(90), urineMagnesium(2, -A_LITTLE), urineCreatinine(-A_LITTLE)],
    expect: 'unknown',
  },
  ...(['<', '>'] as const).flatMap((comparator): readonly Vignette[] => [
    {
      name: `urine magnesium "${comparator}2" gives no ratio`,
      facts: [...base, urineMagnesium(2, URINE, { comparator }), urineCreatinine()],
      expect: 'unknown',
    },
    {
      name: `urine creatinine with "${comparator}" gives no ratio`,
      facts: [...base, urineMagnesium(2), urineCreatinine(URINE, { comparator })],
      expect: 'unknown',
    },
    {
      name: `serum creatinine with "${comparator}" gives no ratio`,
      facts: [serumMagnesium(), creatinine(URINE, { comparator }), egfr(90), urineMagnesium(2), urineCreatinine()],
      expect: 'unknown',
    },
  ]),
  {
    name: 'serum magnesium "<0.5" gives no ratio',
    facts: [
      serumMagnesium(0.5, URINE, { comparator: '<' }),
      creatinine(),
      egfr(90),
      urineMagnesium(2),
      urineCreatinine(),
    ],
    expect: 'unknown',
  },
  {
    name: 'a urine that is not issued is not known',
    facts: [...base, urineMagnesium(2, URINE, { knownAt: at(25) }), urineCreatinine()],
    expect: 'unknown',
  },
  {
    name: 'a preliminary urine does not count',
    facts: [...base, urineMagnesium(2, URINE, { status: 'preliminary' }), urineCreatinine()],
    expect: 'unknown',
  },
  {
    name: 'an older complete urine stands in for one that is not',
    facts: [...whole, urineMagnesium(1, 18)],
    expect: 'fires info',
  },
  ...(
    [
      [0.7, 'mmol/L', 'absent'],
      [0.69, 'mmol/L', 'fires info'],
      [1.7, 'mg/dL', 'absent'],
      [1.69, 'mg/dL', 'fires info'],
      [1.4, 'meq/L', 'absent'],
      [1.39, 'meq/L', 'fires info'],
    ] as const
  ).map(([value, unit, expected]) => ({
    name: `magnesium was ${value} ${unit} at the urine`,
    facts: [magnesium(value, URINE, {}, unit), serumMagnesium(0.5, 22), creatinine(), egfr(90), ...urine],
    expect: expected,
  })),
  {
    name: 'of two equally near levels the later counts',
    facts: [
      serumMagnesium(0.8, 9),
      serumMagnesium(0.5, 11),
      creatinine(),
      egfr(90),
      urineMagnesium(2),
      urineCreatinine(),
    ],
    expect: 'fires info',
  },
  {
    name: 'a level of an EDTA tube does not pair',
    facts: [
      serumMagnesium(0.5, 12),
      serumMagnesium(0.3, URINE),
      creatinine(),
      egfr(90),
      urineMagnesium(2),
      urineCreatinine(),
      potassium(7, URINE),
      calcium(4, URINE),
    ],
    expect: 'fires info',
  },
];

const magnesiumGiven: readonly Vignette[] = [
  { name: 'magnesium before the urine', facts: [...whole, magnesiumDose(16, 8)], expect: 'absent' },
  {
    name: 'magnesium that ended 24 h before it',
    facts: [...whole, magnesiumDose(16, URINE - 24)],
    expect: 'fires info',
  },
  {
    name: 'magnesium that ended a little later',
    facts: [...whole, magnesiumDose(16, URINE - 24 + A_LITTLE)],
    expect: 'absent',
  },
  { name: 'a little magnesium is some', facts: [...whole, magnesiumDose(1, 8)], expect: 'absent' },
  { name: 'magnesium by mouth', facts: [...whole, magnesiumDose(16, 8, { route: 'enteral' })], expect: 'absent' },
  {
    name: 'magnesium in parenteral nutrition',
    facts: [...whole, magnesiumDose(16, 8, { isMaintenance: true })],
    expect: 'absent',
  },
  { name: 'a part dose', facts: [...whole, magnesiumDose(16, 8, { standing: 'partial' })], expect: 'absent' },
  {
    name: 'on the skin it does not count',
    facts: [...whole, magnesiumDose(16, 8, { route: 'topical' })],
    expect: 'fires info',
  },
  {
    name: 'an infusion that began with the urine',
    facts: [...whole, magnesiumDose(16, 12, { start: at(URINE) })],
    expect: 'fires info',
  },
  {
    name: 'an infusion that ran at the urine',
    facts: [...whole, magnesiumDose(16, 12, { start: at(URINE - A_LITTLE) })],
    expect: 'absent',
  },
  {
    name: 'an infusion of unknown end ran on',
    facts: [...whole, magnesiumDose(16, -30, { start: at(-30), standing: 'running' })],
    expect: 'absent',
  },
  {
    name: 'but not for more than a day',
    facts: [...whole, magnesiumDose(16, -38, { start: at(-38), standing: 'running' })],
    expect: 'fires info',
  },
  {
    name: 'an earlier urine without magnesium before it counts',
    facts: [...whole, magnesiumDose(16, 14), urineMagnesium(2, 18), urineCreatinine(18)],
    expect: 'fires info',
  },
  {
    name: 'a level after magnesium does not pair with the urine before it',
    facts: [
      serumMagnesium(0.5, 2),
      creatinine(),
      egfr(90),
      urineMagnesium(2),
      urineCreatinine(),
      magnesiumDose(16, 12),
      serumMagnesium(0.6, 13),
    ],
    expect: 'fires info',
  },
  {
    name: 'it is left out, even where it is the only one',
    facts: [
      creatinine(),
      egfr(90),
      urineMagnesium(2),
      urineCreatinine(),
      magnesiumDose(16, 12),
      serumMagnesium(0.6, 13),
    ],
    expect: 'unknown',
  },
  {
    name: 'a laxative is not looked at',
    facts: [...whole, dose('magnesium-citrate', undefined, 8)],
    expect: 'fires info',
  },
  { name: 'in hospital an order is nothing given', facts: [...whole, order(2)], expect: 'fires info' },
  { name: 'at home nobody knows', facts: [...whole, order(2)], when: outpatient, expect: 'unknown' },
  {
    name: 'at home, an order that is written later',
    facts: [...whole, order(2, { authoredAt: at(25) })],
    when: outpatient,
    expect: 'fires info',
  },
  { name: 'at home, ordered with the urine', facts: [...whole, order(URINE)], when: outpatient, expect: 'fires info' },
  {
    name: 'at home, an order that ended 24 h before',
    facts: [...whole, order(-60, { activeUntil: at(URINE - 24), status: 'ended' })],
    when: outpatient,
    expect: 'fires info',
  },
  {
    name: 'at home, an order that ended a little later',
    facts: [...whole, order(-60, { activeUntil: at(URINE - 24 + A_LITTLE), status: 'ended' })],
    when: outpatient,
    expect: 'unknown',
  },
  {
    name: 'at home, an order that has ended some time',
    facts: [...whole, order(2, { status: 'ended' })],
    when: outpatient,
    expect: 'fires info',
  },
  {
    name: 'at home, an order on hold',
    facts: [...whole, order(2, { status: 'on-hold', activeUntil: at(40) })],
    when: outpatient,
    expect: 'fires info',
  },
  {
    name: 'at home, an ointment',
    facts: [...whole, order(2, { route: 'topical' })],
    when: outpatient,
    expect: 'fires info',
  },
  {
    name: 'at home, another drug',
    facts: [...whole, drugOrder('potassium-chloride', 2)],
    when: outpatient,
    expect: 'fires info',
  },
];

/** CKD-EPI 2021 of a man of 60 with creatinine 113 µmol/L is 66, with 130 µmol/L 56. */
const man = person({ sex: 'male', bornFrom: at(-60 * 8766) });

const kidneys: readonly Vignette[] = [
  { name: 'eGFR 60', facts: [...serum, ...urine, egfr(60)], expect: 'fires info' },
  { name: 'eGFR below 60', facts: [...serum, ...urine, egfr(59.9)], expect: 'absent' },
  { name: 'eGFR ">60"', facts: [...serum, ...urine, egfr(60, URINE, { comparator: '>' })], expect: 'fires info' },
  { name: 'eGFR "<60"', facts: [...serum, ...urine, egfr(60, URINE, { comparator: '<' })], expect: 'absent' },
  { name: 'eGFR unknown', facts: [...serum, ...urine], expect: 'absent' },
  { name: 'eGFR from the creatinine beside the urine', facts: [...serum, ...urine, man], expect: 'fires info' },
  {
    name: 'from a creatinine of 113 µmol/L',
    facts: [serumMagnesium(), ...urine, man, result('creatinine', [113, 'umol/L'], URINE)],
    expect: 'fires info',
  },
  {
    name: 'from a creatinine of 130 µmol/L',
    facts: [serumMagnesium(), ...urine, man, result('creatinine', [130, 'umol/L'], URINE)],
    expect: 'absent',
  },
  {
    name: 'the eGFR near the urine counts, not the latest',
    facts: [...serum, ...urine, egfr(80, 0), egfr(40, 23)],
    expect: 'fires info',
  },
  { name: 'of two, the nearer', facts: [...serum, ...urine, egfr(40, 8), egfr(80, 11)], expect: 'fires info' },
  {
    name: 'a reported eGFR far from the urine gives way to the creatinine beside it',
    facts: [...serum, ...urine, man, egfr(40, -20)],
    expect: 'fires info',
  },
  {
    name: 'without age and sex the latest reported counts',
    facts: [...serum, ...urine, egfr(80, -20)],
    expect: 'fires info',
  },
  { name: 'and may be too low', facts: [...serum, ...urine, egfr(40, -20)], expect: 'absent' },
  { name: 'acute kidney injury', facts: [...whole, condition('aki')], expect: 'absent' },
  { name: 'creatinine has doubled', facts: [...whole, result('creatinine', [140, 'umol/L'], 22)], expect: 'absent' },
  { name: 'dialysis', facts: [...whole, condition('dialysis')], expect: 'absent' },
  { name: 'injury without a urine: absent, not unknown', facts: [...base, condition('aki')], expect: 'absent' },
];

const others: readonly Vignette[] = [
  { name: 'treatment does not silence it', facts: [...whole, magnesiumDose(16, 12)], expect: 'fires info' },
  { name: 'comfort care', facts: [...whole, condition('comfort-care')], expect: 'not-applicable comfort-care' },
  {
    name: 'a site may pair serum values closer to the urine',
    facts: [serumMagnesium(0.5, 5), creatinine(), egfr(90), urineMagnesium(2), urineCreatinine()],
    parameters: { ...DEFAULT_PARAMETERS, femg: { ...DEFAULT_PARAMETERS.femg, pairSerum_h: 4 } },
    expect: 'unknown',
  },
];

export const cases: readonly Vignette[] = [...pairing, ...magnesiumGiven, ...kidneys, ...others];
