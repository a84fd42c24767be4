// Native dialogs trap the focus by themselves; this gives it back to the button that opened them, or to the page.
const openers = new WeakMap();

export function open(dialog) {
  openers.set(dialog, document.activeElement);
  dialog.showModal();
  dialog.querySelector("[autofocus]")?.focus();
}

export function turn(dialog) {
  dialog.querySelector("[autofocus]")?.focus();
}

export function close(dialog) {
  if (dialog.open) {
    dialog.close();
  }
  const opener = openers.get(dialog);
  (opener?.isConnected ? opener : document.getElementById("main"))?.focus();
}
