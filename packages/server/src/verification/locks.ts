/** Failed tries are counted by identifier, over all requests: nobody guesses on by asking anew. Answers never say so. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";

/** Failures within the window that lock an identifier. Its link still works: that one cannot be guessed. */
export const MOST_FAILURES = 10;
const WINDOW = "P1D";
const LOCKED_FOR = "P1D";

export async function isLocked(tx: TxCtx, hashes: readonly string[]): Promise<boolean> {
  const row = await tx.db
    .selectFrom("proof_lock")
    .select("index_hash")
    .where("index_hash", "in", hashes.length === 0 ? [""] : hashes)
    .where("locked_until", ">", now(tx))
    .executeTakeFirst();
  return row !== undefined;
}

/** One more failure of each of these identifiers. */
export async function countFailure(tx: TxCtx, hashes: readonly string[]): Promise<void> {
  const at = isoInstant(tx.clock.now());
  const windowFrom = isoInstant(addDuration(tx.clock.now(), `-${WINDOW}`));
  const until = isoInstant(addDuration(tx.clock.now(), LOCKED_FOR));
  for (const hash of hashes) {
    await tx.db
      .insertInto("proof_lock")
      .values({ index_hash: hash, failures: 0, since: at, locked_until: null })
      .onConflict((conflict) => conflict.column("index_hash").doNothing())
      .execute();
    const row = await tx.db
      .selectFrom("proof_lock")
      .selectAll()
      .where("index_hash", "=", hash)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const isOld = row.since.toISOString() <= windowFrom;
    const failures = (isOld ? 0 : row.failures) + 1;
    await tx.db
      .updateTable("proof_lock")
      .set({
        failures,
        ...(isOld ? { since: at } : {}),
        ...(failures >= MOST_FAILURES ? { locked_until: until } : {}),
      })
      .where("index_hash", "=", hash)
      .execute();
  }
}

/** They have shown who they are: what others tried before counts no more. */
export async function forgetFailures(tx: TxCtx, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx.db.deleteFrom("proof_lock").where("index_hash", "in", hashes).execute();
}

/** Locks and counts that are over say nothing any more. */
export async function tidyLocks(ctx: Ctx): Promise<void> {
  const before = new Date(isoInstant(addDuration(ctx.clock.now(), `-${WINDOW}`)));
  await ctx.db
    .deleteFrom("proof_lock")
    .where("since", "<=", before)
    .where((where) => where.or([where("locked_until", "is", null), where("locked_until", "<=", now(ctx))]))
    .execute();
}

function now(ctx: Ctx | TxCtx): Date {
  return new Date(ctx.clock.now().epochMilliseconds);
}
