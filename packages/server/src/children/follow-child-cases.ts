/** What happens to cases of children by itself: windows end, erasures end, and what is over is forgotten. */
import { REQUEST_STATES } from "@kept/contract/request-states";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { ChildParts } from "./child-parts.ts";
import { backToFrozen, beginErasure, closeCase } from "./end-child-case.ts";
import { lockCase, updateCase } from "./queries.ts";

const BATCH = 200;
/** States in which the data is gone, or was never there. */
const ERASED: readonly string[] = ["done", "nothing_found"];
const CLOSED = REQUEST_STATES.filter(({ phase }) => phase === "closed").map(({ state }) => state);
/** A message that tells how it ended is tried for days; what it needs is kept no longer than this. */
const TELLING_TIME = "P30D";

/** Windows that are over lead to erasure; an erasure that is done ends its case, and one that ended otherwise does not. */
export async function followChildCases(ctx: Ctx, parts: ChildParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const over = await ctx.db
    .selectFrom("child_case")
    .select("id")
    .where("state", "=", "frozen")
    .where("window_ends_at", "<=", now)
    // A parent has allowed it, and an operator has to check that: nothing is erased meanwhile.
    .where("consent_said_at", "is", null)
    // What a parent has asked to see is shown before it is gone.
    .where((where) =>
      where.or([
        where("access_request", "is", null),
        where("access_request", "in", (from) => from.selectFrom("request").select("id").where("state", "in", CLOSED)),
      ]),
    )
    .limit(BATCH)
    .execute();
  for (const { id } of over) {
    await ctx.transaction(async (tx) => {
      const row = await lockCase(tx, id);
      if (row.state === "frozen" && row.consent_said_at === null) await beginErasure(tx, parts, row);
    });
  }
  const ended = await ctx.db
    .selectFrom("child_case")
    .innerJoin("request", "request.id", "child_case.erasure_request")
    .select(["child_case.id", "request.state"])
    .where("child_case.state", "=", "erasing")
    .where("request.state", "in", CLOSED)
    .limit(BATCH)
    .execute();
  for (const { id, state } of ended) {
    await ctx.transaction(async (tx) => {
      const row = await lockCase(tx, id);
      if (row.state !== "erasing") return;
      if (ERASED.includes(state)) await closeCase(tx, row, "erased", "verified");
      else await backToFrozen(tx, row, state);
    });
  }
}

/** Who a case was about goes when its parent was told; what proves a consent, when its time is over. */
export async function tidyChildCases(ctx: Ctx, parts: ChildParts): Promise<void> {
  const before = (lifetime: string) => new Date(isoInstant(addDuration(ctx.clock.now(), `-${lifetime}`)));
  const rows = await ctx.db
    .selectFrom("child_case")
    .select("id")
    .where("sealed", "is not", null)
    .where((where) =>
      where.or([
        where.and([where("outcome", "!=", "consented"), where("closed_at", "<", before(TELLING_TIME))]),
        where.and([
          where("outcome", "=", "consented"),
          where("closed_at", "<", before(parts.kept.children.keepConsentFor)),
        ]),
      ]),
    )
    .limit(BATCH)
    .execute();
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      await updateCase(tx, id, { sealed: null, person_id: null, email_index: null });
      await tx.outbox.add(id, { entry: { type: "child.forgotten", subject: { case: id }, data: {} } });
    });
  }
}
