/** The job that looks at a site with a real browser, and writes down what it saw. */
import { createHash } from "node:crypto";
import { type Compared, compareWithRegistry } from "@kept/scan/compare";
import { proposeLines } from "@kept/scan/propose-lines";
import type { ScanReport } from "@kept/scan/report-html";
import { type ScanRegion, SiteUnreadable, scanSite } from "@kept/scan/scan-site";
import { describeRegistry, type RegistryPlace } from "../banner/describe-registry.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import { keepFindings } from "./keep-findings.ts";
import { chooseBrowser, type ScanParts } from "./scan-parts.ts";

interface Place extends ScanRegion {
  readonly place: RegistryPlace;
}

/** Idempotent: a scan that has ended is left alone; one whose server was killed begins anew. */
export async function runScan(ctx: Ctx, parts: ScanParts, scanId: string): Promise<void> {
  const row = await ctx.db
    .updateTable("site_scan")
    .set({ state: "running", started_at: isoInstant(ctx.clock.now()) })
    .where("id", "=", scanId)
    .where("state", "in", ["waiting", "running"])
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return;
  const browser = chooseBrowser(parts);
  if (browser.problem !== null) return await fail(ctx, row, "scan_no_browser", browser.problem);
  let report: ScanReport;
  try {
    report = await look(ctx, parts, row.site, browser.path);
  } catch (error) {
    if (error instanceof SiteUnreadable) return await fail(ctx, row, "site_unreadable", error.message);
    ctx.log.error("a scan could not be made", { error });
    return await fail(ctx, row, "browser_failed", "The browser could not be driven; the server's log says more.");
  }
  const pages = Math.max(0, ...report.regions.flatMap(({ states }) => states.map((state) => state.pages.length)));
  const whole = !report.regions.some(({ states }) => states.some((state) => state.faults.length > 0));
  const count = (weight: string) => report.findings.filter((finding) => finding.weight === weight).length;
  await ctx.transaction(async (tx) => {
    const done = await tx.db
      .updateTable("site_scan")
      .set({ state: "done", finished_at: isoInstant(tx.clock.now()), pages, whole, report: jsonb(report) })
      .where("id", "=", scanId)
      .where("state", "=", "running")
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) return;
    const { appeared, fixed } = await keepFindings(tx, row.site, report.findings, whole);
    const sha256 = createHash("sha256").update(JSON.stringify(report), "utf8").digest("hex");
    const figures = { pages, whole, breaches: count("breach"), drift: count("drift") };
    const isGrave = appeared.some(({ weight }) => weight === "breach");
    await tx.outbox.add(scanId, {
      entry: {
        type: "scan.done",
        subject: { scan: scanId },
        data: { site: row.site, ...figures, appeared: appeared.length, fixed, sha256 },
      },
      jobs: isGrave ? [{ name: "scans.alert", payload: { scanId } }] : [],
    });
  });
}

async function look(ctx: Ctx, parts: ScanParts, site: string, browserPath: string): Promise<ScanReport> {
  const { kept, publicUrl } = parts;
  const places = placesOf(parts);
  const at = isoInstant(ctx.clock.now());
  const regions = await scanSite({
    browserPath,
    url: site,
    regions: places,
    maxPages: kept.scans.pages,
    maxSeconds: kept.scans.seconds,
    withoutSandbox: process.getuid?.() === 0,
  });
  const compared = regions.flatMap((observation, index): Compared[] => {
    const place = places[index]?.place;
    return place === undefined ? [] : [{ observation, registry: describeRegistry(kept, place, publicUrl, at) }];
  });
  return {
    site: new URL(site).origin,
    at,
    findings: compareWithRegistry(compared),
    regions,
    proposed: proposeLines(compared),
  };
}

function placesOf({ kept }: ScanParts): readonly Place[] {
  const header = kept.banner.countryHeader;
  if (kept.scans.regions.length === 0 || header === undefined) return [{ name: "unknown", headers: {}, place: {} }];
  return kept.scans.regions.map((code) => {
    const [country = "", part] = code.split("-");
    const place = { country, ...(part === undefined ? {} : { subdivision: code }) };
    return { name: code, headers: { [header]: country }, place };
  });
}

/** Operators hear of the first failure of a row: nobody should learn after forty days that nothing was looked at. */
export async function fail(
  ctx: Ctx,
  scan: { readonly id: string; readonly site: string },
  code: string,
  problem: string,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const before = await tx.db
      .selectFrom("site_scan")
      .select("state")
      .where("site", "=", scan.site)
      .where("id", "<", scan.id)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    const failed = await tx.db
      .updateTable("site_scan")
      .set({ state: "failed", problem_code: code, problem, finished_at: isoInstant(tx.clock.now()) })
      .where("id", "=", scan.id)
      .where("state", "in", ["waiting", "running"])
      .executeTakeFirst();
    if (failed.numUpdatedRows === 0n) return;
    await tx.outbox.add(scan.id, {
      entry: { type: "scan.failed", subject: { scan: scan.id }, data: { site: scan.site, code } },
      jobs: before?.state === "failed" ? [] : [{ name: "scans.alert", payload: { scanId: scan.id } }],
    });
  });
}
