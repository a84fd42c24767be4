// What comes while nobody looks at this tab is shown by the browser, for those who asked for it. The bell itself is drawn by the circuit.
const key = "sluice.notify";
let known = null;
const can = () => "Notification" in window && isSecureContext;

function wanted() {
  try {
    return localStorage.getItem(key) === "on" && Notification.permission === "granted";
  } catch {
    return false; // storage is forbidden: nobody can have asked
  }
}

function tell(item, title) {
  const shown = new Notification(title, { body: item.querySelector("[data-headline]").textContent.trim(), tag: item.dataset.notice });
  shown.addEventListener("click", () => {
    focus();
    item.click();
  });
}

function look() {
  const menu = document.getElementById("bell-menu");
  if (!menu?.dataset.ready) {
    return;
  }
  const choice = menu.querySelector("[data-notify]");
  if (choice.hidden && can()) {
    choice.hidden = false;
    choice.setAttribute("aria-pressed", String(wanted()));
  }
  const items = [...menu.querySelectorAll("[data-notice]")];
  // Those of the first sight are no news; neither is what somebody has before their eyes.
  if (known && document.hidden && can() && wanted()) {
    items.filter(item => !known.has(item.dataset.notice)).forEach(item => tell(item, menu.dataset.notifyTitle));
  }
  known = new Set([...(known ?? []), ...items.map(item => item.dataset.notice)]);
}

addEventListener("click", async event => {
  const choice = event.target.closest?.("[data-notify]");
  if (!choice) {
    return;
  }
  const on = !wanted() && (await Notification.requestPermission()) === "granted";
  localStorage.setItem(key, on ? "on" : "off");
  choice.setAttribute("aria-pressed", String(on));
});

new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
