// Keys that work on every page, and the switch for all single keys. Loaded before the pages' own keys, which it can silence.
import { announce } from "./text.js";

const typing = "input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]";
const places = { f: "/fleet", a: "/approvals", i: "/incidents", l: "/audit", s: "/settings/me", h: "/health" };
const sequenceLasts = 1500;

let first = null; // { key, until }

addEventListener("keydown", event => {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) {
    return;
  }
  if (document.documentElement.dataset.keys === "off") {
    // Those that activate what has the focus stay.
    event.key !== " " && event.stopImmediatePropagation();
    return;
  }
  if (document.querySelector("dialog[open]")) {
    return;
  }
  const before = first && performance.now() < first.until ? first.key : null;
  first = null;
  const act = before === "g" ? go(event.key) : before === "y" ? event.key === "l" && link : once(event.key);
  if (act) {
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  } else if (event.key === "g" || event.key === "y") {
    first = { key: event.key, until: performance.now() + sequenceLasts };
  }
}, true);

const go = key => places[key] && (() => Blazor.navigateTo(places[key]));

const once = key => ({
  "?": () => document.getElementById("key-sheet")?.showModal(),
  t: () => dispatchEvent(new CustomEvent("sluice:next-zone")),
})[key];

/** The address of what is seen now: at an event or an instant, which will not change. */
async function link() {
  const page = document.querySelector("article[data-deployment]");
  const at = document.querySelector("main [data-at]")?.dataset.at ?? page?.dataset.version;
  const place = new URL(location.href);
  if (page && !page.dataset.at) {
    [place.pathname, place.search] = [`${place.pathname}/replay`, ""];
  }
  at && place.searchParams.set("at", at);
  const address = place.href;
  try {
    await navigator.clipboard.writeText(address);
    announce(address);
  } catch {
    announce("");
  }
}

addEventListener("click", event => {
  event.target.closest?.("[data-close-dialog]")?.closest("dialog").close();
});
