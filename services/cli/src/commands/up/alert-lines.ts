import type { Decision } from '@magwatch/alerts';

/** Finds the name by which a reader knows a patient; undefined where nobody says it. */
export type FindName = (patient: string) => Promise<string | undefined>;

/** Changes that a person at the terminal should see. */
const SHOWN: ReadonlySet<Decision['change']> = new Set(['opened', 'reopened', 'escalated']);

/** `ALERT <severity> <rule-id> <address>`, and the patient's name where he is simulated; undefined for any other change. */
export async function alertLine(
  { change, alert }: Decision,
  { publicUrl, findName }: { readonly publicUrl: string; readonly findName: FindName | undefined },
): Promise<string | undefined> {
  if (!alert || !SHOWN.has(change)) return undefined;
  const name = await findName?.(alert.patient);
  const line = `ALERT ${alert.severity} ${alert.ruleId} ${publicUrl}/alerts/${alert.id}`;
  return name === undefined ? line : `${line} ${name}`;
}

const ANSWER_MS = 2_000;

/** Asks the demo EHR for the names of its simulated patients; each once. */
export function namesFrom(fhirBaseUrl: string): FindName {
  const known = new Map<string, Promise<string | undefined>>();
  return (patient) => {
    const found = known.get(patient) ?? askName(`${fhirBaseUrl}/${patient}`);
    known.set(patient, found);
    return found;
  };
}

async function askName(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
    return nameOf(await answer.json());
  } catch {
    // The line goes out without a name.
    return undefined;
  }
}

function nameOf(patient: unknown): string | undefined {
  if (typeof patient !== 'object' || patient === null || !('name' in patient) || !Array.isArray(patient.name))
    return undefined;
  const first: unknown = patient.name[0];
  if (typeof first !== 'object' || first === null) return undefined;
  const given = 'given' in first && Array.isArray(first.given) ? first.given.map(String) : [];
  const family = 'family' in first && typeof first.family === 'string' ? [first.family] : [];
  const words = [...given, ...family].join(' ').replace(/\s+/g, ' ').trim();
  return words === '' ? undefined : words;
}
