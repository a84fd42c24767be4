// Warns two minutes before the session ends and keeps it going with one key. What is typed stays in either case.
import { announce, clock, fill } from "./text.js";

const warnBefore = 120000;
const longestTimer = 2147483647; // a longer one would fire at once
const strip = document.getElementById("session-strip");
const text = strip?.querySelector(".strip__text");
const stay = strip?.querySelector("[data-stay]");
const signIn = strip?.querySelector("[data-sign-in]");

let endsAt = 0;
let timer = 0;

function lasts(seconds) {
  clearTimeout(timer);
  if (seconds === null) {
    strip.hidden = true;
    return;
  }
  endsAt = Date.now() + seconds * 1000;
  wait();
}

function wait() {
  clearTimeout(timer);
  const left = endsAt - Date.now();
  const next = left > warnBefore ? left - warnBefore : Math.max(0, left);
  timer = setTimeout(look, Math.min(next, longestTimer));
}

// Other pages of this browser may have extended it: only the server knows.
async function look() {
  const left = endsAt - Date.now();
  if (left > warnBefore) {
    return wait();
  }
  const known = await ask("GET");
  if (known === undefined) {
    timer = setTimeout(look, 5000); // not reachable; the strip of the connection says so
    return;
  }
  if (known === "gone" || known === 0) {
    return show(strip.dataset.ended, "ended");
  }
  lasts(known);
  if (known !== null && known * 1000 <= warnBefore) {
    show(fill(strip.dataset.ends, clock(new Date(endsAt))), "ends");
  } else {
    strip.hidden = true;
  }
}

async function extend() {
  const seconds = await ask("POST");
  if (typeof seconds === "number") {
    lasts(seconds);
    strip.hidden = true;
    announce(strip.dataset.kept);
  } else if (seconds === "gone") {
    show(strip.dataset.ended, "ended");
  }
}

/** Seconds left; null: no end; "gone": signed out; undefined: not reachable. */
async function ask(method) {
  try {
    const answer = await fetch(strip.dataset.path, { method, cache: "no-store", headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).seconds : answer.status === 401 ? "gone" : undefined;
  } catch {
    return undefined;
  }
}

function show(sentence, state) {
  clearTimeout(state === "ended" ? timer : 0);
  strip.dataset.state = state;
  text.textContent = sentence;
  stay.hidden = state === "ended";
  signIn.hidden = state !== "ended";
  strip.hidden = false;
}

if (strip) {
  lasts(Number(strip.dataset.left));
  stay.addEventListener("click", extend);
  // Also from inside of a field or an open dialog, which a click could not leave.
  addEventListener("keydown", event => {
    if (event.key === "F2" && !strip.hidden && strip.dataset.state === "ends") {
      event.preventDefault();
      extend();
    }
  }, true);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && endsAt - Date.now() <= warnBefore && look());
}
