import type { Instant } from '@magwatch/base';
import type { ResourceVersion } from '@magwatch/timeline';
import { type Item, itemsOf } from './bundle.ts';
import type { Codes } from './codes/registry.ts';
import { newCompanions } from './companions.ts';
import type { Note } from './errors.ts';
import type { Json } from './json.ts';
import { parseResource } from './parse-resource.ts';
import type { ParseContext } from './parsing.ts';
import { referenceText } from './references.ts';

/** The draft orders of a CDS Hooks call. */
export interface Drafts {
  /** The drafts of a patient, and those that name nobody: they are for whoever is asked about. */
  readonly of: (patient: string) => readonly ResourceVersion[];
  /** Everybody whom a draft names: `Patient/id`. */
  readonly patients: readonly string[];
  /** Drafts that could not be read. */
  readonly problems: readonly Note[];
}

export interface DraftsContext {
  readonly codes: Codes;
  readonly timeZone: string;
  /** The moment of the call. */
  readonly at: Instant;
  /** A Medication that the Bundle itself does not hold, by `Medication/id`. */
  readonly medication?: (reference: string) => unknown;
}

type Order = Item & { readonly kind: 'resource' };

/** Reads draft orders; every entry counts as a draft of the moment, whatever its status. Anything but a Bundle holds none. */
export function readDrafts(bundle: unknown, { codes, timeZone, at, medication }: DraftsContext): Drafts {
  const items = (itemsOf(bundle) ?? []).filter((item) => item.kind === 'resource');
  const own = newCompanions();
  for (const { resource } of items) own.add(resource);
  const orders = items.filter(({ resource }) => resource['resourceType'] !== 'Medication').map(withId);
  const context: ParseContext = {
    codes,
    timeZone,
    draft: { at },
    medication: (reference) => own.find(reference) ?? medication?.(reference),
  };
  const problems: Note[] = [];
  const parse = ({
    resource,
    resolve,
  }: Order): readonly { patient: string | undefined; version: ResourceVersion }[] => {
    const parsed = parseResource(resource, resolve ? { ...context, resolve } : context);
    if (parsed.ok) return [parsed];
    problems.push(parsed.note);
    return [];
  };
  const named = orders.filter(hasSubject).flatMap(parse);
  const unnamed = orders.filter((order) => !hasSubject(order));
  return {
    problems,
    patients: [...new Set(named.flatMap(({ patient }) => (patient === undefined ? [] : [patient])))],
    of(patient) {
      const subject = { reference: patient };
      const versions = named.filter((draft) => draft.patient === patient);
      const forAnyone = unnamed.flatMap((order) => parse({ ...order, resource: { ...order.resource, subject } }));
      return [...versions, ...forAnyone].map(({ version }) => version);
    },
  };
}

/** A subject without a reference (a name only) names nobody whom a program could tell apart. */
const hasSubject = ({ resource }: { readonly resource: Json }): boolean =>
  referenceText(resource['subject']) !== undefined;

/** A draft has often no id yet. */
const withId = (order: Order, index: number): Order => ({
  ...order,
  resource: { ...order.resource, id: order.resource['id'] ?? `draft-${index + 1}` },
});
