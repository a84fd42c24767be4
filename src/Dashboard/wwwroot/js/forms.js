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

// Piece by piece: a message to the server may have 32 KB.
export const readDraft = (key, from) => remember(() => localStorage.getItem(key)?.slice(from, from + 8000));

export const writeDraft = (key, text) => remember(() => localStorage.setItem(key, text));

export const removeDraft = key => remember(() => localStorage.removeItem(key));
