// The one connection to the live hub. It does not depend on the circuit: numbers keep flowing when that is gone.
import { delayOf, keepAlive, serverTimeout } from "./retry.js";

const hub = new signalR.HubConnectionBuilder()
  .withUrl("/hubs/live")
  .withAutomaticReconnect({ nextRetryDelayInMilliseconds: context => delayOf(context.previousRetryCount) })
  .withServerTimeout(serverTimeout)
  .withKeepAliveInterval(keepAlive)
  .configureLogging(signalR.LogLevel.None)
  .build();

let clockOffset = 0;

/** How far the server's clock is ahead of this browser's, in milliseconds. */
export const offset = () => clockOffset;

/** Calls the handler for every message of that name; returns what ends it. */
export function on(message, handler) {
  hub.on(message, handler);
  return () => hub.off(message, handler);
}

/** Calls a hub method once connected; groups must be joined again after "sluice:live-up". */
export const invoke = async (method, ...args) => {
  await start();
  return hub.invoke(method, ...args);
};

export const isUp = () => hub.state === signalR.HubConnectionState.Connected;

hub.on("beat", beat => {
  clockOffset = new Date(beat.at).getTime() - Date.now();
  dispatchEvent(new CustomEvent("sluice:beat", { detail: beat }));
});
hub.onreconnected(() => dispatchEvent(new CustomEvent("sluice:live-up")));

let starting = null;

/** Connects, however long that takes; safe to call often. */
export const start = () => (starting ??= connect());

async function connect() {
  for (let attempt = 0; ; attempt++) {
    try {
      await hub.start();
      dispatchEvent(new CustomEvent("sluice:live-up"));
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, delayOf(attempt)));
    }
  }
}
