import { describe, expect, test } from 'vitest';
import { ago, type Lab, type PatientFile } from './patient-files.ts';
import { evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'refeeding-electrolyte-drop';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

const HEMOLYZED = { note: [{ text: 'hemolyzed' }] };
const SNOMED = 'http://snomed.info/sct';
const PARENTERAL_NUTRITION = '225372007';

interface Fall {
  readonly startH?: number;
  readonly baseH?: number;
  readonly postH?: number;
}

/** From this value before to that one since feeding began sixty hours ago. */
function fell(lab: Lab, base: number, post: number, { startH = 60, baseH = startH + 10, postH = 4 }: Fall = {}): Add {
  return (p) =>
    p
      .inpatient()
      .fed(ago(startH))
      .lab(lab, base, { at: ago(baseH), id: `${lab}-base` })
      .lab(lab, post, { at: ago(postH), id: `${lab}-post` });
}

function also(first: Add, ...more: readonly Add[]): Add {
  return (p) => more.reduce((file, add) => add(file), first(p));
}

/** A second analyte of the same feeding. */
function and(lab: Lab, base: number, post: number): Add {
  return (p) => p.lab(lab, base, { at: ago(70) }).lab(lab, post, { at: ago(4) });
}

function row(lab: Lab, [base, post]: readonly [number, number], shows: Shows): Row {
  return [`${lab} from ${base} to ${post}`, fell(lab, base, post), shows];
}

const phosFell: Add = (p) => p.lab('phos', 3, { at: ago(70) }).lab('phos', 2, { at: ago(4) });

/** The fall of the phosphate, with feeding as it is said there. */
function feeding(start: Add): Add {
  return (p) => phosFell(start(p.inpatient()));
}

describe('refeeding', () => {
  const find = judge(
    {
      'one analyte': [
        row('phos', [3, 2.4], warning),
        row('phos', [3, 2.41], nothing),
        row('phos', [3.2, 2.5], nothing),
        row('phos', [3, 2], warning),
        row('phos', [1.3, 0.9], critical),
        row('phos', [1.2, 0.9], warning),
        row('phos', [1.5, 1], warning),
        row('phosMoles', [1, 0.8], nothing),
        row('phosMoles', [1, 0.79], warning),
        row('phosMoles', [0.5, 0.31], critical),
        row('phosMoles', [0.5, 0.32], warning),
        row('k', [4.3, 3.4], warning),
        row('k', [4.2, 3.4], nothing),
        row('k', [4.5, 3.5], nothing),
        row('k', [3.6, 2.4], critical),
        row('k', [3.6, 2.5], warning),
        row('k', [3.3, 2.4], warning),
        row('mg', [2, 1.6], warning),
        row('mg', [2.2, 1.7], nothing),
        row('mg', [1.4, 0.9], critical),
        row('mg', [1.5, 1], warning),
        row('mgMoles', [0.9, 0.69], warning),
        row('mgMoles', [0.9, 0.7], nothing),
        row('mgMoles', [0.6, 0.39], critical),
        row('phos', [2.4, 2.6], nothing),
        row('phos', [2.4, 2.4], nothing),
        [
          'phosphate in two units',
          also(fed(60), (p) => p.lab('phos', 3, { at: ago(70) }).lab('phosMoles', 0.75)),
          warning,
        ],
      ],
      'two analytes': [
        ['11 % and 10 %', also(fell('phos', 2.7, 2.4), and('k', 4, 3.6)), info],
        ['11 % and less than 10 %', also(fell('phos', 2.7, 2.4), and('k', 4, 3.61)), nothing],
        ['both fell, none is low', also(fell('phos', 3.2, 2.8), and('k', 4.2, 3.7)), nothing],
        ['both fell, the magnesium is low', also(fell('phos', 3.2, 2.8), and('mg', 1.9, 1.6)), info],
        ['11 % alone', fell('phos', 2.7, 2.4), nothing],
        ['one fell by 30 % and is normal, the other is low', also(fell('k', 5.1, 3.5), and('phos', 2.4, 2.3)), warning],
        ['one fell by 30 %, the other is severe', also(fell('k', 5.1, 3.5), and('phos', 1, 0.9)), critical],
        ['one fell by 29 %, the other is severe', also(fell('k', 5.1, 3.7), and('phos', 1, 0.9)), warning],
      ],
      'when feeding began': [
        ['less than 120 h ago', fell('phos', 3, 2, { startH: 119.9 }), warning],
        ['120 h ago', fell('phos', 3, 2, { startH: 120 }), nothing],
        ['later on', also((p) => p.inpatient().fed(ago(-2)), phosFell), nothing],
        ['the value before is 48 h older', fell('phos', 3, 2, { baseH: 108 }), warning],
        ['the value before is more than 48 h older', fell('phos', 3, 2, { baseH: 108.1 }), nothing],
        ['the value before is of the start', fell('phos', 3, 2, { baseH: 60 }), warning],
        ['the value before is of after the start', fell('phos', 3, 2, { baseH: 59.9 }), nothing],
        ['the last value before counts', also(fell('phos', 3, 2), (p) => p.lab('phos', 2.1, { at: ago(61) })), nothing],
        [
          'the lowest value since counts',
          also(fell('phos', 3, 2.9), (p) => p.lab('phos', 2, { at: ago(20) })),
          warning,
        ],
        [
          'nothing since the start',
          also(fed(3), (p) => p.lab('phos', 3, { at: ago(70) }).lab('phos', 2, { at: ago(4) })),
          nothing,
        ],
        ['no feeding', also((p) => p.inpatient(), phosFell), nothing],
      ],
      'what feeding is': [
        ['tube feeding', feeding((p) => p.fed(ago(60))), warning],
        ['tube feeding, since completed', feeding((p) => p.fed(ago(60), { status: 'completed' })), warning],
        ['entered in error', feeding((p) => p.fed(ago(60), { status: 'entered-in-error' })), nothing],
        ['a draft', feeding((p) => p.fed(ago(60), { status: 'draft' })), nothing],
        [
          'parenteral nutrition, begun then',
          feeding((p) => p.procedure(SNOMED, PARENTERAL_NUTRITION, { performedDateTime: ago(60) })),
          warning,
        ],
        [
          'parenteral nutrition, going on since then',
          feeding((p) =>
            p.procedure(SNOMED, PARENTERAL_NUTRITION, { status: 'in-progress', performedPeriod: { start: ago(60) } }),
          ),
          warning,
        ],
        [
          'parenteral nutrition that was not done',
          feeding((p) => p.procedure(SNOMED, PARENTERAL_NUTRITION, { status: 'not-done', performedDateTime: ago(60) })),
          nothing,
        ],
        [
          'parenteral nutrition by its ICD-10-PCS code',
          feeding((p) =>
            p.procedure('http://www.cms.gov/Medicare/Coding/ICD10', '3E0436Z', { performedDateTime: ago(60) }),
          ),
          warning,
        ],
        ['another procedure', feeding((p) => p.procedure(SNOMED, '80146002', { performedDateTime: ago(60) })), nothing],
      ],
      'cannot tell': [
        ['no value before', (p) => p.inpatient().fed(ago(60)).lab('phos', 1.5), nothing],
        [
          'no value since',
          (p) =>
            p
              .inpatient()
              .fed(ago(60))
              .lab('phos', 3, { at: ago(70) }),
          nothing,
        ],
        [
          'the value before is of a hemolyzed sample',
          also(fed(60), (p) => p.lab('phos', 3, { at: ago(70), also: HEMOLYZED }).lab('phos', 2)),
          nothing,
        ],
        [
          'the low value since is of a hemolyzed sample',
          also(fed(60), (p) => p.lab('phos', 3, { at: ago(70) }).lab('phos', 2, { also: HEMOLYZED })),
          warning,
        ],
        ['no values', (p) => p.inpatient().fed(ago(60)), nothing],
        [
          'the value before is entered in error',
          also(fed(60), (p) => p.lab('phos', 3, { at: ago(70), also: { status: 'entered-in-error' } }).lab('phos', 2)),
          nothing,
        ],
        [
          'the value since is of a contaminated tube',
          also(fell('mg', 2, 1.2), (p) => p.lab('k', 7).lab('ca', 6.5)),
          nothing,
        ],
      ],
      exclusions: [
        ['dialysis', also(fell('phos', 3, 2), (p) => p.condition('dialysis')), nothing],
        [
          'a dialysis session',
          also(fell('phos', 3, 2), (p) => p.procedure(SNOMED, '302497006', { performedDateTime: ago(30) })),
          nothing,
        ],
        ['comfort care', also(fell('phos', 3, 2), (p) => p.condition('comfort')), nothing],
        [
          'replaced since: it is seen all the same',
          also(fell('mg', 2, 1.5), (p) => p.given('mgSulfate', 2, 'g')),
          warning,
        ],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('phos from 3 to 2', RULE).summary).toMatch(
      // To the latest value that is used: feeding began sixty hours ago, and that value is four hours old.
      /^Since feeding began 56 h ago or more: PO4 [–−-]33(\.3)? %.* – refeeding pattern$/,
    );
    expect(find('both fell, the magnesium is low', RULE).summary).toMatch(
      /PO4 .*1[23].* %.*Mg .*1[56].* % – refeeding pattern$/,
    );
  });

  test('it rests on both values and on the feeding', () => {
    const finding = find('phos from 3 to 2', RULE);
    expect(evidenceOf(finding, 'phos-base')).toBe('3 mg/dL');
    expect(evidenceOf(finding, 'phos-post')).toBe('2 mg/dL');
    expect(finding.evidence.some(({ reference }) => reference.startsWith('NutritionOrder/'))).toBe(true);
  });
});

function fed(hours: number): Add {
  return (p) => p.inpatient().fed(ago(hours));
}
