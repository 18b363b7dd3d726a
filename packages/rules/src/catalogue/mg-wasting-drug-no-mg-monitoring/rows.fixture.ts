import type { Drug, DrugOrder, LabResult, ResourceVersion, Route } from '@magwatch/timeline';
import { at, dose, drugOrder, magnesium, type Vignette } from '../../testing/index.ts';

/** The hour of the evaluation; `ago` counts from it. */
export const NOW = 24;
export const ago = (hours: number): number => NOW - hours;
export const days = (count: number): number => count * 24;
/** The smallest step over a limit that these cases take: 36 s. */
export const A_LITTLE = 0.01;

/** A dose of no length. */
export const given = (drug: Drug, hoursAgo: number, route: Route = 'intravenous'): ResourceVersion =>
  dose(drug, undefined, ago(hoursAgo), { route, start: at(ago(hoursAgo)) });

/** A first and a last dose. */
export const course = (drug: Drug, [first, last]: readonly [first: number, last: number], route?: Route) => [
  given(drug, first, route),
  given(drug, last, route),
];

export const ordered = (drug: Drug, hoursAgo: number, extra: Partial<DrugOrder> = {}): ResourceVersion =>
  drugOrder(drug, ago(hoursAgo), extra);

export const level = (hoursAgo: number, value = 1.9, extra: Partial<LabResult> = {}): ResourceVersion =>
  magnesium(value, ago(hoursAgo), extra);

export const outpatient = { defaultSetting: 'outpatient' } as const;

/** Drugs that are given over time: the exposure from which, and the interval without a level, both in hours. */
const overTime = (
  [
    ['amphotericin-b', 24, 48],
    ['foscarnet', 24, 72],
    ['gentamicin', 72, 72],
    ['tacrolimus', 24, 168],
  ] as const
).flatMap(([drug, exposure, interval]): readonly Vignette[] => [
  { name: `${drug}: exposure of ${exposure} h is enough`, facts: course(drug, [exposure, 2]), expect: 'fires info' },
  {
    name: `${drug}: exposure of a little less is not`,
    facts: course(drug, [exposure - A_LITTLE, 2]),
    expect: 'absent',
  },
  {
    name: `${drug}: a level of exactly ${interval} h ago has left the interval`,
    facts: [...course(drug, [500, 2]), level(interval)],
    expect: 'fires info',
  },
  {
    name: `${drug}: a level of a little less than ${interval} h ago counts`,
    facts: [...course(drug, [500, 2]), level(interval - A_LITTLE)],
    expect: 'absent',
  },
  {
    name: `${drug}: a last dose of a little less than 24 h ago is active`,
    facts: course(drug, [500, 24 - A_LITTLE]),
    expect: 'fires info',
  },
  { name: `${drug}: a last dose of 24 h ago is not`, facts: course(drug, [500, 24]), expect: 'absent' },
  {
    name: `${drug}: one dose and an active order`,
    facts: [ordered(drug, exposure, { route: 'intravenous' })],
    expect: 'fires info',
  },
]);

/** Drugs of which one dose acts for weeks: until when, and the interval. */
const byDose = (
  [
    ['cisplatin', days(21), 168],
    ['carboplatin', days(21), 504],
    ['cetuximab', days(56), 336],
    ['panitumumab', days(56), 336],
    ['necitumumab', days(56), 336],
  ] as const
).flatMap(([drug, until, interval]): readonly Vignette[] => [
  { name: `${drug}: a dose of 24 h ago`, facts: [given(drug, 24)], expect: 'fires info' },
  { name: `${drug}: a dose of less than 24 h ago is too fresh`, facts: [given(drug, 24 - A_LITTLE)], expect: 'absent' },
  { name: `${drug}: a dose of ${until / 24} d ago`, facts: [given(drug, until)], expect: 'fires info' },
  { name: `${drug}: a dose of a little more is over`, facts: [given(drug, until + A_LITTLE)], expect: 'absent' },
  {
    name: `${drug}: a fresh dose does not hide the one before`,
    facts: [given(drug, 200), given(drug, 2)],
    expect: 'fires info',
  },
  {
    name: `${drug}: a level of exactly ${interval} h ago has left the interval`,
    facts: [given(drug, 100), level(interval)],
    expect: 'fires info',
  },
  {
    name: `${drug}: a level of a little less than that counts`,
    facts: [given(drug, 100), level(interval - A_LITTLE)],
    expect: 'absent',
  },
  { name: `${drug}: an order is no dose`, facts: [ordered(drug, 48, { route: 'intravenous' })], expect: 'absent' },
]);

const loop: readonly Vignette[] = [
  { name: 'IV loop: doses over 48 h', facts: course('furosemide', [50, 2]), expect: 'fires info' },
  { name: 'IV loop: doses over a little less', facts: course('furosemide', [50 - A_LITTLE, 2]), expect: 'absent' },
  { name: 'IV loop: the last dose 24 h ago', facts: course('furosemide', [71.9, 23.9]), expect: 'fires info' },
  {
    name: 'IV loop: the last dose exactly 24 h ago counts',
    facts: [given('furosemide', 24), dose('furosemide', undefined, ago(71), { start: at(ago(72)) })],
    expect: 'fires info',
  },
  {
    name: 'IV loop: the last dose a little more than 24 h ago',
    facts: [given('furosemide', 24 + A_LITTLE), dose('furosemide', undefined, ago(71), { start: at(ago(73)) })],
    expect: 'absent',
  },
  {
    name: 'IV loop: a first dose of 72 h ago has left the window',
    facts: course('furosemide', [72, 2]),
    expect: 'absent',
  },
  {
    name: 'IV loop: a first dose of a little less counts',
    facts: course('furosemide', [72 - A_LITTLE, 2]),
    expect: 'fires info',
  },
  { name: 'IV loop: a level of 48 h ago', facts: [...course('furosemide', [60, 2]), level(48)], expect: 'fires info' },
  {
    name: 'IV loop: a level of a little less than 48 h ago',
    facts: [...course('furosemide', [60, 2]), level(48 - A_LITTLE)],
    expect: 'absent',
  },
  { name: 'IV loop: only in hospital', facts: course('furosemide', [50, 2]), when: outpatient, expect: 'absent' },
  { name: 'IV loop: by mouth is another row', facts: course('furosemide', [50, 2], 'enteral'), expect: 'absent' },
  {
    name: 'IV loop: an order without doses',
    facts: [ordered('furosemide', 60, { route: 'intravenous' })],
    expect: 'absent',
  },
  {
    name: 'IV loop: an infusion that has run for 48 h',
    facts: [dose('furosemide', undefined, ago(-5), { start: at(ago(48)), standing: 'running' })],
    expect: 'fires info',
  },
  {
    name: 'IV loop: an infusion that has run for a little less',
    facts: [dose('furosemide', undefined, ago(-5), { start: at(ago(48 - A_LITTLE)), standing: 'running' })],
    expect: 'absent',
  },
];

const chronic: readonly Vignette[] = [
  { name: 'oral loop: 90 d', facts: [ordered('furosemide', days(90))], expect: 'fires info' },
  { name: 'oral loop: a little less', facts: [ordered('furosemide', days(90) - A_LITTLE)], expect: 'absent' },
  { name: 'thiazide: 90 d', facts: [ordered('chlorthalidone', days(90))], expect: 'fires info' },
  {
    name: 'a thiazide of unknown route is taken by mouth',
    facts: [ordered('indapamide', days(90), { route: 'unknown' })],
    expect: 'fires info',
  },
  {
    name: 'a thiazide through a nasal tube is taken by mouth',
    facts: [ordered('metolazone', days(90), { route: 'nasal' })],
    expect: 'fires info',
  },
  {
    name: 'an IV order of a thiazide is none of the rows',
    facts: [ordered('chlorothiazide', days(90), { route: 'intravenous' })],
    expect: 'absent',
  },
  {
    name: 'oral loop: a level of 8760 h ago',
    facts: [ordered('furosemide', days(90)), level(8760)],
    expect: 'fires info',
  },
  {
    name: 'oral loop: a level of a little less',
    facts: [ordered('furosemide', days(90)), level(8760 - A_LITTLE)],
    expect: 'absent',
  },
  { name: 'PPI: 365 d', facts: [ordered('omeprazole', days(365))], when: outpatient, expect: 'fires info' },
  { name: 'PPI: a little less', facts: [ordered('omeprazole', days(365) - A_LITTLE)], expect: 'absent' },
  { name: 'PPI: a level of 8760 h ago', facts: [ordered('omeprazole', days(400)), level(8760)], expect: 'fires info' },
  {
    name: 'PPI: a level of a little less',
    facts: [ordered('omeprazole', days(400)), level(8760 - A_LITTLE)],
    expect: 'absent',
  },
  {
    name: 'PPI: its last dose acts for 72 h',
    facts: course('omeprazole', [days(365), 72 - A_LITTLE], 'enteral'),
    expect: 'fires info',
  },
  { name: 'PPI: no longer', facts: course('omeprazole', [days(365), 72], 'enteral'), expect: 'absent' },
  {
    name: 'one PPI in place of another is the same exposure',
    facts: [given('omeprazole', days(365), 'enteral'), ordered('pantoprazole', 5)],
    expect: 'fires info',
  },
  {
    name: 'PPI and digoxin: 90 d',
    facts: [ordered('omeprazole', days(90)), ordered('digoxin', 10)],
    expect: 'fires warning',
  },
  {
    name: 'PPI and digoxin: a little less',
    facts: [ordered('omeprazole', days(90) - A_LITTLE), ordered('digoxin', 10)],
    expect: 'absent',
  },
  {
    name: 'PPI and a thiazide of a few days',
    facts: [ordered('omeprazole', days(90)), ordered('chlorthalidone', 10)],
    expect: 'fires info',
  },
  {
    name: 'PPI and an IV loop diuretic',
    facts: [ordered('omeprazole', days(90)), given('furosemide', 3)],
    expect: 'fires info',
  },
  {
    name: 'PPI and a diuretic: a level of 4380 h ago',
    facts: [ordered('omeprazole', days(400)), ordered('chlorthalidone', 10), level(4380)],
    expect: 'fires info',
  },
  {
    name: 'PPI and a diuretic: a level of a little less',
    facts: [ordered('omeprazole', days(400)), ordered('chlorthalidone', 10), level(4380 - A_LITTLE)],
    expect: 'absent',
  },
  {
    name: 'both rows of one PPI are one drug',
    facts: [ordered('omeprazole', days(400)), ordered('chlorthalidone', 10)],
    expect: 'fires info',
  },
];

const calcineurin: readonly Vignette[] = [
  {
    name: 'tacrolimus: the first 90 d are watched closely',
    facts: [ordered('tacrolimus', days(90) - A_LITTLE), level(200)],
    expect: 'fires info',
  },
  {
    name: 'tacrolimus: later a level of 200 h ago is enough',
    facts: [ordered('tacrolimus', days(90)), level(200)],
    expect: 'absent',
  },
  {
    name: 'tacrolimus: later a level of 2160 h ago is not',
    facts: [ordered('tacrolimus', days(90)), level(2160)],
    expect: 'fires info',
  },
  {
    name: 'tacrolimus: a little less is',
    facts: [ordered('tacrolimus', days(90)), level(2160 - A_LITTLE)],
    expect: 'absent',
  },
  { name: 'cyclosporine counts', facts: [ordered('cyclosporine', 30)], expect: 'fires info' },
  { name: 'tacrolimus ointment does not', facts: [ordered('tacrolimus', 30, { route: 'topical' })], expect: 'absent' },
];

/** Every row of the table, on both sides of its limits. */
export const rowCases: readonly Vignette[] = [...overTime, ...byDose, ...loop, ...chronic, ...calcineurin];
