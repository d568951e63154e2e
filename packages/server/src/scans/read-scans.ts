/** Scans and findings as operators see them. */
import type { ScanOverview, SiteScan, SiteScanDetail, StoredFinding } from "@kept/contract/scans";
import type { ScanFinding } from "@kept/scan/finding-kinds";
import { type Selectable, sql } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { chooseBrowser, nextScanAt, type ScanParts } from "./scan-parts.ts";
import type { ScanTables } from "./tables.ts";

export type ScanRow = Selectable<ScanTables["site_scan"]>;
type FindingRow = Selectable<ScanTables["scan_finding"]>;

const SCANS_SHOWN = 30;
const FINDINGS_SHOWN = 500;

export async function readOverview(ctx: Ctx, parts: ScanParts): Promise<ScanOverview> {
  const { sites, every, regions } = parts.kept.scans;
  const browser = chooseBrowser(parts);
  const last = await lastScans(ctx, sites);
  const scans = await ctx.db
    .selectFrom("site_scan")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(SCANS_SHOWN)
    .execute();
  // Of a site that is looked at no more nothing is known.
  const findings = await ctx.db
    .selectFrom("scan_finding")
    .selectAll()
    .where("site", "in", sites.length === 0 ? [""] : sites)
    .orderBy(sql`array_position(array['new', 'acknowledged', 'fixed'], state)`)
    .orderBy(sql`array_position(array['breach', 'drift', 'note'], weight)`)
    .orderBy("last_seen_at", "desc")
    .orderBy("subject")
    .limit(FINDINGS_SHOWN)
    .execute();
  return {
    browser,
    every,
    regions: [...regions],
    sites: sites.map((site) => {
      const scan = last.get(site);
      return {
        site,
        lastScan: scan === undefined ? null : describeScan(scan),
        nextAt: browser.path === null || scan === undefined ? null : isoInstant(nextScanAt(parts, scan.created_at)),
      };
    }),
    findings: findings.map(describeFinding),
    scans: scans.map(describeScan),
  };
}

/** The latest scan of each site, however it ended. */
export async function lastScans(ctx: Ctx, sites: readonly string[]): Promise<ReadonlyMap<string, ScanRow>> {
  if (sites.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom("site_scan")
    .distinctOn("site")
    .selectAll()
    .where("site", "in", sites)
    .orderBy("site")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return new Map(rows.map((row) => [row.site, row]));
}

/** @throws problem `scan_not_found` */
export async function readScan(ctx: Ctx, scanId: string): Promise<SiteScanDetail> {
  const row = await requireScan(ctx, scanId);
  const findings = row.report?.findings ?? [];
  const before = row.report === null ? undefined : await scanBefore(ctx, row);
  const known = before?.report?.findings ?? [];
  return {
    ...describeScan(row),
    findings: findings.map(describeSeen),
    since:
      before === undefined || before.finished_at === null
        ? null
        : {
            scan: before.id,
            finishedAt: before.finished_at.toISOString(),
            appeared: missingFrom(known, findings).map(describeSeen),
            gone: missingFrom(findings, known).map(describeSeen),
          },
  };
}

/** @throws problem `scan_not_found` */
export async function requireScan(ctx: Ctx, scanId: string): Promise<ScanRow> {
  const row = await ctx.db.selectFrom("site_scan").selectAll().where("id", "=", scanId).executeTakeFirst();
  if (row === undefined) throw problem("scan_not_found");
  return row;
}

/** The last scan of the site before this one that ended well. */
async function scanBefore(ctx: Ctx, row: ScanRow): Promise<ScanRow | undefined> {
  return await ctx.db
    .selectFrom("site_scan")
    .selectAll()
    .where("site", "=", row.site)
    .where("state", "=", "done")
    .where("id", "<", row.id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export function missingFrom(all: readonly ScanFinding[], some: readonly ScanFinding[]): readonly ScanFinding[] {
  const known = new Set(all.map(({ code, subject }) => `${code} ${subject}`));
  return some.filter(({ code, subject }) => !known.has(`${code} ${subject}`));
}

export function describeScan(row: ScanRow): SiteScan {
  const count = (weight: ScanFinding["weight"]) =>
    (row.report?.findings ?? []).filter((finding) => finding.weight === weight).length;
  return {
    id: row.id,
    site: row.site,
    state: row.state,
    startedBy: row.started_by,
    problem: row.problem,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    pages: row.pages,
    whole: row.whole,
    counts: { breach: count("breach"), drift: count("drift"), note: count("note") },
  };
}

export function describeFinding(row: FindingRow): StoredFinding {
  const { acknowledged_by: by, acknowledged_at: at, why } = row;
  return {
    ...describeSeen(row.seen),
    id: row.id,
    site: row.site,
    state: row.state,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    acknowledged: by === null || at === null ? null : { by, at: at.toISOString(), why: why ?? "" },
    fixedAt: row.fixed_at?.toISOString() ?? null,
  };
}

function describeSeen({ code, weight, subject, says, action, source, regions, evidence }: ScanFinding) {
  return { code, weight, subject, says, action, source, regions: [...regions], evidence: [...evidence] };
}
