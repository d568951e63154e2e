/** The operator's app fetches what was received, and says when it has it: then it is destroyed here. */
import type { Import, ImportItems, ListImportItemsQuery, ListImportsQuery } from "@kept/contract/imports";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openGrant, openItem } from "./import-content.ts";
import {
  describeImport,
  destroyItems,
  listGrants,
  listItems,
  lockGrant,
  requireGrant,
  updateGrant,
} from "./queries.ts";

export async function listImports(
  ctx: Ctx,
  query: ListImportsQuery,
): Promise<{ imports: Import[]; next: string | null }> {
  const rows = await listGrants(ctx, query);
  const page = rows.slice(0, query.limit);
  return { imports: page.map(describeImport), next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

/** Throws `import_not_found` or `import_gone`. Every page that is read is a ledger entry. */
export async function readItems(ctx: Ctx, importId: string, query: ListImportItemsQuery): Promise<ImportItems> {
  const row = await requireGrant(ctx, importId);
  const content = openGrant(ctx.keys, importId, row.sealed);
  if (content === null || row.state === "waiting") throw problem("import_gone");
  const { items: page, hasMore } = await listItems(ctx, importId, query.cursor, query.limit);
  await ctx.transaction((tx) =>
    tx.outbox.add(importId, {
      entry: { type: "import.viewed", subject: { import: importId }, data: { items: page.length } },
    }),
  );
  const items = page.flatMap((item) => {
    const opened = openItem(ctx.keys, importId, item.id, item.sealed);
    if (opened === null) return [];
    const { id, vertical, type, sha256 } = item;
    const receivedAt = item.received_at.toISOString();
    return [
      { id, vertical, type, sha256, bytes: Number(item.bytes), receivedAt, ...opened, payload: { ...opened.payload } },
    ];
  });
  return {
    person: { email: content.email },
    items,
    next: hasMore ? (page.at(-1)?.id ?? null) : null,
  };
}

/** Throws `import_not_found`, `import_gone` or `import_not_complete`. */
export async function collectImport(ctx: Ctx, importId: string): Promise<Import> {
  await ctx.transaction(async (tx) => {
    const row = await lockGrant(tx, importId);
    if (row === undefined) throw problem("import_not_found");
    if (row.state === "receiving" || row.state === "waiting") throw problem("import_not_complete");
    if (row.state !== "complete") throw problem("import_gone");
    await destroyItems(tx, importId);
    await updateGrant(tx, importId, { state: "collected" });
    await tx.outbox.add(importId, {
      entry: { type: "import.collected", subject: { import: importId }, data: { items: row.items } },
    });
  });
  return describeImport(await requireGrant(ctx, importId));
}
