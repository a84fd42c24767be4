const first = [50, 150, 300, 500, 800, 1000, 1000, 2000, 2000];

/** How long to wait before the given try, in milliseconds: quick at first, then every 3 s, spread so that browsers do not return in step. */
export const delayOf = attempt => first[attempt] ?? 3000 * (0.8 + 0.4 * Math.random());

export const giveUpAfter = 30 * 60 * 1000;
export const serverTimeout = 8000;
export const keepAlive = 3000;

/** Reads JSON. A refusal would be the same the next time: only what could not be answered is worth another try. */
export async function readJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw Object.assign(new Error(String(answer.status)), { isFinal: answer.status < 500 });
  }
  return answer.json();
}

/** Tries until it works, is refused, or nobody waits for it any more; nothing then. */
export async function persist(work, isOver, failed) {
  for (let attempt = 0; !isOver(); attempt++) {
    try {
      const result = await work();
      return isOver() ? null : result;
    } catch (error) {
      if (!isOver()) {
        failed();
      }
      if (error.isFinal) {
        return null;
      }
      await new Promise(done => setTimeout(done, delayOf(attempt)));
    }
  }
  return null;
}
