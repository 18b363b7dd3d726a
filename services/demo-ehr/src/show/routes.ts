import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { type Instant, instantOf } from '@magwatch/base';
import type { Clock } from '@magwatch/runtime';
import type { FastifyInstance } from 'fastify';
import type { CardBook, HeldCard } from '../cards/card-book.ts';
import type { ChartAdviser } from '../cards/open-chart.ts';
import type { Ward } from '../ward/ward.ts';
import { administeredOf, type DoseView, type OrderView, ordersOf, type ResultView, resultsOf } from './chart-view.ts';
import { type ArrivalView, type BedView, type PersonView, viewArrivals, viewPerson, viewWard } from './ward-view.ts';

export interface PageParts {
  readonly ward: Ward;
  readonly book: CardBook;
  readonly adviser: ChartAdviser;
  readonly clock: Clock;
  /** Simulated seconds in a real one, for the header. */
  readonly rate: number;
  readonly magwatchUrl: string;
}

export interface TimeView {
  readonly now: number;
  readonly rate: number;
  readonly magwatchUrl: string;
}

export interface WardAnswer extends TimeView {
  readonly beds: readonly BedView[];
  readonly arrivals: readonly ArrivalView[];
}

export interface ChartAnswer extends TimeView {
  readonly patient: PersonView;
  /** Absent while the patient is here. */
  readonly discharged?: number;
  /** What the simulation plays. */
  readonly story: string;
  readonly results: readonly ResultView[];
  readonly doses: readonly DoseView[];
  readonly orders: readonly OrderView[];
  readonly received: readonly HeldCard[];
}

const PAGE_FOLDER = fileURLToPath(new URL('../page/', import.meta.url));
/** Nothing from elsewhere, nothing inline: text of a patient can never become a program. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Registers the page and what it asks for. */
export async function registerPage(app: FastifyInstance, parts: PageParts): Promise<void> {
  const { ward, book, adviser, clock } = parts;
  const time = (now: Instant): TimeView => ({ now, rate: parts.rate, magwatchUrl: parts.magwatchUrl });

  app.addHook('onSend', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS);
  });

  app.get('/api/ward', (): WardAnswer => {
    const now = clock.now();
    return { ...time(now), beds: viewWard(ward, book, now), arrivals: viewArrivals(ward, book, now) };
  });

  app.get<{ Params: { id: string } }>('/api/patients/:id', (request, reply) => {
    const chart = viewChart(parts, request.params.id);
    if (!chart) return reply.code(404).send();
    const answer: ChartAnswer = { ...time(clock.now()), ...chart };
    return answer;
  });

  app.post<{ Params: { id: string } }>('/api/patients/:id/open', async (request, reply) => {
    const recorded = ward.stayOfId(request.params.id);
    if (!recorded || recorded.stay.id !== request.params.id) return reply.code(404).send();
    return adviser.openChart(recorded.stay.id);
  });

  await app.register(fastifyStatic, { root: PAGE_FOLDER, prefix: '/page/', index: false, cacheControl: false });
  app.get('/', (_request, reply) => reply.sendFile('index.html'));
  app.get('/patients/:id', (_request, reply) => reply.sendFile('index.html'));
  app.get('/favicon.ico', (_request, reply) => reply.type('image/svg+xml').sendFile('icon.svg'));
}

function viewChart({ ward, book, clock }: PageParts, id: string): Omit<ChartAnswer, keyof TimeView> | undefined {
  const now = clock.now();
  const recorded = ward.stayOfId(id);
  if (!recorded || recorded.stay.id !== id || recorded.stay.admitted > now) return undefined;
  const { discharged } = recorded.stay;
  return {
    patient: viewPerson(recorded.stay, instantOf(Math.min(now, discharged))),
    ...(discharged <= now ? { discharged } : {}),
    story: recorded.stay.scenario.story,
    results: resultsOf(recorded, now),
    doses: administeredOf(recorded, now),
    orders: ordersOf(recorded, now),
    received: book.of(id),
  };
}
