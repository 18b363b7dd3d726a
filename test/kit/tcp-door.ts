import { connect, createServer, type Socket } from 'node:net';

/** A port that stays the same while what stands behind it goes away and comes back elsewhere. */
export interface TcpDoor {
  readonly port: number;
  /** Opens it to this port of 127.0.0.1. */
  readonly openTo: (port: number) => void;
  /** Breaks every connection and refuses new ones. */
  readonly shut: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts shut. */
export async function startTcpDoor(): Promise<TcpDoor> {
  const sockets = new Set<Socket>();
  let target: number | undefined;
  const server = createServer((inner) => {
    sockets.add(inner);
    inner.on('error', () => inner.destroy());
    inner.once('close', () => sockets.delete(inner));
    if (target === undefined) {
      inner.destroy();
      return;
    }
    const outer = connect(target, '127.0.0.1');
    outer.on('error', () => inner.destroy());
    outer.once('close', () => inner.destroy());
    inner.once('close', () => outer.destroy());
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const shut = (): void => {
    target = undefined;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    openTo: (port) => {
      target = port;
    },
    shut,
    stop: async () => {
      shut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
