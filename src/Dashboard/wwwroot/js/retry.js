const first = [50, 150, 300, 500, 800, 1000, 1000, 2000, 2000];

/** How long to wait before the given try, in milliseconds: quick at first, then every 3 s, spread from the first on so that browsers do not return in step. */
export const delayOf = attempt => (first[attempt] ?? 3000) * (0.8 + 0.4 * Math.random());

export const giveUpAfter = 30 * 60 * 1000;
export const serverTimeout = 8000;
export const keepAlive = 3000;

/** Too late and too often pass by themselves; what else is refused would be refused the next time. */
const passes = status => status >= 500 || status === 408 || status === 429;

/** Reads JSON. Only what could not be answered is worth another try; another page in its place, such as the door, is an answer. */
export async function readJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw Object.assign(new Error(String(answer.status)), { isFinal: !passes(answer.status) });
  }
  if (!/[/+]json\b/.test(answer.headers.get("content-type") ?? "")) {
    throw Object.assign(new Error("not JSON"), { isFinal: true });
  }
  return answer.json();
}

/** Tries until it works, is refused, takes too long, or nobody waits for it any more; nothing then. Says of each failure whether it was the last. */
export async function persist(work, isOver, failed) {
  const since = performance.now();
  for (let attempt = 0; !isOver(); attempt++) {
    try {
      const result = await work();
      return isOver() ? null : result;
    } catch (error) {
      const isLast = Boolean(error.isFinal) || performance.now() - since > giveUpAfter;
      if (!isOver()) {
        failed(isLast);
      }
      if (isLast) {
        return null;
      }
      await new Promise(done => setTimeout(done, delayOf(attempt)));
    }
  }
  return null;
}
