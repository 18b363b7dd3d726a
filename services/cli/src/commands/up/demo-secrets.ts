import { randomBytes } from 'node:crypto';
import { keep, readKept } from './data-folder.ts';

/** The secrets that the parts of the demo share. They protect nothing real, but nobody's demo has the same ones. */
export interface DemoSecrets {
  /** By which the demo EHR's notifications are known. */
  readonly notification: string;
  /** With which cards to the demo EHR are signed. */
  readonly webhook: string;
}

const FILE = 'demo-secrets.json';

/** The secrets of this data folder; made on the first start. */
export async function demoSecrets(folder: string): Promise<DemoSecrets> {
  const kept = await readKept(folder, FILE);
  if (isSecrets(kept)) return kept;
  const made = { notification: randomBytes(32).toString('hex'), webhook: randomBytes(32).toString('hex') };
  await keep(folder, FILE, made);
  return made;
}

function isSecrets(value: unknown): value is DemoSecrets {
  return (
    typeof value === 'object' &&
    value !== null &&
    'notification' in value &&
    'webhook' in value &&
    typeof value.notification === 'string' &&
    typeof value.webhook === 'string'
  );
}
