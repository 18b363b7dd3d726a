import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type RunningPostgres, startServer } from './postgres-server.ts';

// One PostgreSQL for a whole test run, started when the first test asks for it: a run without the database does not
// wait for one. Vitest runs this file in its main process, once for each project; the tests ask over a socket.

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Unix socket at which the main process answers. */
    readonly sharedServicesSocket: string;
  }
}

interface Shared {
  readonly folder: string;
  readonly socket: string;
  readonly server: Server;
  postgres?: Promise<RunningPostgres>;
  projects: number;
}

// Each project loads this module anew, so what they share hangs on the process.
const holder = globalThis as { magwatchShared?: Promise<Shared> };

export async function setup(project: TestProject): Promise<void> {
  holder.magwatchShared ??= open();
  const shared = await holder.magwatchShared;
  shared.projects += 1;
  project.provide('sharedServicesSocket', shared.socket);
}

export async function teardown(): Promise<void> {
  const shared = await holder.magwatchShared;
  if (shared === undefined) return;
  shared.projects -= 1;
  if (shared.projects > 0) return;
  delete holder.magwatchShared;
  shared.server.closeAllConnections();
  shared.server.close();
  const postgres = await shared.postgres;
  await postgres?.stop();
  await rm(shared.folder, { recursive: true, force: true });
}

async function open(): Promise<Shared> {
  process.stderr.write(`properties run with MAGWATCH_SEED=${process.env['MAGWATCH_SEED']}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'magwatch-test-'));
  const socket = join(folder, 'shared.sock');
  const server = createServer((_request, response) => {
    shared.postgres ??= startServer(join(folder, 'postgres'));
    shared.postgres.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  const shared: Shared = { folder, socket, server, projects: 0 };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  return shared;
}
