import { ago, type Lab, labConcept, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;
type Fields = Readonly<Record<string, unknown>>;

const suspect: Shows = { 'specimen-suspect-electrolytes': 'info' };
const low: Shows = { 'mg-low': 'info' };
const severeCa: Shows = { 'hypocalcemia-mg-unknown': 'warning' };

interface Tube {
  readonly k?: number;
  readonly ca?: number;
  readonly caLab?: Lab;
  readonly caAt?: string;
  readonly kFields?: Fields;
  readonly caFields?: Fields;
  readonly also?: Add;
}

/** Potassium 7.5 and total calcium 7.0 mg/dL of one time, unless said otherwise. */
function tube({
  k = 7.5,
  ca = 7,
  caLab = 'ca',
  caAt = ago(4),
  kFields = {},
  caFields = {},
  also = (p) => p,
}: Tube): Add {
  return (p) => also(p.lab('k', k, { also: kFields }).lab(caLab, ca, { at: caAt, also: caFields }));
}

function specimen(name: string): Fields {
  return { specimen: { reference: `Specimen/${name}` } };
}

const HEMOLYZED: readonly (readonly [string, Fields])[] = [
  ['a note', { note: [{ text: 'Specimen HEMOLYZED, interpret with care' }] }],
  ['a British note', { note: [{ text: 'haemolysed +++' }] }],
  ['an interpretation', { interpretation: [{ text: 'slight hemolysis' }] }],
  [
    'an interpretation by its display',
    { interpretation: [{ coding: [{ system: 'urn:example', code: 'HEM', display: 'Haemolysis' }] }] },
  ],
];

/** A low magnesium nine hours ago and a normal one since, which may not count. */
function lowThenNormal(fields: Fields, also: Add = (p) => p): Add {
  return (p) => also(p.lab('mg', 1.6, { at: ago(9) }).lab('mg', 2, { also: fields }));
}

/** The laboratory's word on hemolysis, in a result of its own. */
function hemolysis(value: Fields, at = ago(4), fields: Fields = {}): Add {
  return (p) =>
    p.add({
      resourceType: 'Observation',
      status: 'final',
      code: labConcept('20393-5'),
      subject: p.reference,
      effectiveDateTime: at,
      ...value,
      ...fields,
    });
}

const POSITIVE: Fields = {
  valueCodeableConcept: {
    coding: [{ system: 'http://snomed.info/sct', code: '10828004', display: 'Positive' }],
    text: 'Positive',
  },
};
const NEGATIVE: Fields = {
  valueCodeableConcept: {
    coding: [{ system: 'http://snomed.info/sct', code: '260385009', display: 'Negative' }],
    text: 'Negative',
  },
};

interface Draw {
  /** Before and in the suspect specimen. */
  readonly k?: readonly [number, number];
  readonly mg?: readonly [number, number];
  readonly creat?: readonly [number, number];
  readonly glucose?: readonly [number, 'mg/dL' | 'mmol/L'];
  readonly hours?: number;
}

/** Potassium, magnesium and creatinine that fall by 40 % within twelve hours beside much glucose, unless said otherwise. */
function drawn({ k = [4.5, 2.7], mg = [2, 1.1], creat = [1, 0.6], glucose = [450, 'mg/dL'], hours = 12 }: Draw): Add {
  return (p) => {
    const pairs: readonly (readonly [Lab, readonly [number, number]])[] = [
      ['k', k],
      ['mg', mg],
      ['creat', creat],
    ];
    for (const [lab, [before, after]] of pairs) p.lab(lab, before, { at: ago(4 + hours) }).lab(lab, after);
    return p.lab(glucose[1] === 'mg/dL' ? 'glucose' : 'glucoseMoles', glucose[0]);
  };
}

judge({
  'the tube of a blood count': [
    ['potassium 6.0 and calcium 7.59 mg/dL', tube({ k: 6, ca: 7.59 }), suspect],
    ['potassium 5.9', tube({ k: 5.9 }), severeCa],
    ['calcium 7.6 mg/dL', tube({ ca: 7.6 }), {}],
    ['calcium 1.89 mmol/L', tube({ ca: 1.89, caLab: 'caMoles' }), suspect],
    ['calcium 1.90 mmol/L', tube({ ca: 1.9, caLab: 'caMoles' }), {}],
    ['uncorrected calcium counts', tube({ ca: 7.5, also: (p) => p.lab('alb', 2) }), suspect],
    ['ionized calcium 0.99 mmol/L', tube({ ca: 0.99, caLab: 'ica' }), suspect],
    ['ionized calcium 1.00 mmol/L', tube({ ca: 1, caLab: 'ica' }), { 'hypocalcemia-mg-unknown': 'info' }],
    ['ionized calcium 3.99 mg/dL', tube({ ca: 3.99, caLab: 'icaMass' }), suspect],
    ['potassium at the end of what is plausible', tube({ k: 12 }), suspect],
    ['potassium beyond what is plausible', tube({ k: 12.1 }), severeCa],
    ['potassium ">8.0"', tube({ kFields: { valueQuantity: { comparator: '>', value: 8, unit: 'mmol/L' } } }), suspect],
    ['its low magnesium is not believed', tube({ also: (p) => p.lab('mg', 0.9) }), suspect],
    ['its low ionized magnesium is not believed', tube({ also: (p) => p.lab('img', 0.2) }), suspect],
    [
      'a magnesium before it counts again',
      tube({ also: (p) => p.lab('mg', 0.9).lab('mg', 1.6, { at: ago(9) }) }),
      { ...suspect, ...low },
    ],
    ['five minutes apart', tube({ caAt: ago(4, -5) }), suspect],
    ['six minutes apart', tube({ caAt: ago(4, -6) }), severeCa],
    ['five minutes before', tube({ caAt: ago(4, 5) }), suspect],
    ['two specimens of one time', tube({ kFields: specimen('a'), caFields: specimen('b') }), severeCa],
    ['one specimen', tube({ kFields: specimen('c'), caFields: specimen('c'), caAt: ago(3, 30) }), suspect],
    ['one of them names its specimen', tube({ kFields: specimen('d') }), suspect],
    [
      'a magnesium of another specimen is believed',
      tube({ kFields: specimen('e'), caFields: specimen('e'), also: (p) => p.lab('mg', 1.6, { also: specimen('f') }) }),
      { ...suspect, ...low },
    ],
    ['a clean potassium since', tube({ also: (p) => p.lab('k', 4.2, { at: ago(1) }) }), {}],
    ['a clean potassium before', tube({ also: (p) => p.lab('k', 4.2, { at: ago(9) }) }), suspect],
    [
      'its magnesium is not believed for as long as it is looked back at',
      (p) =>
        p
          .inpatient()
          .lab('k', 7.5, { at: ago(60) })
          .lab('ca', 7, { at: ago(60) })
          .lab('mg', 0.9, { at: ago(60) }),
      {},
    ],
    [
      'its potassium ends no run',
      (p) =>
        p
          .inpatient()
          .lab('k', 2.9, { at: ago(9) })
          .lab('k', 7.5, { at: ago(6) })
          .lab('ca', 7, { at: ago(6) })
          .lab('k', 2.9, { at: ago(1) })
          .given('kcl', 60, 'mEq', { at: ago(5) }),
      { 'refractory-hypokalemia-mg-unknown': 'warning' },
    ],
    [
      'its calcium is not believed, an earlier one is',
      tube({ also: (p) => p.lab('ca', 8, { at: ago(9) }).lab('alb', 4) }),
      { ...suspect, 'hypocalcemia-mg-unknown': 'info' },
    ],
    [
      'out of the look-back of an inpatient',
      (p) =>
        p
          .inpatient()
          .lab('k', 7.5, { at: ago(49) })
          .lab('ca', 7, { at: ago(49) }),
      {},
    ],
  ],
  hemolysis: [
    ...HEMOLYZED.map(
      ([name, fields]) => [`${name}: a normal magnesium does not clear`, lowThenNormal(fields), low] as const,
    ),
    ['without it a normal magnesium clears', lowThenNormal({ note: [{ text: 'fasting' }] }), {}],
    [
      'a low magnesium is believed',
      (p) => p.lab('mg', 1.1, { also: { note: [{ text: 'hemolyzed' }] } }),
      { 'mg-low': 'warning' },
    ],
    ['a result of its own, positive', lowThenNormal({}, hemolysis(POSITIVE)), low],
    ['a result of its own, negative', lowThenNormal({}, hemolysis(NEGATIVE)), {}],
    ['a result of its own, five minutes apart', lowThenNormal({}, hemolysis(POSITIVE, ago(4, -5))), low],
    ['a result of its own, six minutes apart', lowThenNormal({}, hemolysis(POSITIVE, ago(4, -6))), {}],
    [
      'a result of its own, of the same specimen',
      lowThenNormal(specimen('g'), hemolysis(POSITIVE, ago(3), specimen('g'))),
      low,
    ],
    [
      'a result of its own, of another specimen',
      lowThenNormal(specimen('h'), hemolysis(POSITIVE, ago(4), specimen('i'))),
      {},
    ],
    [
      'a hemolyzed normal potassium ends no run',
      (p) =>
        p
          .inpatient()
          .lab('k', 2.9, { at: ago(9) })
          .lab('k', 3.9, { at: ago(6), also: { note: [{ text: 'hemolyzed' }] } })
          .lab('k', 2.9, { at: ago(1) })
          .given('kcl', 60, 'mEq', { at: ago(5) }),
      { 'refractory-hypokalemia-mg-unknown': 'warning' },
    ],
    [
      'a hemolyzed normal potassium is not the latest',
      (p) =>
        p
          .inpatient()
          .lab('k', 2.9, { at: ago(9) })
          .lab('k', 2.9, { at: ago(2) })
          .lab('k', 3.9, { at: ago(1), also: { note: [{ text: 'hemolyzed' }] } })
          .given('kcl', 60, 'mEq', { at: ago(5) }),
      { 'refractory-hypokalemia-mg-unknown': 'warning' },
    ],
    [
      'a hemolyzed low potassium is believed',
      (p) => p.lab('mg', 1.6).lab('k', 3.2, { also: { note: [{ text: 'hemolyzed' }] } }),
      { 'mg-low': 'warning' },
    ],
  ],
  'drawn from a running line': [
    [
      'without a potassium nothing is said, and nothing of it is believed',
      (p) =>
        p
          .lab('ca', 9, { at: ago(12) })
          .lab('mg', 2, { at: ago(12) })
          .lab('alb', 4, { at: ago(12) })
          .lab('ca', 5.4)
          .lab('mg', 1.1)
          .lab('alb', 2.4)
          .lab('glucose', 450),
      {},
    ],
    ['three fall by 40 % beside 450 mg/dL of glucose', drawn({}), suspect],
    ['by 30 %', drawn({ k: [4, 2.8], mg: [2, 1.4], creat: [1, 0.7] }), suspect],
    ['one of them by 29 %', drawn({ k: [4, 2.84] }), { 'mg-low': 'warning' }],
    ['glucose 395 mg/dL', drawn({ glucose: [395, 'mg/dL'] }), { 'mg-low': 'warning' }],
    ['glucose 22 mmol/L', drawn({ glucose: [22, 'mmol/L'] }), suspect],
    ['glucose 21.9 mmol/L', drawn({ glucose: [21.9, 'mmol/L'] }), { 'mg-low': 'warning' }],
    ['fallen since more than a day', drawn({ hours: 24.1 }), { 'mg-low': 'warning' }],
  ],
});
