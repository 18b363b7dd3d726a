import { cannotTell, no, yes } from './answer.ts';
import type { Block, Chart } from './chart.ts';
import type { Answer, Seen } from './contract.ts';

/** Holds as soon as one of the checks holds; unknown while one of the others could. */
export const either =
  (...checks: readonly Block<Answer>[]): Block<Answer> =>
  (chart) => {
    const answers = askAll(chart, checks);
    const holding = answers.filter(({ is }) => is === 'yes');
    if (holding.length > 0) return yes(valuesOf(holding), evidenceOf(holding));
    return isUnknown(answers)
      ? cannotTell(missingOf(answers), valuesOf(answers))
      : no('not-so', valuesOf(answers), evidenceOf(answers));
  };

/** Holds when all of the checks hold; one that does not hold settles it, whatever is unknown beside it. */
export const both =
  (...checks: readonly Block<Answer>[]): Block<Answer> =>
  (chart) => {
    const answers = askAll(chart, checks);
    const failing = answers.filter(({ is }) => is === 'no' || is === 'not-applicable');
    if (failing.length > 0) return no('not-so', valuesOf(failing), evidenceOf(failing));
    return isUnknown(answers)
      ? cannotTell(missingOf(answers), valuesOf(answers))
      : yes(valuesOf(answers), evidenceOf(answers));
  };

const askAll = (chart: Chart, checks: readonly Block<Answer>[]): readonly Answer[] =>
  checks.map((check) => chart.read(check));

/** Even an answer that does not name what is missing is no yes. */
export const isUnknown = (answers: readonly Answer[]): boolean => answers.some(({ is }) => is === 'unknown');

/** What is missing to tell, of all answers that cannot. */
export const missingOf = (answers: readonly Answer[]): readonly string[] =>
  answers.flatMap((answer) => (answer.is === 'unknown' ? answer.missing : []));

/** Each value once: a step often looks at the same potassium twice. */
export function valuesOf(answers: readonly Seen[]): string | undefined {
  const values = answers.flatMap(({ value }) => value?.split(SEPARATOR) ?? []);
  return values.length > 0 ? [...new Set(values)].join(SEPARATOR) : undefined;
}
const SEPARATOR = '; ';

const evidenceOf = (answers: readonly Seen[]): Seen['evidence'] => {
  const evidence = answers.flatMap((answer) => answer.evidence ?? []);
  return [...new Map(evidence.map((item) => [`${item.role} ${item.reference}`, item])).values()];
};
