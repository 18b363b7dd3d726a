import { type Instant, instantOf } from '@magwatch/base';
import { type Coverage, inputKey, type LabResult, type ResourceVersion } from '@magwatch/timeline';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { patientFacts, refractoryFacts } from './evaluate.arbitrary.test.ts';
import { evaluate } from './evaluate.ts';
import { isMoreSevere } from './finding.ts';
import { engineInputs, inputsOf } from './inputs.ts';
import { RULES } from './registry.ts';
import type { Situation } from './situation.ts';
import { situation } from './testing/index.ts';

const NOW = 24;
const anyFacts = fc.oneof(patientFacts, refractoryFacts);
const options = { seed: Number(process.env['MAGWATCH_SEED'] ?? 1), numRuns: 300 };

const answer = (given: Situation) => {
  const { setting, evaluations, reviewAt, dischargedAt } = evaluate(given, DEFAULT_PARAMETERS);
  return {
    setting,
    reviewAt,
    dischargedAt,
    findings: evaluations.map(({ rule, finding }) => ({ rule: rule.id, finding })),
  };
};
const atInstant = (given: Situation, now: Instant): Situation => ({ ...given, now });

describe('for any patient', () => {
  test('the order and the number of copies of the facts do not matter', () => {
    fc.assert(
      fc.property(anyFacts, fc.infiniteStream(fc.nat()), (facts, picks) => {
        const [...random] = picks.take(facts.length * 2);
        const shuffled = [...facts, ...facts]
          .map((fact, index) => [random[index] ?? 0, fact] as const)
          .sort(([a], [b]) => a - b)
          .map(([, fact]) => fact);
        expect(answer(situation(shuffled, { now: NOW }))).toEqual(answer(situation(facts, { now: NOW })));
      }),
      options,
    );
  });

  test('nothing changes before reviewAt', () => {
    fc.assert(
      fc.property(anyFacts, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (facts, part) => {
        const given = situation(facts, { now: NOW });
        const { reviewAt, findings, setting } = answer(given);
        const end = reviewAt ?? instantOf(given.now + 5000 * 3_600_000);
        const between = [
          instantOf(Math.min(end - 1, Math.floor(given.now + (end - given.now) * part))),
          instantOf(end - 1),
        ];
        for (const now of between) {
          if (now <= given.now) continue;
          const later = answer(atInstant(given, now));
          expect(later.findings).toEqual(findings);
          expect(later.setting).toBe(setting);
        }
      }),
      options,
    );
  });

  test('nothing changes before the reviewAt of a single rule', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(RULES.length - 1), (facts, index) => {
        const rule = getRule(index);
        const given = situation(facts, { now: NOW });
        const only = (now: Instant) => evaluate(atInstant(given, now), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        const first = only(given.now);
        const end = first?.reviewAt ?? instantOf(given.now + 5000 * 3_600_000);
        if (end - 1 > given.now) expect(only(instantOf(end - 1))?.finding).toEqual(first?.finding);
      }),
      options,
    );
  });

  test('a rule reads only what it declares', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(RULES.length - 1), (facts, index) => {
        const rule = getRule(index);
        const declared = new Set([...rule.inputs, ...engineInputs].map(({ input }) => inputKey(input)));
        const kept = facts.filter((version) => version.facts.every((fact) => isDeclared(declared, fact)));
        const full = evaluate(situation(facts, { now: NOW }), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        const part = evaluate(situation(kept, { now: NOW }), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        expect(part?.finding).toEqual(full?.finding);
      }),
      { ...options, numRuns: 600 },
    );
  });

  test('facts of the future change nothing now', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const known = facts.filter((version) =>
          version.facts.every((fact) => beginOf(fact) <= situation([], { now: NOW }).now),
        );
        expect(answer(situation(known, { now: NOW })).findings).toEqual(
          answer(situation(facts, { now: NOW })).findings,
        );
      }),
      options,
    );
  });

  test('what is not covered never closes an alert and never fires on absence', () => {
    fc.assert(
      fc.property(anyFacts, fc.infiniteStream(fc.boolean()), (facts, picks) => {
        const inputs = inputsOf(RULES, DEFAULT_PARAMETERS);
        const [...random] = picks.take(inputs.length);
        const cover = { from: instantOf(0), asOf: situation([], { now: NOW }).now };
        const coverage: Coverage = new Map(
          inputs.filter((_, index) => random[index]).map(({ input }) => [inputKey(input), cover]),
        );
        const whole = answer(situation(facts, { now: NOW }));
        const part = answer(situation(facts, { now: NOW, coverage }));
        part.findings.forEach(({ finding }, index) => {
          if (finding.verdict === 'unknown') return;
          const complete = whole.findings[index]?.finding;
          // Only mg-low may speak where the albumin rule cannot: it is the cautious one of the two.
          if (part.findings[index]?.rule === 'mg-low') return;
          expect(finding.verdict).toBe(complete?.verdict);
        });
      }),
      options,
    );
  });

  test('a lower magnesium is never milder', () => {
    fc.assert(
      fc.property(refractoryFacts, fc.double({ min: 0.4, max: 0.99, noNaN: true }), (facts, factor) => {
        const lowRules = RULES.filter(({ id }) => id === 'mg-low' || id === 'refractory-hypokalemia-low-mg');
        const worse = facts.map((version) => scaleLatestMagnesium(version, factor));
        for (const rule of lowRules) {
          const before = evaluate(situation(facts, { now: NOW }), DEFAULT_PARAMETERS, [rule]).evaluations[0]?.finding;
          const after = evaluate(situation(worse, { now: NOW }), DEFAULT_PARAMETERS, [rule]).evaluations[0]?.finding;
          if (before?.verdict !== 'present') continue;
          expect(after?.verdict).toBe('present');
          if (after?.verdict === 'present') expect(isMoreSevere(before.severity, after.severity)).toBe(false);
        }
      }),
      options,
    );
  });

  test('every summary fits and every card is plain and never advises to wait with potassium or calcium', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const { rule, finding } of evaluate(situation(facts, { now: NOW }), DEFAULT_PARAMETERS).evaluations) {
          if (finding.verdict !== 'present') continue;
          const summary = rule.card.summary(finding);
          const text = [summary, ...rule.card.detail(finding)].join('\n');
          expect(summary.length).toBeLessThanOrEqual(139);
          expect(text).not.toMatch(
            /undefined|NaN|\[object|Mg first|magnesium first|before (giving|replacing) (K|potassium|Ca|calcium)/i,
          );
          expect(text.replaceAll('do not hold urgent K', '')).not.toMatch(/\b(hold|delay|withhold|postpone)\b/i);
          expect(text).not.toMatch(/<[a-z/!]|[*_`]|https?:/i);
        }
      }),
      options,
    );
  });
});

function getRule(index: number): Rule {
  const rule = RULES[index];
  if (!rule) throw new Error('there is no such rule');
  return rule;
}

function isDeclared(declared: ReadonlySet<string>, fact: ResourceVersion['facts'][number]): boolean {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
      return declared.has(`result:${fact.analyte}`);
    case 'test-order':
      return declared.has(`test-order:${fact.analyte}`);
    case 'dose':
    case 'drug-order':
      return CLASS_OF[fact.drug]?.some((drugClass) => declared.has(`${fact.kind}:${drugClass}`)) ?? true;
    case 'condition':
      return declared.has(`condition:${fact.condition}`);
    default:
      return declared.has(fact.kind);
  }
}

const CLASS_OF: Readonly<Record<string, readonly string[]>> = {
  'potassium-chloride': ['k-replacement'],
  'magnesium-sulfate': ['mg-replacement'],
  'magnesium-oxide': ['mg-replacement'],
  'magnesium-citrate': ['mg-load-other'],
  'calcium-gluconate': ['ca-replacement'],
  digoxin: ['digoxin'],
  furosemide: ['loop'],
  omeprazole: ['ppi'],
  sotalol: ['qt-a'],
  insulin: ['k-shift'],
};

/** The first instant at which a fact may count. */
function beginOf(fact: ResourceVersion['facts'][number]): number {
  switch (fact.kind) {
    case 'result':
      return Math.max(fact.at, fact.knownAt);
    case 'test-order':
      return fact.at;
    case 'dose':
      // A running dose is seen from its start on.
      return fact.standing === 'running' ? fact.start : fact.end;
    case 'drug-order':
      return fact.authoredAt;
    case 'condition':
    case 'encounter':
      return fact.from ?? 0;
    default:
      return 0;
  }
}

function scaleLatestMagnesium(version: ResourceVersion, factor: number): ResourceVersion {
  return { ...version, facts: version.facts.map((fact) => (fact.kind === 'result' ? scaled(fact, factor) : fact)) };
}

function scaled(fact: LabResult, factor: number): LabResult {
  if (fact.analyte !== 'magnesium' || fact.comparator !== undefined) return fact;
  const limit = fact.compared.unit === 'mg/dL' ? 1.7 : 0.7;
  // Only values that are low already become lower; another one would change which value is the latest usable.
  if (fact.compared.value >= limit) return fact;
  const reported = { ...fact.reported, value: fact.reported.value * factor };
  return { ...fact, reported, compared: reported, canonical: fact.canonical * factor };
}
