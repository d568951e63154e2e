/** Folds what a scan saw into what is known of a site: new, still there, fixed by itself. */
import type { ScanFinding } from "@kept/scan/finding-kinds";
import { isoInstant } from "../platform/clock.ts";
import type { TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";

export interface FoldedFindings {
  readonly appeared: readonly ScanFinding[];
  readonly fixed: number;
}

const GRAVITY = ["note", "drift", "breach"];

/**
 * What was never seen, had been fixed, or has grown graver is new; what was acknowledged stays so. What is not seen any
 * more is fixed, if the scan could read everything: a page that could not be opened proves nothing.
 * @param whole whether it could
 */
export async function keepFindings(
  tx: TxCtx,
  site: string,
  seen: readonly ScanFinding[],
  whole: boolean,
): Promise<FoldedFindings> {
  const now = isoInstant(tx.clock.now());
  const rows = await tx.db.selectFrom("scan_finding").selectAll().where("site", "=", site).forUpdate().execute();
  const known = new Map(rows.map((row) => [`${row.code} ${row.subject}`, row]));
  const appeared: ScanFinding[] = [];
  for (const finding of seen) {
    const { code, subject, weight } = finding;
    const row = known.get(`${code} ${subject}`);
    known.delete(`${code} ${subject}`);
    const isGraver = row !== undefined && GRAVITY.indexOf(weight) > GRAVITY.indexOf(row.weight);
    const isNew = row === undefined || row.state === "fixed" || isGraver;
    const again = { weight, seen: jsonb(finding), last_seen_at: now };
    if (row === undefined) {
      const id = tx.ids.next("fnd");
      const first = { id, site, code, subject, state: "new" as const, first_seen_at: now };
      await tx.db
        .insertInto("scan_finding")
        .values({ ...first, ...again })
        .execute();
      await say(tx, "scan.finding-new", { id, site, code, weight });
    } else {
      const renewed = {
        state: "new",
        fixed_at: null,
        acknowledged_by: null,
        acknowledged_at: null,
        why: null,
      } as const;
      await tx.db
        .updateTable("scan_finding")
        .set({ ...again, ...(isNew ? renewed : {}) })
        .where("id", "=", row.id)
        .execute();
      if (isNew) await say(tx, "scan.finding-new", { id: row.id, site, code, weight });
    }
    if (isNew) appeared.push(finding);
  }
  const gone = whole ? [...known.values()].filter((row) => row.state !== "fixed") : [];
  for (const { id, code, weight } of gone) {
    await tx.db.updateTable("scan_finding").set({ state: "fixed", fixed_at: now }).where("id", "=", id).execute();
    await say(tx, "scan.finding-fixed", { id, site, code, weight });
  }
  return { appeared, fixed: gone.length };
}

async function say(
  tx: TxCtx,
  type: "scan.finding-new" | "scan.finding-fixed",
  {
    id,
    site,
    code,
    weight,
  }: { readonly id: string; readonly site: string; readonly code: string; readonly weight: string },
): Promise<void> {
  await tx.outbox.add(id, { entry: { type, subject: { finding: id }, data: { site, code, weight } } });
}
