import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, runToEnd, startProcess } from './processes.ts';

describe('processes', () => {
  let folder = '';
  const script = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return relative(projectRoot, join(folder, name));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'magwatch-processes-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('waits for the ready line and stops in order', async () => {
    const text = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
      setInterval(() => {}, 1000); console.log('ready here');`;
    const running = await startProcess({ script: await script('good.mjs', text) });
    expect(await running.stop()).toEqual({ code: 0, signal: null });
    expect(running.stdout()).toBe('ready here\nbye\n');
  });

  it('kills without a chance to clean up', async () => {
    const text = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready');`;
    const running = await startProcess({ script: await script('deaf.mjs', text), readyLine: /^ready$/ });
    expect(await running.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(running.isRunning()).toBe(false);
  });

  it('shows the output of a process that ended before it was ready', async () => {
    const failing = await script('failing.mjs', `console.error('no database'); process.exit(3);`);
    await expect(startProcess({ script: failing })).rejects.toThrow('no database');
  });

  it('passes on only the environment that it was given', async () => {
    process.env['MAGWATCH_SECRET_OF_THE_SHELL'] = 'x';
    const text = `console.log(process.env.GIVEN, process.env.MAGWATCH_SECRET_OF_THE_SHELL);`;
    const env = { GIVEN: 'given' };
    const ended = await runToEnd({ script: await script('environment.mjs', text), env });
    delete process.env['MAGWATCH_SECRET_OF_THE_SHELL'];
    expect(ended).toEqual({ code: 0, signal: null, stdout: 'given undefined\n', stderr: '' });
  });
});
