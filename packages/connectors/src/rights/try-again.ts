/** A change that rows of others, which came in meanwhile, have stopped: tried again a few times, further apart each time. */
import { setTimeout as sleep } from "node:timers/promises";
import { SystemError } from "../connector.ts";
import type { Retry } from "../rights-system.ts";

/** Milliseconds before each further try. */
const PAUSES = [20, 150, 600] as const;

/**
 * A row that came in between plan and change can stop it: a new reference to what is to be deleted, a deadlock. All was
 * rolled back then, and the next try plans with that row. What stops the last try is not of that kind, or lasts longer.
 */
export async function tryAgain<T>(
  change: () => Promise<T>,
  onRetry: ((retry: Retry) => void) | undefined,
  pauses: readonly number[] = PAUSES,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await change();
    } catch (error) {
      const pause = pauses[tried - 1];
      if (!isPassing(error) || pause === undefined) throw error;
      onRetry?.({ attempt: tried + 1, of: pauses.length + 1, code: error.code, message: error.message });
      await sleep(pause);
    }
  }
}

function isPassing(error: unknown): error is SystemError {
  return (
    error instanceof SystemError && (error.code === "system_constraint_refused" || error.code === "system_conflict")
  );
}
