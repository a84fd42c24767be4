// Counts down to absolute instants of the server's clock, here in the browser: no message per second.
import { offset } from "./live.js";

const two = number => String(number).padStart(2, "0");

function show() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const left = Math.ceil((new Date(element.dataset.countdown).getTime() - Date.now() - offset()) / 1000);
    const hours = Math.floor(left / 3600);
    const text = left <= 0 ? element.dataset.over : `${hours > 0 ? `${hours}:${two(Math.floor(left / 60) % 60)}` : Math.floor(left / 60)}:${two(left % 60)}`;
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}

setInterval(() => document.hidden || show(), 250);
new MutationObserver(show).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-countdown"] });
show();
