import { type Instant, instantOf } from '@magwatch/base';
import { type Coverage, classesOf, inputKey, type ResourceVersion } from '@magwatch/timeline';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from '../contract.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { evaluate } from '../evaluate.ts';
import { engineInputs } from '../inputs.ts';
import type { Situation } from '../situation.ts';
import { at, condition, dose, drugOrder, magnesium, person, potassium, result, situation } from '../testing/index.ts';
import { mgWastingDrugNoMgMonitoring } from './mg-wasting-drug-no-mg-monitoring/rule.ts';
import { refeedingElectrolyteDrop } from './refeeding-electrolyte-drop/rule.ts';
import { renalMgWastingFemg } from './renal-mg-wasting-femg/rule.ts';

const NOW = 24;
const options = { seed: Number(process.env['MAGWATCH_SEED'] ?? 1), numRuns: 300 };

const hour = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -120, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: -9000, max: 40 }) },
);
const extent = fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined });
const value = (min: number, max: number) =>
  fc.integer({ min: 0, max: 30 }).map((step) => Number((min + ((max - min) * step) / 30).toFixed(2)));
const late = fc.constantFrom(0, 0, 0, 3);

const drug = fc.constantFrom(
  'amphotericin-b',
  'gentamicin',
  'cisplatin',
  'cetuximab',
  'tacrolimus',
  'furosemide',
  'omeprazole',
  'digoxin',
  'magnesium-sulfate',
);
const route = fc.constantFrom('intravenous', 'enteral', 'unknown', 'topical');

const fact: fc.Arbitrary<ResourceVersion> = fc.oneof(
  fc.tuple(value(0.8, 2.6), hour, late).map(([v, h, by]) => magnesium(v, h, { knownAt: at(h + by) })),
  fc.tuple(value(2.2, 5), hour).map(([v, h]) => potassium(v, h)),
  fc.tuple(value(0.8, 4), hour).map(([v, h]) => result('phosphate', [v, 'mg/dL'], h)),
  fc.tuple(value(60, 150), hour).map(([v, h]) => result('creatinine', [v, 'umol/L'], h)),
  fc.tuple(value(40, 90), hour).map(([v, h]) => result('egfr', [v, 'mL/min/{1.73_m2}'], h)),
  fc.tuple(value(0.1, 4), hour).map(([v, h]) => result('urine-magnesium', [v, 'mmol/L'], h)),
  hour.map((h) => result('urine-creatinine', [5000, 'umol/L'], h)),
  fc
    .tuple(drug, route, hour, extent, fc.constantFrom('charted', 'charted', 'running', 'partial'))
    .map(([of, by, h, lasts, standing]) =>
      dose(of, undefined, h, { route: by, start: at(h - (lasts ?? 0)), standing }),
    ),
  fc
    .tuple(drug, route, hour, extent, fc.constantFrom('active', 'ended'))
    .map(([of, by, h, lasts, status]) =>
      drugOrder(of, h, { route: by, status, ...(lasts === undefined ? {} : { activeUntil: at(h + lasts) }) }),
    ),
  fc
    .tuple(fc.constantFrom('enteral-nutrition', 'parenteral-nutrition', 'dialysis'), hour, extent, fc.boolean())
    .map(([name, h, lasts, isActive]) =>
      condition(name, { from: at(h), isActive, ...(lasts === undefined ? {} : { until: at(h + lasts) }) }),
    ),
  fc.constant(condition('enteral-nutrition')),
  fc.constant(person({ sex: 'female', bornFrom: at(-50 * 8766) })),
);

/** A complete urine and feeding that changes something, so that all three rules are met often. */
const course: fc.Arbitrary<readonly ResourceVersion[]> = fc
  .tuple(fc.array(fact, { maxLength: 12 }), hour, value(0.1, 3), hour, value(1, 3), fc.nat(3))
  .map(([facts, drawn, urine, start, phosphate, kind]) => {
    const paired = [
      magnesium(1.3, drawn),
      result('creatinine', [70, 'umol/L'], drawn),
      result('egfr', [80, 'mL/min/{1.73_m2}'], drawn),
      result('urine-magnesium', [urine, 'mmol/L'], drawn),
      result('urine-creatinine', [5000, 'umol/L'], drawn),
    ];
    const fed = [
      condition('enteral-nutrition', { from: at(start) }),
      result('phosphate', [3.2, 'mg/dL'], start - 10),
      result('phosphate', [phosphate, 'mg/dL'], start + 12),
    ];
    const all = [...facts, ...(kind % 2 === 0 ? paired : []), ...(kind > 1 ? fed : [])];
    return all.map((one, index) => ({ ...one, reference: `${one.reference}~${String(index).padStart(2, '0')}` }));
  });

const RULES: readonly (readonly [string, Rule])[] = [
  mgWastingDrugNoMgMonitoring,
  renalMgWastingFemg,
  refeedingElectrolyteDrop,
].map((rule) => [rule.id, rule] as const);

const ask = (rule: Rule, given: Situation) => {
  const [evaluation] = evaluate(given, DEFAULT_PARAMETERS, [rule]).evaluations;
  if (!evaluation) throw new Error('one rule gives one answer');
  return evaluation;
};

describe.each(RULES)('%s, for any patient', (_id, rule) => {
  test('nothing changes before reviewAt', () => {
    fc.assert(
      fc.property(course, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (facts, part) => {
        const given = situation(facts, { now: NOW });
        const { finding, reviewAt } = ask(rule, given);
        const end = reviewAt ?? instantOf(given.now + 9000 * 3_600_000);
        for (const now of [Math.min(end - 1, Math.floor(given.now + (end - given.now) * part)), end - 1]) {
          if (now <= given.now) continue;
          expect(ask(rule, { ...given, now: now as Instant }).finding).toEqual(finding);
        }
      }),
      options,
    );
  });

  test('the order of the facts does not matter', () => {
    fc.assert(
      fc.property(course, (facts) => {
        const turned = [...facts].reverse();
        expect(ask(rule, situation(turned, { now: NOW }))).toEqual(ask(rule, situation(facts, { now: NOW })));
      }),
      options,
    );
  });

  test('it reads only what it declares', () => {
    fc.assert(
      fc.property(course, (facts) => {
        const declared = new Set([...rule.inputs, ...engineInputs].map(({ input }) => inputKey(input)));
        const kept = facts.filter((version) => version.facts.every((one) => isDeclared(declared, one)));
        expect(ask(rule, situation(kept, { now: NOW })).finding).toEqual(
          ask(rule, situation(facts, { now: NOW })).finding,
        );
      }),
      options,
    );
  });

  test('what is not covered never closes it and never makes it fire', () => {
    fc.assert(
      fc.property(course, fc.infiniteStream(fc.boolean()), (facts, picks) => {
        const [...random] = picks.take(rule.inputs.length);
        const cover = { from: instantOf(0), asOf: at(NOW) };
        const coverage: Coverage = new Map(
          rule.inputs.filter((_, index) => random[index]).map(({ input }) => [inputKey(input), cover]),
        );
        const { finding } = ask(rule, situation(facts, { now: NOW, coverage }));
        if (finding.verdict === 'unknown') return;
        expect(finding.verdict).toBe(ask(rule, situation(facts, { now: NOW })).finding.verdict);
      }),
      options,
    );
  });

  test('each answer is met', () => {
    const met = new Set<string>();
    for (const facts of fc.sample(course, { seed: 7, numRuns: 400 }))
      met.add(ask(rule, situation(facts, { now: NOW })).finding.verdict);
    expect([...met].sort()).toEqual(expect.arrayContaining(['absent', 'present']));
  });
});

function isDeclared(declared: ReadonlySet<string>, one: ResourceVersion['facts'][number]): boolean {
  switch (one.kind) {
    case 'result':
      return declared.has(`result:${one.analyte}`);
    case 'dose':
    case 'drug-order':
      return classesOf(one.drug).some((drugClass) => declared.has(`${one.kind}:${drugClass}`));
    case 'condition':
      return declared.has(`condition:${one.condition}`);
    default:
      return declared.has(one.kind);
  }
}
