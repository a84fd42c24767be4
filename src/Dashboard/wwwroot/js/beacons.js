// Tells the server what people really get: how long an event took to this screen, and how long this page was cut off. Shown on the page of health.
import { invoke, isUp, on } from "./live.js";

const key = "sluice.lost";
const every = 5000;
const most = 20; // in one report; what comes beyond it within one period is not measured
const longest = { event_to_pixel: 60000, reconnect: 31 * 60000 }; // more is a tab that slept, and the server refuses all of a report that holds it
const clockFor = 60000; // two clocks part by a few milliseconds in that time

let ahead = null; // the server's clock less this page's own, in milliseconds
let setAt = 0;
let waiting = [];
let told = []; // events that are not drawn yet
let drawn = null; // { deployment, version, at } as it was last changed on this screen

const add = (kind, ms) => waiting.length < most && ms <= longest[kind] && waiting.push({ kind, ms: Math.round(Math.max(0, ms)) });

/** Sends what waits, and sets the clock by the middle of the way there and back: nobody knows which half took longer. */
async function report() {
  if (!isUp()) {
    return;
  }
  const beacons = waiting;
  waiting = [];
  const began = performance.now();
  try {
    const at = await invoke("Report", beacons);
    setAt = performance.now();
    ahead = Date.parse(at) - (began + setAt) / 2;
  } catch {
    // Lost, or refused: it was a sample.
  }
}

function took(event, at) {
  const ms = ahead + at - Date.parse(event.at);
  ahead !== null && add("event_to_pixel", ms);
}

on("event", event => {
  const page = document.querySelector("article[data-deployment]:not(.replay)");
  if (document.hidden || page?.dataset.deployment !== event.deployment) {
    return;
  }
  if (drawn?.deployment === event.deployment && drawn.version >= event.version) {
    took(event, drawn.at);
  } else if (told.length < most) {
    told.push(event);
  }
});

// Painting follows the frame's callbacks: what comes right after them is after it.
new MutationObserver(() => document.hidden ? (told = []) : requestAnimationFrame(() => setTimeout(look))).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-version"] });

function look() {
  const page = document.querySelector("article[data-deployment][data-version]:not(.replay)");
  if (!page) {
    return;
  }
  drawn = { deployment: page.dataset.deployment, version: Number(page.dataset.version), at: performance.now() };
  told = told.filter(event => event.deployment === drawn.deployment && (event.version > drawn.version || took(event, drawn.at)));
}

document.addEventListener("visibilitychange", () => document.hidden && (told = []));
addEventListener("sluice:live-up", report);
addEventListener("sluice:back", event => add("reconnect", event.detail));
setInterval(() => (waiting.length > 0 || (!document.hidden && performance.now() - setAt > clockFor)) && report(), every);

/** The page is loaded anew, because the server no longer knows it: the time goes on. */
export function carry(ms) {
  try {
    sessionStorage.setItem(key, String(Date.now() - ms));
  } catch {
    // Storage is forbidden: it is not measured.
  }
}

// The page that a circuit draws: what came before it is a page that nothing can be done with.
function onceDrawn(then) {
  if (document.querySelector("main[data-address]")) {
    return then();
  }
  const drawing = new MutationObserver(() => {
    if (document.querySelector("main[data-address]")) {
      drawing.disconnect();
      then();
    }
  });
  drawing.observe(document.body, { childList: true, subtree: true });
}

try {
  const since = Number(sessionStorage.getItem(key));
  sessionStorage.removeItem(key);
  since > 0 && onceDrawn(() => add("reconnect", Date.now() - since));
} catch {
  // Storage is forbidden.
}
