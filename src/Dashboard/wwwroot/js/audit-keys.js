// Keys of the audit log. J and K walk the lines, Enter opens one, F goes to the filter, E to the export; none of them acts.
const typing = "input, textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !document.querySelector(".audit") || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.target.closest?.(typing)) {
    if (event.key === "Escape") {
      event.target.blur();
    }
    return;
  }
  const act = {
    j: () => walk(1),
    k: () => walk(-1),
    f: () => document.getElementById("audit-filter")?.focus(),
    e: () => document.getElementById("audit-export")?.focus(),
  }[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

function walk(step) {
  const all = [...document.querySelectorAll(".audit__toggle")];
  const at = all.indexOf(document.activeElement?.closest(".audit__row")?.querySelector(".audit__toggle"));
  all[at < 0 ? (step < 0 ? all.length - 1 : 0) : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}
