// What happened while the browser was away, and pages that never came although the connection is there.
import { fill } from "./text.js";

const key = "sluice.away";
const strip = document.getElementById("connection-strip");
const link = strip.querySelector("a[data-away]");
const patience = 5000;

/** What this page has seen of its deployment; null on pages of anything else. */
export function seen() {
  const page = document.querySelector("article[data-deployment]");
  return page && { deployment: page.dataset.deployment, version: Number(page.dataset.version) };
}

/** Carries it over a reload of the page. */
export function remember(before) {
  try {
    before && sessionStorage.setItem(key, JSON.stringify(before));
  } catch {
    // Storage is forbidden: nothing is said after the reload.
  }
}

export function recall() {
  try {
    const text = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return text && JSON.parse(text);
  } catch {
    return null;
  }
}

/** The sentence about what was missed, with a link to it; null when nothing was, or nobody can tell. */
export async function missed(before) {
  link.hidden = true;
  if (!before || !location.pathname.startsWith("/s/")) {
    return null;
  }
  try {
    const answer = await fetch(`/api/deployments/${encodeURIComponent(before.deployment)}/events?after=${before.version}&limit=1`);
    const count = answer.ok ? (await answer.json()).total - before.version : 0;
    if (count <= 0) {
      return null;
    }
    link.href = `${location.pathname}?tab=events&since=${before.version}`;
    link.hidden = false;
    return fill(count === 1 ? strip.dataset.awayOne : strip.dataset.away, count);
  } catch {
    return null;
  }
}

// The circuit writes the address that it has drawn; one that never catches up with the browser's is stuck.
let since = null;
setInterval(() => {
  const drawn = document.getElementById("main")?.dataset.address;
  if (!drawn || drawn === location.href || document.body.classList.contains("offline")) {
    since = null;
    strip.dataset.state === "stuck" && (strip.hidden = true);
    return;
  }
  since ??= performance.now();
  if (performance.now() - since > patience) {
    strip.dataset.state !== "stuck" && dispatchEvent(new CustomEvent("sluice:stuck"));
    strip.dataset.state = "stuck";
    strip.querySelector(".strip__text").textContent = fill(strip.dataset.stuck, patience / 1000);
    strip.querySelector("[data-try-now]").hidden = true;
    strip.querySelector("[data-reload]").hidden = false;
    strip.hidden = false;
  }
}, 500);
