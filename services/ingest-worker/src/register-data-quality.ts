import { countNotes, listAsideEvents, listNotes, type Store } from '@magwatch/store';
import type { FastifyInstance } from 'fastify';

const ROWS_DEFAULT = 200;
const ROWS_MAX = 1_000;

interface Query {
  readonly limit?: string;
  readonly source?: string;
}

/**
 * Adds `GET /data-quality?source=&limit=`: what could not be used, or only with care, and events that were kept
 * aside. References of resources, codes and counts; no patient data.
 */
export function registerDataQuality(app: FastifyInstance, store: Store): void {
  app.get<{ Querystring: Query }>('/data-quality', async (request, reply) => {
    const { limit: asked, source } = request.query;
    const limit = asked === undefined ? ROWS_DEFAULT : Number(asked);
    if (!Number.isInteger(limit) || limit < 1 || limit > ROWS_MAX)
      return reply.code(400).send({ error: `limit must be a whole number from 1 to ${ROWS_MAX}` });
    const [counts, notes, aside] = await Promise.all([
      countNotes(store.db),
      listNotes(store.db, limit, typeof source === 'string' ? source : undefined),
      listAsideEvents(store.db, limit),
    ]);
    return {
      counts: counts.filter((row) => source === undefined || row.source === source),
      notes: notes.map(({ firstAt, lastAt, ...note }) => ({ ...note, firstAt: isoOf(firstAt), lastAt: isoOf(lastAt) })),
      aside: aside
        .filter((row) => source === undefined || row.source === source)
        .map(({ receivedAt, ...event }) => ({ ...event, receivedAt: isoOf(receivedAt) })),
    };
  });
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
