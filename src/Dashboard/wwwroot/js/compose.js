// Compose files, with what is given along.
import { takesText } from "./upload.js";

takesText("compose", "/api/compose/drafts", read, (_, key) => Blazor.navigateTo(`/compose/${key}`));

function read(place, file) {
  const value = name => place.querySelector(`[name=${name}]`).value;
  const words = name => value(name).split(/[\s,]+/).filter(Boolean);
  const pairs = value("variables").split("\n").filter(line => line.trim()).map(line => [line.split("=", 1)[0].trim(), line.slice(line.indexOf("=") + 1 || line.length)]);
  return {
    file,
    application: value("application").trim() || null,
    environment: value("environment").trim() || null,
    variables: Object.fromEntries(pairs),
    services: words("services"),
    profiles: words("profiles"),
  };
}
