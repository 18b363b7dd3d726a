/** How many letters a typing mistake may change and still be recognised. */
const DISTANCE_MAX = 3;

/** The known name that a person probably meant, whatever the capitals; undefined where none is near. */
export function findNearestName(name: string, known: readonly string[]): string | undefined {
  const distanceTo = (candidate: string): number => editDistance(name.toLowerCase(), candidate.toLowerCase());
  const best = nearestName(known, distanceTo);
  return best !== undefined && distanceTo(best) <= DISTANCE_MAX ? best : undefined;
}

/** Of several names the least unlike one, by a distance of the caller's; of equally unlike ones the first. */
export function nearestName(names: readonly string[], distanceTo: (name: string) => number): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = distanceTo(name);
    if (!best || distance < best.distance) best = { name, distance };
  }
  return best?.name;
}

/** How unlike two names are: how many letters have to be added, removed or replaced (Levenshtein 1966). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
