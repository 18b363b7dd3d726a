import { fail, ok, type Result } from '@magwatch/base';
import { Client, type RequestOptions } from 'fhir-kit-client';
import { type Caller, type CallLimits, type CallOptions, createCaller } from './call.ts';
import { createCoalescer } from './coalesce.ts';
import type { Ehr, EhrSource, Page, ReadAnswer, Resource, SearchOptions, SearchParameters } from './contract.ts';
import { type EhrFailure, ehrFailure } from './errors.ts';
import { isParameterName, isResourceId, isResourceType } from './identifiers.ts';
import { findNextLink } from './next-link.ts';
import type { Lane } from './slots.ts';
import { createSubscriptions } from './subscriptions.ts';

const LIMITS: CallLimits = {
  timeoutMs: 10_000,
  triesMax: 3,
  backoff: { baseMs: 250, capMs: 4_000 },
  waitMaxMs: 5_000,
  concurrencyMax: 4,
  circuit: { failuresMax: 3, openMs: 30_000 },
};
const PAGES_MAX = 500;

/** Opens one FHIR server; the base URL is pinned: nothing outside it is ever called, redirects are not followed. */
export function openEhr(source: EhrSource): Ehr {
  const client = new Client({
    baseUrl: source.baseUrl,
    ...(source.bearerToken === undefined ? {} : { bearerToken: source.bearerToken }),
  });
  const caller = createCaller({ ...LIMITS, ...source });
  const coalesced = createCoalescer<Result<ReadAnswer, EhrFailure>>();

  const read: Ehr['read'] = async (type, id, lane = 'live') => {
    if (!isResourceType(type) || !isResourceId(id)) return fail(ehrFailure('ehr-bad-id'));
    return await coalesced(`${type}/${id}`, (onSent) => readOnce(client, caller, { type, id }, { lane, onSent }));
  };

  async function* searchPages(type: string, parameters: SearchParameters, options: SearchOptions = {}) {
    if (!isResourceType(type) || !Object.keys(parameters).every(isParameterName)) {
      yield fail(ehrFailure('ehr-bad-id'));
      return;
    }
    const pagesMax = options.pagesMax ?? PAGES_MAX;
    const callOptions: CallOptions = { lane: options.lane ?? 'live', isSafeToRepeat: true };
    const seen = new Set<string>();
    let url = `${type}?${query(parameters)}`;
    for (let page = 0; page < pagesMax; page++) {
      const answer = await caller.call((call: RequestOptions) => client.request(url, { options: call }), callOptions);
      if (!answer.ok) return void (yield answer);
      if (answer.value.resourceType !== 'Bundle') return void (yield fail(ehrFailure('ehr-unreadable')));
      const next = findNextLink(answer.value, source.baseUrl);
      if (!next.ok) return void (yield next);
      yield ok(readPage(answer.value));
      if (next.value === undefined) return;
      if (seen.has(next.value)) break;
      seen.add(next.value);
      url = next.value;
    }
    yield fail(ehrFailure('ehr-too-many-pages'));
  }

  const search: Ehr['search'] = async (type, parameters, options) => {
    const matches: Resource[] = [];
    const included: Resource[] = [];
    for await (const page of searchPages(type, parameters, options)) {
      if (!page.ok) return page;
      matches.push(...page.value.matches);
      included.push(...page.value.included);
    }
    return ok({ matches, included });
  };

  const subscriptions = createSubscriptions({ client, caller, search, read });
  return { id: source.id, baseUrl: source.baseUrl, read, search, searchPages, ...subscriptions, close: caller.close };
}

async function readOnce(
  client: Client,
  caller: Caller,
  { type, id }: { readonly type: string; readonly id: string },
  { lane, onSent }: { readonly lane: Lane; readonly onSent: () => void },
): Promise<Result<ReadAnswer, EhrFailure>> {
  const answer = await caller.call((options) => client.read({ resourceType: type, id, options }), {
    lane,
    isSafeToRepeat: true,
    onSent,
  });
  if (!answer.ok) return answer.failure.code === 'ehr-not-found' ? ok({ state: 'gone' }) : answer;
  // A server that answers with another resource (a proxy's login page, a wrong base) says nothing about this one.
  if (answer.value.resourceType !== type || answer.value['id'] !== id) return fail(ehrFailure('ehr-unreadable'));
  return ok({ state: 'present', resource: answer.value });
}

function query(parameters: SearchParameters): string {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

function readPage(bundle: Resource): Page {
  const matches: Resource[] = [];
  const included: Resource[] = [];
  const entries: readonly unknown[] = Array.isArray(bundle['entry']) ? bundle['entry'] : [];
  for (const entry of entries) {
    const { resource, search } = (entry ?? {}) as { resource?: unknown; search?: { mode?: unknown } };
    if (!isResource(resource) || search?.mode === 'outcome' || resource.resourceType === 'OperationOutcome') continue;
    (search?.mode === 'include' ? included : matches).push(resource);
  }
  return { matches, included };
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string';
