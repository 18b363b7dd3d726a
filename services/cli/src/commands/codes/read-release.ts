import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RXNORM_COLUMNS, type RxNormFile, type RxNormImport } from '@magwatch/fhir';
import { UnusableInput } from '../../exit.ts';
import { createProgress, type Progress } from '../../progress.ts';
import { type InputFile, reasonOf } from '../scan/input-files.ts';
import { type Line, readLines } from '../scan/read-lines.ts';

/** Feeds the files of a release to the import, line by line, as often as it asks. Throws UnusableInput with file and line. */
export async function readRelease(folder: string, { passes }: RxNormImport): Promise<void> {
  const files = await findFiles(folder);
  const progress = createProgress();
  try {
    for (const [index, { file, take }] of passes.entries())
      await readPass(files[file], {
        columns: RXNORM_COLUMNS[file],
        take,
        progress,
        label: `step ${index + 1} of ${passes.length}, ${file}`,
      });
  } finally {
    progress.end();
  }
}

/** In the folder itself, or in the `rrf` of an unpacked release. */
async function findFiles(folder: string): Promise<Readonly<Record<RxNormFile, InputFile>>> {
  let missing: readonly string[] = [];
  for (const place of [join(folder, 'rrf'), folder]) {
    const [concepts, relations, attributes] = await Promise.all([
      findFile(join(place, 'RXNCONSO.RRF')),
      findFile(join(place, 'RXNREL.RRF')),
      findFile(join(place, 'RXNSAT.RRF')),
    ]);
    if (concepts && relations && attributes)
      return { 'RXNCONSO.RRF': concepts, 'RXNREL.RRF': relations, 'RXNSAT.RRF': attributes };
    missing = [
      ...(concepts ? [] : ['RXNCONSO.RRF']),
      ...(relations ? [] : ['RXNREL.RRF']),
      ...(attributes ? [] : ['RXNSAT.RRF']),
    ];
  }
  throw new UnusableInput(`${folder} has no ${missing.join(' and no ')}: name the folder of an RxNorm release`);
}

async function findFile(path: string): Promise<InputFile | undefined> {
  try {
    const information = await stat(path);
    return information.isFile() ? { path, kind: 'ndjson', isCompressed: false, bytes: information.size } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new UnusableInput(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

interface Pass {
  readonly columns: number;
  readonly take: (columns: readonly string[]) => void;
  readonly progress: Progress;
  readonly label: string;
}

async function readPass(file: InputFile, { columns, take, progress, label }: Pass): Promise<void> {
  let count = 0;
  for await (const lines of readLines(file)) {
    for (const line of lines) take(columnsOf(line, file, columns));
    count += lines.length;
    progress.at(() => `${label}: ${count.toLocaleString('en')} lines`);
  }
}

/** The columns of one line; every one ends with a `|`, the last too. */
function columnsOf(line: Line, { path }: InputFile, wanted: number): readonly string[] {
  if (!line.ok) throw new UnusableInput(`${path} line ${line.number}: ${line.reason}`);
  const columns = line.text.replace(/\r$/, '').split('|');
  if (columns.pop() !== '' || columns.length !== wanted)
    throw new UnusableInput(
      `${path} line ${line.number}: not the ${wanted} columns that it should have, each ended by "|"`,
    );
  return columns;
}
