/** The list of suppressed addresses as operators see it: hashes in, hashes out, and answers about addresses they name. */
import type { ImportSuppressions } from "@kept/contract/messages";
import { addressHash, addSuppression, listSuppressions } from "../choices/suppressions.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import type { MessageParts } from "./message-parts.ts";

/** @throws problem `purpose_unknown` */
export async function importSuppressions(
  ctx: Ctx,
  parts: MessageParts,
  input: ImportSuppressions,
): Promise<{ added: number }> {
  const { purpose, reason } = input;
  if (purpose !== "*" && !Object.hasOwn(parts.kept.purposes, purpose)) {
    throw problem("purpose_unknown", { pointers: [{ pointer: "/body/purpose", message: "is not configured" }] });
  }
  const hashes = new Set([...input.hashes, ...input.addresses.map((address) => addressHash(ctx.keys, address))]);
  return await ctx.transaction(async (tx) => {
    let added = 0;
    for (const hash of hashes) if (await addSuppression(tx, hash, { purpose, reason })) added += 1;
    await tx.outbox.add("suppression", { entry: { type: "suppression.imported", data: { reason, purpose, added } } });
    return { added };
  });
}

export async function checkSuppressions(ctx: Ctx, addresses: readonly string[]) {
  const hashes = addresses.map((address) => addressHash(ctx.keys, address));
  const rows = Map.groupBy(await listSuppressions(ctx, hashes), (row) => row.address_hash);
  return {
    results: hashes.map((hash) => ({
      suppressed: (rows.get(hash) ?? []).map(({ reason, purpose, since }) => ({
        reason,
        purpose,
        since: since.toISOString(),
      })),
    })),
  };
}

const PAGE = 5_000;

/** JSON lines, in the order of the hashes. */
export async function* writeSuppressions(ctx: Ctx): AsyncGenerator<string> {
  let after = "";
  for (;;) {
    const hashes = await ctx.db
      .selectFrom("suppression")
      .select("address_hash")
      .distinct()
      .where("address_hash", ">", after)
      .orderBy("address_hash")
      .limit(PAGE)
      .execute();
    const rows = await listSuppressions(
      ctx,
      hashes.map((row) => row.address_hash),
    );
    for (const { address_hash: hash, purpose, topic, reason, since } of rows) {
      yield `${JSON.stringify({ hash, purpose, topic: topic === "" ? null : topic, reason, since: since.toISOString() })}\n`;
    }
    if (hashes.length < PAGE) return;
    after = hashes.at(-1)?.address_hash ?? "";
  }
}
