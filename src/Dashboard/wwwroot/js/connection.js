// The strip that speaks when the circuit is lost. What is on screen stays readable; buttons that need the server say so.
import { announce, clock, fill } from "./text.js";
import { delayOf, giveUpAfter } from "./retry.js";

const strip = document.getElementById("connection-strip");
const text = strip.querySelector(".strip__text");
const button = strip.querySelector("[data-try-now]");

let lost = null; // { since, at, attempt, next, wake }

export function down() {
  if (lost) {
    return;
  }
  lost = { since: performance.now(), at: clock(new Date()), attempt: 0, next: 0, wake: () => {} };
  document.body.classList.add("offline");
  strip.dataset.state = "lost";
  button.hidden = false;
  strip.hidden = false;
  show();
  announce(text.textContent);
  lost.ticker = setInterval(show, 500);
  run(lost);
}

export function up() {
  if (!lost) {
    return;
  }
  clearInterval(lost.ticker);
  lost = null;
  document.body.classList.remove("offline");
  strip.dataset.state = "back";
  button.hidden = true;
  text.textContent = strip.dataset.back;
  announce(text.textContent);
  setTimeout(() => (strip.hidden = lost === null), 4000);
}

async function run(mine) {
  while (lost === mine && performance.now() - mine.since < giveUpAfter) {
    await pause(mine, delayOf(mine.attempt++));
    try {
      if (await Blazor.reconnect()) {
        return up();
      }
      // The server answered and no longer knows this circuit. Everything on the page is in the address.
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

function pause(mine, delay) {
  mine.next = performance.now() + delay;
  return new Promise(resolve => {
    const timer = setTimeout(resolve, delay);
    mine.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function show() {
  const seconds = Math.round((performance.now() - lost.since) / 1000);
  const wait = Math.max(0, Math.ceil((lost.next - performance.now()) / 1000));
  const next = wait === 0 ? strip.dataset.trying : fill(strip.dataset.again, wait);
  text.textContent = `${fill(strip.dataset.lost, seconds, lost.at)} ${next}`;
}

const wake = () => lost?.wake();
button.addEventListener("click", wake);
addEventListener("online", wake);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
