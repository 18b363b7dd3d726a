import { formatInstant, type Instant } from '@magwatch/base';
import type { Codes } from '@magwatch/fhir';
import type { Parameters } from '@magwatch/rules';
import { NotDone } from '../../exit.ts';
import { printable, say, writeLines } from '../../output.ts';
import type { Progress } from '../../progress.ts';
import type { ScanPlan } from './arguments.ts';
import { draftsFor } from './drafts.ts';
import { evaluateAt } from './evaluate-at.ts';
import type { Gathered, PatientRecord } from './gather.ts';
import { type ChangeLine, changeTable, type FindingLine, findingTable } from './lines.ts';
import { load } from './load.ts';
import { replayPatient } from './replay.ts';
import { reportReading } from './report.ts';

/** Reads the files, judges, prints. Throws UnusableInput where the arguments or the input cannot be used. */
export async function scan(plan: ScanPlan): Promise<void> {
  const { gathered, progress, ...site } = await load(plan);
  reportReading(gathered, plan);
  const { at } = plan;
  if (at === undefined) await printChanges(gathered, plan, site, progress);
  else await printFindings(gathered, { ...plan, at }, site, progress);
}

type PlanAt = ScanPlan & { readonly at: Instant };

async function printFindings(
  gathered: Gathered,
  plan: PlanAt,
  { parameters, codes }: { readonly parameters: Parameters; readonly codes: Codes },
  progress: Progress,
): Promise<void> {
  const drafts = await draftsFor(plan.draftFile, {
    codes,
    timeZone: plan.timeZone,
    companions: gathered.companions,
    at: plan.at,
  });
  const { at, hook = 'surveillance', setting } = plan;
  let flagged = 0;
  const judge = (record: PatientRecord): readonly FindingLine[] => {
    const lines = evaluateAt(record, { at, hook, draftsOf: drafts.of, setting, parameters });
    if (lines.length > 0) flagged += 1;
    return lines;
  };
  await judgeAll(gathered.patients, { judge, table: findingTable, plan, progress });
  say(`${flagged} of ${gathered.patients.length} patients with findings`);
}

async function printChanges(
  gathered: Gathered,
  plan: ScanPlan,
  { parameters, version }: { readonly parameters: Parameters; readonly version: string },
  progress: Progress,
): Promise<void> {
  const opened = new Map<string, Set<string>>();
  const judge = (record: PatientRecord): readonly ChangeLine[] => {
    const lines = replayPatient(record, {
      setting: plan.setting,
      parameters,
      parametersVersion: version,
      onStep: (now) => progress.at(() => `replaying ${record.patient}, at ${formatInstant(now)}`),
    });
    for (const line of lines) if (line.change === 'opened') addTo(opened, line.rule, line.patient);
    return lines;
  };
  await judgeAll(gathered.patients, { judge, table: changeTable, plan, progress });
  summarize(opened, gathered.patients.length);
}

interface Judging<Line> {
  readonly judge: (record: PatientRecord) => readonly Line[];
  readonly table: (lines: readonly Line[]) => Iterable<string>;
  readonly plan: ScanPlan;
  readonly progress: Progress;
}

/**
 * Prints the lines of each patient as soon as they are there; a table at the end, for its columns are as wide as their widest
 * cell. A patient for whom a rule fails (a mistake of this program) is named, and the others go on.
 */
async function judgeAll<Line>(patients: readonly PatientRecord[], judging: Judging<Line>): Promise<void> {
  const { judge, table, plan, progress } = judging;
  const all: Line[] = [];
  let failed = 0;
  for (const [index, record] of patients.entries()) {
    progress.at(() => `patient ${index + 1} of ${patients.length}`);
    let lines: readonly Line[];
    try {
      lines = judge(record);
    } catch (error) {
      failed += 1;
      progress.end();
      const place = error instanceof Error ? (error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line)) : '';
      say(`cannot judge ${printable(record.patient)}: a mistake in the program${place ?? ''}`);
      continue;
    }
    if (plan.format === 'ndjson') await writeLines(lines.map((line) => JSON.stringify(line)));
    else for (const line of lines) all.push(line);
  }
  progress.end();
  if (plan.format === 'table') await writeLines(table(all));
  if (failed > 0) throw new NotDone(`${failed} of ${patients.length} patients could not be judged`);
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

function summarize(opened: ReadonlyMap<string, ReadonlySet<string>>, patients: number): void {
  const flagged = new Set([...opened.values()].flatMap((set) => [...set]));
  say(`${flagged.size} of ${patients} patients would have been flagged`);
  for (const [rule, set] of [...opened].sort(([a], [b]) => (a < b ? -1 : 1)))
    say(`  ${rule}: ${set.size} ${set.size === 1 ? 'patient' : 'patients'}`);
}
