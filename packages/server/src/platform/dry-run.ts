/** Does a change in a transaction that never commits, and answers what it came to: what is shown is what would happen. */
import type { Ctx, TxCtx } from "./ctx.ts";

class DryRun<T> extends Error {
  readonly outcome: T;
  constructor(outcome: T) {
    super("A dry run is taken back.");
    this.outcome = outcome;
  }
}

export async function dryRun<T>(ctx: Ctx, work: (tx: TxCtx) => Promise<T>): Promise<T> {
  try {
    await ctx.transaction(async (tx) => {
      throw new DryRun(await work(tx));
    });
  } catch (error) {
    if (error instanceof DryRun) return error.outcome as T;
    throw error;
  }
  throw new Error("A transaction that was to be taken back was not.");
}
