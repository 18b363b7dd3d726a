import { randomBytes } from 'node:crypto';
import { migrate, openStore } from '@magwatch/store';
import { Client } from 'pg';
import { expect } from 'vitest';
import { type FhirServer, type Json, startFhirServer } from '../../kit/fhir-server.ts';
import { findFreePort } from '../../kit/free-port.ts';
import { type RunningProcess, startProcess } from '../../kit/processes.ts';
import { eventually } from '../../kit/wait.ts';
import { type CardInbox, type DeliveredBody, startCardInbox } from './card-inbox.ts';
import { CANARY } from './resources.ts';

export type ServiceName = 'receiver' | 'ingest-worker' | 'notifier' | 'cds-hooks';

export interface ActiveAlert {
  readonly patient: string;
  readonly rule: string;
  readonly state: string;
  readonly severity: string;
  /** Another alert of the patient says it too: it has no card of its own. */
  readonly isInhibited: boolean;
  /** Its rule says that it is true now; else the rule cannot tell, and the alert stays as it was. */
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
}

export interface Notified {
  readonly method?: 'POST' | 'PUT';
  /** `/Observation/o1`, as servers add it. */
  readonly path?: string;
  readonly body?: object;
}

/** A hospital with its EHR in this process, and Magwatch in processes of its own on a database of its own. */
export interface Ward {
  readonly fhir: FhirServer;
  readonly ehr: CardInbox;
  /** A second destination of the same cards. */
  readonly pager: CardInbox;
  /** Starts a service with the ward's configuration; it may be started again after it was killed. */
  readonly runs: (service: ServiceName) => Promise<RunningProcess>;
  /** The EHR has these, since long ago; nobody is told. */
  readonly charts: (...resources: readonly Json[]) => void;
  /** The EHR stores a next version of each, and tells the receiver of it. */
  readonly sends: (...resources: readonly Json[]) => Promise<void>;
  /** The EHR stores it and tells whoever has subscribed to it. */
  readonly publishes: (resource: Json) => Promise<void>;
  /** One notification, accepted. */
  readonly notifies: (notified?: Notified) => Promise<void>;
  /** The live cards of a patient (`p1`) at the EHR; of all without one. */
  readonly cards: (patient?: string) => readonly DeliveredBody[];
  /** All alerts that are not closed, as the database has them. */
  readonly activeAlerts: () => Promise<readonly ActiveAlert[]>;
  /** A connection of its own, for what has to be held open; it ends with the ward. */
  readonly connect: () => Promise<Client>;
  readonly query: (sql: string) => Promise<Record<string, unknown>[]>;
  /** Waits until every event is read and every delivery has come to its end. */
  readonly settles: () => Promise<void>;
  readonly close: (hasFailed: boolean) => Promise<void>;
}

export interface WardPlaces {
  readonly databaseUrl: string;
  /** Absent: the queue lives in PostgreSQL. */
  readonly redisUrl?: string;
  readonly withPager?: boolean;
}

/** How long anything may take on a busy machine. */
export const PATIENCE = { withinMs: 60_000 } as const;
const LONG_AGO_MS = 72 * 3_600_000;

export async function openWard({ databaseUrl, redisUrl, withPager = false }: WardPlaces): Promise<Ward> {
  const store = await openStore(databaseUrl);
  await migrate(store);
  await store.close();
  const connections: Client[] = [];
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: databaseUrl });
    connections.push(client);
    await client.connect();
    return client;
  };
  const database = await connect();
  const fhir = await startFhirServer();
  // What push brings is tested here: a search for changes would find by itself what push or the queue has lost.
  fhir.interfere = ({ query }) => (query.has('_lastUpdated') ? 400 : undefined);
  const secret = randomBytes(24).toString('hex');
  const ehr = await startCardInbox('ehr', randomBytes(24).toString('hex'));
  const pager = await startCardInbox('pager', randomBytes(24).toString('hex'));
  const port = await findFreePort();
  const receiverUrl = `http://127.0.0.1:${port}`;
  const destinations = [ehr, ...(withPager ? [pager] : [])].map(({ id, url, secret: key }) => ({
    id,
    url,
    secret: key,
  }));
  const env = {
    DATABASE_URL: databaseUrl,
    ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    MAGWATCH_HEALTH_PORT: '0',
    MAGWATCH_PUBLIC_URL: receiverUrl,
    MAGWATCH_SOURCES: JSON.stringify([{ id: 'main', fhirBaseUrl: fhir.baseUrl, notificationSecret: secret }]),
    MAGWATCH_DESTINATIONS: JSON.stringify(destinations),
  };
  const processes: RunningProcess[] = [];

  const post = async (url: string, headers: Headers, { method = 'POST', body }: Notified) => {
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    await answer.arrayBuffer();
    expect(answer.status).toBe(200);
  };
  const notifies = async (notified: Notified = {}): Promise<void> => {
    const headers = new Headers({ authorization: `Bearer ${secret}`, 'content-type': 'application/fhir+json' });
    await post(`${receiverUrl}/notifications/main${notified.path ?? ''}`, headers, notified);
  };
  const query = async (sql: string) => (await database.query<Record<string, unknown>>(sql)).rows;

  return {
    connect,
    fhir,
    ehr,
    pager,
    notifies,
    query,
    runs: async (service) => {
      const place = { ...env, MAGWATCH_PORT: service === 'receiver' ? String(port) : '0' };
      const started = await startProcess({ script: `services/${service}/src/main.ts`, env: place });
      processes.push(started);
      return started;
    },
    charts: (...resources) => {
      for (const resource of resources) fhir.put(resource, new Date(Date.now() - LONG_AGO_MS));
    },
    sends: async (...resources) => {
      for (const resource of resources) await notifies({ body: fhir.put(resource) });
    },
    publishes: async (resource) => {
      const subscriptions = await eventually(() => {
        const found = fhir.all('Subscription').filter((one) => isWanted(one, resource));
        return found.length > 0 && found;
      }, PATIENCE);
      const body = fhir.put(resource);
      for (const { channel } of subscriptions) {
        const { endpoint, header, payload } = channel as { endpoint: string; header: string[]; payload: string };
        const headers = new Headers({ 'content-type': payload });
        for (const line of header) headers.set(line.split(':')[0] ?? '', line.replace(/^[^:]*: */, ''));
        await post(endpoint, headers, { body });
      }
    },
    cards: (patient) => ehr.liveCards().filter((one) => patient === undefined || one.patient === `Patient/${patient}`),
    activeAlerts: async () => {
      const rows = await query(
        `SELECT patient, rule_id AS rule, state, severity, body->>'inhibitedBy' IS NOT NULL AS "isInhibited",
           body->'evidence' AS evidence
         FROM alert WHERE state <> 'closed' ORDER BY patient, rule_id`,
      );
      return rows as unknown as ActiveAlert[];
    },
    settles: async () => {
      const open = `SELECT (SELECT count(*) FROM inbox WHERE state = 'new') AS events,
        (SELECT count(*) FROM delivery WHERE state = 'pending') AS deliveries`;
      await eventually(async () => {
        expect(await query(open)).toEqual([{ events: '0', deliveries: '0' }]);
        return true;
      }, PATIENCE);
    },
    close: async (hasFailed) => {
      await Promise.all(processes.filter((one) => one.isRunning()).map((one) => one.kill()));
      await Promise.all([...connections.map((one) => one.end()), fhir.stop(), ehr.stop(), pager.stop()]);
      const said = processes.map((one) => one.output()).join('\n');
      if (hasFailed) process.stderr.write(`${said.slice(-8_000)}\n`);
      expect(said).not.toMatch(new RegExp(`${CANARY}|Patient/`));
      expect([...ehr.faults, ...pager.faults]).toEqual([]);
    },
  };
}

/** Whether criteria such as `Observation?code=a|b,c|d` want a resource. */
function isWanted(subscription: Json, resource: Json): boolean {
  const [type, search] = String(subscription['criteria']).split('?');
  const codes = new URLSearchParams(search).get('code');
  if (type !== resource.resourceType) return false;
  const { coding = [] } = (resource['code'] ?? {}) as { coding?: { system: string; code: string }[] };
  return codes === null || coding.some((one) => codes.split(',').includes(`${one.system}|${one.code}`));
}
