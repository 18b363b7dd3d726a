// The yardstick of P1: a Fastify POST that parses its body and inserts one row, one statement a request.
import Fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query('CREATE TABLE IF NOT EXISTS bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body jsonb)');
const app = Fastify();
app.post('/', async (request, reply) => {
  await pool.query('INSERT INTO bare (body) VALUES ($1)', [request.body]);
  await reply.code(200).send();
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`ready bare-receiver ${address}\n`);
