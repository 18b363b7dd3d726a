import type { FastifyInstance } from 'fastify';
import type { CardBook } from './card-book.ts';
import { readDelivery } from './read-delivery.ts';
import { isGenuine } from './signature.ts';

export interface CardReceiver {
  readonly book: CardBook;
  readonly secret: string;
  /** Simulated milliseconds: when the card arrives on the ward. */
  readonly now: () => number;
  /** Real milliseconds: signatures are dated by the wall clock. */
  readonly realNow: () => number;
  readonly onCard: (patient: string) => void;
}

const MAX_BODY_BYTES = 262_144;
const KEY = /^[A-Za-z0-9._:-]{1,300}$/;

/** Registers `POST /cards`: signed, idempotent, answered only when the card is kept. */
export async function registerCards(app: FastifyInstance, receiver: CardReceiver): Promise<void> {
  await app.register(async (cards) => {
    // The signature covers the bytes as they came: they are parsed only after it was found genuine.
    cards.removeAllContentTypeParsers();
    cards.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
      done(null, body),
    );

    cards.post('/cards', async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const header = (name: string): string | undefined => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : undefined;
      };
      const timestamp = header('x-magwatch-timestamp');
      const delivery = header('x-magwatch-delivery');
      const signature = header('x-magwatch-signature');
      if (!isGenuine({ timestamp, delivery, signature, body }, receiver.secret, receiver.realNow())) {
        return reply.code(401).send();
      }
      if (!KEY.test(header('idempotency-key') ?? '')) return reply.code(400).send();
      const read = readDelivery(body.toString('utf8'));
      if (!read) return reply.code(422).send();
      // Alert and revision are in the key and in the body: the book knows a repetition by them, also after a restart.
      const outcome = await receiver.book.take(read, receiver.now());
      if (outcome === 'taken') receiver.onCard(read.patient);
      return reply.code(200).send();
    });
  });
}
