/** What is asked of choices, and how the answer explains itself. */
import type { Check } from "./regime-rules.ts";

export interface ChoiceQuestion {
  readonly purpose: string;
  readonly recipient?: string | undefined;
  readonly channel?: string | undefined;
  readonly topic?: string | undefined;
  readonly category?: string | undefined;
  /** A ground of Art. 18(2) GDPR on which restricted data may be used all the same. */
  readonly exception?: "claims" | "others-rights" | "public-interest" | undefined;
}

export interface ReasonStep {
  readonly check:
    | Check
    | "purpose"
    | "category"
    | "recipient"
    | "channel"
    | "topic"
    | "transfer"
    | "dependency"
    | "soft-opt-in";
  readonly outcome: "pass" | "allow" | "deny";
  readonly code: string;
  /** The event, recipient, channel or purpose that settled it. */
  readonly about: string | null;
}

export interface ChoiceDecision {
  readonly allowed: boolean;
  /** Code of the step that settled it. */
  readonly reason: string;
  readonly chain: readonly ReasonStep[];
  /** When an allowance ends by time alone (ISO 8601, UTC); null: not by time. */
  readonly until: string | null;
}
