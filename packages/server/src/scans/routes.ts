/** Binds the endpoints of scans. */
import * as scans from "@kept/contract/scans";
import { renderReport } from "@kept/scan/report-html";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { problem } from "../platform/http/problems.ts";
import { acknowledgeFinding } from "./acknowledge-finding.ts";
import { readOverview, readScan, requireScan } from "./read-scans.ts";
import type { ScanParts } from "./scan-parts.ts";
import { startScan } from "./schedule-scans.ts";

export function scanRoutes(parts: ScanParts): readonly BoundEndpoint[] {
  return [
    bind(scans.getScans, (ctx) => readOverview(ctx, parts)),
    bind(scans.startScan, (ctx, { body }) => startScan(ctx, parts, body.site)),
    bind(scans.getScan, (ctx, { params }) => readScan(ctx, params.scanId)),
    bind(scans.getScanReport, async (ctx, { params }) => {
      const { report } = await requireScan(ctx, params.scanId);
      if (report === null) throw problem("scan_not_found");
      // A file to keep, and not a page of this server: it has styles of its own.
      return new Response(renderReport(report), {
        headers: {
          "content-type": "text/html; charset=utf-8",
          "content-disposition": `attachment; filename="${params.scanId}.html"`,
          "cache-control": "no-store",
        },
      });
    }),
    bind(scans.acknowledgeScanFinding, (ctx, { params, body }) => acknowledgeFinding(ctx, params.findingId, body.why)),
  ];
}
