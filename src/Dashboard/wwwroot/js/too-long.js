// A text that is too long stays in the browser, whole, and its form cannot be sent: a message of that size would end the connection.
const take = event => {
  const field = event.target;
  const longest = Number(field.dataset?.longest);
  if (!longest) {
    return;
  }
  const over = field.value.length > longest;
  const words = field.parentElement.querySelector("[data-too-long]");
  if (over) {
    event.stopImmediatePropagation();
  }
  if (words && words.hidden === over) {
    words.hidden = !over;
    field.setCustomValidity(over ? words.textContent : "");
    field.toggleAttribute("data-over", over);
  }
};

// Before the framework hears of it.
addEventListener("input", take, true);
addEventListener("change", take, true);
