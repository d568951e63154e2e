/** Is it time to ask? Never earlier than the regime allows, always when something that was agreed to has changed. */
import type { Choice } from "./choice.ts";
import { decide, isOld, reasonNames } from "./decide.ts";
import type { GateConfig } from "./gate-config.ts";

/**
 * In opt-in regimes: some purpose has no answer to what it is now, or the answers are old. What the browser's signal answers
 * needs no question. In opt-out regimes people are told once.
 */
export function isAskDue(config: GateConfig, choice: Choice | null, signal: boolean, now: number): boolean {
  if (config.model === "opt-out") return choice === null;
  return config.purposes.some((purpose) => {
    if (purpose.necessary) return false;
    const made = choice?.purposes[purpose.id];
    const isSettled = made !== undefined && made.version === purpose.version && !isOld(config, choice, now);
    return !isSettled && reasonNames[decide(config, purpose, choice, signal, now)] !== "signal";
  });
}
