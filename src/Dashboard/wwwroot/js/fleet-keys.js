// Keys of the fleet. J and K walk the lines, X chooses one for an order to several, S marks its place, 1 to 6 toggle the counters, a slash goes to the filter; none of them acts.
const typing = "input, textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !document.querySelector(".fleet") || document.querySelector("dialog[open]")) {
    return;
  }
  const menu = event.key === "Escape" && event.target.closest?.(".columns[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const filter = document.querySelector(".fleet__filter input");
  if (event.target.closest?.(typing)) {
    if (event.target === filter && event.key === "Escape") {
      filter.blur();
      walk(0);
    }
    return;
  }
  const act = { j: () => walk(1), k: () => walk(-1), x: choose, s: star, "/": () => filter?.focus() }[event.key]
    ?? (/^[1-6]$/.test(event.key) ? () => document.querySelectorAll(".counters .counter")[Number(event.key) - 1]?.click() : null);
  if (act) {
    event.preventDefault();
    act();
  }
});

const star = () => document.activeElement?.closest(".fleet__row")?.querySelector("[data-star]")?.click();
const choose = () => document.activeElement?.closest(".fleet__row")?.querySelector("[data-choose]")?.click();

function walk(step) {
  const all = [...document.querySelectorAll(".fleet__link")];
  const at = all.indexOf(document.activeElement?.closest(".fleet__row")?.querySelector(".fleet__link"));
  all[at < 0 ? (step < 0 ? all.length - 1 : 0) : Math.max(0, Math.min(all.length - 1, at + step))]?.focus();
}

// A line's menu stands at its button; the top layer knows nothing of the table.
addEventListener("toggle", event => {
  const menu = event.target;
  if (menu.classList?.contains("rowmenu") && event.newState === "open") {
    const button = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
    menu.style.left = `${Math.max(8, button.right - menu.offsetWidth)}px`;
    menu.style.top = `${Math.max(8, Math.min(button.bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  }
}, true);
