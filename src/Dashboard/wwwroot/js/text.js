// Sentences come from the server's resources, in attributes; this fills their gaps.
export const fill = (template, ...values) => template.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");

export const clock = date => date.toLocaleTimeString(undefined, { hour12: false });

/** Says a change to people who cannot see it. One region for all, the newest wins. */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (region) {
    region.textContent = text;
  }
}
