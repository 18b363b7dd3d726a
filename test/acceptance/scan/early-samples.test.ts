import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const asking: Shows = { 'hypocalcemia-mg-unknown': 'info' };
const explained: Shows = { 'mg-low': 'in-progress' };
const nothing: Shows = {};

interface Course {
  readonly dose?: readonly [number, string];
  readonly start?: string;
  readonly end?: string;
  readonly route?: string;
  readonly status?: string;
  readonly drug?: 'mgSulfate' | 'mgOxide';
  readonly after?: number;
  readonly also?: Add;
}

/** Magnesium 1.5 ten hours ago, 2 g from eight to seven hours ago, magnesium 2.0 four hours ago. */
function course({
  dose = [2, 'g'],
  start = ago(8),
  end = ago(7),
  route = 'IV',
  status = 'completed',
  drug = 'mgSulfate',
  after = 2,
  also = (p) => p,
}: Course): Add {
  return (p) =>
    also(
      p
        .lab('mg', 1.5, { at: ago(10) })
        .given(drug, dose[0], dose[1], { start, at: end, route, status })
        .lab('mg', after),
    );
}

judge({
  'a normal sample soon after a dose does not clear': [
    [
      'two doses of 0.6 g are no dose of 1 g',
      course({ dose: [0.6, 'g'], also: (p) => p.given('mgSulfate', 0.6, 'g', { at: ago(6) }) }),
      nothing,
    ],
    ['three hours', course({}), explained],
    ['less than six hours', course({ start: ago(9, 59.5), end: ago(9, 59) }), explained],
    ['six hours', course({ start: ago(11), end: ago(10) }), nothing],
    ['1 g', course({ dose: [1, 'g'] }), explained],
    ['8 mEq', course({ dose: [8, 'mEq'] }), explained],
    ['0.9 g is too little to mislead', course({ dose: [0.9, 'g'] }), nothing],
    ['by mouth it does not mislead', course({ drug: 'mgOxide', dose: [400, 'mg'], route: 'PO' }), nothing],
    ['not done', course({ status: 'not-done' }), nothing],
    ['while it runs', course({ start: ago(5), end: ago(3) }), explained],
    ['as it starts', course({ start: ago(4), end: ago(3) }), nothing],
    ['a low-normal one does not either', course({ after: 1.8 }), explained],
    [
      'of obstetric magnesium it does',
      course({ also: (p) => p.condition('preEclampsia').order('mgSulfate', { authored: ago(11) }) }),
      nothing,
    ],
  ],
  'what an early sample still says': [
    ['low is low', course({ after: 1.1 }), { 'mg-low': 'warning' }],
    ['low, and the dose ended after it: treated', course({ after: 1.1, start: ago(5), end: ago(3) }), explained],
    ['high is high', course({ after: 4 }), { hypermagnesemia: 'warning' }],
  ],
  'an early sample is not the same as none': [
    [
      'calcium low, magnesium early',
      (p) =>
        p
          .lab('ica', 1.11)
          .given('mgSulfate', 2, 'g', { at: ago(6) })
          .lab('mg', 2),
      nothing,
    ],
    [
      'calcium low, magnesium late',
      (p) =>
        p
          .lab('ica', 1.11)
          .given('mgSulfate', 2, 'g', { at: ago(10) })
          .lab('mg', 2),
      nothing,
    ],
    ['calcium low, no magnesium', (p) => p.lab('ica', 1.11).given('mgSulfate', 2, 'g', { at: ago(6) }), asking],
    [
      'calcium low, the dose came later',
      (p) => p.lab('ica', 1.11).given('mgSulfate', 2, 'g', { at: ahead(1) }),
      asking,
    ],
  ],
});
