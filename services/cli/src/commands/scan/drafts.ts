import { readFile } from 'node:fs/promises';
import type { Instant } from '@magwatch/base';
import { type Codes, type ParseContext, parseResource } from '@magwatch/fhir';
import { buildTimeline, type ResourceVersion, type Timeline } from '@magwatch/timeline';
import { UnusableInput } from '../../exit.ts';
import { printable, say } from '../../output.ts';
import { type Item, isObject, itemsOf } from './bundle.ts';
import { type Companions, newCompanions } from './companions.ts';
import { reasonOf } from './input-files.ts';

/** The draft orders of a hook call; a draft that names no patient is one for whoever is asked about. */
export interface Drafts {
  readonly of: (patient: string) => Timeline | undefined;
  /** Texts for the person: drafts that could not be read. */
  readonly problems: readonly string[];
}

const NO_DRAFTS: Drafts = { of: () => undefined, problems: [] };

export interface DraftsContext {
  readonly codes: Codes;
  readonly timeZone: string;
  /** Of the scanned files: a draft may name their Medication. */
  readonly companions: Companions;
  readonly at: Instant;
}

type Order = Item & { readonly kind: 'resource' };

/** The drafts of a file, none without one; what could not be read is said. */
export async function draftsFor(file: string | undefined, context: DraftsContext): Promise<Drafts> {
  if (file === undefined) return NO_DRAFTS;
  const drafts = await readDrafts(file, context);
  for (const problem of drafts.problems) say(printable(problem));
  return drafts;
}

/** Reads a Bundle of draft orders; every entry counts as a draft of the instant, whatever its status. */
async function readDrafts(file: string, { codes, timeZone, companions, at }: DraftsContext): Promise<Drafts> {
  const items = await readBundle(file);
  const own = newCompanions();
  for (const { resource } of items) own.add(resource);
  const orders = items.filter(({ resource }) => resource['resourceType'] !== 'Medication').map(withId);
  const context: ParseContext = {
    codes,
    timeZone,
    draft: { at },
    medication: (reference) => own.find(reference) ?? companions.find(reference),
  };
  const problems: string[] = [];
  const parse = ({
    resource,
    resolve,
  }: Order): readonly { patient: string | undefined; version: ResourceVersion }[] => {
    const parsed = parseResource(resource, resolve ? { ...context, resolve } : context);
    if (parsed.ok) return [parsed];
    problems.push(`draft ${parsed.note.reference}: ${parsed.note.code}`);
    return [];
  };
  const named = orders.filter(({ resource }) => resource['subject'] !== undefined).flatMap(parse);
  const unnamed = orders.filter(({ resource }) => resource['subject'] === undefined);
  return {
    problems,
    of(patient) {
      const subject = { reference: patient };
      const versions = named.filter((draft) => draft.patient === patient);
      const forAnyone = unnamed.flatMap((order) => parse({ ...order, resource: { ...order.resource, subject } }));
      return buildTimeline([...versions, ...forAnyone].map(({ version }) => version));
    },
  };
}

async function readBundle(file: string): Promise<readonly Order[]> {
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
  if (!isObject(value) || value['resourceType'] !== 'Bundle')
    throw new UnusableInput(`--draft ${file} is not a Bundle; put the orders in {"resourceType":"Bundle","entry":[…]}`);
  return (itemsOf(value) ?? []).filter((item) => item.kind === 'resource');
}

/** A draft has often no id yet. */
const withId = (order: Order, index: number): Order => ({
  ...order,
  resource: { ...order.resource, id: order.resource['id'] ?? `draft-${index + 1}` },
});
