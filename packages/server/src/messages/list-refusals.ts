/** What was not sent lately, and why: to nobody in particular. */
import type { Refusals } from "@kept/contract/messages";
import type { Ctx } from "../platform/ctx.ts";

export async function listRefusals(
  ctx: Ctx,
  query: {
    readonly stream?: string | undefined;
    readonly reason?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<Refusals> {
  const { stream, reason, before, limit } = query;
  const rows = await ctx.db
    .selectFrom("message_delivery")
    .select(["id", "stream", "class", "door", "state", "reason", "created_at"])
    .where("reason", "is not", null)
    .$if(stream !== undefined, (rest) => rest.where("stream", "=", stream ?? ""))
    .$if(reason !== undefined, (rest) => rest.where("reason", "=", reason ?? ""))
    .$if(before !== undefined, (rest) => rest.where("created_at", "<", new Date(before ?? 0)))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return {
    refusals: shown.map((row) => ({
      message: row.id,
      stream: row.stream,
      class: row.class,
      door: row.door,
      state: row.state,
      reason: row.reason ?? "",
      at: row.created_at.toISOString(),
    })),
    next: rows.length > limit ? (shown.at(-1)?.created_at.toISOString() ?? null) : null,
  };
}
