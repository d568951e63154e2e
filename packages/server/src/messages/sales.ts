/** Sales by which addresses came in: recorded, read for a soft opt-in, and forgotten when they count no more. */
import type { RecordSale } from "@kept/contract/sales";
import type { Sale } from "@kept/engine/choices/soft-opt-in";
import type { Kysely } from "kysely";
import { resolveSelves } from "../choices/carry-over.ts";
import { learnPlace } from "../choices/record-acts.ts";
import { addressHash } from "../choices/suppressions.ts";
import type { KeptConfig } from "../kept-config.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { MessageParts } from "./message-parts.ts";

/** Records a sale once; the person is made when nobody has the address. Throws `choice_time_wrong`. */
export async function recordSale(
  ctx: Ctx,
  parts: MessageParts,
  input: RecordSale,
): Promise<{ sale: string; person: string }> {
  const now = isoInstant(ctx.clock.now());
  const at = input.at === undefined ? now : isoInstant(Temporal.Instant.from(input.at));
  if (at > now) throw problem("choice_time_wrong", { pointers: [{ pointer: "/body/at", message: "lies ahead" }] });
  const hash = addressHash(ctx.keys, input.email);
  return await ctx.transaction(async (tx) => {
    const person = await resolveSelves(tx, parts.choices, [{ kind: "email", value: input.email }], "operator");
    const { kind, product, chance, key } = input;
    const sale = tx.ids.next("sal");
    const added = await tx.db
      .insertInto("address_sale")
      .values({ address_hash: hash, id: sale, dedupe_key: key, kind, product, chance, at, recorded_at: now })
      .onConflict((conflict) => conflict.columns(["address_hash", "dedupe_key"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (added === undefined) return { sale: await findSale(tx, hash, key), person };
    if (input.country !== undefined) await learnPlace(tx, person, { country: input.country, method: "billing" }, now);
    // Keyed by the person: a place that became known may change what gates answer.
    await tx.outbox.add(person, {
      entry: { type: "sale.recorded", subject: { person, sale }, data: { kind, product, chance } },
    });
    return { sale, person };
  });
}

async function findSale(tx: TxCtx, hash: string, key: string): Promise<string> {
  const row = await tx.db
    .selectFrom("address_sale")
    .select("id")
    .where("address_hash", "=", hash)
    .where("dedupe_key", "=", key)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The sales of an address that still count. */
export async function listSales(ctx: Ctx | TxCtx, kept: KeptConfig, hash: string): Promise<readonly Sale[]> {
  const rows = await (ctx.db as Kysely<Database>)
    .selectFrom("address_sale")
    .select(["id", "kind", "product", "chance", "at"])
    .where("address_hash", "=", hash)
    .where("at", ">", countsAfter(ctx, kept))
    .orderBy("at")
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

function countsAfter(ctx: Ctx | TxCtx, kept: KeptConfig): Date {
  return new Date(addDuration(ctx.clock.now(), `-${kept.messages.salesCountFor}`).epochMilliseconds);
}

/** What counts no more is gone. */
export async function forgetSales(ctx: Ctx, parts: MessageParts): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { numDeletedRows } = await tx.db
      .deleteFrom("address_sale")
      .where("at", "<=", countsAfter(tx, parts.kept))
      .executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await tx.outbox.add("sales", { entry: { type: "sale.forgotten", data: { count: Number(numDeletedRows) } } });
  });
}
