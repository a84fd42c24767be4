// Says when this computer's clock is far from the server's. Countdowns and ages go by the server's in any case.
import { fill } from "./text.js";
import { offset } from "./live.js";
import { length } from "./vitals.js";

const worthSaying = 60000;
const strip = document.getElementById("clock-strip");
let closed = false;

addEventListener("sluice:beat", () => {
  const off = offset();
  const shows = !closed && Math.abs(off) > worthSaying;
  if (shows) {
    const text = fill(off > 0 ? strip.dataset.behind : strip.dataset.ahead, length(Math.abs(off)));
    const words = strip.querySelector(".clockstrip__text");
    words.textContent !== text && strip.hidden && (words.textContent = text);
  }
  strip.hidden !== !shows && (strip.hidden = !shows);
});
strip.querySelector("button").addEventListener("click", () => {
  closed = true;
  strip.hidden = true;
});
