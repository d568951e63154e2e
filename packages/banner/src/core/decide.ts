/** The rule of the gate: from what was chosen, the browser's signal and the regime to a yes or no for each purpose. */
import type { Choice } from "./choice.ts";
import type { GateConfig, PurposeRule } from "./gate-config.ts";

/**
 * Why a purpose is allowed (the first three: it is necessary; the person's yes; the regime's default) or not (the person's no;
 * Global Privacy Control; never asked; no longer what was agreed to; the yes is too old). Numbers, because they travel in the
 * head snippet; `reasonNames` has their names.
 */
const NECESSARY = 0;
const YES = 1;
const DEFAULT = 2;
const NO = 3;
const SIGNAL = 4;
const UNASKED = 5;
const CHANGED = 6;
const EXPIRED = 7;

export const reasonNames = ["necessary", "yes", "default", "no", "signal", "unasked", "changed", "expired"] as const;
export type Reason = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type ReasonName = (typeof reasonNames)[Reason];

const DAY_SECONDS = 86_400;

/**
 * Ranks (docs/banner.md): a signal is below an explicit choice in consent regimes, and above one in opt-out regimes unless the
 * person was told of the conflict (11 CCR 7025(c)(3)). A no never turns into a yes by itself; a yes ends with the interval, and
 * when its purpose changes.
 *
 * @param signal whether the browser sends Global Privacy Control
 * @param now seconds since 1970
 */
export function decide(
  config: GateConfig,
  purpose: PurposeRule,
  choice: Choice | null,
  signal: boolean,
  now: number,
): Reason {
  if (purpose.necessary) return NECESSARY;
  const made = choice?.purposes[purpose.id];
  if (made?.granted === false) return NO;
  const isOptOut = config.model === "opt-out";
  const signalled = signal && purpose.signal;
  const fault = !made
    ? UNASKED
    : made.version !== purpose.version
      ? CHANGED
      : isOld(config, choice, now)
        ? EXPIRED
        : isOptOut && !choice?.told && signalled
          ? SIGNAL
          : null;
  return fault === null ? YES : signalled ? SIGNAL : isOptOut ? DEFAULT : fault;
}

/** Whether a choice is older than the regime lets it stand unasked. */
export function isOld(config: GateConfig, choice: Choice | null, now: number): boolean {
  return choice !== null && now - choice.at >= config.askAgainDays * DAY_SECONDS;
}

/** Whether what is so reasoned may be done; what nobody declared may not. */
export function isYes(reason: Reason = NO): boolean {
  return reason < NO;
}
