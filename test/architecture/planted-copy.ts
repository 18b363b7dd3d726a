import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../kit/processes.ts';

const ROOT_FILES = [
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'eslint.config.js',
  '.dependency-cruiser.js',
];

/** A copy of the project into which mistakes can be planted. */
export interface PlantedCopy {
  readonly plant: (path: string, text: string) => void;
  /** Runs a tool of the project in the copy; gives what it said. */
  readonly run: (
    script: string,
    args: readonly string[],
  ) => { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  readonly remove: () => void;
}

/** Copies the sources; what is installed is only pointed to. */
export function copyProject(): PlantedCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'magwatch-planted-')));
  for (const name of ['packages', 'services', 'test', 'scripts', ...ROOT_FILES]) {
    // pnpm's links are relative: verbatim, those between our packages lead into the copy.
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true, verbatimSymlinks: true });
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  return {
    plant: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    run: (script, args) => {
      const tool = join(projectRoot, 'node_modules', script);
      const { status, stdout, stderr } = spawnSync(process.execPath, [tool, ...args], {
        cwd: folder,
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      });
      return { status, stdout, stderr };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
