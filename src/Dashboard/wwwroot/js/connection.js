// The strip that speaks when the circuit is lost. What is on screen stays readable; buttons that need the server say so.
import { announce, clock, fill } from "./text.js";
import { missed, recall, remember, seen } from "./away.js";
import { carry } from "./beacons.js";
import { settle } from "./sent.js";
import { delayOf, giveUpAfter } from "./retry.js";
import { knock } from "./knock.js";

const strip = document.getElementById("connection-strip");
const text = strip.querySelector(".strip__text");
const button = strip.querySelector("[data-try-now]");
const line = strip.querySelector("pre");

const backFor = 4000;
const missedFor = 15000; // and longer while somebody reads it

let lost = null; // { since, at, attempt, next, wake, knocked, seen }

export function down() {
  if (lost) {
    return;
  }
  lost = { since: performance.now(), at: clock(new Date()), attempt: 0, next: 0, wake: () => {}, knocked: false, seen: seen() };
  document.body.classList.add("offline");
  strip.dataset.state = "lost";
  button.hidden = false;
  strip.querySelector("a[data-away]").hidden = strip.querySelector("[data-reload]").hidden = true;
  strip.hidden = false;
  show();
  offerShell();
  announce(text.textContent);
  lost.ticker = setInterval(show, 500);
  const mine = lost;
  run(mine);
  knock(() => lost !== mine, () => {
    mine.knocked = true;
    mine.wake();
  });
}

export function up() {
  if (!lost) {
    return;
  }
  clearInterval(lost.ticker);
  const { seen: before, since } = lost;
  lost = null;
  document.body.classList.remove("offline");
  dispatchEvent(new CustomEvent("sluice:back", { detail: performance.now() - since }));
  button.hidden = true;
  say(strip.dataset.back, backFor);
  tell(before);
}

/** Says what happened meanwhile, if anything did. */
async function tell(before) {
  const sentence = await missed(before);
  sentence && !lost && say(sentence, missedFor);
}

function say(sentence, forTime) {
  strip.dataset.state = "back";
  strip.hidden = false;
  text.textContent = sentence;
  announce(sentence);
  const leave = () => {
    if (strip.dataset.state === "back" && text.textContent === sentence) {
      strip.matches(":hover, :focus-within") ? setTimeout(leave, 1000) : (strip.hidden = true);
    }
  };
  setTimeout(leave, forTime);
}

async function run(mine) {
  while (lost === mine && performance.now() - mine.since < giveUpAfter) {
    await pause(mine, delayOf(mine.attempt++));
    try {
      if (await Blazor.reconnect()) {
        return up();
      }
      // The server answered and no longer knows this circuit. Everything on the page is in the address.
      remember(mine.seen);
      carry(performance.now() - mine.since);
      return location.reload();
    } catch {
      // Not reachable yet: the next try follows.
    }
  }
  if (lost === mine) {
    clearInterval(mine.ticker);
    text.textContent = strip.dataset.gaveUp;
    button.onclick = () => location.reload();
  }
}

/** A knock that was answered while a try was under way, which came too early for it, ends the pause after that try. */
async function pause(mine, delay) {
  if (!mine.knocked) {
    mine.next = performance.now() + delay;
    await new Promise(resolve => {
      const timer = setTimeout(resolve, delay);
      mine.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  mine.knocked = false;
}

function show() {
  const seconds = Math.round((performance.now() - lost.since) / 1000);
  const wait = Math.max(0, Math.ceil((lost.next - performance.now()) / 1000));
  const next = wait === 0 ? strip.dataset.trying : fill(strip.dataset.again, wait);
  text.textContent = `${fill(strip.dataset.lost, seconds, lost.at)} ${next}`;
}

/** Who has lost the console must still be able to stop what it shows. */
function offerShell() {
  const shown = document.querySelector("article[data-deployment]:not(.replay)")?.dataset.deployment;
  line.textContent = shown ? fill(line.dataset.abort, location.origin, shown) : fill(line.dataset.list, location.origin);
}

strip.querySelector("a[data-away]").addEventListener("click", () => (strip.hidden = true));
addEventListener("load", async () => {
  await tell(recall());
  await settle({ unknown: strip.dataset.sentUnknown, applied: strip.dataset.sentApplied, notApplied: strip.dataset.sentNot }, sentence => !lost && say(sentence, missedFor));
}, { once: true });
const wake = () => lost?.wake();
button.addEventListener("click", wake);
addEventListener("online", wake);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
