// Holds a page still to be read: a picture of it takes its place, while the page itself goes on behind. Nothing can be ordered from the picture.
import { announce, clock, fill } from "./text.js";

const strip = document.getElementById("pause-strip");
let still = null;

function pause() {
  const main = document.getElementById("main");
  if (still || !main) {
    return;
  }
  still = main.cloneNode(true);
  still.removeAttribute("data-address");
  still.classList.add("main--still");
  const drawn = main.querySelectorAll("canvas");
  still.querySelectorAll("canvas").forEach((canvas, i) => canvas.width > 0 && canvas.getContext("2d").drawImage(drawn[i], 0, 0));
  // One name, one element: what has a name is the page behind.
  [still, ...still.querySelectorAll("[id]")].forEach(element => element.removeAttribute("id"));
  still.querySelectorAll("button, input, select, textarea").forEach(control => (control.disabled = true));
  still.querySelectorAll("dialog, [popover]").forEach(layer => layer.remove());
  strip.querySelector("span").textContent = fill(strip.dataset.paused, clock(new Date()));
  strip.hidden = false;
  main.hidden = true;
  document.querySelector(".shell").after(still);
  still.tabIndex = -1;
  still.focus({ preventScroll: true });
  announce(strip.querySelector("span").textContent);
}

function goOn() {
  const main = document.getElementById("main");
  strip.hidden = true;
  if (main) {
    main.hidden = false;
    main.focus({ preventScroll: true });
  }
  still?.remove();
  still = null;
}

addEventListener("click", event => {
  if (event.target.closest?.("[data-pause]")) {
    document.getElementById("display-menu")?.hidePopover();
    pause();
  } else if (event.target.closest?.("[data-go-on]")) {
    goOn();
  }
});

// Another page is another sight.
new MutationObserver(() => still && goOn()).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-address"] });
