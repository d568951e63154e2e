/** Runs the repeated work of slices for as long as the server runs. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "./ctx.ts";
import type { OpenDatabase } from "./db/open-database.ts";
import type { Sweep } from "./slice.ts";

export interface Sweeper {
  start(): void;
  /** Ends after the sweeps at work. */
  stop(): Promise<void>;
}

export function createSweeper(parts: {
  readonly ctx: Ctx;
  readonly kind: OpenDatabase["kind"];
  readonly sweeps: readonly Sweep[];
}): Sweeper {
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<string, Promise<void>>();

  const run = (sweep: Sweep): void => {
    // One that takes longer than its interval is not started twice.
    if (running.has(sweep.name)) return;
    const work = alone(parts, sweep)
      .catch((error: unknown) => parts.ctx.log.error("a sweep failed", { job: sweep.name, error }))
      .finally(() => running.delete(sweep.name));
    running.set(sweep.name, work);
  };
  return {
    start: () => {
      for (const sweep of parts.sweeps) {
        const timer = setInterval(() => run(sweep), sweep.everySeconds * 1_000);
        timer.unref();
        timers.push(timer);
        if (sweep.atStart === true) run(sweep);
      }
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

async function alone(parts: { readonly ctx: Ctx; readonly kind: OpenDatabase["kind"] }, sweep: Sweep): Promise<void> {
  const ctx = parts.ctx.as({ kind: "system", id: `sweep:${sweep.name}` });
  // The embedded database belongs to this process alone, and its one connection must not be held while others ask.
  if (parts.kind === "embedded") return await sweep.run(ctx);
  const lock = createHash("sha256").update(`kept/sweep/${sweep.name}`).digest().readInt32BE(0);
  await ctx.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ held: boolean }>`SELECT pg_try_advisory_xact_lock(${lock}::bigint) AS held`.execute(
      trx,
    );
    if (rows[0]?.held === true) await sweep.run(ctx);
  });
}
