/** An operator says why a finding may stand. */
import type { StoredFinding } from "@kept/contract/scans";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { describeFinding } from "./read-scans.ts";

/** @throws problem `scan_finding_not_found`, `scan_finding_fixed` */
export async function acknowledgeFinding(ctx: Ctx, findingId: string, why: string): Promise<StoredFinding> {
  return await ctx.transaction(async (tx) => {
    const row = await tx.db
      .selectFrom("scan_finding")
      .selectAll()
      .where("id", "=", findingId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw problem("scan_finding_not_found");
    if (row.state === "fixed") throw problem("scan_finding_fixed");
    const known = await tx.db
      .updateTable("scan_finding")
      .set({
        state: "acknowledged",
        acknowledged_by: tx.actor.id,
        acknowledged_at: isoInstant(tx.clock.now()),
        why,
      })
      .where("id", "=", findingId)
      .returningAll()
      .executeTakeFirstOrThrow();
    const { site, code, weight } = row;
    await tx.outbox.add(findingId, {
      entry: { type: "scan.finding-acknowledged", subject: { finding: findingId }, data: { site, code, weight } },
    });
    return describeFinding(known);
  });
}
