import { describe, expect, test } from 'vitest';
import { ago, type Drug, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

const refractory: Shows = { 'refractory-hypokalemia-mg-unknown': 'warning' };
const responds: Shows = {};

type Add = (p: PatientFile) => PatientFile;

/** An inpatient's potassium that stays at 2.9 over eight hours, no magnesium, and what was given between. */
function flat(done: Add): Add {
  return (p) =>
    done(
      p
        .inpatient()
        .lab('k', 2.9, { at: ago(9) })
        .lab('k', 2.9, { at: ago(1) }),
    );
}

/** One dose in the middle. */
function dose(value: number, unit: string, shows: Shows, drug: Drug = 'kcl'): Row {
  return [`${value} ${unit} of ${drug}`, flat((p) => p.given(drug, value, unit, { at: ago(5) })), shows];
}

/** [hours ago, potassium] in any order, and one dose of so many mEq five hours ago. */
function course(mEq: number, ...results: readonly (readonly [number, number])[]): Add {
  return (p) => {
    for (const [hours, value] of results) p.lab('k', value, { at: ago(hours) });
    return p.inpatient().given('kcl', mEq, 'mEq', { at: ago(5) });
  };
}

const SITE_CODES = [
  'system,code,display,concept,strength_value,strength_unit,per_value,per_unit',
  'urn:example:pharmacy,KCL-DRIP,potassium chloride 2 mEq/ml,potassium-chloride,2,mEq,1,mL',
  'urn:example:pharmacy,CRRT-BAG,replacement fluid,dialysate,,,,',
  'urn:example:pharmacy,FLUSH,line flush,ignore,,,,',
  'urn:example:pharmacy,KCL-20,maintenance fluid with 20 mmol/l,potassium-chloride,20,mmol,1,L',
  'urn:example:pharmacy,KCL-21,fluid with 21 mmol/l,potassium-chloride,21,mmol,1000,mL',
  '',
].join('\n');

describe('refractory hypokalemia of an inpatient', () => {
  const find = judge(
    {
      'the dose that must not have worked': [
        dose(60, 'mEq', refractory),
        dose(59, 'mEq', responds),
        dose(60, 'meq', refractory),
        dose(60, 'MEQ', refractory),
        dose(60, 'mmol', refractory),
        dose(59.9, 'mmol', responds),
        dose(60, 'mMol', refractory),
        dose(4.48, 'g', refractory),
        dose(4.47, 'g', responds),
        dose(4.48, 'gm', refractory),
        dose(4480, 'mg', refractory),
        dose(4470, 'mg', responds),
        dose(60, 'mEq', refractory, 'kclAtc'),
        dose(6.01, 'g', refractory, 'kBicarbonate'),
        dose(6, 'g', responds, 'kBicarbonate'),
        dose(6.49, 'g', refractory, 'kCitrate'),
        dose(6.48, 'g', responds, 'kCitrate'),
        dose(14.06, 'g', refractory, 'kGluconate'),
        dose(14.05, 'g', responds, 'kGluconate'),
        dose(5890, 'mg', refractory, 'kAcetate'),
        dose(5880, 'mg', responds, 'kAcetate'),
        dose(41, 'mmol', refractory, 'kPhosphate'),
        dose(40.9, 'mmol', responds, 'kPhosphate'),
        dose(60, 'mEq', refractory, 'kPhosphate'),
        dose(500, 'mL', responds),
        dose(60, 'tablet', responds),
        dose(30, 'ml', refractory, 'siteDrip'),
        dose(29.9, 'mL', responds, 'siteDrip'),
        dose(60, 'mEq', responds, 'siteFlush'),
        dose(4000, 'mL', responds, 'siteMaintenance'),
        dose(4000, 'mL', refractory, 'siteStronger'),
        ['nothing given or ordered', flat((p) => p), responds],
        [
          'salts together',
          flat((p) =>
            p
              .given('kcl', 20, 'mEq', { at: ago(7) })
              .given('kPhosphate', 15, 'mmol', { at: ago(6) })
              .given('kBicarbonate', 1, 'g', { at: ago(5) })
              .given('siteDrip', 4.1, 'mL', { at: ago(4) }),
          ),
          refractory,
        ],
        [
          'salts together, not enough',
          flat((p) => p.given('kcl', 37.9, 'mEq', { at: ago(7) }).given('kPhosphate', 15, 'mmol', { at: ago(6) })),
          responds,
        ],
        ['stopped', flat((p) => p.given('kcl', 80, 'mEq', { at: ago(5), status: 'stopped' })), responds],
        ['not done', flat((p) => p.given('kcl', 80, 'mEq', { at: ago(5), status: 'not-done' })), responds],
        ['by mouth', flat((p) => p.given('kcl', 60, 'mEq', { at: ago(5), route: 'PO' })), refractory],
        ['in a dialysis bath', flat((p) => p.given('kcl', 80, 'mEq', { at: ago(5), route: 'DIALYS' })), responds],
        [
          'through a renal replacement line',
          flat((p) => p.given('kcl', 80, 'mEq', { at: ago(5), route: 'CRRT' })),
          responds,
        ],
      ],
      'when the dose ended': [
        ['at the first result', flat((p) => p.given('kcl', 60, 'mEq', { at: ago(9) })), refractory],
        ['before the first result', flat((p) => p.given('kcl', 60, 'mEq', { at: ago(9, 1) })), responds],
        [
          'it began before the first result',
          flat((p) => p.given('kcl', 60, 'mEq', { start: ago(12), at: ago(6) })),
          refractory,
        ],
        ['an hour before the last result', flat((p) => p.given('kcl', 60, 'mEq', { at: ago(2) })), refractory],
        ['less than an hour before it', flat((p) => p.given('kcl', 60, 'mEq', { at: ago(2, -1) })), responds],
        [
          'a drip that ended too late',
          flat((p) => p.given('kcl', 60, 'mEq', { start: ago(8), at: ago(1, 30) })),
          responds,
        ],
      ],
      'the run of low results': [
        ['six hours', course(60, [7, 2.9], [1, 2.9]), refractory],
        ['never six hours', course(60, [6.9, 2.9], [1, 2.9]), responds],
        ['a single result', course(60, [1, 2.9]), responds],
        ['the last is 3.5', course(60, [9, 2.9], [1, 3.5]), responds],
        ['the last is 3.49, out of 3.4', course(60, [9, 3.4], [1, 3.49]), refractory],
        ['measured from the earliest, not the lowest', course(60, [9, 2.9], [7.5, 2.5], [1, 2.9]), refractory],
        [
          'measured from the earliest, though the next was higher',
          course(60, [9, 2.5], [7.5, 2.9], [1, 2.9]),
          responds,
        ],
        ['broken by a normal result', course(60, [9, 2.9], [6.5, 3.5], [1, 2.9]), responds],
        ['begun after a normal result', course(60, [20, 3.9], [9, 2.9], [1, 2.9]), refractory],
        ['not broken by 3.4', course(60, [9, 2.9], [6.5, 3.4], [1, 2.9]), refractory],
        ['first result just inside the look-back', course(60, [47.9, 2.9], [1, 2.9]), refractory],
        ['first result outside the look-back', course(60, [48.1, 2.9], [1, 2.9]), responds],
        ['an old result is no baseline', course(60, [60, 2.4], [9, 2.9], [1, 2.9]), refractory],
        ['last result outside the look-back', course(60, [58, 2.9], [49, 2.9]), responds],
      ],
      'the rise that was to be expected': [
        ['0.29 of 0.60', course(60, [9, 2.9], [1, 3.19]), refractory],
        ['0.30 of 0.60', course(60, [9, 2.9], [1, 3.2]), responds],
        ['0.30 of 0.60, whatever the binary fraction', course(60, [9, 2.7], [1, 3]), responds],
        ['more dose, more rise: 0.39 of 0.80', course(80, [9, 2.9], [1, 3.29]), refractory],
        ['more dose, more rise: 0.40 of 0.80', course(80, [9, 2.9], [1, 3.3]), responds],
        ['never more than to 4.0: 0.79 of 1.60', course(200, [9, 2.4], [1, 3.19]), refractory],
        ['never more than to 4.0: 0.80 of 1.60', course(200, [9, 2.4], [1, 3.2]), responds],
        ['it fell', course(60, [9, 3.1], [1, 2.9]), refractory],
      ],
      'ordered, not charted': [
        [
          'an order of the time counts, a step milder',
          flat((p) => p.order('kcl', { authored: ago(10), dose: [40, 'mEq'], perDay: 12 })),
          { 'refractory-hypokalemia-mg-unknown': 'info' },
        ],
        [
          'critical becomes a warning',
          (p) =>
            p
              .inpatient()
              .lab('k', 2.4, { at: ago(9) })
              .lab('k', 2.4, { at: ago(1) })
              .order('kcl', { authored: ago(10), dose: [40, 'mEq'], perDay: 12 }),
          { 'refractory-hypokalemia-mg-unknown': 'warning' },
        ],
        [
          'not where some was charted',
          flat((p) =>
            p
              .order('kcl', { authored: ago(10), dose: [40, 'mEq'], perDay: 12 })
              .given('kcl', 10, 'mEq', { at: ago(5) }),
          ),
          responds,
        ],
        [
          'what was charted counts alone',
          flat((p) =>
            p
              .order('kcl', { authored: ago(10), dose: [40, 'mEq'], perDay: 12 })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          ),
          refractory,
        ],
        [
          'a draft',
          flat((p) => p.order('kcl', { status: 'draft', authored: ago(10), dose: [40, 'mEq'], perDay: 12 })),
          responds,
        ],
        ['too little', flat((p) => p.order('kcl', { authored: ago(10), dose: [10, 'mEq'], perDay: 2 })), responds],
      ],
      dialysis: [
        ['a condition', flat((p) => p.condition('dialysis').given('kcl', 60, 'mEq', { at: ago(5) })), responds],
        [
          'a condition by SNOMED CT',
          flat((p) => p.condition('dialysisSnomed').given('kcl', 60, 'mEq', { at: ago(5) })),
          responds,
        ],
        ['continuous', flat((p) => p.condition('crrt').given('kcl', 60, 'mEq', { at: ago(5) })), responds],
        [
          'no longer',
          flat((p) =>
            p
              .condition('dialysis', { clinicalStatus: { coding: [{ code: 'inactive' }] } })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          ),
          refractory,
        ],
        [
          'a dialysate that runs',
          flat((p) =>
            p
              .given('siteDialysate', 500, 'mL', { at: ago(0, 30), route: 'CRRT' })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          ),
          responds,
        ],
      ],
      'potassium by mass': [
        [
          '10 mg/dL is 2.56 mmol/L',
          (p) =>
            p
              .inpatient()
              .lab('k', 10, { at: ago(9), unit: 'mg/dL', loinc: '22760-3' })
              .lab('k', 10, { at: ago(1), unit: 'mg/dL', loinc: '22760-3' })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          refractory,
        ],
        [
          'code and unit disagree: at most a warning',
          (p) =>
            p
              .inpatient()
              .lab('k', 2.4, { at: ago(9), loinc: '22760-3' })
              .lab('k', 2.4, { at: ago(1), loinc: '22760-3' })
              .given('kcl', 60, 'mEq', { at: ago(5) }),
          refractory,
        ],
      ],
    },
    { args: ['--codes', '@site.csv'], files: { 'site.csv': SITE_CODES } },
  );

  test('the figures of the rule', () => {
    const { detail, summary } = find('never more than to 4.0: 0.79 of 1.60', 'refractory-hypokalemia-mg-unknown');
    expect(detail['doseMEq']).toBeCloseTo(200, 9);
    expect(detail['riseMmolPerL']).toBeCloseTo(0.79, 9);
    expect(detail['expectedMmolPerL']).toBeCloseTo(1.6, 9);
    expect(summary).toMatch(/^K 3\.19 after 200 mEq in 8 h; no magnesium level in 72 h – check Mg$/);
  });

  test.each([
    ['4.48 g of kcl', 60.0768],
    ['6.01 g of kBicarbonate', 60.0399],
    ['6.49 g of kCitrate', 60.0325],
    ['14.06 g of kGluconate', 60.0362],
    ['5890 mg of kAcetate', 60.0191],
    ['41 mmol of kPhosphate', 60.1333],
    ['30 ml of siteDrip', 60],
    ['salts together', 60.19],
  ])('%s is %f mEq', (name, mEq) => {
    const { detail } = find(name, 'refractory-hypokalemia-mg-unknown');
    expect(Math.abs(Number(detail['doseMEq']) - mEq)).toBeLessThan(0.01);
  });

  test('the evidence names results and doses', () => {
    const { evidence } = find('salts together', 'refractory-hypokalemia-mg-unknown');
    const references = evidence.map(({ reference }) => reference.split('/')[0]);
    expect(references.filter((type) => type === 'MedicationAdministration')).toHaveLength(4);
    expect(references.filter((type) => type === 'Observation')).toHaveLength(2);
  });
});
