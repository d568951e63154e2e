/** Runs the repeated work of slices for as long as the server runs. */
import { createHash } from "node:crypto";
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
  readonly database: Pick<OpenDatabase, "alone">;
  readonly sweeps: readonly Sweep[];
}): Sweeper {
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<string, Promise<void>>();

  const run = (sweep: Sweep): void => {
    // One that takes longer than its interval is not started twice.
    if (running.has(sweep.name)) return;
    const work = parts.database
      .alone(lockOf(sweep), () => sweep.run(parts.ctx.as({ kind: "system", id: `sweep:${sweep.name}` })))
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

function lockOf({ name }: Sweep): number {
  return createHash("sha256").update(`kept/sweep/${name}`).digest().readInt32BE(0);
}
