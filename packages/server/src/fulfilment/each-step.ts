/** Every system in its turn: one that fails, or that an operator has paused, holds no other one up. */
import type { Run, RunResult } from "./act.ts";
import { LeaseLost } from "./lease.ts";
import { noteTrouble } from "./note-trouble.ts";
import { findStep, isDone, type StepRow } from "./queries.ts";

/** `work` may reject: the trouble is noted, and the run waits for its next try when the others have had their turn. */
export async function eachStep(run: Run, work: (step: StepRow) => Promise<"done" | "changed">): Promise<RunResult> {
  let waits = false;
  for (const { system } of run.steps) {
    // Read when its turn comes: it may have been paused or skipped while another one was at work.
    const step = await findStep(run.ctx, run.request.id, system);
    if (step === undefined || isDone(step) || step.found !== true) continue;
    if (step.control === "paused") {
      waits = true;
      continue;
    }
    try {
      if ((await work(step)) === "changed") return { kind: "changed", system };
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      await noteTrouble(run, step, error);
      waits = true;
    }
  }
  return { kind: waits ? "waiting" : "done" };
}
