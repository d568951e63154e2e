/** A way to hand a text message over, behind one shape. `testing/describe-sender.ts` says what each has to do. */
import type { Clock } from "../platform/clock.ts";

export interface SmsToSend {
  /** The same over every try: a gateway sends it once. */
  readonly id: string;
  /** `+49151…` */
  readonly to: string;
  readonly from: string | null;
  readonly text: string;
}

export type SmsOutcome =
  | { readonly kind: "sent" }
  /** `code` names no number; `final`: trying again is of no use. */
  | { readonly kind: "failed"; readonly code: string; readonly final: boolean };

export interface SmsSender {
  /** The message has left: what it said need not be kept here. */
  readonly leaves: boolean;
  /** Never throws for what a gateway does. */
  send(message: SmsToSend, clock: Clock): Promise<SmsOutcome>;
}
