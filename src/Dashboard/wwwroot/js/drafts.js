// What is typed into a field that names its draft outlives the page: kept in this browser, for this person and this page.
// A field with a text of its own takes a draft back only if it says so (data-draft-over).
import { clock, fill } from "./text.js";

const settleFor = 10000;

const keyOf = field => `sluice.draft.${document.querySelector(".account__name")?.textContent ?? ""}.${location.pathname}.${field.dataset.draft}`;

const storage = work => {
  try {
    return work();
  } catch {
    return null; // storage is forbidden or full: there are no drafts then
  }
};

const noteOf = field => field.parentElement.querySelector("[data-draft-note]");

addEventListener("input", event => {
  const field = event.target;
  if (field.dataset?.draft) {
    storage(() => field.value ? localStorage.setItem(keyOf(field), JSON.stringify({ at: Date.now(), text: field.value })) : localStorage.removeItem(keyOf(field)));
  }
});

// What was sent is no draft any more; the page empties the field, or takes it away, when that has worked.
addEventListener("submit", event => {
  for (const field of event.target.querySelectorAll("[data-draft]")) {
    const key = keyOf(field);
    const until = performance.now() + settleFor;
    const look = () => {
      if (!field.isConnected || field.value === "") {
        storage(() => localStorage.removeItem(key));
        noteOf(field) && (noteOf(field).hidden = true);
      } else if (performance.now() < until) {
        setTimeout(look, 250);
      }
    };
    setTimeout(look, 250);
  }
});

function restore(field) {
  const text = storage(() => localStorage.getItem(keyOf(field)));
  const draft = text && storage(() => JSON.parse(text));
  const before = field.value;
  if (!draft?.text || draft.text === before || (before && !("draftOver" in field.dataset))) {
    return;
  }
  write(field, draft.text);
  const note = noteOf(field);
  if (note) {
    note.querySelector("span").textContent = fill(note.dataset.restored, clock(new Date(draft.at)));
    note.hidden = false;
    note.querySelector("button").onclick = () => {
      write(field, before);
      storage(() => localStorage.removeItem(keyOf(field)));
      note.hidden = true;
      field.focus();
    };
  }
}

function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const all = new WeakSet();
new MutationObserver(() => {
  for (const field of document.querySelectorAll("[data-draft]")) {
    if (!all.has(field)) {
      all.add(field);
      restore(field);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
