import { type Instant, instantOf } from '@magwatch/base';
import { type Coverage, classesOf, inputKey, type LabResult, type ResourceVersion } from '@magwatch/timeline';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule } from './contract.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { lowMagnesiumFacts, patientFacts, refractoryFacts, someDrafts } from './evaluate.arbitrary.test.ts';
import { evaluate } from './evaluate.ts';
import { isMoreSevere } from './finding.ts';
import { engineInputs, inputsOf } from './inputs.ts';
import { RULES } from './registry.ts';
import type { Situation } from './situation.ts';
import { result, say, situation } from './testing/index.ts';

const NOW = 24;
const anyFacts = fc.oneof(patientFacts, refractoryFacts, lowMagnesiumFacts);
/** The background watch, or an order hook with its drafts. */
const anyDrafts = fc.option(someDrafts, { nil: undefined, freq: 2 });
const given = (facts: readonly ResourceVersion[], drafts?: readonly ResourceVersion[]): Situation =>
  situation(facts, { now: NOW, ...(drafts ? { hook: 'order-sign', drafts } : {}) });
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
      fc.property(anyFacts, anyDrafts, fc.nat(RULES.length - 1), (facts, drafts, index) => {
        const rule = getRule(index);
        const asked = given(facts, drafts);
        const only = (now: Instant) => evaluate(atInstant(asked, now), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        const first = only(asked.now);
        const end = first?.reviewAt ?? instantOf(asked.now + 5000 * 3_600_000);
        if (end - 1 > asked.now) expect(only(instantOf(end - 1))?.finding).toEqual(first?.finding);
      }),
      { ...options, numRuns: 900 },
    );
  });

  test('a rule reads only what it declares: whatever else is there or comes changes nothing', () => {
    fc.assert(
      fc.property(anyFacts, anyDrafts, fc.nat(RULES.length - 1), (facts, drafts, index) => {
        const rule = getRule(index);
        const kept = facts.filter((version) => version.facts.every((fact) => isDeclared(declaredBy(rule), fact)));
        const full = evaluate(given(facts, drafts), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        const part = evaluate(given(kept, drafts), DEFAULT_PARAMETERS, [rule]).evaluations[0];
        expect(part?.finding).toEqual(full?.finding);
      }),
      { ...options, numRuns: 1500 },
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

  // From a value that is bad to one that is worse; `except` for rules that stand for the milder value only.
  test.each<Worsening>([
    {
      what: 'lower magnesium',
      of: ['magnesium', 'mg/dL'],
      from: 1.69,
      to: 0.5,
      except: ['mg-albumin-corrected', 'refractory-hypokalemia-mg-low-normal'],
    },
    { what: 'lower magnesium', of: ['magnesium', 'meq/L'], from: 1.39, to: 0.5, rules: ['mg-low'] },
    { what: 'lower potassium', of: ['potassium', 'mmol/L'], from: 3.49, to: 2, except: ['mg-albumin-corrected'] },
    { what: 'lower ionized calcium', of: ['calcium-ionized', 'mmol/L'], from: 1.11, to: 0.5, rules: HYPOCALCEMIA },
    { what: 'lower total calcium', of: ['calcium', 'mg/dL'], from: 7.5, to: 4, rules: HYPOCALCEMIA },
    { what: 'lower phosphate', of: ['phosphate', 'mg/dL'], from: 2.4, to: 0.4, rules: ['refeeding-electrolyte-drop'] },
    { what: 'higher magnesium', of: ['magnesium', 'mg/dL'], from: 2.7, to: 7, rules: MAGNESIUM_SAFETY },
    { what: 'longer QTc', of: ['qtc', 'ms'], from: 440, to: 560, rules: ['torsades-risk-low-mg-k', 'mg-low'] },
    { what: 'lower eGFR', of: ['egfr', 'mL/min/{1.73_m2}'], from: 80, to: 5, rules: MAGNESIUM_SAFETY },
    { what: 'higher digoxin', of: ['digoxin-level', 'ng/mL'], from: 0.8, to: 4, rules: ['digoxin-low-mg-k'] },
  ])('$what ($of.1) is never milder', ({ of: [analyte, unit], from, to, rules, except = [] }) => {
    const asked = RULES.filter(({ id }) => (rules?.includes(id) ?? true) && !except.includes(id));
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyFacts, anyDrafts, part, part, (facts, drafts, one, other) => {
        const trusted = facts.filter(isOfTrustedSpecimen);
        const evaluateWith = (share: number) => {
          const latest = result(analyte, [from + (to - from) * share, unit], NOW - 0.5, { id: 'Observation/latest' });
          return evaluate(given([...trusted, latest], drafts), DEFAULT_PARAMETERS, asked).evaluations;
        };
        const after = evaluateWith(Math.max(one, other));
        evaluateWith(Math.min(one, other)).forEach(({ rule, finding }, index) => {
          const then = after[index]?.finding;
          if (finding.verdict !== 'present') return;
          expect([rule.id, then?.verdict]).toEqual([rule.id, 'present']);
          if (then?.verdict === 'present')
            expect([rule.id, isMoreSevere(finding.severity, then.severity)]).toEqual([rule.id, false]);
        });
      }),
      { ...options, numRuns: 400 },
    );
  });

  test('unknown stays unknown whatever comes that the rule does not read', () => {
    fc.assert(
      fc.property(anyFacts, fc.infiniteStream(fc.boolean()), fc.nat(RULES.length - 1), (facts, picks, index) => {
        const rule = getRule(index);
        const inputs = inputsOf(RULES, DEFAULT_PARAMETERS);
        const [...random] = picks.take(inputs.length);
        const cover = { from: instantOf(0), asOf: situation([], { now: NOW }).now };
        const coverage: Coverage = new Map(
          inputs.filter((_, place) => random[place]).map(({ input }) => [inputKey(input), cover]),
        );
        const kept = facts.filter((version) => version.facts.every((fact) => isDeclared(declaredBy(rule), fact)));
        const only = (known: readonly ResourceVersion[]) =>
          evaluate(situation(known, { now: NOW, coverage }), DEFAULT_PARAMETERS, [rule]).evaluations[0]?.finding;
        const before = only(kept);
        fc.pre(before?.verdict === 'unknown');
        expect(only(facts)).toEqual(before);
      }),
      { ...options, numRuns: 600 },
    );
  });

  test('the same value in another legal unit changes nothing, away from the limits', () => {
    fc.assert(
      fc.property(anyFacts, anyDrafts, fc.infiniteStream(fc.nat()), (facts, drafts, picks) => {
        const [...random] = picks.take(facts.length);
        const clear = facts.filter(isAwayFromLimits);
        const other = clear.map((version, index) => inOtherUnit(version, random[index] ?? 0));
        const said = (asked: Situation) =>
          evaluate(asked, DEFAULT_PARAMETERS).evaluations.map(({ rule, finding }) => [rule.id, say(finding)]);
        expect(said(given(other, drafts))).toEqual(said(given(clear, drafts)));
      }),
      { ...options, numRuns: 600 },
    );
  });

  test('every summary fits and every card is plain and never advises to wait with potassium or calcium', () => {
    fc.assert(
      fc.property(anyFacts, anyDrafts, (facts, drafts) => {
        for (const { rule, finding } of evaluate(given(facts, drafts), DEFAULT_PARAMETERS).evaluations) {
          if (finding.verdict !== 'present') continue;
          const summary = rule.card.summary(finding);
          const text = [summary, ...rule.card.detail(finding)].join('\n');
          expect(summary.length).toBeLessThanOrEqual(139);
          expect(text).not.toMatch(
            /undefined|NaN|\[object|Mg first|magnesium first|before (giving|replacing) (K|potassium|Ca|calcium)/i,
          );
          expect(ALLOWED.reduce((rest, words) => rest.replaceAll(words, ''), text)).not.toMatch(
            /\b(hold|delay|withhold|postpone)\b/i,
          );
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

/** Where these words stand they say the opposite of waiting. */
const ALLOWED = [
  'do not hold urgent K',
  'Do not delay calcium for tetany, seizure, long QT or hyperkalemia',
  'add magnesium or Ca may not hold',
];

const declaredBy = (rule: Rule): ReadonlySet<string> =>
  new Set([...rule.inputs, ...engineInputs].map(({ input }) => inputKey(input)));

function isDeclared(declared: ReadonlySet<string>, fact: ResourceVersion['facts'][number]): boolean {
  switch (fact.kind) {
    case 'result':
    case 'qualitative':
      return declared.has(`result:${fact.analyte}`);
    case 'test-order':
      return declared.has(`test-order:${fact.analyte}`);
    case 'dose':
    case 'drug-order':
      // Dialysate has no class of its own: it comes with whatever else is searched of doses and orders.
      return (
        classesOf(fact.drug).length === 0 ||
        classesOf(fact.drug).some((drugClass) => declared.has(`${fact.kind}:${drugClass}`))
      );
    case 'condition':
      return declared.has(`condition:${fact.condition}`);
    default:
      return declared.has(fact.kind);
  }
}

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

interface Worsening {
  readonly what: string;
  readonly of: readonly [analyte: LabResult['analyte'], unit: string];
  readonly from: number;
  readonly to: number;
  /** Absent: all rules. */
  readonly rules?: readonly string[];
  readonly except?: readonly string[];
}

const HYPOCALCEMIA = ['hypocalcemia-low-mg', 'hypocalcemia-mg-unknown'];
const MAGNESIUM_SAFETY = ['hypermagnesemia', 'mg-therapy-renal-guard'];

/** Low calcium beside a very high potassium, or a fall of all beside a very high glucose, is a sample that no rule believes. */
const isOfTrustedSpecimen = ({ facts: [fact] }: ResourceVersion): boolean =>
  fact?.kind !== 'result' || (fact.analyte !== 'glucose' && !(fact.analyte === 'potassium' && fact.canonical >= 6));

/** Limits of the rules in canonical units, of the analytes that laboratories report in several. */
const LIMITS: Partial<Record<LabResult['analyte'], readonly number[]>> = {
  magnesium: [0.4, 0.5, 0.7, 0.85, 1.1, 1.65, 2, 3.5, 4],
  'magnesium-ionized': [0.45],
  calcium: [1.65, 1.9, 2.1],
  'calcium-ionized': [0.8, 1, 1.12],
  albumin: [35],
  phosphate: [0.32, 0.8],
};
/** Families of one threshold differ by rounding, at most by so much. */
const AWAY = 0.05;

/** Whether results are far from every limit. Albumin is left out: what it corrects may come to lie on one. */
function isAwayFromLimits({ facts: [fact] }: ResourceVersion): boolean {
  if (fact?.kind !== 'result') return true;
  if (fact.analyte === 'albumin') return false;
  return (LIMITS[fact.analyte] ?? []).every((limit) => Math.abs(fact.canonical / limit - 1) > AWAY);
}

/** 1 mmol/L (µmol/L of creatinine) in the other units that laboratories use. */
const OTHER_UNITS: Partial<Record<LabResult['analyte'], Readonly<Record<string, number>>>> = {
  magnesium: { 'mmol/L': 1, 'mg/dL': 2.4305, 'meq/L': 2 },
  'magnesium-ionized': { 'mmol/L': 1, 'mg/dL': 2.4305, 'meq/L': 2 },
  calcium: { 'mmol/L': 1, 'mg/dL': 4.0078, 'meq/L': 2 },
  'calcium-ionized': { 'mmol/L': 1, 'mg/dL': 4.0078, 'meq/L': 2 },
  phosphate: { 'mmol/L': 1, 'mg/dL': 3.09738 },
  creatinine: { 'umol/L': 1, 'mg/dL': 1 / 88.402 },
  glucose: { 'mmol/L': 1, 'mg/dL': 18.0156 },
};

/** The same result in the unit that `pick` chooses. */
function inOtherUnit(version: ResourceVersion, pick: number): ResourceVersion {
  const [fact] = version.facts;
  const others = fact?.kind === 'result' ? Object.entries(OTHER_UNITS[fact.analyte] ?? {}) : [];
  const [unit, factor] = others[pick % others.length] ?? [];
  if (fact?.kind !== 'result' || unit === undefined || factor === undefined) return version;
  const reported = { value: fact.canonical * factor, unit };
  return { ...version, facts: [{ ...fact, reported, compared: reported }] };
}
