// What comes is said to those who hear the page; while nobody looks at this tab the browser shows it, for those who asked for it. The bell itself is drawn by the circuit.
import { announce } from "./text.js";

const key = "sluice.notify";
let known = null;
let watched = null;
const can = () => "Notification" in window && isSecureContext;

function wanted() {
  try {
    return localStorage.getItem(key) === "on" && Notification.permission === "granted";
  } catch {
    return false; // storage is forbidden: nobody can have asked
  }
}

function tell(item, title) {
  const shown = new Notification(title, { body: item.querySelector("[data-headline]").textContent.trim(), tag: item.dataset.notice });
  shown.addEventListener("click", () => {
    focus();
    item.click();
  });
}

// The switch stands in the bell and among a person's settings.
function mark() {
  for (const choice of can() ? document.querySelectorAll("[data-notify]") : []) {
    choice.hidden = false;
    choice.setAttribute("aria-pressed", String(wanted()));
  }
}

function look() {
  const menu = document.getElementById("bell-menu");
  if (!menu?.dataset.ready) {
    return;
  }
  mark();
  const items = [...menu.querySelectorAll("[data-notice]")];
  // Those of the first sight are no news; neither is what somebody has before their eyes.
  const news = known ? items.filter(item => !known.has(item.dataset.notice) && item.classList.contains("bell__item--new")) : [];
  if (!document.hidden && news.length > 0 && !menu.matches(":popover-open")) {
    announce(news.map(item => item.querySelector("[data-headline]").textContent.trim()).join(". "));
  } else if (document.hidden && can() && wanted()) {
    news.forEach(item => tell(item, menu.dataset.notifyTitle));
  }
  known = new Set([...(known ?? []), ...items.map(item => item.dataset.notice)]);
}

addEventListener("click", async event => {
  const choice = event.target.closest?.("[data-notify]");
  if (!choice) {
    return;
  }
  const on = !wanted() && (await Notification.requestPermission()) === "granted";
  try {
    localStorage.setItem(key, on ? "on" : "off");
  } catch {
    return; // storage is forbidden: nothing was chosen
  }
  mark();
});
new MutationObserver(() => document.querySelector("main [data-notify]:not([aria-pressed])") && mark()).observe(document.body, { childList: true, subtree: true });
mark();

const changes = new MutationObserver(look);

function watch(menu) {
  if (menu === watched) {
    return;
  }
  watched = menu;
  changes.disconnect();
  changes.observe(menu, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-ready"] });
  look();
}

// The circuit draws the bell some time after this runs.
const arrival = new MutationObserver(() => {
  const menu = document.getElementById("bell-menu");
  if (menu) {
    arrival.disconnect();
    watch(menu);
  }
});
arrival.observe(document.body, { childList: true, subtree: true });

// To close the list is not to read it. A list that was drawn anew, after a fault, is found here.
addEventListener("toggle", event => {
  if (event.target.id === "bell-menu" && event.newState === "open") {
    watch(event.target);
    event.target.dispatchEvent(new Event("bellopen", { bubbles: true }));
  }
}, true);
