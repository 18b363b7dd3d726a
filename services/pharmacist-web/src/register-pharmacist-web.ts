import { readFileSync } from 'node:fs';
import type { Alert } from '@magwatch/alerts';
import { formatInstant } from '@magwatch/base';
import type { Clock } from '@magwatch/runtime';
import { findActiveAlerts, findAlert, findAlertChanges, type Store } from '@magwatch/store';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { alertPage, notFoundPage, unavailablePage } from './alert-page.ts';
import { listPage } from './list-page.ts';

export interface PharmacistWebDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** IANA name: times are shown in it. */
  readonly timeZone: string;
}

/** A page holds so many alerts at most. */
const ALERTS_MAX = 500;

/** Nothing but our own style sheet: no script, no frame, no form, no foreign byte. */
const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const STYLE = readFileSync(new URL('./style.css', import.meta.url), 'utf8');

/** The read-only page: `/`, `/alerts/:id` and the same as JSON under `/api`. */
export function registerPharmacistWeb(app: FastifyInstance, deps: PharmacistWebDeps): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(SECURITY_HEADERS);
    });

    // The page says that it cannot say; what broke is in the log of the database's owner.
    scope.setErrorHandler((_error, _request, reply) =>
      sendPage(reply.code(503).header('retry-after', '5'), unavailablePage()),
    );

    scope.get('/', async (_request, reply) => {
      const found = await findActiveAlerts(deps.store.db, { limit: ALERTS_MAX + 1 });
      const alerts = found.filter(isShown).slice(0, ALERTS_MAX);
      const view = { alerts, isCut: found.length > ALERTS_MAX, now: deps.clock.now(), timeZone: deps.timeZone };
      return sendPage(reply, listPage(view));
    });

    scope.get<{ Params: { id: string } }>('/alerts/:id', async ({ params: { id } }, reply) => {
      const alert = await findAlert(deps.store.db, id);
      if (!alert) return sendPage(reply.code(404), notFoundPage());
      const changes = await findAlertChanges(deps.store.db, alert.id);
      return sendPage(reply, alertPage({ alert, changes, now: deps.clock.now(), timeZone: deps.timeZone }));
    });

    scope.get('/style.css', async (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(STYLE),
    );

    scope.get('/api/alerts', async () => {
      const alerts = await findActiveAlerts(deps.store.db, { limit: ALERTS_MAX });
      return { alerts: alerts.filter(isShown).map(asJson) };
    });

    scope.get<{ Params: { id: string } }>('/api/alerts/:id', async ({ params: { id } }, reply) => {
      const alert = await findAlert(deps.store.db, id);
      if (!alert) return reply.code(404).send({ error: 'There is no alert with this id.' });
      const changes = await findAlertChanges(deps.store.db, alert.id);
      const history = changes.map((change) => ({ ...change, decidedAt: formatInstant(change.decidedAt) }));
      return { alert: asJson(alert), changes: history };
    });
  });
}

/** A held alert is shown to nobody until its grace is over. */
const isShown = ({ state }: Alert): boolean => state !== 'held';

function sendPage(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(text);
}

const INSTANTS: ReadonlySet<string> = new Set([
  'at',
  'episodeStart',
  'openedAt',
  'stateSince',
  'lastTrueAt',
  'cannotTellSince',
  'heldUntil',
  'until',
  'escalateAt',
  'decidedAt',
]);

/** An alert with its instants as ISO 8601, as everywhere outside. */
function asJson(alert: Alert): unknown {
  return JSON.parse(
    JSON.stringify(alert, (key, value: unknown) =>
      typeof value === 'number' && INSTANTS.has(key) ? new Date(value).toISOString().replace('.000Z', 'Z') : value,
    ),
  );
}
