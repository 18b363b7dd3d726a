import {
  type Identity,
  identityOf,
  isResourceId,
  isResourceType,
  outsideMedicationOf,
  type Resource,
} from '@magwatch/ehr';

/** What a notification Bundle leads to. */
export interface OpenedBundle {
  /** Whole resources with version and patient: used as they are. */
  readonly resources: readonly Resource[];
  /** To be read from the server. */
  readonly references: readonly { readonly type: string; readonly id: string }[];
  /** It says that something happened and not what: the source has to be searched. */
  readonly isSearchNeeded: boolean;
}

/** Notification types of the backport guide that tell of no event. */
const WITHOUT_EVENT = new Set(['handshake', 'heartbeat']);

/**
 * Opens a Bundle in any of the forms in which servers notify: `history` with Parameters (R4) or a SubscriptionStatus
 * (R4B) first, `subscription-notification` (R5), `transaction` (HAPI). Undefined where it is none.
 */
export function openBundle(bundle: unknown, baseUrl?: string): OpenedBundle | undefined {
  if (field(bundle, 'resourceType') !== 'Bundle') return undefined;
  const entries = list(field(bundle, 'entry'));
  const resources: Resource[] = [];
  const references = new Map<string, { type: string; id: string }>();
  const whole = new Set<string>();
  const refer = (identity: { readonly type: string; readonly id: string } | undefined) => {
    if (identity) references.set(`${identity.type}/${identity.id}`, { type: identity.type, id: identity.id });
  };
  let kind: unknown;
  for (const entry of entries) {
    const resource = field(entry, 'resource');
    const type = field(resource, 'resourceType');
    if (type === 'Parameters' || type === 'SubscriptionStatus') {
      kind = kindOf(resource) ?? kind;
      for (const focus of focusesOf(resource)) refer(referenceOf(focus));
      continue;
    }
    const identity = identityOf(resource, { baseUrl });
    if (identity && isWhole(identity, resource) && field(field(entry, 'request'), 'method') !== 'DELETE') {
      resources.push(resource as Resource);
      whole.add(`${identity.type}/${identity.id}`);
    } else
      refer(identity ?? referenceOf(field(field(entry, 'request'), 'url')) ?? referenceOf(field(entry, 'fullUrl')));
  }
  for (const reference of whole) references.delete(reference);
  const isSilent = typeof kind === 'string' && WITHOUT_EVENT.has(kind);
  return {
    resources,
    references: [...references.values()],
    isSearchNeeded: !isSilent && resources.length === 0 && references.size === 0,
  };
}

const isWhole = (identity: Identity, resource: unknown): boolean =>
  identity.versionId !== undefined && identity.patient !== undefined && outsideMedicationOf(resource) === undefined;

/** SubscriptionStatus.type, or the parameter `type`. */
function kindOf(status: unknown): unknown {
  const parameter = list(field(status, 'parameter')).find((one) => field(one, 'name') === 'type');
  return field(status, 'type') ?? field(parameter, 'valueCode');
}

function focusesOf(status: unknown): readonly unknown[] {
  const events = list(field(status, 'notificationEvent')).map((event) => field(field(event, 'focus'), 'reference'));
  const parts = list(field(status, 'parameter'))
    .filter((one) => field(one, 'name') === 'notification-event')
    .flatMap((one) => list(field(one, 'part')))
    .filter((part) => field(part, 'name') === 'focus')
    .map((part) => field(field(part, 'valueReference'), 'reference'));
  return [...events, ...parts];
}

/** Type and id at the end of a reference; which server it names does not matter, for only ours is asked. */
function referenceOf(text: unknown): { type: string; id: string } | undefined {
  const match =
    typeof text === 'string' ? /(?:^|\/)([A-Z][A-Za-z]+)\/([^/?#]+)(?:\/_history\/[^/]+)?$/.exec(text) : null;
  const [, type, id] = match ?? [];
  return isResourceType(type) && isResourceId(id) && type !== 'Subscription' ? { type, id } : undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
