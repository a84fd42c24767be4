// What this browser knows of its link to the server: counted since the tab was opened, shown on the page of health.
import { fill } from "./text.js";
import { offset } from "./live.js";

const key = "sluice.vitals";
const every = 2000;
const late = 2500;
const right = 2000; // a clock that is off by less is called right

let beat = null;

function count(name) {
  try {
    const counts = read();
    counts[name] = (counts[name] ?? 0) + 1;
    sessionStorage.setItem(key, JSON.stringify(counts));
  } catch {
    // Storage is forbidden: nothing is counted.
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

addEventListener("sluice:beat", () => {
  const now = performance.now();
  beat !== null && now - beat > late && !document.hidden && count("missed");
  beat = now;
});
addEventListener("sluice:back", () => count("reconnects"));
addEventListener("sluice:stuck", () => count("stuck"));

export function attach(list) {
  const show = async () => {
    if (!list.isConnected) {
      return clearInterval(timer);
    }
    const counts = read();
    const say = (name, text) => (list.querySelector(`[data-vital=${name}]`).textContent = text);
    ["missed", "reconnects", "stuck"].forEach(name => say(name, String(counts[name] ?? 0)));
    say("clock", clockText(list.dataset));
    const began = performance.now();
    try {
      await fetch("/health/live", { cache: "no-store" });
      say("roundtrip", `${Math.round(performance.now() - began)} ms`);
    } catch {
      say("roundtrip", "–");
    }
  };
  const timer = setInterval(show, every);
  show();
}

function clockText({ clockAhead, clockBehind, clockRight }) {
  const off = offset();
  return Math.abs(off) < right ? clockRight : fill(off > 0 ? clockBehind : clockAhead, length(Math.abs(off)));
}

/** A length in the two units that matter. */
export function length(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h} h ${m} min` : m > 0 ? `${m} min ${s} s` : `${s} s`;
}
