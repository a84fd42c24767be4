// Keys of a deployment's page. None of them acts: at most they open the question, or bring the focus to the button.
import { answered, sending } from "./sent.js";

const typing = "input, textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing) || document.querySelector("dialog[open]")) {
    return;
  }
  const bar = document.getElementById("actions");
  if (!bar) {
    return;
  }
  const act = { ".": focusBar, "[": () => phase(-1), "]": () => phase(1), w: () => document.getElementById("verdict")?.focus(), e: () => document.getElementById("tab-events")?.focus() }[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.shiftKey && /^[A-Z]$/.test(event.key)) {
    const button = bar.querySelector(`[data-key="${event.key}"]`);
    if (button && !button.disabled) {
      event.preventDefault();
      button.focus();
      // One click would give the order: the second key is the person's.
      button.dataset.order === undefined && button.click();
    }
  } else if (/^[1-9]$/.test(event.key)) {
    document.querySelectorAll("[data-plot]")[Number(event.key) - 1]?.focus();
  }
});

const focusBar = () => document.querySelector("#actions button:not(:disabled)")?.focus();

function phase(step) {
  const all = [...document.querySelectorAll(".phase__zoom")];
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? all.length - 1 : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

// "Sent" shows with the click, long before the answer; the answer's number takes it away.
const sent = button => {
  sending(button);
  button.dataset.pending = "";
  setTimeout(() => delete button.dataset.pending, 10000);
};
addEventListener("click", event => {
  const button = event.target.closest?.("[data-order]");
  button && !button.disabled && sent(button);
}, true);
addEventListener("submit", event => {
  const button = event.target.closest?.("form[data-answer]")?.querySelector("[type=submit]");
  button && button.getAttribute("aria-disabled") !== "true" && sent(button);
}, true);
new MutationObserver(() => {
  answered();
  document.querySelectorAll("[data-pending]").forEach(button => delete button.dataset.pending);
})
  .observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-answer"] });

// Tabs by arrow keys, as the pattern wants it.
addEventListener("keydown", event => {
  const tab = event.target.closest?.("[role=tab]");
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (tab && step) {
    const all = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const next = all[(all.indexOf(tab) + step + all.length) % all.length];
    next.focus();
    next.click();
  }
});
