// The time window of all charts on a page. It stands in the address: recent (left out), whole, phase, phase:2, or two instants.
const recent = 15 * 60 * 1000;
const shortest = 5000;
const name = "win";

/** What the address asks for. */
export function fromAddress() {
  const text = new URLSearchParams(location.search).get(name) ?? "recent";
  const [from, to] = text.split("..").map(part => Date.parse(part));
  return to - from >= shortest || /^(whole|phase(:\d+)?)$/.test(text) ? text : "recent";
}

/** A step of its own in the browser's history: going back undoes it. The circuit is told, so that its own links keep it. */
export function toAddress(window) {
  const url = new URL(location.href);
  window === "recent" ? url.searchParams.delete(name) : url.searchParams.set(name, window);
  Blazor.navigateTo(url.pathname + url.search + url.hash);
}

export const between = (from, to) => {
  const middle = (from + to) / 2;
  const half = Math.max(to - from, shortest) / 2;
  return `${new Date(middle - half).toISOString()}..${new Date(middle + half).toISOString()}`;
};

export const isZoomed = window => window.includes("..");

/** From and to, in milliseconds. */
export function limits(window, { startedAt, phases }, at) {
  if (isZoomed(window)) {
    return window.split("..").map(part => Date.parse(part));
  }
  const wanted = window.startsWith("phase:") ? phases.find(p => p.phase === Number(window.slice(6))) : window === "phase" ? phases.at(-1) : null;
  if (wanted) {
    const to = wanted.to ?? at;
    return [wanted.from, Math.max(to, wanted.from + 30000)];
  }
  const from = window === "whole" ? startedAt : Math.max(startedAt, at - recent);
  return [from - 5000, Math.max(at, from + 60000)];
}
