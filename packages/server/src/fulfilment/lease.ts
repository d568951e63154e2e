/** One worker at a time on a request: a lease that is renewed while the work goes on and ends by itself with its process. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";

const LEASE = "PT60S";
const RENEW_MILLISECONDS = 15_000;

/** The lease went to somebody else while we worked: whoever has it goes on. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export interface Lease {
  /** Throws {@link LeaseLost} inside a transaction whose writes would come too late. */
  check(tx: TxCtx): Promise<void>;
}

/** What is worked on by one at a time. */
type Leased = "request" | "batch";

/** Runs `work` if nobody else works on the request (or batch). Answers false, having done nothing, when somebody does. */
export async function withLease(
  ctx: Ctx,
  id: string,
  work: (lease: Lease) => Promise<void>,
  of: Leased = "request",
): Promise<boolean> {
  const owner = ctx.ids.next("lse");
  if (!(await takeLease(ctx, of, id, owner))) return false;
  const renewing = setInterval(() => void renewLease(ctx, of, id, owner), RENEW_MILLISECONDS);
  renewing.unref();
  try {
    await work({
      check: async (tx) => {
        const row = await tx.db
          .selectFrom(of)
          .select("lease_owner")
          .where("id", "=", id)
          .forUpdate()
          .executeTakeFirst();
        if (row?.lease_owner !== owner) throw new LeaseLost();
      },
    });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
  } finally {
    clearInterval(renewing);
    await ctx.db
      .updateTable(of)
      .set({ lease_owner: null, lease_until: null })
      .where("id", "=", id)
      .where("lease_owner", "=", owner)
      .execute();
  }
  return true;
}

async function takeLease(ctx: Ctx, of: Leased, id: string, owner: string): Promise<boolean> {
  const now = ctx.clock.now();
  const result = await ctx.db
    .updateTable(of)
    .set({ lease_owner: owner, lease_until: isoInstant(addDuration(now, LEASE)) })
    .where("id", "=", id)
    .where((where) =>
      where.or([where("lease_until", "is", null), where("lease_until", "<=", new Date(now.epochMilliseconds))]),
    )
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function renewLease(ctx: Ctx, of: Leased, id: string, owner: string): Promise<void> {
  try {
    await ctx.db
      .updateTable(of)
      .set({ lease_until: isoInstant(addDuration(ctx.clock.now(), LEASE)) })
      .where("id", "=", id)
      .where("lease_owner", "=", owner)
      .execute();
  } catch (error) {
    // The next renewal tries again; if none succeeds in time, `check` stops the work.
    ctx.log.warn("a lease could not be renewed", { subject: id, error });
  }
}
