import { fail, ok, type Result } from '@magwatch/base';
import type { Subscription } from 'fhir/r4.js';
import type { Client, FhirResource } from 'fhir-kit-client';
import type { Caller } from './call.ts';
import type { Ehr, ObservedSubscription, Resource, Subscriptions, WantedSubscription } from './contract.ts';
import { type EhrFailure, ehrFailure } from './errors.ts';
import { isResourceId } from './identifiers.ts';

interface Tools {
  readonly client: Client;
  readonly caller: Caller;
  readonly search: Ehr['search'];
  readonly read: Ehr['read'];
}

const REASON = 'Magwatch: laboratory results, orders and doses that bear on magnesium';

export function createSubscriptions({ client, caller, search, read }: Tools): Subscriptions {
  const readSubscription: Subscriptions['readSubscription'] = async (id, wanted) => {
    const answer = await read('Subscription', id);
    if (!answer.ok) return answer;
    if (answer.value.state === 'gone') return ok('gone');
    return ok(observe(answer.value.resource, wanted, false));
  };

  const put = async (id: string, wanted: WantedSubscription, status: 'requested' | 'active') => {
    const found = await read('Subscription', id);
    if (!found.ok) return found;
    if (found.value.state === 'gone') return ok('gone' as const);
    const version = versionOf(found.value.resource);
    const headers = version === undefined ? {} : { 'if-match': `W/"${version}"` };
    // The whole wanted content, never what was read back: a server that masks the header would keep the mask.
    const body = { ...resourceOf(wanted, status), id };
    const answer = await caller.call(
      (options) => client.update({ resourceType: 'Subscription', id, body, options: { ...options, headers } }),
      { lane: 'live', isSafeToRepeat: true },
    );
    if (!answer.ok) return answer.failure.code === 'ehr-not-found' ? ok('gone' as const) : answer;
    return await readSubscription(id, wanted);
  };

  const reactivate: Subscriptions['reactivate'] = async (id, wanted, status = 'requested') => {
    const answer = await put(id, wanted, status);
    // Somebody changed it between our read and our write: once more with the version that it has now.
    return !answer.ok && answer.failure.code === 'ehr-conflict' ? await put(id, wanted, status) : answer;
  };

  const findOwn = async (wanted: WantedSubscription): Promise<Result<Resource | undefined, EhrFailure>> => {
    let answer = await search('Subscription', { url: wanted.endpoint });
    // Some servers know no search by url: all of them then, and the choice is made here.
    if (!answer.ok && answer.failure.code === 'ehr-refused') answer = await search('Subscription', {});
    if (!answer.ok) return answer;
    const own = answer.value.matches.filter((resource) => isOwn(resource, wanted));
    return ok(own.find((resource) => resource['status'] === 'active') ?? own[0]);
  };

  const create = async (wanted: WantedSubscription): Promise<Result<ObservedSubscription, EhrFailure>> => {
    const answer = await caller.call(
      (options) => client.create({ resourceType: 'Subscription', body: resourceOf(wanted, 'requested'), options }),
      { lane: 'live', isSafeToRepeat: false },
    );
    if (!answer.ok) return answer;
    const id = answer.value['id'] ?? idFromLocation(answer.value);
    if (!isResourceId(id)) return fail(ehrFailure('ehr-unreadable'));
    const back = await readSubscription(id, wanted);
    if (!back.ok) return back;
    return back.value === 'gone' ? fail(ehrFailure('ehr-unreadable')) : ok({ ...back.value, isNew: true });
  };

  const ensureSubscription: Subscriptions['ensureSubscription'] = async (wanted) => {
    const own = await findOwn(wanted);
    if (!own.ok) return own;
    if (own.value === undefined) return await create(wanted);
    const observed = observe(own.value, wanted, false);
    if (!isHeaderOutdated(own.value, wanted) && observed.isAsWanted) return ok(observed);
    const renewed = await reactivate(observed.id, wanted);
    if (!renewed.ok) return renewed;
    return renewed.value === 'gone' ? await create(wanted) : ok(renewed.value);
  };

  return { ensureSubscription, readSubscription, reactivate };
}

function resourceOf(wanted: WantedSubscription, status: 'requested' | 'active'): Subscription & FhirResource {
  const { criteria, endpoint, header, payload } = wanted;
  const type = 'rest-hook' as const;
  const channel = { type, endpoint, header: [header], ...(payload === undefined ? {} : { payload }) };
  return { resourceType: 'Subscription', status, reason: REASON, criteria, channel };
}

function observe(resource: Resource, wanted: WantedSubscription, isNew: boolean): ObservedSubscription {
  const { id, status, criteria, error, channel } = resource as Partial<Subscription>;
  const isAsWanted =
    criteria === wanted.criteria && channel?.endpoint === wanted.endpoint && channel.payload === wanted.payload;
  return {
    id: id ?? '',
    status: status ?? 'unknown',
    criteria: criteria ?? '',
    isAsWanted,
    isNew,
    hasError: typeof error === 'string' && error !== '',
  };
}

function isOwn(resource: Resource, wanted: WantedSubscription): boolean {
  const { criteria, channel } = resource as Partial<Subscription>;
  return (
    resource.resourceType === 'Subscription' && criteria === wanted.criteria && channel?.endpoint === wanted.endpoint
  );
}

/** Only a header that is shown and is another one counts: many servers do not show it. */
function isHeaderOutdated(resource: Resource, wanted: WantedSubscription): boolean {
  const shown = (resource as Partial<Subscription>).channel?.header;
  return (
    shown !== undefined && shown.length > 0 && !shown.some((line) => /\*{3,}/.test(line) || line === wanted.header)
  );
}

function versionOf(resource: Resource): string | undefined {
  const versionId = (resource as Partial<Subscription>).meta?.versionId;
  return isResourceId(versionId) ? versionId : undefined;
}

/** The id where a server answers a create with a Location and no body. */
function idFromLocation(answer: FhirResource): string | undefined {
  const response = answer['__response'];
  const location = response instanceof Response ? response.headers.get('location') : null;
  return /Subscription\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/|$)/.exec(location ?? '')?.[1];
}
