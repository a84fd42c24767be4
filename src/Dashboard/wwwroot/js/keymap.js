// Keys that work on every page, and the switch for all single keys. Loaded before the pages' own keys, which it can silence.
import { announce } from "./text.js";

const typing = "input:not([type=checkbox], [type=range]), textarea, select, [contenteditable]";
const places = { f: "/fleet", a: "/approvals", i: "/incidents", l: "/audit", s: "/settings", h: "/health" };
const sequenceLasts = 1500;

let first = null; // { key, until }

// What was pressed with Alt, by those who want it so, goes on as the key alone.
const relayed = new WeakSet();

addEventListener("keydown", event => {
  const { keys } = document.documentElement.dataset;
  if (keys === "alt" && event.altKey && !event.ctrlKey && !event.metaKey && !event.target.closest?.(typing)) {
    relay(event);
    return;
  }
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) {
    return;
  }
  if ((keys === "off" || keys === "alt") && !relayed.has(event)) {
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

function relay(event) {
  // With Alt some keyboards write other signs, or none yet.
  const letter = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = event.key.length === 1 && event.key.charCodeAt(0) < 128 ? event.key : letter && (event.shiftKey ? letter : letter.toLowerCase());
  if (key) {
    const plain = new KeyboardEvent("keydown", { key, code: event.code, shiftKey: event.shiftKey, bubbles: true, cancelable: true });
    relayed.add(plain);
    event.target.dispatchEvent(plain) || event.preventDefault();
  }
}

// The settings are a page without a circuit, which the router of a circuit does not know: it has to be asked of the server.
const go = key => places[key] && (() => Blazor.navigateTo(places[key], { forceLoad: key === "s" }));

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
