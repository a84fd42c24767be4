// Sends a text for the form of a new deployment by HTTP: it may be larger than what the circuit takes. The page is told where it lies.
addEventListener("change", async event => {
  const place = event.target.closest?.("[data-import]");
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
  const place = event.target.closest?.("[data-import-send]")?.closest("[data-import]");
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
    const answer = await fetch("/api/deployments/drafts", { method: "POST", body: JSON.stringify({ text }), headers: { "Content-Type": "application/json", Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      tell(place.querySelector("[data-import-key]"), told.draft);
      say(place, "");
    } else {
      say(place, [told.detail ?? failed, ...(told.errors ?? []).map(error => `${error.field}: ${error.remedy}`)].join(" "));
    }
  } catch {
    say(place, failed);
  }
}

function tell(field, key) {
  field.value = key;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const say = (place, text) => (place.querySelector("[data-said]").textContent = text);
