import autocannon from 'autocannon';

const CONNECTIONS = 64;

/** Posts every body once over 64 connections; returns requests per second. Throws unless each was answered with 2xx. */
export async function postAll(
  url: string,
  bodies: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  let next = 0;
  const begun = performance.now();
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    amount: bodies.length,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        setupRequest: (request) => {
          const body = bodies[next % bodies.length] ?? '';
          next += 1;
          return { ...request, body };
        },
      },
    ],
  });
  const seconds = (performance.now() - begun) / 1000;
  if (result['2xx'] !== bodies.length) throw new Error(`${result['2xx']} of ${bodies.length} requests were accepted`);
  return bodies.length / seconds;
}
