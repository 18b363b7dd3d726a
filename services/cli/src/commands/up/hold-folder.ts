import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '@magwatch/base';

/** Gives the folder free. */
export type Release = () => Promise<void>;

const ANSWER_MS = 2_000;

/**
 * Holds a data folder for this process, also where its database lives elsewhere. The hold is a listening socket named after the
 * folder: it ends with the process, however that ends. Fails with the id of the process that holds it.
 */
export async function holdFolder(folder: string): Promise<Result<Release, { readonly holder: string }>> {
  const { dev, ino } = await stat(folder);
  const name = `magwatch-up-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
  // Linux has names that live and die with their socket; elsewhere it is a file.
  const address = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  let server = await listen(address);
  if (!server) {
    const holder = await askHolder(address);
    if (holder !== undefined) return fail({ holder });
    if (process.platform !== 'linux') await unlink(address);
    server = await listen(address);
  }
  const held = server;
  if (!held) return fail({ holder: 'unknown' });
  return ok(() => new Promise<void>((resolve) => held.close(() => resolve())));
}

/** Undefined where the name is taken. */
function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The holder's process id; undefined where nobody listens any more. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on('data', (part) => {
      answer += part.toString();
    });
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(/^\d+$/.test(answer) ? answer : 'unknown'));
  });
}
