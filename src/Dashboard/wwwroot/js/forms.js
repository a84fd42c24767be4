// What forms need from the browser: the focus, the clipboard, and drafts that outlive the page.
const remember = work => {
  try {
    return work();
  } catch {
    return null; // storage is forbidden or full: there are no drafts then
  }
};

export function focus(id) {
  document.getElementById(id)?.focus();
}

/** @returns whether the clipboard took it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export const readDraft = key => remember(() => localStorage.getItem(key));

export const writeDraft = (key, text) => remember(() => localStorage.setItem(key, text));

export const removeDraft = key => remember(() => localStorage.removeItem(key));
