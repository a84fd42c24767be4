// The palette's dialog: opens at once, walks the found with the arrows, and leads there. What is found comes from the circuit.
const key = "sluice.recent";
const most = 7;

let dialog = null;
let page = null;
let wanted = false; // asked for before the circuit had drawn it

export function attach(element, reference) {
  dialog = element;
  page = reference;
  dialog.addEventListener("keydown", walk);
  dialog.addEventListener("click", click);
  dialog.addEventListener("input", () => queueMicrotask(() => choose(0)));
  new MutationObserver(settle).observe(dialog.querySelector("[role=listbox]"), { childList: true, subtree: true });
  if (wanted) {
    wanted = false;
    open();
  }
}

addEventListener("keydown", event => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (dialog?.isConnected) {
      dialog.open ? dialog.close() : open();
    } else {
      wanted = true;
    }
  }
}, true);
addEventListener("sluice:palette", () => dialog?.isConnected && open());

function open() {
  // A question that is open stands alone.
  if (document.querySelector("dialog[open]")) {
    return;
  }
  dialog.showModal();
  page.invokeMethodAsync("FillAsync", read().filter(recent => recent.href !== location.pathname)).catch(() => dialog.close());
}

const options = () => [...dialog.querySelectorAll("[role=option]")];
const chosen = () => dialog.querySelector("[role=option][aria-selected=true]");

function choose(index) {
  const all = options();
  all.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  const input = dialog.querySelector("[role=combobox]");
  all[index] ? input.setAttribute("aria-activedescendant", all[index].id) : input.removeAttribute("aria-activedescendant");
  all[index]?.scrollIntoView({ block: "nearest" });
}

// The circuit has drawn others: one of them is chosen, the same if it is still there.
function settle() {
  const all = options();
  all.length > 0 && !chosen() && choose(0);
}

function walk(event) {
  const all = options();
  const at = all.indexOf(chosen());
  const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length }[event.key];
  if (to !== undefined && all.length > 0) {
    event.preventDefault();
    choose(to);
  } else if (event.key === "Enter") {
    event.preventDefault();
    follow(all[at], event.ctrlKey || event.metaKey);
  }
}

function click(event) {
  const option = event.target.closest("[role=option]");
  option ? follow(option, event.ctrlKey || event.metaKey) : event.target === dialog && dialog.close();
}

function follow(option, elsewhere) {
  const href = option?.dataset.href;
  if (!href) {
    return;
  }
  if (href === "#keys") {
    dialog.close();
    document.getElementById("key-sheet").showModal();
  } else if (elsewhere) {
    window.open(href, "_blank", "noopener");
    dialog.close();
  } else {
    // First, so that the focus that closing gives back is not taken from a question that opens.
    dialog.close();
    page.invokeMethodAsync("Go", href);
  }
}

// Pages of this tab, the latest first.
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function note() {
  const main = document.getElementById("main");
  const href = location.pathname;
  if (!main?.dataset.address?.includes(href) || !href.startsWith("/s/")) {
    return;
  }
  try {
    const title = document.title.replace(/^\(\d+ ✋\) /, "").split(" – ")[0];
    sessionStorage.setItem(key, JSON.stringify([{ href, title }, ...read().filter(other => other.href !== href)].slice(0, most)));
  } catch {
    // Storage is forbidden: there are no recent pages then.
  }
}
new MutationObserver(note).observe(document.head, { childList: true, subtree: true, characterData: true });
