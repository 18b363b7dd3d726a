import { randomUUID } from 'node:crypto';
import { isRecord, readCard, type ShownCard } from './card.ts';

/** What CDS Hooks services said when a chart was opened. */
export type ChartAdvice =
  | { readonly state: 'answered'; readonly cards: readonly ShownCard[] }
  | { readonly state: 'unavailable' };

/** Asks every patient-view service of a CDS Hooks server; `userId` is the clinician at the screen. */
export interface ChartAdviser {
  openChart(patient: string): Promise<ChartAdvice>;
}

/** The standard asks services for half a second; a slow one shall not keep the chart waiting for ever. */
const TIMEOUT_MS = 5000;
const USER = 'Practitioner/demo-clinician';

export function createChartAdviser(baseUrl: string): ChartAdviser {
  const base = baseUrl.replace(/\/$/, '');
  // Found at the first chart that is opened, and asked again as long as nothing was found.
  let services: readonly string[] = [];

  async function discover(): Promise<readonly string[]> {
    const answer = await getJson(`${base}/cds-services`);
    const list = isRecord(answer) && Array.isArray(answer['services']) ? answer['services'].filter(isRecord) : [];
    return list
      .filter((service) => service['hook'] === 'patient-view')
      .flatMap((service) => (typeof service['id'] === 'string' ? [service['id']] : []));
  }

  async function ask(service: string, patient: string): Promise<readonly ShownCard[]> {
    const body = { hook: 'patient-view', hookInstance: randomUUID(), context: { userId: USER, patientId: patient } };
    const answer = await getJson(`${base}/cds-services/${encodeURIComponent(service)}`, body);
    const cards = isRecord(answer) && Array.isArray(answer['cards']) ? answer['cards'] : [];
    return cards.map(readCard).filter((card): card is ShownCard => card !== undefined);
  }

  return {
    async openChart(patient) {
      try {
        if (services.length === 0) services = await discover();
        if (services.length === 0) return { state: 'unavailable' };
        const answers = await Promise.all(services.map((service) => ask(service, patient)));
        return { state: 'answered', cards: answers.flat() };
      } catch {
        // Whatever went wrong on the way, the chart is shown and says that advice is missing.
        return { state: 'unavailable' };
      }
    },
  };
}

async function getJson(url: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
  const value: unknown = await answer.json();
  return value;
}
