import type { ResourceVersion } from '@magwatch/timeline';
import { buildTimeline } from '@magwatch/timeline';
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
);

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
    .tuple(fc.constantFrom('digoxin', 'furosemide', 'omeprazole', 'sotalol', 'insulin', 'magnesium-citrate'), hour)
    .map(([drug, h]) => dose(drug, undefined, h)),
);

const ordered: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('potassium-chloride', 'magnesium-oxide', 'digoxin', 'furosemide'),
      hour,
      fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
      fc.constantFrom('active' as const, 'ended' as const, 'on-hold' as const),
    )
    .map(([drug, h, lasts, status]) =>
      drugOrder(drug, h, {
        status,
        content: { element: drug === 'magnesium-oxide' ? 'magnesium' : 'potassium', meq: 20 },
        dosesPerDay: 3,
        ...(lasts === undefined ? {} : { activeUntil: at(h + lasts) }),
      }),
    ),
  fc
    .tuple(
      hour,
      fc.constantFrom('order' as const, 'laboratory' as const),
      fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    )
    .map(([h, origin, lasts]) =>
      testOrder('magnesium', h, { origin, ...(lasts === undefined ? {} : { until: at(h + lasts) }) }),
    ),
);

const background: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('dialysis', 'pregnancy', 'torsades', 'diarrhea', 'aki', 'periodic-paralysis', 'comfort-care'),
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

/** Each resource has a name of its own. */
const numbered = (versions: readonly ResourceVersion[]): readonly ResourceVersion[] =>
  versions.map((one, index) => ({
    ...one,
    reference: `${one.reference.replace(/~\d+$/, '')}~${String(index).padStart(2, '0')}`,
  }));

test('each resource of a made-up patient has a name of its own', () => {
  fc.assert(
    fc.property(fc.oneof(patientFacts, refractoryFacts), (facts) => {
      expect(buildTimeline(facts).current.size).toBe(facts.length);
    }),
    { numRuns: 50 },
  );
});
