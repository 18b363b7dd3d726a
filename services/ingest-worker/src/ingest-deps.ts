import type { Codes } from '@magwatch/fhir';
import type { Queues } from '@magwatch/queue';
import type { Clock, Logger, Metrics } from '@magwatch/runtime';
import type { Store } from '@magwatch/store';
import type { FollowedSource } from './followed-source.ts';
import type { Timing } from './timing.ts';

/** What every task of the worker works with. */
export interface IngestDeps {
  readonly store: Store;
  readonly queues: Queues;
  readonly sources: ReadonlyMap<string, FollowedSource>;
  readonly codes: Codes;
  readonly timeZone: string;
  /** Clinical time. When to try something again goes by the real clock. */
  readonly clock: Clock;
  readonly timing: Timing;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
