/** The SQL of imports. */
import { createHash } from "node:crypto";
import type { Import, ListImportsQuery } from "@kept/contract/imports";
import type { Kysely, Selectable, Updateable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { ImportTables } from "./tables.ts";

export type GrantRow = Selectable<ImportTables["import_grant"]>;
export type ItemRow = Selectable<ImportTables["import_item"]>;

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** How tokens and codes are kept: they are random enough to need no salt. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

export function findGrant(ctx: Ctx | TxCtx, id: string): Promise<GrantRow | undefined> {
  return db(ctx).selectFrom("import_grant").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockGrant(tx: TxCtx, id: string): Promise<GrantRow | undefined> {
  return tx.db.selectFrom("import_grant").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export function lockGrantByToken(
  tx: TxCtx,
  column: "code_hash" | "refresh_hash" | "access_hash",
  token: string,
): Promise<GrantRow | undefined> {
  return tx.db
    .selectFrom("import_grant")
    .selectAll()
    .where(column, "=", hashToken(token))
    .forUpdate()
    .executeTakeFirst();
}

export async function updateGrant(
  tx: TxCtx,
  id: string,
  change: Updateable<ImportTables["import_grant"]>,
): Promise<void> {
  await tx.db.updateTable("import_grant").set(change).where("id", "=", id).execute();
}

/** Throws `import_not_found`. */
export async function requireGrant(ctx: Ctx | TxCtx, id: string): Promise<GrantRow> {
  const row = await findGrant(ctx, id);
  if (row === undefined) throw problem("import_not_found");
  return row;
}

export function listGrants(ctx: Ctx, query: ListImportsQuery): Promise<readonly GrantRow[]> {
  let select = db(ctx)
    .selectFrom("import_grant")
    .selectAll()
    .orderBy("id", "desc")
    .limit(query.limit + 1);
  if (query.cursor !== undefined) select = select.where("id", "<", query.cursor);
  if (query.state !== undefined) select = select.where("state", "=", query.state);
  return select.execute();
}

/** A page of one import is held in memory: it ends at so many bytes, but holds an item however large. */
const PAGE_BYTES = 16_777_216;

/** What was received, in the order in which it came: at most `limit` items, or fewer that weigh much; and whether more follow. */
export async function listItems(
  ctx: Ctx | TxCtx,
  importId: string,
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: readonly ItemRow[]; readonly hasMore: boolean }> {
  let select = db(ctx)
    .selectFrom("import_item")
    .select(["id", "bytes"])
    .where("import_id", "=", importId)
    .orderBy("id")
    .limit(limit + 1);
  if (after !== undefined) select = select.where("id", ">", after);
  const found = await select.execute();
  const ids: string[] = [];
  let bytes = 0;
  for (const item of found.slice(0, limit)) {
    bytes += Number(item.bytes);
    if (ids.length > 0 && bytes > PAGE_BYTES) break;
    ids.push(item.id);
  }
  if (ids.length === 0) return { items: [], hasMore: false };
  const items = await db(ctx)
    .selectFrom("import_item")
    .selectAll()
    .where("import_id", "=", importId)
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
  return { items, hasMore: found.length > ids.length };
}

export async function listHashes(tx: TxCtx, importId: string): Promise<readonly string[]> {
  const rows = await tx.db
    .selectFrom("import_item")
    .select("sha256")
    .where("import_id", "=", importId)
    .orderBy("id")
    .execute();
  return rows.map((row) => row.sha256);
}

/** What was received goes, and who it was for; that it came stays. */
export async function destroyItems(tx: TxCtx, importId: string): Promise<void> {
  await tx.db.deleteFrom("import_item").where("import_id", "=", importId).execute();
  await updateGrant(tx, importId, {
    sealed: null,
    email_index: null,
    code_hash: null,
    access_hash: null,
    refresh_hash: null,
  });
}

/** A row as the API shows it. */
export function describeImport(row: GrantRow): Import {
  return {
    id: row.id,
    source: row.source,
    state: row.state,
    items: row.items,
    bytes: Number(row.bytes),
    createdAt: row.created_at.toISOString(),
    allowedAt: row.allowed_at?.toISOString() ?? null,
    lastItemAt: row.last_item_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
