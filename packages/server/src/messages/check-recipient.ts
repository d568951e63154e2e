/** May a message of this stream go to this address now: first the list of suppressed addresses, then the decision. */
import type { SuppressionReason } from "@kept/contract/messages";
import type { ChoiceDecision } from "@kept/engine/choices/choice-question";
import { emptyState } from "@kept/engine/choices/choice-state";
import { decide } from "@kept/engine/choices/decide";
import type { Sale } from "@kept/engine/choices/soft-opt-in";
import { readState } from "../choices/queries.ts";
import { findSuppression } from "../choices/suppressions.ts";
import { findIdentifierOwners } from "../people/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { type MessageParts, scopeOf } from "./message-parts.ts";
import { listSales } from "./sales.ts";
import type { StreamConfig } from "./streams-config.ts";

/** A decision about one address with everything that it rests on. */
export interface RecipientDecision {
  readonly personId: string | null;
  readonly suppression: SuppressionReason | null;
  readonly sales: readonly Sale[];
  /** Null: the stream has no purpose to ask about. */
  readonly decision: ChoiceDecision | null;
}

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
  const { personId, suppression, decision } = await decideRecipient(ctx, parts, stream, hash);
  if (suppression !== null) return { refusal: `suppressed_${suppression}`, personId };
  if (decision === null) return { refusal: null, personId };
  const mayAnyway = door === "referral" && decision.reason === "consent_missing";
  return { refusal: decision.allowed || mayAnyway ? null : decision.reason, personId };
}

/** What stands against the address, and what the decision says; the one does not depend on the other. */
export async function decideRecipient(
  ctx: Ctx | TxCtx,
  parts: MessageParts,
  stream: StreamConfig,
  hash: string,
): Promise<RecipientDecision> {
  const [owner] = await findIdentifierOwners(ctx, [hash]);
  const personId = owner?.person_id ?? null;
  const suppression = await findSuppression(ctx, hash, scopeOf(stream));
  const { softOptIn } = stream;
  const sales = softOptIn === undefined ? [] : await listSales(ctx, parts.kept, hash);
  if (stream.purpose === undefined) return { personId, suppression, sales, decision: null };
  const state = personId === null ? emptyState("default") : await readState(ctx, personId);
  const isChannelOf = parts.choices.policy.purposes[stream.purpose]?.channels.includes(stream.channel) ?? false;
  const question = {
    purpose: stream.purpose,
    topic: stream.topic,
    channel: isChannelOf ? stream.channel : undefined,
  };
  const claim = softOptIn === undefined ? undefined : { ...softOptIn, sales, wayOutInMessage: true };
  const decision = decide(parts.choices.policy, state, question, isoInstant(ctx.clock.now()), claim);
  return { personId, suppression, sales, decision };
}
