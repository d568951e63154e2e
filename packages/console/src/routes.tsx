/** Every page of the console: the table of contents. Pages load when they are first opened. */
import { createBrowserRouter, redirect } from "react-router";
import { loadShell } from "./shell/load-shell.ts";
import { PageProblem } from "./shell/page-problem.tsx";
import { Shell, ShellSkeleton } from "./shell/shell.tsx";

/** The router under the address that the bundle was built for. */
export function createRouter() {
  const basename = import.meta.env.BASE_URL.replace(/\/$/, "");
  return createBrowserRouter(
    [
      {
        id: "shell",
        path: "/",
        loader: loadShell,
        Component: Shell,
        HydrateFallback: ShellSkeleton,
        ErrorBoundary: PageProblem,
        children: [
          {
            ErrorBoundary: PageProblem,
            children: [
              { index: true, loader: () => redirect("/requests") },
              { path: "requests", lazy: () => import("./requests/request-list-page.tsx") },
              { path: "requests/:requestId", lazy: () => import("./requests/request-page.tsx") },
              { path: "requests/:requestId/receipt", lazy: () => import("./requests/receipt-page.tsx") },
              { path: "mandates", lazy: () => import("./requests/mandate-list-page.tsx") },
              { path: "batches", lazy: () => import("./batches/batch-list-page.tsx") },
              { path: "batches/:batchId", lazy: () => import("./batches/batch-page.tsx") },
              { path: "inbox", lazy: () => import("./inbox/inbox-page.tsx") },
              { path: "inbox/:messageId", lazy: () => import("./inbox/message-page.tsx") },
              { path: "complaints", lazy: () => import("./cases/complaint-list-page.tsx") },
              { path: "complaints/:complaintId", lazy: () => import("./cases/complaint-page.tsx") },
              { path: "children", lazy: () => import("./cases/child-list-page.tsx") },
              { path: "children/:caseId", lazy: () => import("./cases/child-page.tsx") },
              { path: "recipients", lazy: () => import("./recipients/open-notices-page.tsx") },
              { path: "instructions", lazy: () => import("./instructions/instruction-list-page.tsx") },
              { path: "imports", lazy: () => import("./imports/import-list-page.tsx") },
              { path: "choices", lazy: () => import("./choices/choices-page.tsx") },
              { path: "choices/:personId", lazy: () => import("./choices/person-choices-page.tsx") },
              { path: "messages", lazy: () => import("./messages/messages-page.tsx") },
              { path: "scans", lazy: () => import("./scans/scans-page.tsx") },
              { path: "scans/:scanId", lazy: () => import("./scans/scan-page.tsx") },
              { path: "systems", lazy: () => import("./systems/system-list-page.tsx") },
              { path: "systems/:system", lazy: () => import("./systems/system-page.tsx") },
              { path: "ledger", lazy: () => import("./ledger/ledger-page.tsx") },
              { path: "settings/messages", lazy: () => import("./templates/template-page.tsx") },
              { path: "settings", lazy: () => import("./operators/settings-page.tsx") },
              { path: "*", lazy: () => import("./shell/nothing-here.tsx") },
            ],
          },
        ],
      },
    ],
    { basename },
  );
}
