import autocannon, { type Options, type Result } from 'autocannon';

const CONNECTIONS = 50;

/**
 * Posts every body once over 50 connections; returns requests per second. Each connection gets its share built
 * beforehand: building requests on the way would measure the load generator. Throws unless each was answered with 2xx.
 */
export async function postAll(
  url: string,
  bodies: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  if (bodies.length % CONNECTIONS !== 0) throw new Error(`give a multiple of ${CONNECTIONS} bodies`);
  const share = bodies.length / CONNECTIONS;
  let client = 0;
  // autocannon ends with its next tick of a second: the time is taken at the answers themselves.
  let begun = Number.NaN;
  let ended = Number.NaN;
  const options: Options = {
    url,
    connections: CONNECTIONS,
    amount: bodies.length,
    setupClient: (connection) => {
      const own = bodies.slice(client * share, (client + 1) * share);
      client += 1;
      const all = { 'content-type': 'application/json', ...headers };
      connection.setRequests(own.map((body) => ({ method: 'POST', headers: all, body })));
      if (client === CONNECTIONS) begun = performance.now();
    },
  };
  const result = await new Promise<Result>((resolve, reject) => {
    const running = autocannon(options, (error: Error | null, done) => (error ? reject(error) : resolve(done)));
    running.on('response', () => {
      ended = performance.now();
    });
  });
  if (result['2xx'] !== bodies.length) throw new Error(`${result['2xx']} of ${bodies.length} requests were accepted`);
  return (bodies.length / (ended - begun)) * 1000;
}
