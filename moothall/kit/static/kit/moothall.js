// Makes pages quicker to use where scripts run; every page works without this file.
// Loaded as a module, after htmx. Nothing here builds HTML or runs words from the page.

import { Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink } from "./built/govuk-frontend.min.js";
import { watch } from "./drafts.js";

const PARTS = [Button, CharacterCount, ErrorSummary, PasswordInput, SkipLink];

/** Wake the GOV.UK parts (`data-module`) that do not run yet: on arrival, and again when htmx has changed the page. */
function wake() {
  for (const Part of PARTS) {
    const asleep = `[data-module="${Part.moduleName}"]:not([data-${Part.moduleName}-init])`;
    for (const element of document.querySelectorAll(asleep)) {
      try {
        new Part(element);
      } catch (problem) {
        console.error(problem); // one part with wrong markup must not keep the others asleep
      }
    }
  }
}

document.body.classList.add("govuk-frontend-supported");
wake();
watch();
document.addEventListener("htmx:after:process", wake);
document.addEventListener("htmx:after:process", watch);
