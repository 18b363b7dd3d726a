import { assert } from '@magwatch/base';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Labels tell kinds apart, never patients: each has few values. */
const LABELS = [
  'source',
  'destination',
  'rule',
  'severity',
  'state',
  'change',
  'code',
  'outcome',
  'reason',
  'kind',
  'type',
  'hook',
  'service',
  'queue',
  'job',
  'status',
  'method',
  'route',
  'retry',
  'check',
] as const;

export type Label = (typeof LABELS)[number];
type LabelValues<Name extends Label> = Readonly<Partial<Record<Name, string>>>;

interface Described<Name extends Label> {
  /** Begins with `magwatch_`; the unit last: `magwatch_assess_seconds`, `magwatch_inbox_events_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Name[];
}

/** Figures of one process. Asking twice for the same name gives the same figure, so that services can share one. */
export interface Metrics {
  readonly counter: <Name extends Label = never>(
    what: Described<Name>,
  ) => { readonly add: (labels?: LabelValues<Name>, by?: number) => void };
  readonly gauge: <Name extends Label = never>(
    what: Described<Name>,
  ) => { readonly set: (value: number, labels?: LabelValues<Name>) => void };
  readonly histogram: <Name extends Label = never>(
    what: Described<Name> & { readonly buckets?: readonly number[] },
  ) => { readonly observe: (value: number, labels?: LabelValues<Name>) => void };
  /** Everything in Prometheus' text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Also memory, event loop and garbage collection of the process; true where it is not said. */
  readonly withProcess?: boolean;
}

/** A registry of its own, not prom-client's global one: two in one process do not disturb each other. */
export function createMetrics({ withProcess = true }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (withProcess) collectDefaultMetrics({ register: registry });
  const describe = <Name extends Label>({ name, help, labels = [] }: Described<Name>) => {
    assert(/^magwatch_[a-z0-9_]+$/.test(name), `a metric's name begins with magwatch_: ${name}`);
    for (const label of labels) assert(LABELS.includes(label), `a label that no metric may have: ${label}`);
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  return {
    counter: (what) => {
      const settings = describe(what);
      const existing = registry.getSingleMetric(what.name);
      const counter = existing instanceof Counter ? existing : new Counter(settings);
      return { add: (labels, by = 1) => counter.inc({ ...labels }, by) };
    },
    gauge: (what) => {
      const settings = describe(what);
      const existing = registry.getSingleMetric(what.name);
      const gauge = existing instanceof Gauge ? existing : new Gauge(settings);
      return { set: (value, labels) => gauge.set({ ...labels }, value) };
    },
    histogram: (what) => {
      const buckets = what.buckets === undefined ? {} : { buckets: [...what.buckets] };
      const settings = { ...describe(what), ...buckets };
      const existing = registry.getSingleMetric(what.name);
      const histogram = existing instanceof Histogram ? existing : new Histogram(settings);
      return { observe: (value, labels) => histogram.observe({ ...labels }, value) };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
