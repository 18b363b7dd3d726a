import type { Parameters } from './parameters.ts';

/**
 * A short name of these parameters: equal parameters have equal names, whatever file or order they came in.
 * An alert keeps it, so that it can be said later with which numbers it was decided.
 */
export function parametersVersion(parameters: Parameters): string {
  return `p-${fingerprint(canonicalText(parameters))}`;
}

/** JSON with sorted names. */
function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonicalText(one)}`).join(',')}}`;
}

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** FNV-1a, 64 bits: enough to tell parameter sets apart; nothing secret depends on it. */
function fingerprint(text: string): string {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index += 1)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * FNV_PRIME);
  return hash.toString(16).padStart(16, '0');
}
