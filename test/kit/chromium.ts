import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../scripts/prepare-test-tools.mjs';

// The sandbox needs rights that a container's root and an unpacked program do not have; the rest keeps it off the network.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/** A headless Chromium; fails with what to do where there is none. */
export async function launchChromium(): Promise<Browser> {
  const program = findChromium();
  if (program === undefined) throw new Error('no chromium: run `node scripts/prepare-test-tools.mjs`');
  const env = Object.entries({ ...process.env, ...program.env }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return await chromium.launch({ executablePath: program.file, args: [...ARGS], env: Object.fromEntries(env) });
}
