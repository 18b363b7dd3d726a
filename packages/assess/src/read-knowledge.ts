import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '@magwatch/base';
import { type Codes, createCodes, readSiteMap, type SiteMap } from '@magwatch/fhir';
import {
  DEFAULT_PARAMETERS,
  type Parameters,
  parameterProblemText,
  parametersVersion,
  readParameters,
} from '@magwatch/rules';

/** What a process knows of codes and parameters; the same in every process of a site. */
export interface Knowledge {
  readonly codes: Codes;
  readonly parameters: Parameters;
  readonly parametersVersion: string;
}

/** The codes and parameters of the files that a configuration names; or, for a person, which file cannot be used and why. */
export async function readKnowledge({
  codeFiles,
  parametersFile,
}: {
  readonly codeFiles: readonly string[];
  readonly parametersFile?: string;
}): Promise<Result<Knowledge, string>> {
  const siteMaps: SiteMap[] = [];
  for (const file of codeFiles) {
    const text = await readText(file);
    if (text === undefined) return fail(`The file ${file} cannot be read.`);
    const map = readSiteMap(text, file);
    if (!map.ok) {
      const place = map.failure.line === undefined ? '' : ` line ${map.failure.line}`;
      return fail(`The code file ${file}${place} cannot be used: ${map.failure.reason}`);
    }
    siteMaps.push(map.value);
  }
  const codes = createCodes({ siteMaps });
  if (parametersFile === undefined)
    return ok({ codes, parameters: DEFAULT_PARAMETERS, parametersVersion: parametersVersion(DEFAULT_PARAMETERS) });
  const text = await readText(parametersFile);
  if (text === undefined) return fail(`The file ${parametersFile} cannot be read.`);
  const read = readParameters(text, parametersFile);
  if (!read.ok) {
    const lines = read.failure.map((problem) => `  ${parameterProblemText(problem)}`);
    return fail([`The parameters file ${parametersFile} cannot be used:`, ...lines].join('\n'));
  }
  return ok({ codes, parameters: read.value.parameters, parametersVersion: read.value.version });
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
