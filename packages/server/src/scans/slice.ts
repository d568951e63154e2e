/** The slice of scans: whether the operator's sites keep to what they declare, looked at again and again. */
import { handleJob, type Slice } from "../platform/slice.ts";
import { scanRoutes } from "./routes.ts";
import { runScan } from "./run-scan.ts";
import type { ScanParts } from "./scan-parts.ts";
import { scheduleScans } from "./schedule-scans.ts";
import { sendScanAlert } from "./send-scan-alert.ts";

export function createScansSlice(parts: ScanParts): Slice {
  return {
    name: "scans",
    routes: scanRoutes(parts),
    jobs: [
      handleJob("scans.run", (ctx, { scanId }) => runScan(ctx, parts, scanId), {
        retryLimit: 2,
        // A browser is heavy: one at a time.
        concurrency: 1,
        timeoutSeconds: parts.kept.scans.seconds + 300,
      }),
      handleJob("scans.alert", (ctx, { scanId }) => sendScanAlert(ctx, parts, scanId)),
    ],
    sweeps: [{ name: "scans.schedule", everySeconds: 300, run: (ctx) => scheduleScans(ctx, parts) }],
  };
}
