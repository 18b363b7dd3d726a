import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { addHours, type Instant, instantOf } from '@magwatch/base';
import { type DemoEhr, start } from '@magwatch/demo-ehr';
import { createLogger } from '@magwatch/runtime';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../kit/chromium.ts';

const SECRET = 'a secret of the test that is long enough';
const HOSTILE = '<img src=x onerror="document.title=1"> <script>alert(1)</script> **';

interface WardAnswer {
  readonly beds: readonly { readonly bed: number; readonly patient?: { readonly id: string; readonly name: string } }[];
}

let now: Instant = instantOf(Date.UTC(2026, 2, 10, 9));
let hooks: Server;
let ehr: DemoEhr;
let browser: Browser;
let page: Page;
let complaints: string[];
let foreign: string[];

/** A CDS Hooks service of somebody else: one service, one card with everything that a page could fall for. */
function openHooks(): Server {
  const card = {
    uuid: '4f1c1a52-0000-4000-8000-000000000001',
    summary: 'Advice on opening',
    detail: `**Bold** and ${HOSTILE}\n\n- first\n- second\n\n| Value | Time |\n|---|---|\n| K 2.9 | 08:00 |`,
    indicator: 'info',
    source: { label: 'Somebody' },
    links: [{ label: 'Trap', url: 'javascript:alert(1)', type: 'absolute' }],
  };
  const services = [{ hook: 'patient-view', id: 'advice', description: 'advice' }];
  return createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.method === 'GET' ? { services } : { cards: [card] }));
  });
}

beforeAll(async () => {
  hooks = openHooks();
  await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
  const address = hooks.address();
  if (typeof address !== 'object' || address === null) throw new Error('the advice service has no port');
  ehr = await start({
    port: 0,
    host: '127.0.0.1',
    seed: 1,
    clock: { now: () => now },
    rate: 120,
    cdsHooksBaseUrl: `http://127.0.0.1:${address.port}`,
    webhookSecret: SECRET,
    logger: createLogger('demo-ehr', { level: 'silent' }),
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await ehr.stop();
  hooks.close();
  hooks.closeAllConnections();
});

beforeEach(async () => {
  complaints = [];
  foreign = [];
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(ehr.url)) foreign.push(request.url());
  });
});

afterEach(async () => {
  await page.close();
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

async function patientOfFirstBed(): Promise<{ readonly bed: number; readonly id: string; readonly name: string }> {
  const { beds } = (await (await fetch(`${ehr.url}/api/ward`)).json()) as WardAnswer;
  for (const { bed, patient } of beds) if (patient) return { bed, ...patient };
  throw new Error('nobody is on the ward');
}

async function deliver(alert: string, revision: number, said: Record<string, unknown>): Promise<void> {
  const body = JSON.stringify({ alert, revision, rule: 'mg-low', state: 'open', ...said });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SECRET).update(`${timestamp}.1.${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': `${alert}.${revision}.ward`,
    'x-magwatch-timestamp': timestamp,
    'x-magwatch-delivery': '1',
    'x-magwatch-signature': `v1=${signature}`,
  };
  const answer = await fetch(`${ehr.url}/cards`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
}

const cardOf = (summary: string) => ({
  summary,
  detail: `because of ${HOSTILE}`,
  indicator: 'critical',
  source: { label: 'Magwatch' },
});

const textOf = (selector: string): Promise<string> => page.locator(selector).innerText();

describe('the page of the demo EHR', () => {
  test('says at once that nobody is real, and shows twenty beds', async () => {
    await page.goto(ehr.url);
    await page.locator('tr[data-bed="20"]').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(20);
    expect(await textOf('header')).toContain('no real patients');
    expect(await textOf('header')).toContain('120×');
  });

  test('a card appears by itself, is replaced, and is marked when it is withdrawn', async () => {
    const { bed, id, name } = await patientOfFirstBed();
    await page.goto(ehr.url);
    await page.locator('tr[data-bed="20"]').waitFor();
    await deliver('a1', 1, { tell: 'alert', patient: `Patient/${id}`, card: cardOf('Low magnesium 0.8 mg/dL') });
    await page.locator('.arrival', { hasText: 'Low magnesium 0.8 mg/dL' }).waitFor();
    expect(await textOf('.arrivals')).toContain(name);
    expect(await textOf(`tr[data-bed="${bed}"] .cards`)).toBe('critical');
    await deliver('a1', 2, { tell: 'update', patient: `Patient/${id}`, card: cardOf('Low magnesium 0.7 mg/dL') });
    await page.locator('.arrival', { hasText: 'Low magnesium 0.7 mg/dL' }).waitFor();
    expect(await page.locator('.arrival').count()).toBe(1);
    const withdrawn = { as: 'resolved', reason: 'finding-absent', isError: false };
    await deliver('a1', 3, { tell: 'withdraw', patient: `Patient/${id}`, withdrawn });
    await page.locator('.arrival.is-gone').waitFor();
    expect(await textOf(`tr[data-bed="${bed}"] .cards`)).toBe('');
  });

  test('a chart has an address of its own and tells the two ways of cards apart', async () => {
    const { bed, id, name } = await patientOfFirstBed();
    await deliver('a2', 1, { tell: 'alert', patient: `Patient/${id}`, card: cardOf('Sent by webhook') });
    await page.goto(ehr.url);
    await page.locator(`tr[data-bed="${bed}"] a`).click();
    await page.waitForURL(`**/patients/${id}`);
    await page.locator('svg.picture circle').first().waitFor();
    expect(await textOf('h1')).toBe(name);
    await page.locator('article', { hasText: 'Advice on opening' }).waitFor();
    const aside = await textOf('aside');
    expect(aside.indexOf('CDS Hooks patient-view')).toBeLessThan(aside.indexOf('Advice on opening'));
    expect(aside.indexOf('Advice on opening')).toBeLessThan(aside.indexOf('signed webhook'));
    expect(aside.indexOf('signed webhook')).toBeLessThan(aside.indexOf('Sent by webhook'));
  });

  test('text of a card stays text, whatever it looks like', async () => {
    const { id } = await patientOfFirstBed();
    await deliver('a3', 1, { tell: 'alert', patient: `Patient/${id}`, card: cardOf(HOSTILE) });
    await page.goto(`${ehr.url}/patients/${id}`);
    await page.locator('article', { hasText: 'Advice on opening' }).waitFor();
    await page.locator('h3', { hasText: '<img src=x' }).waitFor();
    expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0);
    const advice = page.locator('article', { hasText: 'Advice on opening' });
    expect(await advice.locator('strong').innerText()).toBe('Bold');
    expect(await advice.locator('li').count()).toBe(2);
    expect(await advice.locator('td').count()).toBe(2);
  });

  test('a chart that is open follows the ward', async () => {
    const { id } = await patientOfFirstBed();
    await page.goto(`${ehr.url}/patients/${id}`);
    await page.locator('svg.picture circle').first().waitFor();
    const before = await page.locator('svg.picture circle').count();
    now = addHours(now, 14);
    ehr.advance();
    await expect.poll(() => page.locator('svg.picture circle').count()).toBeGreaterThan(before);
  });

  test('who is not here is not shown', async () => {
    const answer = await fetch(`${ehr.url}/api/patients/p01-0000-zz`);
    expect(answer.status).toBe(404);
    const policy = (await fetch(ehr.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test.each([
    ['a desk', 1440, 900],
    ['a tablet held upright', 820, 1180],
    ['a telephone', 390, 844],
  ])('fits %s without scrolling sideways', async (_name, width, height) => {
    const { id } = await patientOfFirstBed();
    await page.setViewportSize({ width, height });
    for (const path of ['/', `/patients/${id}`]) {
      await page.goto(`${ehr.url}${path}`);
      await page.locator('main h1, tr[data-bed="20"]').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    }
  });
});
