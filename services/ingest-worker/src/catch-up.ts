import { formatInstant, type Instant, instantOf, parseMoment } from '@magwatch/base';
import type { EhrFailure, Resource } from '@magwatch/ehr';
import { type CatchUp, findCatchUps, moveCatchUp } from '@magwatch/store';
import type { FollowedSource } from './followed-source.ts';
import type { IngestDeps } from './ingest-deps.ts';
import type { PlannedSearch } from './plan-searches.ts';
import { storeResources } from './store-resources.ts';

const PAGE_SIZE = '200';
/** Pages shift while others write: a search of several pages is read again until it finds nothing new. */
const PASSES_MAX = 3;

/**
 * Reads everything that changed at a source since it was last read, with an overlap, into the inbox. A watermark moves
 * only when all pages of its search are stored; until then the next catch-up begins where this one did.
 */
export async function catchUp(
  deps: Pick<IngestDeps, 'store' | 'queues' | 'clock' | 'timing' | 'logger' | 'metrics'>,
  followed: FollowedSource,
): Promise<readonly EhrFailure[]> {
  const known = new Map((await findCatchUps(deps.store.db, followed.id)).map((row) => [row.key, row]));
  for (const row of known.values()) followed.noteCaughtUp(row, false);
  const finds = deps.metrics.counter({
    name: 'magwatch_ingest_catch_up_finds_total',
    help: 'Resources that catch-up found before push brought them.',
    labels: ['source', 'type'],
  });
  const failures: EhrFailure[] = [];
  for (const search of followed.plan) {
    const begunAt = deps.clock.now();
    const initial = instantOf(begunAt - deps.timing.catchUpInitialMs);
    const before = known.get(search.key);
    const row: CatchUp = before ?? { source: followed.id, key: search.key, since: initial, watermark: initial };
    const read = await readChanges(deps, followed, search, instantOf(row.watermark - deps.timing.catchUpOverlapMs));
    if (!read.ok) {
      failures.push(read.failure);
      if (read.storedUpTo !== undefined)
        await moveCatchUp(deps.store.db, {
          ...row,
          watermark: earlier(begunAt, read.storedUpTo),
          caughtUpAt: undefined,
        });
      // Closed by us: the worker is stopping, and nobody has to look into that.
      if (read.failure.code !== 'ehr-closed')
        deps.logger.warn('catch-up-failed', { source: followed.id, type: search.type, code: read.failure.code });
      continue;
    }
    if (read.news > 0) finds.add({ source: followed.id, type: search.type }, read.news);
    // A resource that says a time to come must not carry the watermark away: nothing would be found until then.
    const watermark = earlier(begunAt, instantOf(Math.max(row.watermark, read.newest ?? row.watermark)));
    const moved: CatchUp = { ...row, watermark, caughtUpAt: begunAt };
    await moveCatchUp(deps.store.db, moved);
    followed.noteCaughtUp(moved, true);
  }
  return failures;
}

type Changes =
  | { readonly ok: true; readonly news: number; readonly newest: Instant | undefined }
  | {
      readonly ok: false;
      readonly failure: EhrFailure;
      /** More pages than one run reads, in the order that was asked for: so far everything is stored. */
      readonly storedUpTo?: Instant | undefined;
    };

const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

async function readChanges(
  deps: Pick<IngestDeps, 'store' | 'queues'>,
  followed: FollowedSource,
  search: PlannedSearch,
  from: Instant,
): Promise<Changes> {
  let news = 0;
  let newest: Instant | undefined;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const read = await readPages(deps, followed, search, from);
    if (!read.ok) return read;
    news += read.news;
    if (read.newest !== undefined) newest = instantOf(Math.max(newest ?? read.newest, read.newest));
    if (read.pages <= 1 || read.news === 0) break;
  }
  return { ok: true, news, newest };
}

async function readPages(
  deps: Pick<IngestDeps, 'store' | 'queues'>,
  followed: FollowedSource,
  { type, parameters }: PlannedSearch,
  from: Instant,
): Promise<(Changes & { ok: true; pages: number }) | (Changes & { ok: false })> {
  let news = 0;
  let pages = 0;
  let newest: Instant | undefined;
  let isInOrder = true;
  const asked = { ...parameters, _lastUpdated: `ge${formatInstant(from)}`, _sort: '_lastUpdated', _count: PAGE_SIZE };
  for await (const page of followed.ehr.searchPages(type, asked, { lane: 'background' })) {
    if (!page.ok) {
      const canGoOn = page.failure.code === 'ehr-too-many-pages' && isInOrder;
      return { ...page, storedUpTo: canGoOn ? newest : undefined };
    }
    const stored = await storeResources(deps, followed, page.value);
    if (!stored.ok) return stored;
    pages += 1;
    news += stored.value.news;
    for (const patient of stored.value.patients) await deps.queues.assess.add({ source: followed.id, patient });
    for (const resource of page.value.matches) {
      const at = lastUpdatedOf(resource);
      if (at === undefined || at < (newest ?? at)) isInOrder = false;
      if (at !== undefined) newest = instantOf(Math.max(newest ?? at, at));
    }
  }
  return { ok: true, news, newest, pages };
}

function lastUpdatedOf(resource: Resource): Instant | undefined {
  const meta = resource['meta'];
  const text = typeof meta === 'object' && meta !== null && 'lastUpdated' in meta ? meta.lastUpdated : undefined;
  return parseMoment(text)?.start;
}
