import { readFile } from 'node:fs/promises';
import { type Codes, createCodes, readSiteMap, type SiteMap } from '@magwatch/fhir';
import {
  DEFAULT_PARAMETERS,
  type Parameters,
  parameterProblemText,
  parametersVersion,
  readParameters,
} from '@magwatch/rules';
import { type Configuration, StartRefused } from '@magwatch/runtime';

export interface Knowledge {
  readonly codes: Codes;
  readonly parameters: Parameters;
  readonly parametersVersion: string;
}

/** The codes and parameters that a configuration names. Throws StartRefused with the file and its problem. */
export async function readKnowledge({
  codeFiles,
  parametersFile,
}: Pick<Configuration, 'codeFiles' | 'parametersFile'>): Promise<Knowledge> {
  const siteMaps: SiteMap[] = [];
  for (const file of codeFiles) {
    const map = readSiteMap(await readText(file), file);
    if (!map.ok) {
      const place = map.failure.line === undefined ? '' : ` line ${map.failure.line}`;
      throw new StartRefused(`The code file ${file}${place} cannot be used: ${map.failure.reason}`);
    }
    siteMaps.push(map.value);
  }
  const codes = createCodes({ siteMaps });
  if (parametersFile === undefined)
    return { codes, parameters: DEFAULT_PARAMETERS, parametersVersion: parametersVersion(DEFAULT_PARAMETERS) };
  const read = readParameters(await readText(parametersFile), parametersFile);
  if (!read.ok) {
    const lines = read.failure.map((problem) => `  ${parameterProblemText(problem)}`);
    throw new StartRefused([`The parameters file ${parametersFile} cannot be used:`, ...lines].join('\n'));
  }
  return { codes, parameters: read.value.parameters, parametersVersion: read.value.version };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new StartRefused(`The file ${file} cannot be read.`);
  }
}
