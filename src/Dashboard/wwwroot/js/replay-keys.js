// Keys of the replay. They press the buttons of the scrubber; none of them acts on the deployment.
const typing = "input:not([type=range]), textarea, select, [contenteditable], dialog";

addEventListener("keydown", event => {
  const replay = document.querySelector(".replay");
  if (!replay || event.metaKey || event.altKey || event.target.closest?.(typing) || document.querySelector("dialog[open]")) {
    return;
  }
  const step = event.ctrlKey ? "milestone-" : event.shiftKey ? "same-" : "";
  const plain = !event.ctrlKey && !event.shiftKey;
  const slides = event.target.matches?.("input[type=range]") || !event.target.closest?.(".events, .changes__scroll, .event__json");
  const name = {
    ArrowLeft: slides && `${step}back`,
    ArrowRight: slides && `${step}on`,
    PageUp: plain && slides && "ten-back",
    PageDown: plain && slides && "ten-on",
    Home: plain && slides && "home",
    End: plain && slides && "end",
    a: plain && "a",
    b: plain && "b",
    c: plain && "clock",
    n: plain && "note",
    l: plain && "live",
    " ": plain && event.target.matches?.("input[type=range], body, h1") && "play",
  }[event.key];
  const button = name && replay.querySelector(`[data-replay="${name}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
