/** A random secret of 32 characters holds at least this many different ones, save for one case in many millions. */
const DISTINCT_MIN = 8;

/** Words of secrets that stand in documentation and example files, and therefore in everybody's hands. */
const KNOWN_WORDS = ['change-me', 'change_me', 'changeme', 'replace', 'password', 'default', 'your-', 'openssl'];

/** Why a secret of the right length must not be used, as the end of a sentence; undefined where it may. */
export function weaknessOf(secret: string): string | undefined {
  const lower = secret.toLowerCase();
  if (KNOWN_WORDS.some((word) => lower.includes(word))) return 'is a default or an example, which others know';
  if (new Set(secret).size < DISTINCT_MIN) return `has fewer than ${DISTINCT_MIN} different characters`;
  return undefined;
}
