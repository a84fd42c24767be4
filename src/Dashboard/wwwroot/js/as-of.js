// Says beside values of when they are, once that is longer ago than twice the time from one measurement to the next. By the server's clock, and also when the server is gone.
import { offset } from "./live.js";
import { fill } from "./text.js";
import { clockIn, zoneName } from "./zone-clock.js";

export const asOf = (words, at) => fill(words, `${clockIn(at, true)} ${zoneName(at)}`);

function show() {
  const now = Date.now() + offset();
  for (const element of document.querySelectorAll("[data-old-from]")) {
    const { at, oldFrom, words } = element.dataset;
    const text = now > Date.parse(oldFrom) ? asOf(words, at) : "";
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}

setInterval(() => document.hidden || show(), 500);
