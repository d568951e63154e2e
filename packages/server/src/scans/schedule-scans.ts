/** Sites are looked at again when their time has come, or when an operator wants to. */
import type { SiteScan } from "@kept/contract/scans";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { describeScan, lastScans, type ScanRow } from "./read-scans.ts";
import { chooseBrowser, nextScanAt, type ScanParts } from "./scan-parts.ts";

/** Begins what is due. Without a browser nothing begins, and the console says why. */
export async function scheduleScans(ctx: Ctx, parts: ScanParts): Promise<void> {
  await failLost(ctx, parts);
  if (chooseBrowser(parts).problem !== null) return;
  const { sites } = parts.kept.scans;
  const last = await lastScans(ctx, sites);
  const now = ctx.clock.now();
  for (const site of sites) {
    const scan = last.get(site);
    const nextAt = scan === undefined ? null : nextScanAt(parts, scan.created_at);
    if (nextAt !== null && Temporal.Instant.compare(nextAt, now) > 0) continue;
    await ctx.transaction((tx) => begin(tx, site, "schedule"));
  }
  await forgetReports(ctx, parts);
}

/** @throws problem `scan_site_unknown`, `scan_no_browser` */
export async function startScan(ctx: Ctx, parts: ScanParts, site: string): Promise<SiteScan> {
  if (!parts.kept.scans.sites.includes(site)) {
    throw problem("scan_site_unknown", { pointers: [{ pointer: "/body/site", message: "is not in scans.sites" }] });
  }
  const browser = chooseBrowser(parts);
  if (browser.problem !== null) throw problem("scan_no_browser", { detail: browser.problem });
  return describeScan(await ctx.transaction((tx) => begin(tx, site, "operator")));
}

/** The new scan, or the one that waits or runs already. */
async function begin(tx: TxCtx, site: string, startedBy: "schedule" | "operator"): Promise<ScanRow> {
  const id = tx.ids.next("scn");
  const added = await tx.db
    .insertInto("site_scan")
    .values({ id, site, state: "waiting", started_by: startedBy, created_at: isoInstant(tx.clock.now()) })
    .onConflict((conflict) => conflict.column("site").where("state", "in", ["waiting", "running"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  const type = startedBy === "schedule" ? "scan.begun" : "scan.asked";
  const open =
    added ??
    (await tx.db
      .selectFrom("site_scan")
      .selectAll()
      .where("site", "=", site)
      .where("state", "in", ["waiting", "running"])
      .executeTakeFirstOrThrow());
  if (added !== undefined || startedBy === "operator") {
    await tx.outbox.add(open.id, {
      entry: { type, subject: { scan: open.id }, data: { site } },
      jobs: added === undefined ? [] : [{ name: "scans.run", payload: { scanId: id } }],
    });
  }
  return open;
}

/** A scan whose server went away, and whose job is over, holds nothing up for ever. */
async function failLost(ctx: Ctx, parts: ScanParts): Promise<void> {
  const before = new Date(ctx.clock.now().epochMilliseconds - (parts.kept.scans.seconds + 7_200) * 1_000);
  await ctx.db
    .updateTable("site_scan")
    .set({
      state: "failed",
      problem_code: "scan_lost",
      problem: "The scan was cut off and did not go on. The next one begins at its time.",
      finished_at: isoInstant(ctx.clock.now()),
    })
    .where("state", "in", ["waiting", "running"])
    .where("created_at", "<", before)
    .execute();
}

async function forgetReports(ctx: Ctx, parts: ScanParts): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${parts.kept.scans.keepFor}`).epochMilliseconds);
  await ctx.db.deleteFrom("site_scan").where("created_at", "<", before).execute();
}
