// Remembers an order from its click to its answer. When the page had to be loaded anew in between, it asks what became of the order; it never sends it again.
import { clock, fill } from "./text.js";

const key = "sluice.sent";
const askFor = 60000;
const askEvery = 1000;
const underWayFor = 5000; // a server that lives on may still be at work on it

const storage = work => {
  try {
    return work();
  } catch {
    return null; // storage is forbidden: nothing is said after a reload
  }
};

/** The button was pressed. Its order has an id only where a surrounding element names one. */
export function sending(button) {
  const id = button.closest("[data-command]")?.dataset.command;
  id && storage(() => sessionStorage.setItem(key, JSON.stringify({ id, what: button.textContent.trim(), path: location.pathname, at: Date.now() })));
}

export const answered = () => storage(() => sessionStorage.removeItem(key));

/** Says what became of the order that the page before had sent: at first that it is not known, then what is. */
export async function settle({ unknown, applied, notApplied }, say) {
  const sent = storage(() => JSON.parse(sessionStorage.getItem(key)));
  answered();
  if (!sent || sent.path !== location.pathname) {
    return;
  }
  const told = sentence => say(fill(sentence, sent.what, clock(new Date(sent.at))));
  told(unknown);
  for (const end = performance.now() + askFor; performance.now() < end; await new Promise(next => setTimeout(next, askEvery))) {
    try {
      const answer = await fetch(`/api/commands/${encodeURIComponent(sent.id)}`);
      if (answer.ok || (answer.status === 404 && Date.now() - sent.at >= underWayFor)) {
        return told(answer.ok ? applied : notApplied);
      }
    } catch {
      // Not reachable yet.
    }
  }
}
