// Sends a review bundle by HTTP: a file is far too large for the circuit.
addEventListener("change", event => {
  const place = event.target.closest?.("[data-bundle]");
  const file = event.target.files?.[0];
  if (place && file) {
    send(place, file).finally(() => (event.target.value = ""));
  }
});

async function send(place, file) {
  const { largest, tooLarge, sending, failed } = place.dataset;
  if (file.size > Number(largest)) {
    say(place, tooLarge); // before a byte of it is sent
    return;
  }
  say(place, sending);
  try {
    const answer = await fetch("/api/reviews", { method: "POST", body: file, headers: { "Content-Type": "application/json", Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      say(place, "");
      Blazor.navigateTo(`/reviews/${told.review}`);
    } else {
      say(place, told.detail ?? failed);
    }
  } catch {
    say(place, failed);
  }
}

const say = (place, text) => (place.querySelector("[data-said]").textContent = text);
