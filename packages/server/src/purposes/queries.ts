/** The SQL of purposes. */
import type { PurposeVersion } from "@kept/contract/purpose-history";
import type { Kysely, NotNull, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { PurposeTables } from "./tables.ts";

export type VersionRow = Selectable<PurposeTables["purpose_version"]>;

/** The newest version of each purpose. */
export async function listLatest(ctx: Ctx | TxCtx): Promise<ReadonlyMap<string, VersionRow>> {
  const rows = await (ctx.db as Kysely<Database>)
    .selectFrom("purpose_version")
    .selectAll()
    .distinctOn("purpose")
    .orderBy("purpose")
    .orderBy("version", "desc")
    .execute();
  return new Map(rows.map((row) => [row.purpose, row]));
}

/** Every version in which a purpose was one, the oldest first. */
export async function listHeld(
  ctx: Ctx | TxCtx,
): Promise<readonly (VersionRow & { readonly facts: NonNullable<VersionRow["facts"]> })[]> {
  return await (ctx.db as Kysely<Database>)
    .selectFrom("purpose_version")
    .selectAll()
    .where("facts", "is not", null)
    .orderBy("purpose")
    .orderBy("version")
    .$narrowType<{ facts: NotNull }>()
    .execute();
}

/** The newest first; `on`: only what held at the end of that day. */
export async function listVersions(
  ctx: Ctx,
  query: { readonly purpose?: string | undefined; readonly on?: string | undefined },
): Promise<PurposeVersion[]> {
  let select = ctx.db.selectFrom("purpose_version").selectAll().orderBy("since", "desc").orderBy("purpose");
  if (query.purpose !== undefined) select = select.where("purpose", "=", query.purpose);
  if (query.on !== undefined) {
    const end = new Date(Date.parse(`${query.on}T00:00:00Z`) + 86_400_000);
    select = select.where("since", "<", end);
  }
  const rows = (await select.execute()).toSorted(
    (a, b) => b.since.getTime() - a.since.getTime() || b.version - a.version,
  );
  const seen = new Set<string>();
  const held = query.on === undefined ? rows : rows.filter(({ purpose }) => !seen.has(purpose) && seen.add(purpose));
  return held.map((row) => ({
    purpose: row.purpose,
    version: row.version,
    since: row.since.toISOString(),
    changed: [...row.changed],
    facts: row.facts,
    sha256: row.sha256,
  }));
}
