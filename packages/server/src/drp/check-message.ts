/** The checks of a signed message, in the order that the protocol demands. */
import { Temporal } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Agent } from "./directory.ts";
import { DrpFailure, forbidden } from "./drp-failure.ts";
import { hashText } from "./queries.ts";
import { openMessage } from "./signed-message.ts";

/** Clocks of agents may run ahead by so much. A message that has expired has expired. */
const SKEW_MILLISECONDS = 60_000;
/** A message is remembered until it expires; one that wants to be remembered for longer is refused. */
const LONGEST_MILLISECONDS = 86_400_000;

export interface CheckedMessage {
  readonly value: Readonly<Record<string, unknown>>;
  /** Of the message as it came, by which a replay is known. */
  readonly hash: string;
  /** ISO instant. */
  readonly expiresAt: string;
}

/** base64, signature, then JSON. @throws DrpFailure */
export function openSigned(text: string, agent: Agent): Readonly<Record<string, unknown>> {
  const opened = openMessage(text, agent.key);
  if ("value" in opened) return opened.value;
  if (opened.fault === "not-base64")
    throw new DrpFailure(400, "not_base64", "The body is not base64 of a signed message.");
  if (opened.fault === "not-signed") throw new DrpFailure(403, "signature_invalid", "The signature does not hold.");
  throw new DrpFailure(400, "not_json", "What is signed is not a JSON object with unique names.");
}

/** The agent, the business, and the time for which the message was made. @throws DrpFailure */
export function checkEnvelope(ctx: Ctx, text: string, agent: Agent, businessId: string): CheckedMessage {
  const value = openSigned(text, agent);
  if (value["agent-id"] !== agent.id) throw forbidden();
  if (value["business-id"] !== businessId) {
    throw new DrpFailure(403, "wrong_business", "The message is meant for another business.");
  }
  const now = ctx.clock.now().epochMilliseconds;
  const issuedAt = readInstant(value["issued-at"]);
  const expiresAt = readInstant(value["expires-at"]);
  if (issuedAt === null || expiresAt === null) {
    throw new DrpFailure(400, "time_missing", "issued-at and expires-at are not both timestamps.");
  }
  if (now < issuedAt - SKEW_MILLISECONDS) throw new DrpFailure(400, "not_yet_valid", "The message is from the future.");
  if (now >= expiresAt) throw new DrpFailure(400, "expired", "The message has expired.");
  if (expiresAt - now > LONGEST_MILLISECONDS) {
    throw new DrpFailure(400, "lifetime_too_long", "The message is good for more than a day.");
  }
  return { value, hash: hashText(text.trim()), expiresAt: new Date(expiresAt).toISOString() };
}

function readInstant(value: unknown): number | null {
  if (typeof value !== "string") return null;
  try {
    return Temporal.Instant.from(value).epochMilliseconds;
  } catch {
    return null;
  }
}
