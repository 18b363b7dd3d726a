import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, type RunningProcess, startProcess } from '../../../test/kit/processes.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magwatch-life-cycle-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A real process whose main function is `main`, a text of JavaScript. */
async function run(main: string, readyLine: RegExp | false = /^ready ward http/): Promise<RunningProcess> {
  const file = join(folder, `${main.length}-${Math.abs(hashOf(main))}.mjs`);
  const runtime = join(projectRoot, 'packages/runtime/src/index.ts');
  const text = `import { runService, StartRefused } from ${JSON.stringify(runtime)};
    const address = 'http://127.0.0.1:1';
    const keepAlive = setInterval(() => {}, 1000);
    await runService('ward', async ({ stopping }) => { ${main} }, { stopWithinMs: 300 });`;
  await writeFile(file, text);
  return startProcess({ script: relative(projectRoot, file), readyLine });
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 2 ** 31;
  return hash;
}

const stopsWell = `return { address, stop: async () => console.log('stopped well') };`;

describe('runService', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s stops it in order, with status 0', async (signal) => {
    const running = await run(stopsWell);
    running.signal(signal);
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.stdout()).toBe('ready ward http://127.0.0.1:1\nstopped well\n');
  });

  it('takes the echoes of one Ctrl-C for one', async () => {
    const running = await run(`return { address, stop: () => new Promise((done) => {
      process.once('SIGUSR2', () => done()); console.log('stopping'); }) };`);
    running.signal('SIGINT');
    await running.waitForLine(/^stopping$/);
    running.signal('SIGINT');
    running.signal('SIGINT');
    running.signal('SIGUSR2');
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });

  it('ends with status 1 when the stop takes too long', async () => {
    const running = await run(`return { address, stop: () => new Promise(() => {}) };`);
    running.signal('SIGTERM');
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.stderr()).toContain('"reason":"timeout"');
  });

  it('ends with status 1 and a code, without the words of an error, when nobody caught it', async () => {
    const main = `setImmediate(() => { throw new Error('Zephyrine'); }); ${stopsWell}`;
    const running = await run(main, false);
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.stderr()).toContain('"code":"uncaught-error"');
    expect(running.output()).not.toContain('Zephyrine"');
  });

  it('ends with status 2 and plain words when the start was refused', async () => {
    const running = await run(`throw new StartRefused('port is not a port');`, false);
    expect(await running.exited).toEqual({ code: 2, signal: null });
    expect(running.stderr()).toBe('port is not a port\n');
  });

  it('ends with status 1 when the start fails', async () => {
    const running = await run(`throw new Error('x');`, false);
    expect(await running.exited).toEqual({ code: 1, signal: null });
    expect(running.stderr()).toContain('"code":"start-failed"');
  });

  it('stops as soon as it has started when it was asked to stop meanwhile', async () => {
    const main = `console.log('starting'); await new Promise((go) => stopping.addEventListener('abort', go)); ${stopsWell}`;
    const running = await run(main, /^starting$/);
    running.signal('SIGTERM');
    expect(await running.exited).toEqual({ code: 0, signal: null });
    expect(running.stdout()).toContain('stopped well');
  });
});
