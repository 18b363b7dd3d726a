import { type AlertExplained, type Difference, explainAlert, type NotRecomputable } from '@magwatch/assess';
import { formatInstant } from '@magwatch/base';
import { RULES } from '@magwatch/rules';
import { checkSchema, openStore, StoreError } from '@magwatch/store';
import { NotDone, UnusableInput } from '../../exit.ts';
import { defaultFormat, say, writeLines } from '../../output.ts';
import { findRules } from '../rules/find-rules.ts';
import { explainedLine } from './lines.ts';
import { openDatabase } from './open-database.ts';
import type { ExplainOptions } from './options.ts';
import { exclusionsText, nearMissText, ruleText } from './text.ts';

/** Explains an alert of the database. Throws NotDone where the stored answer is not the one that is computed now. */
export async function explainStoredAlert(alertId: string, options: ExplainOptions): Promise<void> {
  try {
    const database = await openDatabase(options);
    try {
      const store = await openStore(database.url);
      try {
        await checkSchema(store);
        await tell(alertId, await explainAlert(store, RULES, alertId), options);
      } finally {
        await store.close();
      }
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof StoreError) throw new NotDone(error.message);
    throw error;
  }
}

async function tell(alertId: string, answer: AlertExplained, options: ExplainOptions): Promise<void> {
  switch (answer.is) {
    case 'no-such-alert':
      throw new UnusableInput(`there is no alert ${alertId} in this database`);
    case 'not-recomputable':
      throw new NotDone(
        `alert ${alertId} (${answer.alert.ruleId}) cannot be computed again: ${because(answer.because)}`,
      );
    default:
      return tellExplained(answer, options);
  }
}

function because(why: NotRecomputable): string {
  switch (why.reason) {
    case 'no-basis':
      return 'what it was decided on was not kept (it is older than this version, or only persons changed it)';
    case 'rule-not-installed': {
      const installed = why.installed === undefined ? 'the rule is not' : `${why.installed} is`;
      return `version ${why.decidedBy} of its rule decided it, and ${installed} installed`;
    }
    default:
      return `the parameters ${why.version} are not kept, or cannot be used by this version`;
  }
}

async function tellExplained(
  answer: Extract<AlertExplained, { is: 'explained' }>,
  { format = defaultFormat(), rule }: ExplainOptions,
): Promise<void> {
  const { alert, at, parametersVersion, change, reason, explained, others, differences } = answer;
  const about = { patient: alert.patient, at, parametersVersion };
  const named = new Set(findRules(rule).map(({ id }) => id));
  const asked = rule === undefined ? [explained] : [explained, ...others].filter((one) => named.has(one.rule.id));
  if (format === 'ndjson') {
    const stored = { alert: alert.id, state: alert.state, change, reason, differences };
    await writeLines(asked.map((one) => JSON.stringify({ ...explainedLine(about, one), stored })));
  } else
    await writeLines([
      `Alert ${alert.id}: ${alert.state}, ${change} (${reason.replaceAll('-', ' ')})`,
      `${alert.patient} at ${formatInstant(at)}, parameters ${parametersVersion}`,
      ...exclusionsText(explained),
      ...asked.flatMap((one) => [...ruleText(one)]),
      ...nearMissText(others),
    ]);
  if (differences.length > 0) throw new NotDone(differenceText(differences));
  say('the stored answer is the same');
}

const differenceText = (differences: readonly Difference[]): string =>
  [
    'the stored answer is another one:',
    ...differences.map(
      ({ part, stored, recomputed }) =>
        `  ${part}: stored ${JSON.stringify(stored)}, computed now ${JSON.stringify(recomputed)}`,
    ),
  ].join('\n');
