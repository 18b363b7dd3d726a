import { readFile } from 'node:fs/promises';
import type { Instant } from '@magwatch/base';
import { type Codes, type Companions, isJson, readDrafts } from '@magwatch/fhir';
import { buildTimeline, type Timeline } from '@magwatch/timeline';
import { UnusableInput } from '../../exit.ts';
import { printable, say } from '../../output.ts';
import { reasonOf } from './input-files.ts';

/** The draft orders of a hook call; a draft that names no patient is one for whoever is asked about. */
export interface DraftsOfFile {
  readonly of: (patient: string) => Timeline | undefined;
}

export interface DraftsContext {
  readonly codes: Codes;
  readonly timeZone: string;
  /** Of the scanned files: a draft may name their Medication. */
  readonly companions: Companions;
  readonly at: Instant;
}

/** The drafts of a file, none without one; what could not be read is said. */
export async function draftsFor(file: string | undefined, context: DraftsContext): Promise<DraftsOfFile> {
  if (file === undefined) return { of: () => undefined };
  const { codes, timeZone, companions, at } = context;
  const drafts = readDrafts(await readBundle(file), { codes, timeZone, at, medication: companions.find });
  for (const { reference, code } of drafts.problems) say(printable(`draft ${reference}: ${code}`));
  return { of: (patient) => buildTimeline(drafts.of(patient)) };
}

async function readBundle(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`cannot read --draft ${file}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnusableInput(`--draft ${file} is not valid JSON`);
  }
  if (!isJson(value) || value['resourceType'] !== 'Bundle')
    throw new UnusableInput(`--draft ${file} is not a Bundle; put the orders in {"resourceType":"Bundle","entry":[…]}`);
  return value;
}
