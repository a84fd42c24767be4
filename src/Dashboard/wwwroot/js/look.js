// Density, time zone and single keys as the person chose them, before the first paint. Not a module: modules wait for the document.
(() => {
  const key = "sluice.look";
  const root = document.documentElement;
  let look = {};

  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {}; // storage is forbidden: the choice lives as long as the page
    }
  };

  // What the server keeps comes before what this browser remembers of somebody.
  const given = root.dataset.look;
  try {
    look = given ? JSON.parse(given) : remembered();
  } catch {
    look = {};
  }

  function apply() {
    root.dataset.density = look.density ?? "normal";
    root.dataset.zone = look.zone ?? "utc";
    root.dataset.keys = look.keys ?? "on";
    mark();
    dispatchEvent(new CustomEvent("sluice:look"));
  }

  // The switches are drawn by a circuit, long after this ran.
  function mark() {
    for (const name of ["density", "zone", "keys"]) {
      for (const button of document.querySelectorAll(`[data-choose-${name}]`)) {
        const pressed = String(button.getAttribute(`data-choose-${name}`) === root.dataset[name]);
        button.getAttribute("aria-pressed") !== pressed && button.setAttribute("aria-pressed", pressed);
      }
    }
    for (const button of document.querySelectorAll("[data-choose-zone=service]")) {
      button.hidden = button.hasAttribute("data-here") && !root.dataset.placeZone && root.dataset.zone !== "service";
      const name = button.querySelector("[data-place-zone]");
      const text = root.dataset.placeZone ? ` (${root.dataset.placeZone})` : "";
      name && name.textContent !== text && (name.textContent = text);
    }
    for (const box of document.querySelectorAll("[data-single-keys]")) {
      box.checked = root.dataset.keys !== "off";
    }
  }

  // Switched on again, they work as they did when they were switched off.
  const beforeKey = "sluice.keys-before";
  function before() {
    try {
      return localStorage.getItem(beforeKey) === "alt" ? "alt" : "on";
    } catch {
      return "on";
    }
  }

  function choose(name, value) {
    if (name === "keys" && value === "off" && root.dataset.keys !== "off") {
      try {
        localStorage.setItem(beforeKey, root.dataset.keys);
      } catch {
        // as above
      }
    }
    look = { ...look, [name]: value };
    apply();
    const text = JSON.stringify(look);
    try {
      localStorage.setItem(key, text);
    } catch {
      // as above
    }
    fetch("/settings/look", { method: "PUT", headers: { "Content-Type": "application/json" }, body: text }).catch(() => {});
  }

  addEventListener("click", event => {
    const button = event.target.closest?.("[data-choose-density], [data-choose-zone], [data-choose-keys]");
    for (const name of button ? ["density", "zone", "keys"] : []) {
      button.hasAttribute(`data-choose-${name}`) && choose(name, button.getAttribute(`data-choose-${name}`));
    }
  });
  addEventListener("change", event => {
    if (event.target.matches?.("[data-zones]") && event.target.value) {
      choose("zone", event.target.value);
    } else if (event.target.matches?.("[data-single-keys]")) {
      choose("keys", event.target.checked ? before() : "off");
    }
  });
  addEventListener("sluice:next-zone", () => choose("zone", root.dataset.zone === "utc" ? "local" : "utc"));
  addEventListener("storage", event => {
    if (event.key === key) {
      look = remembered();
      apply();
    }
  });
  // Which service the page is about is said by the page itself.
  function follow() {
    const zone = document.getElementById("service-zone")?.dataset.is ?? "";
    if (zone !== (root.dataset.placeZone ?? "")) {
      root.dataset.placeZone = zone;
      root.dataset.zone === "service" ? apply() : mark();
    }
  }
  new MutationObserver(() => {
    follow();
    document.querySelector("[data-choose-density]:not([aria-pressed]), [data-choose-keys]:not([aria-pressed])") && mark();
  }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-is"] });
  apply();
})();
