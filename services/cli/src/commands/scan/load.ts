import type { Instant } from '@magwatch/base';
import { type Codes, createCodes, findFutureNotes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, type Parameters, parametersVersion } from '@magwatch/rules';
import { UnusableInput } from '../../exit.ts';
import { printable, say } from '../../output.ts';
import { createProgress, type Progress } from '../../progress.ts';
import { readCodeFiles, readParametersFile } from '../site-files.ts';
import type { ScanPlan } from './arguments.ts';
import { type Gathered, gather } from './gather.ts';
import { findInputFiles } from './input-files.ts';

/** Everything that judging needs, read from the files of a plan. */
export interface Loaded {
  readonly gathered: Gathered;
  readonly parameters: Parameters;
  readonly version: string;
  readonly codes: Codes;
  readonly progress: Progress;
}

/** Reads codes, parameters and data; lines that cannot be read are named at once. Throws UnusableInput. */
export async function load(plan: ScanPlan): Promise<Loaded> {
  const { parameters, version } =
    plan.parametersFile === undefined
      ? { parameters: DEFAULT_PARAMETERS, version: parametersVersion(DEFAULT_PARAMETERS) }
      : await readParametersFile(plan.parametersFile);
  const codes = createCodes({ siteMaps: await readCodeFiles(plan.codeFiles) });
  const files = await findInputFiles(plan.paths);
  if (!files.ok) throw new UnusableInput(files.failure);
  const progress = createProgress();
  const gathered = await gather(files.value, {
    codes,
    timeZone: plan.timeZone,
    onUnreadable(file, line, reason) {
      progress.end();
      say(`cannot read ${printable(file.path)} line ${line}: ${reason}`);
    },
    onProgress: progress.at,
  });
  progress.end();
  const { at } = plan;
  const notes = at === undefined ? gathered.notes : [...gathered.notes, ...futureNotes(gathered, at)];
  return { gathered: { ...gathered, notes }, parameters, version, codes, progress };
}

/** "Future" is measured against the instant of the evaluation, not against the wall clock. */
const futureNotes = ({ patients }: Gathered, at: Instant) =>
  patients.flatMap(({ versions }) => versions.flatMap((version) => findFutureNotes(version, at)));
