import { ago, ahead } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';
import { type Add, both, insulinRuns, mg, stuck } from './stuck-potassium.ts';

const LOW_NORMAL = 'refractory-hypokalemia-mg-low-normal';
const lowNormal = (severity: 'info' | 'warning'): Shows => ({ [LOW_NORMAL]: severity });

/** Potassium that stays at 3.2, magnesium 1.9 mg/dL, and what else there is. */
function with19(also: Add): Add {
  return stuck(3.2, both(mg(1.9), also));
}

judge({
  'magnesium is low-normal': [
    ['amphotericin ordered', with19((p) => p.order('amphotericin')), lowNormal('warning')],
    ['cyclosporine ordered', with19((p) => p.order('cyclosporine')), lowNormal('warning')],
    ['cetuximab ordered', with19((p) => p.order('cetuximab')), lowNormal('warning')],
    ['foscarnet ordered', with19((p) => p.order('foscarnet')), lowNormal('warning')],
    ['torsemideAtc ordered', with19((p) => p.order('torsemideAtc')), lowNormal('warning')],
    ['everolimus ordered', with19((p) => p.order('everolimus')), lowNormal('info')],
    ['ifosfamide ordered', with19((p) => p.order('ifosfamide')), lowNormal('info')],
    ['vonoprazan ordered: off by default', with19((p) => p.order('vonoprazan', { route: 'PO' })), lowNormal('info')],
    ['kanamycin ordered, PO', with19((p) => p.order('kanamycin', { route: 'PO' })), lowNormal('info')],
    [
      'streptomycin ordered, IM',
      with19((p) => p.order('streptomycin', { route: 'intramuscular' })),
      lowNormal('warning'),
    ],
    ['diarrhea', with19((p) => p.condition('diarrhea')), lowNormal('warning')],
    [
      'diarrhea that is over',
      with19((p) => p.condition('diarrhea', { clinicalStatus: { coding: [{ code: 'resolved' }] } })),
      lowNormal('info'),
    ],
    ['short bowel', with19((p) => p.condition('shortBowel')), lowNormal('warning')],
    [
      'epinephrine into a muscle is no infusion',
      with19((p) => p.given('epinephrine', 0.3, 'mg', { at: ago(4), route: 'intramuscular' })),
      lowNormal('info'),
    ],
    [
      'bicarbonate runs',
      with19((p) => p.given('sodiumBicarbonate', 150, 'mEq', { start: ago(6), at: ago(3), route: 'IV DRIP' })),
      {},
    ],
    [
      'bicarbonate ran seven hours ago',
      with19((p) => p.given('sodiumBicarbonate', 150, 'mEq', { start: ago(10), at: ago(7), route: 'IV DRIP' })),
      lowNormal('info'),
    ],
    [
      'bicarbonate by mouth is no infusion',
      with19((p) => p.given('sodiumBicarbonate', 650, 'mg', { at: ago(3), route: 'PO' })),
      lowNormal('info'),
    ],
    [
      'albuterol nebulised for two hours',
      with19((p) => p.given('albuterol', 20, 'mg', { start: ago(5), at: ago(3), route: 'inhaled' })),
      {},
    ],
    [
      'albuterol by mouth once',
      with19((p) => p.given('albuterol', 4, 'mg', { at: ago(3), route: 'PO' })),
      lowNormal('info'),
    ],
    [
      'hydrochlorothiazide ordered, PO',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('hydrochlorothiazide', { route: 'PO' })),
      ),
      lowNormal('warning'),
    ],
    [
      'gentamicin ordered, IV',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('gentamicin', { route: 'IV' })),
      ),
      lowNormal('warning'),
    ],
    [
      'tacrolimus ordered, PO',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('tacrolimus', { route: 'PO' })),
      ),
      lowNormal('warning'),
    ],
    [
      'tacrolimus ordered, topical',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('tacrolimus', { route: 'topical' })),
      ),
      lowNormal('info'),
    ],
    [
      'cisplatin ordered, IV',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('cisplatin', { route: 'IV' })),
      ),
      lowNormal('warning'),
    ],
    [
      'neomycin ordered, PO',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('neomycin', { route: 'PO' })),
      ),
      lowNormal('info'),
    ],
    [
      'pentamidine ordered, IV',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('pentamidine', { route: 'IV' })),
      ),
      lowNormal('warning'),
    ],
    [
      'pentamidine ordered, inhaled',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('pentamidine', { route: 'inhaled' })),
      ),
      lowNormal('info'),
    ],
    [
      'spironolactone ordered, PO',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('spironolactone', { route: 'PO' })),
      ),
      lowNormal('info'),
    ],
    [
      'insulin under the skin is no infusion',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('insulin', 10, 'U', { at: ago(4), route: 'SC' })),
      ),
      lowNormal('info'),
    ],
    ['1.7 mg/dL', stuck(3.2, mg(1.7)), lowNormal('info')],
    ['2.09 mg/dL', stuck(3.2, mg(2.09)), lowNormal('info')],
    ['2.1 mg/dL is normal', stuck(3.2, mg(2.1)), {}],
    ['0.70 mmol/L', stuck(3.2, (p) => p.lab('mgMoles', 0.7)), lowNormal('info')],
    ['0.84 mmol/L', stuck(3.2, (p) => p.lab('mgMoles', 0.84)), lowNormal('info')],
    ['0.85 mmol/L is normal', stuck(3.2, (p) => p.lab('mgMoles', 0.85)), {}],
    ['1.69 mEq/L', stuck(3.2, (p) => p.lab('mgMoles', 1.69, { unit: 'meq/L' })), lowNormal('info')],
    ['1.7 mEq/L is normal', stuck(3.2, (p) => p.lab('mgMoles', 1.7, { unit: 'meq/L' })), {}],
    ['potassium 3.0', stuck(3, mg(1.9)), lowNormal('info')],
    ['potassium 2.99', stuck(2.99, mg(1.9)), lowNormal('warning')],
    ['potassium 2.4 is no more than a warning', stuck(2.4, mg(1.9)), lowNormal('warning')],
    [
      'furosemide ordered',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('furosemide')),
      ),
      lowNormal('warning'),
    ],
    [
      'furosemide given within 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('furosemide', 40, 'mg', { at: ago(23) })),
      ),
      lowNormal('warning'),
    ],
    [
      'furosemide given before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('furosemide', 40, 'mg', { at: ago(25) })),
      ),
      lowNormal('info'),
    ],
    [
      'pantoprazole given within 72 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('pantoprazole', 40, 'mg', { at: ago(71) })),
      ),
      lowNormal('warning'),
    ],
    [
      'pantoprazole given before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('pantoprazole', 40, 'mg', { at: ago(73) })),
      ),
      lowNormal('info'),
    ],
    [
      'alcohol dependence',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('alcohol')),
      ),
      lowNormal('warning'),
    ],
    ['insulin runs', with19(insulinRuns), {}],
    [
      'insulin ran thirteen hours ago',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('insulin', 10, 'U', { start: ago(20), at: ago(13) })),
      ),
      lowNormal('info'),
    ],
    [
      'epinephrine runs',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('epinephrine', 2, 'mg', { start: ago(5), at: ago(4) })),
      ),
      {},
    ],
    [
      'epinephrine ran seven hours ago',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('epinephrine', 2, 'mg', { start: ago(9), at: ago(7) })),
      ),
      lowNormal('info'),
    ],
    [
      'periodic paralysis',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('periodicParalysis')),
      ),
      {},
    ],
    [
      '8 mEq of magnesium in 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 8, 'mEq', { at: ago(23) })),
      ),
      {},
    ],
    [
      '8 mEq of magnesium before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 8, 'mEq', { at: ago(25) })),
      ),
      lowNormal('info'),
    ],
    [
      '7.9 mEq of magnesium in 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 7.9, 'mEq', { at: ago(23) })),
      ),
      lowNormal('info'),
    ],
    [
      'magnesium ordered',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('mgSulfate')),
      ),
      { [LOW_NORMAL]: 'in-progress' },
    ],
    [
      'magnesium order of yesterday before',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('mgSulfate', { authored: ago(30), period: { end: ahead(9) } })),
      ),
      lowNormal('info'),
    ],
    [
      'eGFR 29',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.lab('egfr', 29)),
      ),
      {},
    ],
    [
      'eGFR 30',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.lab('egfr', 30)),
      ),
      lowNormal('info'),
    ],
    [
      'dialysis',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('dialysis')),
      ),
      {},
    ],
    ['high', stuck(3.2, mg(3)), { hypermagnesemia: 'info' }],
  ],
});
