// @ts-check
// Asks the server what happens in a class (ui/class_feed.py): each request waits there until there is
// something new, and is followed by the next.

/** @typedef {{ number: number, kind: "free" | "digit" | "like" | "fool", digit: number | null, like: number | null }} Task */

const PAUSE = 2000; // milliseconds after an answer that was none
const LONGEST = 15000;

/**
 * Asks for what is new until it is stopped or the class is closed.
 * @template T
 * @param {string} feed
 * @param {() => string} question what is asked for, which changes with each answer
 * @param {(answer: T) => void} take
 * @param {() => void} end the class is closed
 * @param {(isAway: boolean) => void} [say] whether the class can be reached
 * @returns {() => void} stops it
 */
export function watch(feed, question, take, end, say = () => undefined) {
  const stopping = new AbortController();
  ask().catch(() => undefined); // stopped
  return () => stopping.abort();

  async function ask() {
    for (let pause = PAUSE; !stopping.signal.aborted;) {
      await inSight();
      const url = new URL(`mnistnet/class/${feed}/${question()}`, document.baseURI);
      const answer = await fetch(url, { signal: stopping.signal }).catch(() => undefined);
      const isNew = answer?.status === 200;
      const told = isNew ? await answer.json().catch(() => undefined) : undefined; // may break off
      if (stopping.signal.aborted) return;
      if (answer?.status === 404) return end();
      const isThere = isNew ? told !== undefined : answer?.status === 204;
      say(!isThere);
      if (told !== undefined) take(told);
      if (!isThere) await new Promise((wake) => setTimeout(wake, pause));
      pause = isThere ? PAUSE : Math.min(2 * pause, LONGEST);
    }
  }
}

/** Waits until somebody may look: of a server a browser asks six things at a time, for all its tabs. */
async function inSight() {
  while (document.hidden)
    await new Promise((wake) =>
      document.addEventListener("visibilitychange", wake, { once: true }),
    );
}

/**
 * Watches a class's task.
 * @param {string} feed
 * @param {() => number} known number of the task that is known
 * @param {(task: Task) => void} take
 * @param {() => void} end
 */
export function watchTask(feed, known, take, end) {
  return watch(feed, () => `task?after=${known()}`, take, end);
}
