/** The slice of showing who one is. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { destroyDocuments } from "./documents.ts";
import { tidyLocks } from "./locks.ts";
import { addProvePages, PROVE_UPLOAD } from "./prove-pages.tsx";
import { verificationRoutes } from "./routes.ts";

/** Submissions that were not taken in are kept no longer than those that nobody confirmed. */
const DECOY_LIFETIME = "P7D";

export function createVerificationSlice(parts: RequestParts): Slice {
  return {
    name: "verification",
    routes: verificationRoutes(parts),
    pages: (pages) => addProvePages(pages, parts),
    uploads: [PROVE_UPLOAD],
    sweeps: [
      { name: "verification.destroy", everySeconds: 300, atStart: true, run: destroyDocuments },
      { name: "verification.tidy", everySeconds: 3600, run: tidy },
    ],
  };
}

async function tidy(ctx: Ctx): Promise<void> {
  await tidyLocks(ctx);
  const before = new Date(isoInstant(addDuration(ctx.clock.now(), `-${DECOY_LIFETIME}`)));
  await ctx.db.deleteFrom("proof_decoy").where("created_at", "<=", before).execute();
}
