import { writeFile } from 'node:fs/promises';
import { createCodes, createRxNormImport, type RxNormMap, rxnormMapLines } from '@magwatch/fhir';
import { UnusableInput } from '../../exit.ts';
import { say, writeLines } from '../../output.ts';
import { reasonOf } from '../scan/input-files.ts';
import { readRelease } from './read-release.ts';

/** Reads the release and writes the map, to a file or to standard output. */
export async function importRxNorm(folder: string, out: string | undefined): Promise<void> {
  const release = createRxNormImport(createCodes());
  await readRelease(folder, release);
  const map = release.finish();
  if (map.products.length === 0)
    throw new UnusableInput(`${folder} has no drug with an ingredient that we know: is it a whole RxNorm release?`);
  if (out === undefined) await writeLines(rxnormMapLines(map));
  else await writeMap(out, map);
  for (const line of summaryOf(map)) say(line);
}

async function writeMap(out: string, map: RxNormMap): Promise<void> {
  try {
    await writeFile(out, `${[...rxnormMapLines(map)].join('\n')}\n`);
  } catch (error) {
    throw new UnusableInput(`cannot write --out ${out}: ${reasonOf(error)}`);
  }
}

/** So many component numbers are named; the rest is counted. */
const NAMED_MAX = 10;

function* summaryOf({ products, byName, contradicting }: RxNormMap): Generator<string> {
  const several = products.filter(({ ingredients }) => ingredients.length > 1).length;
  const obsolete = products.filter(({ isObsolete }) => isObsolete).length;
  yield `${products.length} drugs, ${several} of them with several ingredients that we know, ${obsolete} obsolete.`;
  const unknown = products.filter(({ ingredients }) => ingredients.some(({ strength }) => !strength)).length;
  if (unknown > 0)
    yield `${unknown} without a strength for every ingredient: doses in tablets or mL of them stay unknown.`;
  if (byName.length > 0)
    yield `${byName.length} ingredients known by their name only: the map names them at its beginning.`;
  if (contradicting.length === 0) return;
  const named = contradicting.slice(0, NAMED_MAX).join(', ');
  const more = contradicting.length > NAMED_MAX ? ` and ${contradicting.length - NAMED_MAX} more` : '';
  yield `Written without a strength, because RxNorm says it in two ways that do not agree: ${named}${more}.`;
}
