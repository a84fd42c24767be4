// The zone that the reader chose; the service's own is that of the service whose page is open, and UTC elsewhere. Nothing happens here by itself: whoever shows times asks, and hears of another choice by "sluice:look".
const root = document.documentElement;
let chosen, zone, format;

function choose() {
  const wanted = root.dataset.zone === "service" ? root.dataset.placeZone || "utc" : root.dataset.zone ?? "utc";
  if (chosen !== wanted) {
    chosen = wanted;
    zone = chosen === "local" ? Intl.DateTimeFormat().resolvedOptions().timeZone : chosen;
    zone = !zone || zone === "utc" || zone === "UTC" ? "Etc/UTC" : zone;
    format = zone === "Etc/UTC" ? null : formatIn(zone);
    zone = format ? zone : "Etc/UTC";
  }
  return format;
}

/** Null for a zone that this browser does not know: the server's list may be newer. Times are in UTC then, and say so. */
function formatIn(timeZone) {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short",
    });
  } catch {
    return null;
  }
}

/** Its name in the IANA database. */
export const zoneId = () => (choose(), zone);

/** Year, month, day, hour, minute, second and timeZoneName of an instant; null when the reader wants UTC. */
export const partsIn = at => choose() && Object.fromEntries(format.formatToParts(at).map(part => [part.type, part.value]));

/** As it is called at an instant: summer time has a name of its own. */
export const zoneName = at => partsIn(at)?.timeZoneName ?? "UTC";

/** Hours and minutes, with seconds where they matter. */
export function clockIn(at, hasSeconds) {
  const date = new Date(at);
  const p = partsIn(date);
  const text = p ? `${p.hour}:${p.minute}:${p.second}` : date.toISOString().slice(11, 19);
  return hasSeconds ? text : text.slice(0, 5);
}
