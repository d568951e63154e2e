/** May a stream write to an address now, with every step of the answer. Nothing is sent; the look is a ledger entry. */
import type { RecipientCheck } from "@kept/contract/messages";
import { addressHash, listSuppressions } from "../choices/suppressions.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { decideRecipient } from "./check-recipient.ts";
import type { MessageParts } from "./message-parts.ts";

/** @throws problem `stream_unknown` */
export async function explainRecipient(
  ctx: Ctx,
  parts: MessageParts,
  input: { readonly stream: string; readonly to: string },
): Promise<RecipientCheck> {
  const settings = Object.hasOwn(parts.kept.streams, input.stream) ? parts.kept.streams[input.stream] : undefined;
  if (settings === undefined) {
    throw problem("stream_unknown", { pointers: [{ pointer: "/body/stream", message: "is not configured" }] });
  }
  const hash = addressHash(ctx.keys, input.to);
  const { personId, suppression, sales, decision } = await decideRecipient(ctx, parts, settings, hash);
  const reason = suppression === null ? (decision?.reason ?? "no_purpose") : `suppressed_${suppression}`;
  const allowed = suppression === null && (decision?.allowed ?? true);
  await ctx.transaction((tx) =>
    tx.outbox.add(personId ?? "messages", {
      entry: {
        type: "message.checked",
        ...(personId === null ? {} : { subject: { person: personId } }),
        data: { stream: input.stream, allowed, reason },
      },
    }),
  );
  return {
    allowed,
    reason,
    chain: (decision?.chain ?? []).map((step) => ({ ...step })),
    person: personId,
    suppressed: (await listSuppressions(ctx, [hash])).map((row) => ({
      reason: row.reason,
      purpose: row.purpose,
      since: row.since.toISOString(),
    })),
    sales: sales.map(({ kind, product, chance, at }) => ({ kind, product, chance, at })),
  };
}
