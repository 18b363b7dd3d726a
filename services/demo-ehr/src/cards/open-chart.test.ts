import { afterEach, describe, expect, test } from 'vitest';
import { openReceiver, type Receiver } from '../demo-ehr.fixture.ts';
import { createChartAdviser } from './open-chart.ts';

let service: Receiver | undefined;
afterEach(() => service?.close());

const CARD = {
  uuid: '1d3f1f7e-0000-4000-8000-000000000001',
  summary: 'K 3.0 after 80 mEq',
  indicator: 'warning',
  source: { label: 'Magwatch', topic: { system: 's', code: 'c', display: 'd' } },
  detail: '- a',
  links: [
    { label: 'Open', url: 'https://magwatch.example/alerts/1', type: 'absolute' },
    { label: 'Bad', url: 'javascript:alert(1)', type: 'absolute' },
  ],
  suggestions: [{ label: 'Measure magnesium', uuid: 'x', actions: [] }],
};

async function serve(cards: unknown, status = 200): Promise<Receiver> {
  service = await openReceiver(({ method }, response) => {
    response.setHeader('content-type', 'application/json');
    if (method === 'GET') {
      const services = [
        { hook: 'patient-view', id: 'one', description: 'a' },
        { hook: 'order-sign', id: 'other', description: 'b' },
      ];
      response.end(JSON.stringify({ services }));
    } else {
      response.statusCode = status;
      response.end(JSON.stringify({ cards }));
    }
  });
  return service;
}

describe('opening a chart', () => {
  test('asks every patient-view service with a hook, a fresh instance and a context, and no prefetch', async () => {
    const { url, received } = await serve([CARD]);
    const adviser = createChartAdviser(`${url}/`);
    await adviser.openChart('p1');
    await adviser.openChart('p1');
    const calls = received
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => ({ path, body: JSON.parse(body) as Record<string, unknown> }));
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /cds-services',
      'POST /cds-services/one',
      'POST /cds-services/one',
    ]);
    const { hookInstance, ...rest } = calls[0]?.body ?? {};
    expect(hookInstance).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(rest).toEqual({
      hook: 'patient-view',
      context: { userId: 'Practitioner/demo-clinician', patientId: 'p1' },
    });
    expect(calls[0]?.body['hookInstance']).not.toBe(calls[1]?.body['hookInstance']);
  });

  test('shows what came back, without a link that is no web address', async () => {
    const { url } = await serve([CARD]);
    expect(await createChartAdviser(url).openChart('p1')).toEqual({
      state: 'answered',
      cards: [
        {
          uuid: CARD.uuid,
          summary: CARD.summary,
          indicator: 'warning',
          source: 'Magwatch',
          detail: '- a',
          links: [{ label: 'Open', url: 'https://magwatch.example/alerts/1' }],
          suggestions: ['Measure magnesium'],
        },
      ],
    });
  });

  test('leaves out what is no card', async () => {
    const { url } = await serve([{ summary: 'no indicator' }, null, 'card', { ...CARD, indicator: 'hard-stop' }]);
    expect(await createChartAdviser(url).openChart('p1')).toEqual({ state: 'answered', cards: [] });
  });

  test('an error of the service is said, and no chart fails for it', async () => {
    const { url } = await serve([], 500);
    expect(await createChartAdviser(url).openChart('p1')).toEqual({ state: 'unavailable' });
  });

  test('a service that is not there yet is looked for again', async () => {
    const adviser = createChartAdviser('http://127.0.0.1:9');
    expect(await adviser.openChart('p1')).toEqual({ state: 'unavailable' });
  });
});
