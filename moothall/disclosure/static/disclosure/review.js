// One key for each tag, so that a person can read on without the mouse. Without scripts the buttons do the same.
//
// A key counts only where nothing is typed in, and never with Ctrl, Alt or the like. It can be switched off, and the
// choice is remembered on this machine (WCAG 2.2, 2.1.4).

const OFF = "moothall-review-keys-off";
const form = document.querySelector("[data-review-keys]");
const choice = document.querySelector("[data-review-choice]");

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (choice?.checked === false || typing(event.target)) return;
  const wanted = document.querySelector(`[data-review-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
}

if (form && choice) {
  choice.closest("[data-review-offer]").hidden = false;
  choice.checked = localStorage.getItem(OFF) === null;
  choice.addEventListener("change", () => {
    if (choice.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "yes");
  });
  document.addEventListener("keydown", press);
}
