// Shows instants in the reader's zone. The server writes UTC and says so; whole instants anywhere, and clock times whose element names the instant, are
// written anew here. What names no day stays UTC, for it could not be told exactly.
import { announce } from "./text.js";
import { partsIn, zoneId, zoneName } from "./zone-clock.js";

const whole = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?) UTC\b/g;
const clock = /^\s*\d\d:\d\d(:\d\d)? UTC\s*$/;
const untouched = "script, style, textarea, pre, code, input, select, [contenteditable]";
const root = document.documentElement;
const written = new WeakMap(); // text node -> { utc, shown }

const isUtc = () => zoneId() === "Etc/UTC"; // as the server writes

function choose() {
  document.querySelectorAll("[data-zone-name]").forEach(name);
  document.querySelectorAll("main [data-zones]").forEach(fillZones);
  walk(document.body);
}

const name = element => (element.textContent = zoneName(new Date()));

function inZone(at, hasDay, hasSeconds) {
  const p = partsIn(at);
  return `${hasDay ? `${p.year}-${p.month}-${p.day} ` : ""}${p.hour}:${p.minute}${hasSeconds ? `:${p.second}` : ""} ${p.timeZoneName}`;
}

function show(node) {
  const parent = node.parentElement;
  if (!parent || parent.closest(untouched)) {
    return;
  }
  const before = written.get(node);
  const utc = before && node.data === before.shown ? before.utc : node.data;
  if (!before && !utc.includes("UTC")) {
    return;
  }
  const shown = isUtc() ? utc : translate(utc, parent);
  written.set(node, { utc, shown });
  if (node.data !== shown) {
    node.data = shown;
  }
}

function translate(utc, parent) {
  const at = clock.test(utc) && parent.closest("time[datetime]")?.getAttribute("datetime");
  return at
    ? inZone(new Date(at), false, utc.trim().length > 9)
    : utc.replace(whole, (_, day, time) => inZone(new Date(`${day}T${time}Z`), true, time.length > 5));
}

function walk(element) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    show(texts.currentNode);
  }
}

new MutationObserver(changes => {
  for (const change of changes) {
    if (change.type === "characterData") {
      show(change.target);
    } else if (change.type === "attributes") {
      walk(change.target);
    } else {
      change.addedNodes.forEach(node => node.nodeType === Node.TEXT_NODE ? show(node) : node.nodeType === Node.ELEMENT_NODE && added(node));
    }
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["datetime"] });

function added(element) {
  walk(element);
  element.querySelectorAll("[data-zone-name]").forEach(name);
  element.querySelectorAll("main [data-zones]").forEach(fillZones);
}

function fillZones(list) {
  if (list.options.length < 2) {
    Intl.supportedValuesOf("timeZone").forEach(zone => list.add(new Option(zone, zone)));
  }
  list.value = ["utc", "local", "service"].includes(root.dataset.zone) ? "" : root.dataset.zone;
}

// The list of all zones is long: it comes when somebody looks.
addEventListener("toggle", event => {
  if (event.target.id === "display-menu" && event.newState === "open") {
    fillZones(event.target.querySelector("[data-zones]"));
  }
}, true);

addEventListener("sluice:look", () => {
  choose();
  document.querySelector("[data-zone-name]") && announce(document.querySelector("[data-zone-name]").textContent);
});
addEventListener("click", event => {
  const button = event.target.closest?.("[data-open-sheet], [data-open-palette]");
  if (button) {
    document.getElementById("display-menu")?.hidePopover();
    button.dataset.openSheet === undefined ? dispatchEvent(new CustomEvent("sluice:palette")) : document.getElementById("key-sheet")?.showModal();
  }
});
choose();
