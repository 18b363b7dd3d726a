import { randomBytes } from 'node:crypto';
import { type Instant, instantOf } from '@magwatch/base';
import { simulatedClock, StartRefused } from '@magwatch/runtime';
import { wardMorning } from './clock.ts';
import type { DemoEhrOptions } from './start.ts';

type Settings = Omit<DemoEhrOptions, 'logger'>;

/** Settings from the environment, each with a default that suits a trial on one machine. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, realNow: Instant): Settings {
  const rate = readNumber(env, 'DEMO_EHR_RATE', 120, { low: 0.1, high: 10_000 });
  const start = env['DEMO_EHR_START'];
  const simulated = start === undefined ? wardMorning(realNow) : Date.parse(start);
  if (Number.isNaN(simulated)) throw new StartRefused('DEMO_EHR_START: not a time; for example 2026-03-10T06:15:00Z');
  const dataDirectory = env['DEMO_EHR_DATA'];
  const magwatch = env['DEMO_EHR_MAGWATCH_URL'] ?? 'http://127.0.0.1:8080';
  if (!URL.canParse(magwatch))
    throw new StartRefused('DEMO_EHR_MAGWATCH_URL: not an address; for example http://127.0.0.1:8080');
  return {
    port: readNumber(env, 'DEMO_EHR_PORT', 8090, { low: 0, high: 65_535 }),
    host: env['DEMO_EHR_HOST'] ?? '127.0.0.1',
    seed: readNumber(env, 'DEMO_EHR_SEED', 1, { low: 0, high: 999_999_999 }),
    clock: simulatedClock({ anchor: realNow, simulated: instantOf(simulated), rate }),
    rate,
    cdsHooksBaseUrl: magwatch,
    // Without a shared secret no card can be genuine: a chance one keeps the door shut.
    webhookSecret: env['DEMO_EHR_WEBHOOK_SECRET'] ?? randomBytes(32).toString('hex'),
    notificationMethod: env['DEMO_EHR_NOTIFICATION_METHOD'] === 'PUT' ? 'PUT' : 'POST',
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
  };
}

function readNumber(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  preset: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  const text = env[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (Number.isFinite(value) && value >= low && value <= high) return value;
  throw new StartRefused(`${name}: "${text}" is not a number from ${low} to ${high}; for example ${preset}`);
}
