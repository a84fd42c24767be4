// How old what you see is, counted here in the browser from the server's heartbeat (one a second).
import { announce, clock, fill } from "./text.js";
import { start } from "./live.js";
import { clockIn, zoneName } from "./zone-clock.js";

const delayedAfter = 2500;
const offlineAfter = 8000;

let chip = null;
let last = null; // { tick, at }
let overdue = 0;
const began = performance.now();

export function attach(element) {
  chip = element;
  show();
  start();
}

addEventListener("sluice:beat", () => {
  last = { tick: performance.now(), at: new Date() };
  show();
  // To the instant: the round below may come half a second later.
  clearTimeout(overdue);
  overdue = setTimeout(show, delayedAfter + 1);
});
setInterval(show, 500);

function show() {
  if (!chip?.isConnected) {
    return;
  }
  const age = performance.now() - (last?.tick ?? began);
  const replayed = document.querySelector("main article.replay[data-instant]")?.dataset.instant;
  const state = age > offlineAfter ? "offline" : !last ? "connecting" : document.querySelector(".main--still") ? "paused" : replayed ? "replaying" : age > delayedAfter ? "delayed" : "live";
  const text = state === "replaying" ? replaying(replayed) : fill(chip.dataset[state], state === "offline" ? clock(last?.at ?? new Date(Date.now() - age)) : Math.round(age / 1000));
  if (chip.textContent !== text) {
    chip.textContent = text;
  }
  if (chip.dataset.state !== state) {
    chip.dataset.state = state;
    if (last) {
      announce(text);
    }
  }
}

/** A phone has no room for more than the time. */
function replaying(at) {
  const time = clockIn(at, true);
  return matchMedia("(max-width: 40rem)").matches ? fill(chip.dataset.replayingShort, time) : fill(chip.dataset.replaying, `${time} ${zoneName(new Date(at))}`);
}
