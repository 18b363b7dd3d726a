/**
 * Five rules written twice: our TypeScript, and CQL written from the words of the clinical catalogue alone, translated by
 * `@cqframework/cql` and run by `cql-execution` over FHIR R4 resources of generated patients. Both must say the same.
 *
 * Both sides know: adults and children, stays and visits, look-backs by setting, status, unit, plausibility and time of issue of a
 * result, units in five families, `<x`, codes that contradict their units, early levels, doses and orders of magnesium, refractory
 * potassium by doses and by order, corrected and ionized calcium, PTH, calcium given, QTc, digoxin, tier A drugs, dialysis,
 * pregnancy, torsades, FEMg with its kidney.
 *
 * The generator leaves out what the CQL does not model: contaminated or hemolyzed specimens, two results of one analyte at one
 * minute, doses that run at the instant of judgement, were stopped half-way or have no known amount, dispensed and stated drugs,
 * potassium that was ordered but not charted, potassium by different methods, maintenance fluids, panels, procedures, drafts of a
 * hook, a missing coverage, and sites' own codes and parameters.
 *
 * It also leaves out what the text of rule 11 does not decide: which of several eGFR counts (its values are near the urine),
 * magnesium given between the urine and the level, magnesium ordered at home, dialysis, and a pair on both sides of the 72 h.
 *
 * Whether a rule "cannot tell" or is absent is compared for the rules whose text decides it. For rules 3 and 11 it does not (a single
 * low potassium, a missing urine): there both count as "not".
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Answers, answersOfCql, ourAnswers, PATTERN_IDS, type PatternId } from './answers.ts';
import { generatePatients } from './generate.ts';
import type { MadeUpPatient } from './resources.ts';
import { translatePatterns } from './translate.ts';

const PATIENTS = 2_000;
/** About 10 ms a patient on a quiet machine; the bound is for a busy one. */
const ENDED_WITHIN_MS = 300_000;
/** cql-execution keeps what it evaluated until a run ends. */
const BATCH = 200;
const SEED = Number(process.env['MAGWATCH_SEED'] ?? 1);

const patterns = translatePatterns();
const patients = generatePatients(SEED, PATIENTS);
const theirs = new Map<string, Answers>();
const ours = new Map<string, Answers>();

beforeAll(async () => {
  for (let from = 0; from < patients.length; from += BATCH) {
    const batch = patients.slice(from, from + BATCH);
    for (const [id, answers] of await answersOfCql(patterns, batch)) theirs.set(id, answers);
    for (const patient of batch) ours.set(patient.id, ourAnswers(patient));
  }
}, ENDED_WITHIN_MS);

/** A generator that never reaches an answer proves nothing about it. */
const KINDS: Readonly<Record<PatternId, readonly string[]>> = {
  'mg-low': ['fires info', 'fires warning', 'fires critical', 'in-progress', 'not', 'cannot tell'],
  'refractory-hypokalemia-low-mg': ['fires warning', 'fires critical', 'in-progress', 'not'],
  'hypocalcemia-low-mg': ['fires info', 'fires warning', 'fires critical', 'in-progress', 'not', 'cannot tell'],
  'renal-mg-wasting-femg': ['fires info renal', 'fires info indeterminate', 'fires info extra-renal', 'not'],
  'digoxin-low-mg-k': ['fires warning', 'fires critical', 'not', 'cannot tell'],
};

describe.each(PATTERN_IDS)('%s', (rule) => {
  test('says the same as the CQL of every patient', { timeout: ENDED_WITHIN_MS }, async () => {
    const differing = patients.filter(({ id }) => differ(rule, theirs.get(id), ours.get(id)));
    const first = differing[0] && (await reduce(rule, differing[0]));
    const report =
      first && `${differing.length} patients of seed ${SEED}; the first, reduced:\n${await describeBoth(rule, first)}`;
    expect(report).toBeUndefined();
  });

  test.each(KINDS[rule])('was asked of patients for whom the answer is: %s', (kind) => {
    const count = [...theirs.values()].filter((answers) =>
      textOf(compared(rule, answers[rule])).startsWith(kind),
    ).length;
    expect(count).toBeGreaterThanOrEqual(1);
  });
});

/** What is compared: for rules 3 and 11 the catalogue leaves open whether too little data is "no" or "cannot tell". */
function compared(rule: PatternId, answer: Answer | undefined): Answer | undefined {
  const isOpen = rule === 'refractory-hypokalemia-low-mg' || rule === 'renal-mg-wasting-femg';
  return isOpen && answer?.verdict === 'cannot tell' ? { verdict: 'not' } : answer;
}

const textOf = (answer: Answer | undefined): string =>
  [answer?.verdict ?? 'no such rule', answer?.severity, answer?.category]
    .filter((part) => part !== undefined)
    .join(' ');

const differ = (rule: PatternId, theirs: Answers | undefined, ours: Answers | undefined): boolean =>
  textOf(compared(rule, theirs?.[rule])) !== textOf(compared(rule, ours?.[rule]));

/** Takes away resource after resource for as long as the two still differ. */
async function reduce(rule: PatternId, patient: MadeUpPatient): Promise<MadeUpPatient> {
  let least = patient;
  for (const resource of patient.resources) {
    if (resource.resourceType === 'Patient') continue;
    const smaller = { ...least, resources: least.resources.filter((one) => one !== resource) };
    const answers = await answersOfCql(patterns, [smaller]);
    if (differ(rule, answers.get(smaller.id), ourAnswers(smaller))) least = smaller;
  }
  return least;
}

async function describeBoth(rule: PatternId, patient: MadeUpPatient): Promise<string> {
  const answers = await answersOfCql(patterns, [patient]);
  return [
    `CQL: ${textOf(answers.get(patient.id)?.[rule])}`,
    `ours: ${textOf(ourAnswers(patient)[rule])}`,
    ...patient.resources.map((resource) => JSON.stringify(resource)),
  ].join('\n');
}
