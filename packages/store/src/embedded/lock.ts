import { createHash } from 'node:crypto';
import { stat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreError } from '../errors.ts';

/** Holds a folder for this process. */
export interface FolderLock {
  readonly release: () => Promise<void>;
}

const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Holds a folder until it is released or this process ends, however it ends. The lock is a listening socket named
 * after the folder: the system drops it with its process, so that none is ever left behind to be cleaned up, and
 * whoever finds it taken can ask it for the holder. Throws a StoreError `embedded-in-use` that names the process.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = await addressOf(folder);
  const server = await listenOrTakeOver(address, folder);
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function listenOrTakeOver(address: string, folder: string): Promise<Server> {
  try {
    return await listen(address);
  } catch (error) {
    if (!isInUse(error)) throw error;
    const holder = await askHolder(address);
    if (holder !== undefined) throw new StoreError('embedded-in-use', `Folder ${folder}, process ${holder}.`);
    // Only a socket with a file can be left over from a process that died.
    await unlink(address);
    return listen(address);
  }
}

/** Linux has names that live and die with the socket; elsewhere it is a file, whose path must be short. */
async function addressOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder);
  const name = `magwatch-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', reject);
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The process that listens, `unknown` where it does not say so in time, undefined where nobody listens. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(answer === '' ? 'unknown' : answer));
  });
}

const isInUse = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';
