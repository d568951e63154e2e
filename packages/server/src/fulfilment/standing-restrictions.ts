/** What a restriction has sealed no search finds: whoever asks while it stands is not told that there is nothing. */

import type { Ctx } from "../platform/ctx.ts";
import { listIndexHashes, type RequestRow } from "../requests/queries.ts";
import type { PlannedStep } from "./act.ts";

/** The plan of a system; where a restriction of the same person has sealed something there, it waits for the lift. */
export async function holdForLift(
  ctx: Ctx,
  request: RequestRow,
  system: string,
  planned: PlannedStep,
): Promise<PlannedStep> {
  const hashes = await listIndexHashes(ctx, request.id);
  if (hashes.length === 0) return planned;
  const standing = await ctx.db
    .selectFrom("fulfilment_restriction")
    .innerJoin("request", "request.id", "fulfilment_restriction.request_id")
    .innerJoin("fulfilment_step", "fulfilment_step.request_id", "request.id")
    .select(["request.reference", "fulfilment_step.summary"])
    .distinctOn("request.id")
    .where("fulfilment_restriction.state", "<>", "lifted")
    .where("request.id", "<>", request.id)
    .where("fulfilment_step.system", "=", system)
    .where("request.id", "in", (query) =>
      query.selectFrom("request_identifier").select("request_id").where("index_hash", "in", hashes),
    )
    .execute();
  const sealing = standing.filter(({ summary }) => summary.tables.some(({ counts }) => (counts.sealed ?? 0) > 0));
  if (sealing.length === 0) return planned;
  const findings = sealing.map(({ reference }) => ({
    system,
    code: "restriction_stands",
    table: "",
    column: "",
    message: `The restriction ${reference} has sealed what is theirs here: it cannot be found, shown or changed as long as that stands.`,
    suggestion: `Announce the lift of ${reference}, and plan this request again once it is lifted.`,
    blocks: true,
  }));
  return {
    ...planned,
    found: true,
    summary: { ...planned.summary, findings: [...planned.summary.findings, ...findings] },
  };
}
