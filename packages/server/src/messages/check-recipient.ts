/** May a message of this stream go to this address now: first the list of suppressed addresses, then the decision. */
import { emptyState } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import { readState } from "../choices/queries.ts";
import { findSuppression } from "../choices/suppressions.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { type MessageParts, scopeOf } from "./message-parts.ts";
import type { StreamConfig } from "./streams-config.ts";

export interface RecipientAnswer {
  /** Why not: `suppressed_unsubscribed`, or the decision's reason; null: it may go. */
  readonly refusal: string | null;
  /** Null: nobody is known by this address. */
  readonly personId: string | null;
}

/**
 * A recommendation at a person's own act needs no earlier yes of the friend, and respects every no.
 * @param hash keyed hash of the address
 */
export async function checkRecipient(
  ctx: Ctx | TxCtx,
  parts: MessageParts,
  stream: StreamConfig,
  hash: string,
  door: "api" | "relay" | "referral",
): Promise<RecipientAnswer> {
  const [owner] = await findIdentifierOwners(ctx, [hash]);
  const personId = owner?.person_id ?? null;
  const suppression = await findSuppression(ctx, hash, scopeOf(stream));
  if (suppression !== null) return { refusal: `suppressed_${suppression}`, personId };
  if (stream.purpose === undefined) return { refusal: null, personId };
  const state = personId === null ? emptyState("default") : await readState(ctx, personId);
  const isChannelOf = parts.choices.policy.purposes[stream.purpose]?.channels.includes(stream.channel) ?? false;
  const question = {
    purpose: stream.purpose,
    topic: stream.topic,
    channel: isChannelOf ? stream.channel : undefined,
  };
  const { allowed, reason } = decide(parts.choices.policy, state, question, isoInstant(ctx.clock.now()));
  const mayAnyway = door === "referral" && reason === "consent_missing";
  return { refusal: allowed || mayAnyway ? null : reason, personId };
}
