/** What time does to imports: one that has gone quiet is complete, and what nobody collects is destroyed. */
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { completeImport, QUIET } from "./complete-import.ts";
import type { ImportParts } from "./import-parts.ts";
import { destroyItems, lockGrant, updateGrant } from "./queries.ts";

export async function tidyImports(ctx: Ctx, parts: ImportParts): Promise<void> {
  await completeQuiet(ctx, parts);
  await expireOld(ctx);
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
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      const row = await lockGrant(tx, id);
      if (row?.state === "receiving") await completeImport(tx, parts, row);
    });
  }
}

async function expireOld(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("import_grant")
    .select("id")
    .where("sealed", "is not", null)
    .where("expires_at", "<=", new Date(isoInstant(ctx.clock.now())))
    .execute();
  for (const { id } of rows) {
    await ctx.transaction(async (tx) => {
      const row = await lockGrant(tx, id);
      if (row === undefined || row.sealed === null) return;
      await destroyItems(tx, id);
      await updateGrant(tx, id, { state: "expired" });
      await tx.outbox.add(id, {
        entry: { type: "import.expired", subject: { import: id }, data: { items: row.items } },
      });
    });
  }
}
