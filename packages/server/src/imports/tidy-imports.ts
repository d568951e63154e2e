/** What time does to imports: one that has gone quiet is complete, and what nobody collects is destroyed. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { completeImport, QUIET } from "./complete-import.ts";
import type { ImportParts } from "./import-parts.ts";
import { destroyItems, type GrantRow, lockGrant, updateGrant } from "./queries.ts";

export async function tidyImports(ctx: Ctx, parts: ImportParts): Promise<void> {
  // What has to go goes first, and one that cannot be dealt with keeps no other from it.
  await expireOld(ctx);
  await completeQuiet(ctx, parts);
}

async function forEach(
  ctx: Ctx,
  rows: readonly { readonly id: string }[],
  work: (tx: TxCtx, row: GrantRow) => Promise<void>,
) {
  for (const { id } of rows) {
    try {
      await ctx.transaction(async (tx) => {
        const row = await lockGrant(tx, id);
        if (row !== undefined) await work(tx, row);
      });
    } catch (error) {
      ctx.log.error("an import could not be tidied", { subject: id, error });
    }
  }
}

async function completeQuiet(ctx: Ctx, parts: ImportParts): Promise<void> {
  const before = new Date(isoInstant(addDuration(ctx.clock.now(), `-${QUIET}`)));
  const rows = await ctx.db
    .selectFrom("import_grant")
    .select("id")
    .where("state", "=", "receiving")
    .where("items", ">", 0)
    .where("last_item_at", "<=", before)
    // As long as its token works, the sender may only be slow.
    .where("access_expires_at", "<=", new Date(isoInstant(ctx.clock.now())))
    .execute();
  await forEach(ctx, rows, async (tx, row) => {
    if (row.state === "receiving") await completeImport(tx, parts, row);
  });
}

async function expireOld(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("import_grant")
    .select("id")
    .where("sealed", "is not", null)
    .where("expires_at", "<=", new Date(isoInstant(ctx.clock.now())))
    .execute();
  await forEach(ctx, rows, async (tx, { id, sealed, items }) => {
    if (sealed === null) return;
    await destroyItems(tx, id);
    await updateGrant(tx, id, { state: "expired" });
    await tx.outbox.add(id, { entry: { type: "import.expired", subject: { import: id }, data: { items } } });
  });
}
