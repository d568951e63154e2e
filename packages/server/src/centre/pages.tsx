/** The addresses of the privacy centre. Whoever holds a link sees what it is for, and nothing else. */
import type { PageRouter } from "../platform/slice.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { addConfirmPages, addFindPages, addRequestForms } from "./ask-pages.tsx";
import { renderStyle } from "./centre-style.ts";
import { addDataPages } from "./data-pages.tsx";
import { HomePage } from "./home-page.tsx";
import { link } from "./layout.tsx";
import { addPackagePages } from "./package-pages.tsx";
import { frameOf, respond } from "./page-answers.tsx";
import { offeredKinds } from "./scope-choices.ts";
import { addStatusPages } from "./status-pages.tsx";
import { addTaskPages } from "./task-pages.tsx";
import { createTheme } from "./theme.ts";
import { addUndoPages } from "./undo-pages.tsx";

export function addCentrePages(pages: PageRouter, parts: RequestParts): void {
  const style = renderStyle(createTheme(parts.kept.centre.colours));
  pages.get(centrePath.style(), (c) =>
    c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=300" }),
  );
  pages.get("/", (c) => c.redirect(link(frameOf(parts, c), centrePath.home()), 302));
  pages.get(centrePath.home(), (c) => respond(c, <HomePage frame={frameOf(parts, c)} kinds={offeredKinds(parts)} />));
  addFindPages(pages, parts);
  addConfirmPages(pages, parts);
  addStatusPages(pages, parts);
  addUndoPages(pages, parts);
  addPackagePages(pages, parts);
  addDataPages(pages, parts);
  addTaskPages(pages, parts);
  addRequestForms(pages, parts);
}
