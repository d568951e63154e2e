/** The slice of requests, with what carries them out. */
import { freeUndos } from "../fulfilment/tend-undos.ts";
import { removeOrphans } from "../fulfilment/tidy-requests.ts";
import type { Slice } from "../platform/slice.ts";
import { requestJobHandlers, requestSweeps } from "./jobs.ts";
import type { RequestParts } from "./request-parts.ts";
import { requestRoutes } from "./routes.ts";

export function createRequestsSlice(parts: RequestParts, databaseKind: "embedded" | "postgres"): Slice {
  return {
    name: "requests",
    routes: requestRoutes(parts),
    jobs: requestJobHandlers(parts),
    sweeps: requestSweeps(parts),
    start: async (ctx) => {
      // The embedded database has one process: leases in it, and files of packages that were being written, are those of
      // one that died. Work goes on at once, and nobody's data lies about.
      if (databaseKind !== "embedded") return;
      await ctx.db.updateTable("request").set({ lease_owner: null, lease_until: null }).execute();
      await freeUndos(ctx);
      await removeOrphans(ctx, parts, 0);
    },
  };
}
