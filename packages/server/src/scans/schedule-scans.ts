/** Sites are looked at again when their time has come, or when an operator wants to. */
import type { SiteScan } from "@kept/contract/scans";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { describeScan, lastScans, type ScanRow } from "./read-scans.ts";
import { fail } from "./run-scan.ts";
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

/** What a scan may take beyond its seconds: its tries, and a server that starts again. Milliseconds. */
const SLACK = 7_200_000;

/**
 * A scan whose server went away, and whose job is over, holds nothing up for ever. One browser works at a time, so a scan that
 * waits has the time of all that may be before it.
 */
async function failLost(ctx: Ctx, parts: ScanParts): Promise<void> {
  const { seconds, sites } = parts.kept.scans;
  const now = ctx.clock.now().epochMilliseconds;
  const since = (scans: number) => new Date(now - scans * seconds * 1_000 - SLACK);
  const lost = await ctx.db
    .selectFrom("site_scan")
    .select(["id", "site"])
    .where((where) =>
      where.or([
        where.and([where("state", "=", "running"), where("started_at", "<", since(1))]),
        where.and([where("state", "=", "waiting"), where("created_at", "<", since(Math.max(1, sites.length)))]),
      ]),
    )
    .orderBy("id")
    .execute();
  const problem = "The scan was cut off and did not go on. The next one begins at its time.";
  for (const scan of lost) await fail(ctx, scan, "scan_lost", problem);
}

async function forgetReports(ctx: Ctx, parts: ScanParts): Promise<void> {
  const before = new Date(addDuration(ctx.clock.now(), `-${parts.kept.scans.keepFor}`).epochMilliseconds);
  await ctx.db.deleteFrom("site_scan").where("created_at", "<", before).execute();
}
