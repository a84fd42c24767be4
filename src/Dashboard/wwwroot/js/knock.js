// Knocks while the line is down, so that a page is back as soon as the server is and not with the next try after that: a try for a circuit is dear, a knock is not.
const every = 120;
const forTime = 5000; // afterwards the tries alone do, a few seconds apart

/** Calls `opened` once, when the server itself answers: what stands before it does so too while it is away, with an error. Ends by itself, or as soon as nobody waits. */
export async function knock(isOver, opened) {
  for (const end = performance.now() + forTime; performance.now() < end && !isOver(); ) {
    await new Promise(next => setTimeout(next, every * (0.8 + 0.4 * Math.random())));
    try {
      const answer = await fetch("/health/live", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(1000) });
      if (answer.ok) {
        return opened();
      }
    } catch {
      // Nobody is there yet.
    }
  }
}
