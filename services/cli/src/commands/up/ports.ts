import { createServer } from 'node:net';

/** Whether nobody listens on this port of 127.0.0.1; `forbidden` where we may not listen on it. */
export function probePort(port: number): Promise<'free' | 'taken' | 'forbidden'> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve('taken');
      else if (error.code === 'EACCES') resolve('forbidden');
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve('free')));
  });
}
