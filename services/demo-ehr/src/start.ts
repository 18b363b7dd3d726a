import { join } from 'node:path';
import type { Clock, Logger } from '@magwatch/runtime';
import Fastify from 'fastify';
import { openCardBook } from './cards/card-book.ts';
import { createChartAdviser } from './cards/open-chart.ts';
import { registerCards } from './cards/receive-card.ts';
import { openFeed } from './feed.ts';
import { startNotifier } from './fhir/notify.ts';
import type { NotificationMethod } from './fhir/send-notification.ts';
import { openRecord } from './fhir/record.ts';
import { registerFhir } from './fhir/routes.ts';
import { openSubscriptions } from './fhir/subscriptions.ts';
import { registerLive } from './show/live.ts';
import { registerPage } from './show/routes.ts';
import { openWard } from './ward/ward.ts';

export interface DemoEhrOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** The same seed gives the same ward. A whole number from 0. */
  readonly seed: number;
  /** The time of the ward; simulated time from 2020 on. */
  readonly clock: Clock;
  /** Simulated seconds in a real one; only shown. */
  readonly rate?: number;
  /** Subscriptions, received cards and the place in the feed survive a restart here; without it they do not. */
  readonly dataDirectory?: string;
  /** Where `/cds-services` lies. */
  readonly cdsHooksBaseUrl: string;
  /** Where the page's link to Magwatch leads; else to the origin of the CDS Hooks services. */
  readonly magwatchUrl?: string;
  /** What deliveries to `POST /cards` are signed with. */
  readonly webhookSecret: string;
  readonly notificationMethod?: NotificationMethod;
  readonly retryDelaysMs?: readonly number[];
  readonly logger: Logger;
  /** The wall clock, in milliseconds: signatures are dated by it. */
  readonly realNow?: () => number;
}

export interface DemoEhr {
  /** http://host:port */
  readonly url: string;
  readonly fhirBaseUrl: string;
  /** Hands on at once what simulated time has brought; the ticker does the same a few times a second. */
  readonly advance: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts the demo EHR: a FHIR server with a simulated ward, its page, and the receiver of cards. */
export async function start(options: DemoEhrOptions): Promise<DemoEhr> {
  const { clock, logger, dataDirectory, realNow = Date.now } = options;
  const inData = (name: string): string | undefined =>
    dataDirectory === undefined ? undefined : join(dataDirectory, name);
  const ward = openWard(options.seed);
  const subscriptions = await openSubscriptions(inData('subscriptions.json'), clock);
  const book = await openCardBook(inData('cards.json'));
  const notifier = startNotifier({
    subscriptions,
    logger,
    method: options.notificationMethod ?? 'POST',
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
  });

  // Long code lists make long search addresses; Fastify's own limit for one path parameter stays.
  const app = Fastify({ logger: false, http: { maxHeaderSize: 65_536 }, forceCloseConnections: true });
  let url = '';
  const live = registerLive(app);
  const record = openRecord(ward, clock);
  await registerFhir(app, { record, subscriptions, clock, baseUrl: () => `${url}/fhir` });
  await registerCards(app, {
    book,
    secret: options.webhookSecret,
    now: () => clock.now(),
    realNow,
    onCard: (patient) => live.announce([patient]),
  });
  const { cdsHooksBaseUrl, magwatchUrl = new URL(cdsHooksBaseUrl).origin, rate = 1 } = options;
  const adviser = createChartAdviser(cdsHooksBaseUrl);
  await registerPage(app, { ward, book, adviser, clock, rate, magwatchUrl });

  const feed = await openFeed({
    ward,
    clock,
    logger,
    path: inData('feed.json'),
    onEvents: (events) => {
      for (const event of events) notifier.tell(event);
      live.announce([...new Set(events.map((event) => event.stay.id))]);
    },
  });
  url = await app.listen({ port: options.port, host: options.host });
  feed.start();
  logger.info('demo-ehr-listens', { address: url });

  return {
    url,
    fhirBaseUrl: `${url}/fhir`,
    advance: feed.advance,
    async stop() {
      live.stop();
      await feed.stop();
      await notifier.stop();
      await app.close();
    },
  };
}
