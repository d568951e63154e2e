/** The slice of imports: data that people have other controllers send here. */
import { handleJob, type Slice } from "../platform/slice.ts";
import { addImportPages } from "./import-pages.tsx";
import type { ImportParts } from "./import-parts.ts";
import { addOauthRoutes } from "./oauth-routes.ts";
import { importRoutes } from "./routes.ts";
import { sendImportMail } from "./send-import-mail.ts";
import { TELL_ATTEMPTS, tellApp } from "./tell-app.ts";
import { tidyImports } from "./tidy-imports.ts";

export function createImportsSlice(parts: ImportParts): Slice {
  return {
    name: "imports",
    routes: importRoutes(),
    pages: (pages) => addImportPages(pages, parts),
    tokenUploads: (pages) => addOauthRoutes(pages, parts),
    jobs: [
      handleJob("imports.mail", (ctx, payload) => sendImportMail(ctx, parts, payload)),
      handleJob("imports.tell", (ctx, { importId }, run) => tellApp(ctx, parts, importId, run), {
        retryLimit: TELL_ATTEMPTS,
      }),
    ],
    sweeps: [{ name: "imports.tidy", everySeconds: 900, run: (ctx) => tidyImports(ctx, parts) }],
  };
}
