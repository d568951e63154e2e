/** The slice of batches. */
import { handleJob, type Slice } from "../platform/slice.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { planBatch } from "./plan-batch.ts";
import { batchRoutes } from "./routes.ts";
import { runBatch } from "./run-batch.ts";
import { freeBatches, resumeBatches, tidyBatches } from "./tidy-batches.ts";

/** Thousands of people take longer than the queue's usual patience; a second try finds the lease taken and leaves. */
const LONG = { concurrency: 1, timeoutSeconds: 14_400 };

export function createBatchesSlice(parts: RequestParts, databaseKind: "embedded" | "postgres"): Slice {
  return {
    name: "batches",
    routes: batchRoutes(parts),
    jobs: [
      handleJob("batches.plan", (ctx, { batchId }) => planBatch(ctx, parts, batchId), LONG),
      handleJob("batches.run", (ctx, { batchId }) => runBatch(ctx, parts, batchId), LONG),
    ],
    sweeps: [
      { name: "batches.resume", everySeconds: 15, atStart: true, run: resumeBatches },
      { name: "batches.tidy", everySeconds: 3600, run: tidyBatches },
    ],
    start: async (ctx) => {
      // The embedded database has one process: leases in it are those of one that died.
      if (databaseKind !== "embedded") return;
      await freeBatches(ctx);
    },
  };
}
