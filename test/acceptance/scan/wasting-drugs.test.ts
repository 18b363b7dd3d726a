import { describe, expect, test } from 'vitest';
import { ago, type Drug, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'mg-wasting-drug-no-mg-monitoring';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const explained: Shows = { [RULE]: 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

const HEMOLYZED = { note: [{ text: 'hemolyzed' }] };
const DAY_H = 24;

/** An order that goes on since then, of an inpatient. */
function on(drug: Drug, sinceH: number, route = 'IV'): Add {
  return (p) => p.inpatient().order(drug, { authored: ago(sinceH), route });
}

/** Doses into a vein at these hours before the instant, of an inpatient. */
function doses(drug: Drug, ...hours: readonly number[]): Add {
  return (p) => hours.reduce((file, h) => file.given(drug, 50, 'mg', { at: ago(h) }), p.inpatient());
}

function both(...adds: readonly Add[]): Add {
  return (p) => adds.reduce((file, add) => add(file), p);
}

/** A normal magnesium so many hours ago. */
function checked(hours: number): Add {
  return (p) => p.lab('mg', 2, { at: ago(hours), id: 'mg' });
}

/** Both sides of the least exposure, without any magnesium, and both sides of the interval. */
function limits(drug: Drug, limit: { readonly exposedH: number; readonly intervalH: number }, fires = info): Row[] {
  const { exposedH, intervalH } = limit;
  const long = Math.max(exposedH, intervalH) + DAY_H;
  return [
    [`${drug}: ${exposedH} h`, on(drug, exposedH), fires],
    [`${drug}: less than ${exposedH} h`, on(drug, exposedH - 0.1), nothing],
    [`${drug}: magnesium within ${intervalH} h`, both(on(drug, long), checked(intervalH - 0.1)), nothing],
    [`${drug}: magnesium ${intervalH} h ago`, both(on(drug, long), checked(intervalH)), fires],
  ];
}

/** The same for what is given once and works on for days. */
function singleDose(drug: Drug, { untilH, intervalH }: { readonly untilH: number; readonly intervalH: number }): Row[] {
  return [
    [`${drug}: a dose 24 h ago`, doses(drug, 24), info],
    [`${drug}: a dose less than 24 h ago`, doses(drug, 23.9), nothing],
    [`${drug}: a dose less than ${untilH} h ago`, doses(drug, untilH - 0.1), info],
    [`${drug}: a dose more than ${untilH} h ago`, doses(drug, untilH + 0.1), nothing],
    [`${drug}: magnesium within ${intervalH} h`, both(doses(drug, 30), checked(intervalH - 0.1)), nothing],
    [`${drug}: magnesium ${intervalH} h ago`, both(doses(drug, 30), checked(intervalH)), info],
  ];
}

/** An outpatient's tablets since so many days. */
function tablets(drug: Drug, days: number): Add {
  return (p) => p.order(drug, { authored: ago(days * DAY_H), route: 'PO' });
}

describe('drugs that waste magnesium', () => {
  const find = judge(
    {
      'given for days': [
        ...limits('amphotericin', { exposedH: 24, intervalH: 48 }),
        ...limits('foscarnet', { exposedH: 24, intervalH: 72 }),
        // It is a drug of tier A of the QT lists too.
        ...limits('pentamidine', { exposedH: 24, intervalH: 72 }, warning),
        ...limits('gentamicin', { exposedH: 72, intervalH: 72 }),
        ...limits('streptomycin', { exposedH: 72, intervalH: 72 }),
      ],
      'exposure from the charted doses': [
        ['from the earliest dose, gaps ignored', doses('amphotericin', 30, 5), info],
        ['the earliest dose was too late', doses('amphotericin', 23, 5), nothing],
        ...edge(
          24,
          (p, at) =>
            p
              .inpatient()
              .given('amphotericin', 50, 'mg', { at: ago(90) })
              .given('amphotericin', 50, 'mg', { at }),
          [info, nothing, 'last dose '],
        ),
        [
          'the order has ended',
          (p) => p.inpatient().order('amphotericin', { authored: ago(90), period: { start: ago(90), end: ago(30) } }),
          nothing,
        ],
        [
          'the order was cancelled',
          (p) => p.inpatient().order('amphotericin', { authored: ago(90), status: 'cancelled' }),
          nothing,
        ],
        [
          'a draft is no exposure',
          (p) => p.inpatient().order('amphotericin', { authored: ago(90), status: 'draft' }),
          nothing,
        ],
      ],
      'routes that do not count': [
        ['amphotericin by mouth', on('amphotericin', 90, 'PO'), nothing],
        ['pentamidine inhaled', on('pentamidine', 90, 'inhalation'), nothing],
        ['tobramycin inhaled', on('tobramycin', 90, 'inhalation'), nothing],
        ['gentamicin into the eye', on('gentamicin', 90, 'ophthalmic'), nothing],
        ['neomycin by mouth', on('neomycin', 90, 'PO'), nothing],
        ['tacrolimus on the skin', on('tacrolimus', 90, 'topical'), nothing],
      ],
      'one dose that works on': [
        ...singleDose('cisplatin', { untilH: 21 * DAY_H, intervalH: 168 }),
        ...singleDose('carboplatin', { untilH: 21 * DAY_H, intervalH: 504 }),
        ...singleDose('cetuximab', { untilH: 56 * DAY_H, intervalH: 336 }),
        ...singleDose('panitumumab', { untilH: 56 * DAY_H, intervalH: 336 }),
      ],
      'calcineurin inhibitors': [
        ['since 24 h', tablets('tacrolimus', 1), info],
        ['since less than 24 h', tablets('tacrolimus', 0.9), nothing],
        ['since 30 days, magnesium a week ago', both(tablets('tacrolimus', 30), checked(168)), info],
        ['since 30 days, magnesium within the week', both(tablets('tacrolimus', 30), checked(167)), nothing],
        ['since 89 days, magnesium eight days ago', both(tablets('cyclosporine', 89), checked(8 * DAY_H)), info],
        ['since 91 days, magnesium eight days ago', both(tablets('cyclosporine', 91), checked(8 * DAY_H)), nothing],
        ['since 200 days, magnesium within 2160 h', both(tablets('cyclosporine', 200), checked(2159)), nothing],
        ['since 200 days, magnesium 2160 h ago', both(tablets('cyclosporine', 200), checked(2160)), info],
      ],
      'a loop diuretic into a vein': [
        ['first to last dose 48 h', doses('furosemide', 60, 12), info],
        ['first to last dose less than 48 h', doses('furosemide', 59, 12), nothing],
        ['the first dose within 72 h', doses('furosemide', 71.9, 23.9), info],
        ['the first of two doses before that', doses('furosemide', 73, 12), nothing],
        ['doses before that count no more, the others do', doses('furosemide', 90, 61, 12), info],
        ['the last dose within 24 h', doses('furosemide', 71.9, 23.8), info],
        ['the last dose more than 24 h ago', doses('furosemide', 71.9, 24.1), nothing],
        ['magnesium within 48 h', both(doses('bumetanide', 60, 12), checked(47.9)), nothing],
        ['magnesium 48 h ago', both(doses('bumetanide', 60, 12), checked(48)), info],
        [
          'by mouth',
          (p) =>
            p
              .inpatient()
              .given('furosemide', 40, 'mg', { at: ago(60), route: 'PO' })
              .given('furosemide', 40, 'mg', { at: ago(12), route: 'PO' }),
          nothing,
        ],
        [
          'an outpatient',
          (p) => p.given('furosemide', 40, 'mg', { at: ago(60) }).given('furosemide', 40, 'mg', { at: ago(12) }),
          nothing,
        ],
      ],
      'tablets of outpatients': [
        ['a loop diuretic since 90 days', tablets('furosemide', 90), info],
        ['a loop diuretic since less', tablets('furosemide', 89.9), nothing],
        ['a thiazide since 90 days', tablets('hydrochlorothiazide', 90), info],
        ['magnesium within the year', both(tablets('hydrochlorothiazide', 400), checked(8759)), nothing],
        ['magnesium a year ago', both(tablets('hydrochlorothiazide', 400), checked(8760)), info],
        ['a PPI since 365 days', tablets('omeprazole', 365), info],
        ['a PPI since less', tablets('omeprazole', 364.9), nothing],
        ['a PPI, magnesium within the year', both(tablets('omeprazole', 400), checked(8759)), nothing],
        ['a PPI, magnesium a year ago', both(tablets('omeprazole', 400), checked(8760)), info],
        [
          'a PPI since 90 days with a new thiazide',
          both(tablets('omeprazole', 90), tablets('hydrochlorothiazide', 5)),
          info,
        ],
        [
          'a PPI since less with a new thiazide',
          both(tablets('omeprazole', 89.9), tablets('hydrochlorothiazide', 5)),
          nothing,
        ],
        ['a PPI since 90 days with digoxin', both(tablets('omeprazole', 90), tablets('digoxin', 5)), warning],
        [
          'a PPI with a loop diuretic, magnesium within half a year',
          both(tablets('omeprazole', 300), tablets('furosemide', 5), checked(4379)),
          nothing,
        ],
        [
          'a PPI with a loop diuretic, magnesium half a year ago',
          both(tablets('omeprazole', 300), tablets('furosemide', 5), checked(4380)),
          info,
        ],
        ['a diuretic that spares magnesium', tablets('spironolactone', 400), nothing],
      ],
      severity: [
        ['two classes', both(on('amphotericin', 90), on('gentamicin', 90)), warning],
        [
          'two classes, one of them not overdue',
          both(on('amphotericin', 200), on('cyclosporine', 200, 'PO'), checked(60)),
          info,
        ],
        ['two drugs of one class', both(on('tobramycin', 90), on('gentamicin', 90)), info],
        ['with digoxin', both(on('amphotericin', 90), tablets('digoxin', 5)), warning],
        ['with sotalol', both(on('amphotericin', 90), tablets('sotalol', 5)), warning],
        ['with ondansetron', both(on('amphotericin', 90), tablets('ondansetron', 5)), info],
        ['potassium 3.4', both(on('amphotericin', 90), (p) => p.lab('k', 3.4)), warning],
        ['potassium 3.5', both(on('amphotericin', 90), (p) => p.lab('k', 3.5)), info],
      ],
      'exclusions and explanations': [
        ['dialysis', both(on('amphotericin', 90), (p) => p.condition('dialysis')), nothing],
        ['comfort care', both(on('amphotericin', 90), (p) => p.condition('comfort')), nothing],
        ['a level is asked for', both(on('amphotericin', 90), (p) => p.asked('2601-3')), explained],
        ['a level of urine is asked for', both(on('amphotericin', 90), (p) => p.asked('19124-7')), info],
        [
          'a level is on its way',
          both(on('amphotericin', 90), (p) => p.lab('mg', 2, { also: { status: 'preliminary' } })),
          explained,
        ],
        [
          'a normal level of a hemolyzed sample is none',
          both(on('amphotericin', 90), (p) => p.lab('mg', 2, { also: HEMOLYZED })),
          info,
        ],
        [
          'a low level of a hemolyzed sample is one',
          both(on('amphotericin', 90), (p) => p.lab('mg', 1.2, { also: HEMOLYZED })),
          nothing,
        ],
        ['a low level is a level', both(on('amphotericin', 90), (p) => p.lab('mg', 1.2)), nothing],
        [
          'a level without a unit is none',
          both(on('amphotericin', 90), (p) => p.lab('mg', 2, { unit: 'units' })),
          info,
        ],
        [
          'a level entered in error is none',
          both(on('amphotericin', 90), (p) => p.lab('mg', 2, { also: { status: 'entered-in-error' } })),
          info,
        ],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    // An order shows no more than the exposure that is asked for, doses show the days between them.
    expect(find('amphotericin: magnesium 48 h ago', RULE).summary).toMatch(
      /^amphotericin b.* for 1 d or more without a magnesium level in 48 h – Mg monitoring due$/i,
    );
    expect(find('last dose a minute less than 24 h ago', RULE).summary).toMatch(/^amphotericin b.* for 2 d or more /i);
    expect(find('a PPI since 365 days', RULE).summary).toMatch(
      /^omeprazole.* for 365 d or more without a magnesium level in 8760 h – Mg monitoring due$/i,
    );
  });

  test('it rests on the order or on the doses', () => {
    const ordered = find('a PPI since 365 days', RULE);
    expect(evidenceOf(ordered, '1')).toBeDefined();
    const charted = find('from the earliest dose, gaps ignored', RULE);
    expect(charted.evidence.some(({ reference }) => reference.startsWith('MedicationAdministration/'))).toBe(true);
  });
});
