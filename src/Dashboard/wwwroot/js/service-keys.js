// Keys of a service's page. N goes to a new deployment, B opens the question about going back, C goes to the ticks that compare, brackets walk the deployments; none of them acts.
const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || !document.querySelector(".page.service") || event.target.closest?.(typing) || document.querySelector("dialog[open]")) {
    return;
  }
  const act = {
    n: () => document.querySelector("[data-new]")?.click(),
    b: back,
    c: () => document.querySelector("[data-pick]")?.focus(),
    "[": () => walk(-1),
    "]": () => walk(1),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// Where nothing can go back at once, what served before is offered beside it.
function back() {
  const near = document.activeElement?.closest(".now") ?? document;
  const buttons = near.querySelectorAll("[data-go-back]:not(:disabled)");
  (buttons[0] ?? near.querySelector("[data-earlier] summary"))?.focus();
  // Of several places the one with the focus is meant.
  buttons.length === 1 && buttons[0].click();
}

function walk(step) {
  const all = [...document.querySelectorAll(".history th[scope=row] a")];
  const at = all.indexOf(document.activeElement?.closest("tr")?.querySelector("th[scope=row] a"));
  all[at < 0 ? (step < 0 ? all.length - 1 : 0) : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}
