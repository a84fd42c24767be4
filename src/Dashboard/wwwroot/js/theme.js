// Runs before the first paint, so that no theme flashes. Not a module: modules wait for the document.
(() => {
  const key = "sluice.theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      return localStorage.getItem(key) ?? root.dataset.themeDefault ?? "system";
    } catch {
      return root.dataset.themeDefault ?? "system"; // storage is forbidden: the choice lives as long as the page
    }
  }

  function apply(choice) {
    root.dataset.themeChoice = choice;
    root.dataset.theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
    for (const button of document.querySelectorAll("[data-choose-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.chooseTheme === choice));
    }
    dispatchEvent(new CustomEvent("sluice:theme", { detail: { theme: root.dataset.theme } }));
  }

  apply(remembered());
  // Going from page to page may have taken the choice off the document for a moment.
  const chosen = () => root.dataset.themeChoice ?? remembered();
  dark.addEventListener("change", () => apply(chosen()));
  addEventListener("storage", event => event.key === key && apply(remembered()));
  addEventListener("click", event => {
    if (event.target.closest?.("[data-forget-theme]")) {
      try {
        localStorage.removeItem(key);
      } catch {
        // as above
      }
      apply(remembered());
    }
    const choice = event.target.closest?.("[data-choose-theme]")?.dataset.chooseTheme;
    if (!choice) {
      return;
    }
    apply(choice);
    try {
      localStorage.setItem(key, choice);
    } catch {
      // as above
    }
  });

  // Signing in may put the document of a tenant, and its default, in the place of the door's without loading this again.
  new MutationObserver(() => apply(remembered())).observe(root, { attributes: true, attributeFilter: ["data-theme-default"] });

  // The switch is drawn by a circuit, long after this ran.
  new MutationObserver(() => {
    const missing = document.querySelector("[data-choose-theme]:not([aria-pressed])");
    if (missing) {
      apply(chosen());
    }
  }).observe(root, { childList: true, subtree: true });
})();
