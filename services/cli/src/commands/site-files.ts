import { readFile } from 'node:fs/promises';
import { readSiteMap, type SiteMap } from '@magwatch/fhir';
import { type Parameters, parameterProblemText, readParameters } from '@magwatch/rules';
import { UnusableInput } from '../exit.ts';
import { reasonOf } from './scan/input-files.ts';

/** The site's code maps, in the order in which they were named. Throws UnusableInput with the line at fault. */
export async function readCodeFiles(files: readonly string[]): Promise<readonly SiteMap[]> {
  const maps: SiteMap[] = [];
  for (const file of files) {
    const map = readSiteMap(await readText('--codes', file), file);
    if (!map.ok) {
      const { line, reason } = map.failure;
      throw new UnusableInput(`--codes ${file}${line === undefined ? '' : ` line ${line}`}: ${reason}`);
    }
    maps.push(map.value);
  }
  return maps;
}

/** The site's parameters over the defaults. Throws UnusableInput with every problem in the file. */
export async function readParametersFile(file: string): Promise<{ parameters: Parameters; version: string }> {
  const read = readParameters(await readText('--parameters', file), file);
  if (!read.ok)
    throw new UnusableInput(
      `--parameters ${file} cannot be used:\n${read.failure.map((problem) => `  ${parameterProblemText(problem)}`).join('\n')}`,
    );
  return read.value;
}

async function readText(option: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`cannot read ${option} ${file}: ${reasonOf(error)}`);
  }
}
