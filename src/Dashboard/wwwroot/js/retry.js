const first = [50, 150, 300, 500, 800, 1000, 1000, 2000, 2000];

/** How long to wait before the given try, in milliseconds: quick at first, then every 3 s, spread so that browsers do not return in step. */
export const delayOf = attempt => first[attempt] ?? 3000 * (0.8 + 0.4 * Math.random());

export const giveUpAfter = 30 * 60 * 1000;
export const serverTimeout = 8000;
export const keepAlive = 3000;
