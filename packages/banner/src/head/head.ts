/** The head snippet: the first script of a page, small and synchronous. It blocks before anything else has run. */
import { guardCalls } from "./calls.ts";
import { guardElements } from "./elements.ts";
import { gate } from "./gate.ts";
import type { Loose } from "./patch.ts";
import { guardStorage } from "./storage.ts";

function guardWindow(w: Loose): void {
  try {
    // Another site's window throws here; a page of our own that is not blank has its own snippet.
    if (w.kept || (w !== window && w.location.href !== "about:blank")) return;
  } catch {
    // Nothing of that window can be reached from here.
    return;
  }
  w.kept = gate;
  guardElements(w, guardWindow);
  guardCalls(w);
  guardStorage(w);
}

gate.apply();
guardWindow(window);
