import { type Explained, explain } from '@magwatch/rules';
import { UnusableInput } from '../../exit.ts';
import { say, writeLines } from '../../output.ts';
import { findRules } from '../rules/find-rules.ts';
import type { ScanPlan } from '../scan/arguments.ts';
import { draftsFor } from '../scan/drafts.ts';
import { situationAt } from '../scan/evaluate-at.ts';
import type { PatientRecord } from '../scan/gather.ts';
import { load } from '../scan/load.ts';
import { reportReadingOf } from '../scan/report.ts';
import { explainedLine } from './lines.ts';
import { explanationText } from './text.ts';

/** A scan of one patient at one instant. */
export interface PatientPlan extends ScanPlan {
  readonly patient: string | undefined;
  readonly ruleId: string | undefined;
}

/** Explains what every rule, or one, says of a patient of files. Throws UnusableInput where he is not in them. */
export async function explainPatient(plan: PatientPlan): Promise<void> {
  const rules = findRules(plan.ruleId);
  const { gathered, parameters, version, codes } = await load(plan);
  const record = findPatient(gathered.patients, plan.patient);
  reportReadingOf(record, gathered, plan);
  const { at, hook = 'surveillance', setting, timeZone } = plan;
  if (at === undefined) throw new UnusableInput('--at is missing');
  const { companions } = gathered;
  const drafts = await draftsFor(plan.draftFile, { codes, timeZone, companions, at });
  const explained = explain(situationAt(record, { at, hook, draftsOf: drafts.of, setting }), parameters, rules);
  const about = { patient: record.patient, at, parametersVersion: version };
  const isWhole = plan.ruleId !== undefined;
  if (plan.format === 'ndjson') await writeLines(explained.map((one) => JSON.stringify(explainedLine(about, one))));
  else await writeLines(explanationText(about, explained, { isWhole }));
  say(`${count(explained)} of ${explained.length} rules say something of ${record.patient}`);
}

const count = (explained: readonly Explained[]): number =>
  explained.filter(({ finding }) => finding.verdict === 'present').length;

const PATIENTS_NAMED_MAX = 5;

/** The patient who is meant; without a name the only one there is. */
function findPatient(patients: readonly PatientRecord[], named: string | undefined): PatientRecord {
  const [only, ...others] = patients;
  if (!only) throw new UnusableInput('there is no patient in these files');
  if (named === undefined) {
    if (others.length === 0) return only;
    throw new UnusableInput(`which of the ${patients.length} patients? Add --patient, for example ${only.patient}`);
  }
  const reference = named.startsWith('Patient/') ? named : `Patient/${named}`;
  const record = patients.find(({ patient }) => patient === reference);
  if (record) return record;
  const some = patients.slice(0, PATIENTS_NAMED_MAX).map(({ patient }) => patient);
  const more = patients.length > some.length ? ` and ${patients.length - some.length} more` : '';
  throw new UnusableInput(`${reference} is not in these files; in them are ${some.join(', ')}${more}`);
}
