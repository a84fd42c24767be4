// Keys of the form of a new deployment, while the focus is in it: links and the text to be imported have their own Ctrl Enter. All have Ctrl or Alt, so they are heard in fields too and are none of the single keys that can be switched off. None of them acts: they open the question.
addEventListener("keydown", event => {
  const form = event.target.closest?.(".new__form");
  if (!form || event.target.closest("a[href], [data-import]") || document.querySelector("dialog[open]")) {
    return;
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.altKey) {
    event.preventDefault();
    press(form.querySelector(event.shiftKey ? "[data-form-start]" : "[data-form-dry-run]"));
  } else if (event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    move(event);
  }
});

function move(event) {
  const field = event.target;
  const row = field.closest?.("[data-steps] tbody tr");
  if (!row) {
    return;
  }
  event.preventDefault();
  const button = row.querySelector(event.key === "ArrowUp" ? "[data-move-up]" : "[data-move-down]");
  if (button.disabled) {
    return;
  }
  // A row that is moved loses the focus: it gets it back when it stands where it belongs.
  const moved = new MutationObserver(() => {
    moved.disconnect();
    field.focus();
  });
  moved.observe(row.parentElement, { childList: true });
  setTimeout(() => moved.disconnect(), 2000);
  press(button);
}

function press(button) {
  if (button && !button.disabled && button.getAttribute("aria-disabled") !== "true") {
    settle(document.activeElement);
    button.click();
  }
}

// What was typed counts from when the field is left.
function settle(field) {
  if (field?.matches?.("input, textarea")) {
    field.blur();
    field.focus();
  }
}
