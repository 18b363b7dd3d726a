import { createHash } from 'node:crypto';

/**
 * A UUID made of a name (version 8 of RFC 9562: our own derivation, here SHA-256): the same name gives the same id
 * at any time and place, so that a second try, a replay and another process name the same thing alike.
 */
export function uuidOf(kind: string, ...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['magwatch', kind, ...parts]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The id of one episode of a rule in a patient. */
export const alertIdOf = (source: string, patient: string, ruleId: string, episode: number): string =>
  uuidOf('alert', source, patient, ruleId, episode);
