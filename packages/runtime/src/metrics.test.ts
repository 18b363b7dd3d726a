import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('createMetrics', () => {
  it('counts, shows and observes in the text format of Prometheus', async () => {
    const metrics = createMetrics({ withProcess: false });
    metrics.counter({ name: 'magwatch_events_total', help: 'h', labels: ['source'] }).add({ source: 'a' });
    metrics.gauge({ name: 'magwatch_pending', help: 'h' }).set(3);
    metrics.histogram({ name: 'magwatch_assess_seconds', help: 'h', buckets: [1] }).observe(0.5);
    const text = await metrics.text();
    expect(text).toContain('magwatch_events_total{source="a"} 1');
    expect(text).toContain('magwatch_pending 3');
    expect(text).toContain('magwatch_assess_seconds_bucket{le="1"} 1');
  });

  it('gives the same figure to two services of one process', async () => {
    const metrics = createMetrics({ withProcess: false });
    const what = { name: 'magwatch_events_total', help: 'h' } as const;
    metrics.counter(what).add();
    metrics.counter(what).add({}, 2);
    expect(await metrics.text()).toContain('magwatch_events_total 3');
  });

  it('keeps two registries of one process apart', async () => {
    createMetrics({ withProcess: false }).counter({ name: 'magwatch_events_total', help: 'h' }).add();
    expect(await createMetrics({ withProcess: false }).text()).not.toContain('magwatch_events_total');
  });

  it('refuses a label that could hold a patient', () => {
    const metrics = createMetrics({ withProcess: false });
    const what = { name: 'magwatch_events_total', help: 'h', labels: ['patient' as 'rule'] } as const;
    expect(() => metrics.counter(what)).toThrow('label');
  });
});
