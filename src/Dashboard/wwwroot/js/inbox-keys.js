// Keys of the inbox. J and K walk the questions, Shift+Y and Shift+N open the two answers, Q asks back, D goes to what changes; none of them acts.
const typing = "input, textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".inbox") || event.target.closest?.(typing) || document.querySelector("dialog[open]")) {
    return;
  }
  const act = event.shiftKey ? { Y: () => press("Y"), N: () => press("N") }[event.key] : { j: () => walk(1), k: () => walk(-1), q: () => press("Q"), d: () => document.querySelector(".gate [data-changes]")?.focus() }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

function press(key) {
  const button = document.querySelector(`.gate [data-key="${key}"]`);
  if (button && !button.disabled) {
    button.focus();
    button.click();
  }
}

function walk(step) {
  const all = [...document.querySelectorAll(".inbox__link")];
  const at = all.indexOf(document.activeElement);
  all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}
