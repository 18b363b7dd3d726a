import { buildTimeline, CONDITIONS, DRUGS, type ResourceVersion, type Route } from '@magwatch/timeline';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  albumin,
  at,
  calcium,
  condition,
  dose,
  drugOrder,
  encounter,
  ionizedCalcium,
  magnesium,
  person,
  potassium,
  result,
  testOrder,
} from './testing/index.ts';

const EARLIEST = -2200;
const LATEST = 60;
/** Hours on a grid of a quarter, dense near the instant that is judged. */
const hour = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -100 * 4, max: LATEST * 4 }).map((quarters) => quarters / 4) },
  { weight: 1, arbitrary: fc.integer({ min: EARLIEST, max: LATEST }) },
);
const between = (min: number, max: number, steps = 40) =>
  fc.integer({ min: 0, max: steps }).map((step) => Number((min + ((max - min) * step) / steps).toFixed(3)));

const late = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
const specimen = fc.option(fc.constantFrom('Specimen/a', 'Specimen/b'), { nil: undefined });
const comparator = fc.option(fc.constantFrom('<' as const, '>' as const), { nil: undefined, freq: 8 });
const hemolyzed = fc.boolean();

const resultExtra = fc.record({ late, specimen, comparator, hemolyzed }).map((given) => ({ ...given }));

type Extra = {
  late: number | undefined;
  specimen: string | undefined;
  comparator: '<' | '>' | undefined;
  hemolyzed: boolean;
};

const extraOf = (h: number, { late: delay, specimen: tube, comparator: sign, hemolyzed: broken }: Extra) => ({
  ...(delay === undefined ? {} : { knownAt: at(h + delay) }),
  ...(tube === undefined ? {} : { specimen: tube }),
  ...(sign === undefined ? {} : { comparator: sign }),
  ...(broken ? { quality: ['hemolyzed' as const] } : {}),
});

const tubeOf = (tube: string | undefined) => (tube === undefined ? {} : { specimen: tube });

const laboratory: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc.tuple(between(2, 7.5), hour, resultExtra).map(([v, h, x]) => potassium(v, h, extraOf(h, x))),
  fc.tuple(between(2, 3.6), hour, resultExtra).map(([v, h, x]) => potassium(v, h, extraOf(h, x))),
  fc.tuple(between(0.7, 6), hour, resultExtra).map(([v, h, x]) => magnesium(v, h, extraOf(h, x))),
  fc.tuple(between(0.3, 1), hour).map(([v, h]) => magnesium(v, h, {}, 'mmol/L')),
  fc.tuple(between(0.3, 0.7), hour).map(([v, h]) => result('magnesium-ionized', [v, 'mmol/L'], h)),
  fc.tuple(between(4, 10), hour, resultExtra).map(([v, h, x]) => calcium(v, h, extraOf(h, x))),
  fc.tuple(between(0.6, 1.4), hour).map(([v, h]) => ionizedCalcium(v, h)),
  fc.tuple(between(1, 5), hour).map(([v, h]) => albumin(v, h)),
  fc.tuple(between(0.5, 6), hour).map(([v, h]) => result('creatinine', [v, 'mg/dL'], h)),
  fc.tuple(between(5, 100), hour).map(([v, h]) => result('egfr', [v, 'mL/min/{1.73_m2}'], h)),
  fc.tuple(between(400, 540), hour).map(([v, h]) => result('qtc', [v, 'ms'], h)),
  fc.tuple(between(10, 100), hour).map(([v, h]) => result('pth', [v, 'pg/mL'], h)),
  fc.tuple(between(80, 600), hour).map(([v, h]) => result('glucose', [v, 'mg/dL'], h)),
  fc.tuple(between(0.5, 5), hour, resultExtra).map(([v, h, x]) => result('phosphate', [v, 'mg/dL'], h, extraOf(h, x))),
  fc.tuple(between(0.5, 3), hour).map(([v, h]) => result('digoxin-level', [v, 'ng/mL'], h)),
  fc.tuple(between(300, 500), hour).map(([v, h]) => result('qt', [v, 'ms'], h)),
  fc.tuple(between(40, 120), hour).map(([v, h]) => result('heart-rate', [v, '/min'], h)),
  fc
    .tuple(between(0.2, 12), hour, specimen)
    .map(([v, h, tube]) => result('urine-magnesium', [v, 'mmol/L'], h, tubeOf(tube))),
  fc
    .tuple(between(600, 20_000), hour, specimen)
    .map(([v, h, tube]) => result('urine-creatinine', [v, 'umol/L'], h, tubeOf(tube))),
);

/** Those that rules ask for come often, all others now and then. */
const anyDrug = fc.oneof(
  fc.constantFrom(
    'digoxin',
    'furosemide',
    'omeprazole',
    'sotalol',
    'ondansetron',
    'insulin',
    'magnesium-citrate',
    'cisplatin',
    'rocuronium' as const,
  ),
  fc.constantFrom(...DRUGS),
);
const route = fc.constantFrom<Route>('intravenous', 'enteral', 'unknown', 'topical', 'dialysis');

const standing = fc.constantFrom('charted' as const, 'charted' as const, 'running' as const, 'partial' as const);
const meq = fc.option(between(4, 80), { nil: undefined, freq: 6 });

const given: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc
    .tuple(meq, hour, standing)
    .map(([m, h, as]) =>
      dose('potassium-chloride', m === undefined ? undefined : { element: 'potassium', meq: m }, h, { standing: as }),
    ),
  fc
    .tuple(meq, hour, standing)
    .map(([m, h, as]) =>
      dose('magnesium-sulfate', m === undefined ? undefined : { element: 'magnesium', meq: m }, h, { standing: as }),
    ),
  fc.tuple(between(2, 20), hour).map(([m, h]) => dose('calcium-gluconate', { element: 'calcium', meq: m }, h)),
  fc
    .tuple(anyDrug, hour, fc.integer({ min: 0, max: 200 }), route, standing)
    .map(([drug, h, lasted, way, as]) => dose(drug, undefined, h, { start: at(h - lasted), route: way, standing: as })),
  fc
    .tuple(
      fc.constantFrom('omeprazole' as const, 'digoxin' as const, 'furosemide' as const),
      hour,
      fc.integer({ min: 1, max: 3000 }),
    )
    .map(([drug, h, taken]) =>
      dose(drug, undefined, h, { start: at(h - taken), route: 'enteral', standing: 'stated' }),
    ),
);

const ordered: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom('potassium-chloride', 'magnesium-oxide', 'magnesium-sulfate', 'digoxin', 'furosemide' as const),
        anyDrug,
      ),
      hour,
      fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      fc.constantFrom('active' as const, 'ended' as const, 'on-hold' as const),
      route,
    )
    .map(([drug, h, lasts, status, way]) =>
      drugOrder(drug, h, {
        status,
        route: way,
        content: { element: drug.startsWith('magnesium') ? 'magnesium' : 'potassium', meq: 20 },
        dosesPerDay: 3,
        ...(lasts === undefined ? {} : { activeUntil: at(h + lasts) }),
      }),
    ),
  fc
    .tuple(
      hour,
      fc.constantFrom('order' as const, 'laboratory' as const),
      fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
      fc.constantFrom('magnesium' as const, 'magnesium-ionized' as const, 'potassium' as const),
    )
    .map(([h, origin, lasts, analyte]) =>
      testOrder(analyte, h, { origin, ...(lasts === undefined ? {} : { until: at(h + lasts) }) }),
    ),
);

const background: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...CONDITIONS.filter((name) => name !== 'comfort-care')) },
        { weight: 1, arbitrary: fc.constantFrom('parenteral-nutrition' as const, 'enteral-nutrition' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('dialysis' as const, 'comfort-care' as const, 'cardiac-arrest' as const),
        },
      ),
      hour,
      fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
    )
    .map(([name, h, lasts]) =>
      condition(name, {
        from: at(h),
        isActive: lasts === undefined,
        ...(lasts === undefined ? {} : { until: at(h + lasts) }),
      }),
    ),
  fc.tuple(hour, fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined })).map(([h, lasts]) =>
    encounter({
      from: at(h),
      isInProgress: lasts === undefined,
      ...(lasts === undefined ? {} : { until: at(h + lasts) }),
    }),
  ),
  fc
    .constantFrom('male' as const, 'female' as const)
    .map((sex) => person({ sex, bornFrom: at(-60 * 8766), bornUntil: at(-60 * 8766 + 24) })),
);

/** The facts of one patient: any mixture, in any order, some of them in the future of the instant that is judged. */
export const patientFacts: fc.Arbitrary<readonly ResourceVersion[]> = fc
  .tuple(
    fc.array(laboratory, { minLength: 1, maxLength: 14 }),
    fc.array(given, { maxLength: 8 }),
    fc.array(ordered, { maxLength: 4 }),
    fc.array(background, { maxLength: 2 }),
  )
  .map((groups) => numbered(groups.flat()));

/** A patient whose potassium does not answer, so that the properties meet the rules on it often. */
export const refractoryFacts: fc.Arbitrary<readonly ResourceVersion[]> = fc
  .tuple(patientFacts, between(2.2, 3.1), between(40, 120), between(0.8, 2.3))
  .map(([facts, k, mEq, mg]) =>
    numbered([
      ...facts.filter(({ facts: said }) => said.every((fact) => fact.kind !== 'encounter')),
      potassium(k, 0),
      dose('potassium-chloride', { element: 'potassium', meq: mEq }, 8),
      potassium(Number((k + 0.1).toFixed(2)), 20),
      magnesium(mg, 6),
    ]),
  );

/** A patient whose magnesium is low and who has urine, feeding or drugs that rules ask about. */
export const lowMagnesiumFacts: fc.Arbitrary<readonly ResourceVersion[]> = fc
  .tuple(
    patientFacts,
    between(0.6, 1.65),
    between(0.3, 8),
    between(2, 15),
    fc.constantFrom('omeprazole', 'digoxin', 'sotalol', 'cisplatin' as const),
    between(2, 3.6),
  )
  .map(([facts, mg, urineMg, urineCreatinine, drug, k]) =>
    numbered([
      ...facts,
      magnesium(mg, 20),
      potassium(k, 18),
      result('creatinine', [1, 'mg/dL'], 19),
      result('egfr', [80, 'mL/min/{1.73_m2}'], 19),
      result('urine-magnesium', [urineMg, 'mmol/L'], 21, { specimen: 'Specimen/urine' }),
      result('urine-creatinine', [urineCreatinine * 1000, 'umol/L'], 21, { specimen: 'Specimen/urine' }),
      drugOrder(drug, -2400),
      condition('enteral-nutrition', { id: 'NutritionOrder/feeding', from: at(-10) }),
      magnesium(Number((mg * 1.3).toFixed(2)), -12),
      potassium(4.2, -12),
    ]),
  );

/** Draft orders of one call. */
export const someDrafts: fc.Arbitrary<readonly ResourceVersion[]> = fc
  .array(
    fc
      .tuple(
        fc.constantFrom('potassium-chloride', 'calcium-gluconate', 'magnesium-sulfate', 'sotalol', 'digoxin' as const),
        route,
        fc.boolean(),
      )
      .map(([drug, way, isMaintenance]) => drugOrder(drug, 24, { route: way, isMaintenance })),
    { minLength: 1, maxLength: 3 },
  )
  .map(numbered);

/** Each resource has a name of its own. */
function numbered(versions: readonly ResourceVersion[]): readonly ResourceVersion[] {
  return versions.map((one, index) => ({
    ...one,
    reference: `${one.reference.replace(/~\d+$/, '')}~${String(index).padStart(2, '0')}`,
  }));
}

test('each resource of a made-up patient has a name of its own', () => {
  fc.assert(
    fc.property(fc.oneof(patientFacts, refractoryFacts), (facts) => {
      expect(buildTimeline(facts).current.size).toBe(facts.length);
    }),
    { numRuns: 50 },
  );
});
