import "./keymap.js";
import * as connection from "./connection.js";
import "./as-of.js";
import "./audit-keys.js";
import "./bell.js";
import "./bundle.js";
import "./clock.js";
import "./compose.js";
import "./drafts.js";
import "./fleet-keys.js";
import "./form-keys.js";
import "./import.js";
import "./inbox-keys.js";
import "./palette.js";
import "./pause.js";
import "./replay-keys.js";
import "./service-keys.js";
import "./title.js";
import "./too-long.js";
import { keepAlive, serverTimeout } from "./retry.js";
import "./session.js";
import "./vitals.js";
import "./zones.js";

// The base address would turn "#main" into the start page.
addEventListener("click", event => {
  const target = event.target.closest?.("[data-skip-to]");
  if (target) {
    event.preventDefault();
    document.getElementById(target.dataset.skipTo)?.focus();
  } else if (event.target.closest?.("[data-reload]")) {
    event.preventDefault();
    location.reload();
  }
});

// There are no initializers: asked for, they would take a round trip before the circuit could begin.
await Blazor.start({
  circuit: {
    initializers: { beforeStart: [], afterStarted: [] },
    reconnectionHandler: { onConnectionDown: connection.down, onConnectionUp: connection.up },
    configureSignalR: builder => builder.withServerTimeout(serverTimeout).withKeepAliveInterval(keepAlive),
  },
});
