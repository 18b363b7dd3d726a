import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './wait.ts';

/** The folder of this checkout. */
export const projectRoot: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface ProcessOptions {
  /** Relative to the project: `services/receiver/src/main.ts`. */
  readonly script: string;
  readonly args?: readonly string[];
  /** Added to a small environment (PATH, HOME, TZ); nothing else of the test's own environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** A line of standard output that says that it may be used; `ready …` where it is not said; false: do not wait. */
  readonly readyLine?: RegExp | false;
  readonly readyWithinMs?: number;
  readonly cwd?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A real process of ours, under the Node that runs the tests. */
export interface RunningProcess {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Both streams together, in the order in which they came. */
  readonly output: () => string;
  /** The first line of either stream that matches; waits for it. */
  readonly waitForLine: (pattern: RegExp, withinMs?: number) => Promise<string>;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  /** SIGKILL: no chance to clean up. Returns when it is gone. */
  readonly kill: () => Promise<Exit>;
  /** SIGTERM, as an orderly stop; SIGKILL and a failure if it takes longer. */
  readonly stop: (withinMs?: number) => Promise<Exit>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

const READY = /^ready\b/;
/** A busy machine starts slowly; what waits for this waits for the line, not for the time. */
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts one script and waits for its ready line. Fails with its output where it ends or stays silent. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const started = spawnScript(options);
  const readyLine = options.readyLine ?? READY;
  if (readyLine === false) return started;
  try {
    await started.waitForLine(readyLine, options.readyWithinMs ?? READY_WITHIN_MS);
  } catch (error) {
    if (started.isRunning()) await started.kill();
    throw error;
  }
  return started;
}

/** Runs one script to its end and returns what it said. */
export async function runToEnd(
  options: Omit<ProcessOptions, 'readyLine'> & { readonly withinMs?: number },
): Promise<Exit & { readonly stdout: string; readonly stderr: string }> {
  const started = spawnScript(options);
  const timer = setTimeout(() => started.signal('SIGKILL'), options.withinMs ?? READY_WITHIN_MS);
  const exit = await started.exited;
  clearTimeout(timer);
  return { ...exit, stdout: started.stdout(), stderr: started.stderr() };
}

function spawnScript({ script, args = [], env = {}, cwd = projectRoot }: ProcessOptions): RunningProcess {
  const { PATH = '', HOME = '/', TZ = 'UTC', NODE_COMPILE_CACHE } = process.env;
  const compileCache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
  const child = spawn(process.execPath, [join(projectRoot, script), ...args], {
    cwd,
    env: { PATH, HOME, TZ, ...compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const heard = { stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      heard[stream] += text;
      heard.output += text;
    });
  }
  let isRunning = true;
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      isRunning = false;
      running.delete(child);
      resolve({ code, signal });
    });
  });

  const waitForLine = (pattern: RegExp, withinMs = READY_WITHIN_MS): Promise<string> => {
    const find = (): string | undefined => heard.output.split('\n').find((line) => pattern.test(line));
    const found = eventually(() => find() ?? (isRunning ? undefined : 'ended'), { withinMs });
    const explain = (why: string): Error => new Error(`${script}: ${why} (waited for ${pattern})\n${heard.output}`);
    return found.then(
      (line) => find() ?? Promise.reject(explain(`process ${line}`)),
      (cause: unknown) => Promise.reject(explain(cause instanceof Error ? cause.message : String(cause))),
    );
  };
  const signal = (name: NodeJS.Signals): void => void child.kill(name);

  return {
    pid: child.pid ?? 0,
    stdout: () => heard.stdout,
    stderr: () => heard.stderr,
    output: () => heard.output,
    waitForLine,
    exited,
    isRunning: () => isRunning,
    signal,
    kill: () => {
      signal('SIGKILL');
      return exited;
    },
    stop: async (withinMs = STOP_WITHIN_MS) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        signal('SIGKILL');
      }, withinMs);
      signal('SIGTERM');
      const exit = await exited;
      clearTimeout(timer);
      if (isLate) throw new Error(`${script} did not stop within ${withinMs} ms\n${heard.output}`);
      return exit;
    },
  };
}
