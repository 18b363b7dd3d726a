import { type ChildProcess, spawn } from 'node:child_process';
import { root } from './workspace.mjs';

export interface ToolResult {
  /** null where it could not be started or was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Runs one of the installed tools from the root of the project, with the Node that runs us, and collects its words. */
export function runTool(script: string, args: readonly string[]): Promise<ToolResult> {
  const child = spawn(process.execPath, [`${root}/node_modules/${script}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
}

/** Ends every tool that still runs. */
export function stopTools(): void {
  for (const child of running) child.kill('SIGTERM');
}
