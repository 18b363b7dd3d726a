import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A resource as tests write it. */
export type Json = { readonly resourceType: string; readonly id: string } & Record<string, unknown>;

export interface FhirRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** A small FHIR R4 server in memory, for tests: it versions what it is given and answers read, search and Subscription. */
export interface FhirServer {
  readonly baseUrl: string;
  /** Stores the next version of a resource and returns it with its meta. */
  readonly put: (resource: Json, at?: Date) => Json;
  readonly remove: (type: string, id: string) => void;
  readonly get: (type: string, id: string) => Json | undefined;
  readonly all: (type: string) => readonly Json[];
  readonly requests: readonly FhirRequest[];
  /** Answers in place of the server while it returns a status; `undefined` leaves the answer to the server. */
  interfere: (request: FhirRequest) => number | undefined;
  readonly stop: () => Promise<void>;
}

/** Starts the server; `pageSizeMax` makes its searches come in pages. */
export async function startFhirServer({ pageSizeMax = 1_000, port = 0 } = {}): Promise<FhirServer> {
  const stored = new Map<string, Json>();
  const gone = new Set<string>();
  const requests: FhirRequest[] = [];
  let counter = 0;

  const put = (resource: Json, at = new Date()): Json => {
    const key = `${resource.resourceType}/${resource.id}`;
    const before = Number(stored.get(key)?.['versionNumber'] ?? 0);
    const meta = { versionId: String(before + 1), lastUpdated: at.toISOString() };
    const { versionNumber: _, ...content } = resource;
    const next = { ...content, meta } as Json;
    stored.set(key, { ...next, versionNumber: before + 1 });
    gone.delete(key);
    return next;
  };
  const shown = (resource: Json): Json => {
    const { versionNumber: _, ...content } = resource;
    return content;
  };

  const server: FhirServer = {
    baseUrl: '',
    put,
    remove: (type, id) => {
      stored.delete(`${type}/${id}`);
      gone.add(`${type}/${id}`);
    },
    get: (type, id) => stored.get(`${type}/${id}`),
    all: (type) => [...stored.values()].filter((one) => one.resourceType === type).map(shown),
    requests,
    interfere: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };

  const answer = (request: FhirRequest, body: string): { status: number; body?: unknown } => {
    const instead = server.interfere(request);
    if (instead !== undefined) return { status: instead, body: { resourceType: 'OperationOutcome', issue: [] } };
    const [type = '', id] = request.path.replace(/^\/fhir\//, '').split('/');
    if (request.method === 'POST') {
      counter += 1;
      return { status: 201, body: put({ ...(JSON.parse(body) as Json), id: `${type.toLowerCase()}-${counter}` }) };
    }
    if (request.method === 'PUT' && id !== undefined)
      return { status: 200, body: put({ ...(JSON.parse(body) as Json), id }) };
    if (id !== undefined) {
      const found = stored.get(`${type}/${id}`);
      if (found) return { status: 200, body: shown(found) };
      return { status: gone.has(`${type}/${id}`) ? 410 : 404, body: { resourceType: 'OperationOutcome', issue: [] } };
    }
    return { status: 200, body: search(type, request.query) };
  };

  const search = (type: string, query: URLSearchParams): unknown => {
    const found = [...stored.values()]
      .filter((one) => one.resourceType === type && matches(one, query))
      .map(shown)
      .sort((a, b) => (lastUpdated(a) < lastUpdated(b) ? -1 : 1));
    const size = Math.min(Number(query.get('_count') ?? pageSizeMax), pageSizeMax);
    const offset = Number(query.get('_offset') ?? 0);
    const page = found.slice(offset, offset + size);
    const next = new URLSearchParams(query);
    next.set('_offset', String(offset + size));
    const link =
      offset + size < found.length ? [{ relation: 'next', url: `${server.baseUrl}/${type}?${next.toString()}` }] : [];
    return { resourceType: 'Bundle', type: 'searchset', link, entry: page.map((resource) => ({ resource })) };
  };

  const http = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      const request = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams };
      requests.push(request);
      const { status, body: said } = answer(request, body);
      outgoing.writeHead(status, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = http.address();
  const listening = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(server, { baseUrl: `http://127.0.0.1:${listening}/fhir` });
}

const lastUpdated = (resource: Json): string => String((resource['meta'] as { lastUpdated?: string }).lastUpdated);

function matches(resource: Json, query: URLSearchParams): boolean {
  const subject = resource['subject'] as { reference?: string } | undefined;
  const patient = query.get('patient');
  if (patient !== null && subject?.reference !== patient) return false;
  const url = query.get('url');
  if (url !== null && (resource['channel'] as { endpoint?: string } | undefined)?.endpoint !== url) return false;
  const since = query.get('_lastUpdated');
  if (since !== null && Date.parse(lastUpdated(resource)) < Date.parse(since.replace(/^ge/, ''))) return false;
  const code = query.get('code');
  if (code === null) return true;
  const codings = (resource['code'] as { coding?: { system?: string; code?: string }[] } | undefined)?.coding ?? [];
  const wanted = new Set(code.split(','));
  return codings.some((coding) => wanted.has(`${coding.system}|${coding.code}`));
}
