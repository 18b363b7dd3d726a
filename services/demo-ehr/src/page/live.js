const ASK_AT_MOST_EVERY_MS = 1000;

/**
 * Calls `refresh` at once, and again whenever something happened to one of the patients that `concerns` names; never
 * more than once a second, and never two at a time.
 * @param {{ refresh: () => Promise<void>, concerns: (patients: readonly string[]) => boolean }} page
 */
export function keepFresh({ refresh, concerns }) {
  let isRunning = false;
  let isWanted = false;
  const run = async () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        await refresh();
      } catch {
        // The server restarts; the stream reconnects by itself and the next change asks again.
        document.body.classList.add('is-stale');
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_AT_MOST_EVERY_MS));
    }
    isRunning = false;
  };
  const stream = new EventSource('/api/live');
  stream.addEventListener('open', () => void run());
  stream.addEventListener('changed', (event) => {
    /** @type {readonly string[]} */
    const patients = JSON.parse(event.data);
    if (concerns(patients)) void run();
  });
  void run();
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<unknown>} the JSON of the answer; undefined when there is no such thing
 */
export async function ask(url, init) {
  const answer = await fetch(url, init);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  document.body.classList.remove('is-stale');
  return answer.json();
}
