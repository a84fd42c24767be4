// Sends a Compose file by HTTP: it may be larger than what the circuit takes.
addEventListener("change", async event => {
  const place = event.target.closest?.("[data-compose]");
  const file = event.target.files?.[0];
  if (!place || !file) {
    return;
  }
  if (file.size > 4 * Number(place.dataset.largest)) {
    say(place, place.dataset.tooLarge); // before it is read
  } else {
    place.querySelector("[name=file]").value = await file.text();
    say(place, "");
  }
  event.target.value = "";
});

addEventListener("click", event => {
  const place = event.target.closest?.("[data-compose-send]")?.closest("[data-compose]");
  if (place) {
    send(place);
  }
});

async function send(place) {
  const { largest, tooLarge, empty, sending, failed } = place.dataset;
  const body = read(place);
  if (!body.file.trim() || body.file.length > Number(largest)) {
    say(place, body.file.trim() ? tooLarge : empty);
    return;
  }
  say(place, sending);
  try {
    const answer = await fetch("/api/compose/drafts", { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", Accept: "application/json" } });
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      say(place, "");
      Blazor.navigateTo(`/compose/${told.draft}`);
    } else {
      say(place, [told.detail ?? failed, ...(told.errors ?? []).map(error => `${error.field}: ${error.remedy}`)].join(" "));
    }
  } catch {
    say(place, failed);
  }
}

function read(place) {
  const value = name => place.querySelector(`[name=${name}]`).value;
  const words = name => value(name).split(/[\s,]+/).filter(Boolean);
  const pairs = value("variables").split("\n").filter(line => line.trim()).map(line => [line.split("=", 1)[0].trim(), line.slice(line.indexOf("=") + 1 || line.length)]);
  return {
    file: value("file"),
    application: value("application").trim() || null,
    environment: value("environment").trim() || null,
    variables: Object.fromEntries(pairs),
    services: words("services"),
    profiles: words("profiles"),
  };
}

const say = (place, text) => (place.querySelector("[data-said]").textContent = text);
