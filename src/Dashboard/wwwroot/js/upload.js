// Sends a text, pasted or of a file, by HTTP: it may be larger than what the circuit takes.

/** In a place with data-NAME, whose button has data-NAME-send. `bodyOf` makes of place and text what is sent; `done` is told place and key. */
export function takesText(name, address, bodyOf, done) {
  addEventListener("change", async event => {
    const place = event.target.closest?.(`[data-${name}]`);
    const file = event.target.files?.[0];
    if (!place || !file) {
      return;
    }
    if (file.size > 4 * Number(place.dataset.largest)) {
      say(place, place.dataset.tooLarge); // before it is read
    } else {
      place.querySelector("textarea").value = await file.text();
      say(place, "");
    }
    event.target.value = "";
  });

  addEventListener("click", event => {
    const place = event.target.closest?.(`[data-${name}-send]`)?.closest(`[data-${name}]`);
    if (place) {
      send(place, place.querySelector("textarea").value);
    }
  });

  async function send(place, text) {
    const { largest, tooLarge, empty, sending, failed } = place.dataset;
    if (!text.trim() || text.length > Number(largest)) {
      say(place, text.trim() ? tooLarge : empty);
      return;
    }
    say(place, sending);
    try {
      const answer = await fetch(address, { method: "POST", body: JSON.stringify(bodyOf(place, text)), headers: { "Content-Type": "application/json", Accept: "application/json" } });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        say(place, "");
        done(place, told.draft);
      } else {
        say(place, [told.detail ?? failed, ...(told.errors ?? []).map(error => `${error.field}: ${error.remedy}`)].join(" "));
      }
    } catch {
      say(place, failed);
    }
  }
}

const say = (place, text) => (place.querySelector("[data-said]").textContent = text);
