/** Links that let a person act without an account: one purpose, one subject, an end, and only a hash in the database. */
import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { addDuration, isoInstant } from "../clock.ts";
import type { Ctx, TxCtx } from "../ctx.ts";
import type { Database } from "../db/database.ts";

export interface NewLink {
  /** What it is for: `request.verify`, `package.download`. A token of one purpose is nothing to another. */
  readonly purpose: string;
  /** Id of what it is about. */
  readonly subject: string;
  /** ISO 8601 duration from now. */
  readonly lifetime: string;
}

export type OpenedLink =
  | { readonly ok: true; readonly subject: string; readonly expiresAt: string }
  | { readonly ok: false; readonly reason: "unknown" | "expired" | "used" };

/** Makes a link's token. It is returned once and cannot be read again. */
export async function createLink(
  tx: TxCtx,
  link: NewLink,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = randomBytes(32).toString("base64url");
  const now = tx.clock.now();
  const expiresAt = isoInstant(addDuration(now, link.lifetime));
  await tx.db
    .insertInto("signed_link")
    .values({
      token_hash: hashToken(token),
      purpose: link.purpose,
      subject: link.subject,
      created_at: isoInstant(now),
      expires_at: expiresAt,
    })
    .execute();
  return { token, expiresAt };
}

/** Looks a link up and leaves it usable: for pages, downloads and anything that may be repeated. */
export async function openLink(ctx: Ctx | TxCtx, purpose: string, token: string): Promise<OpenedLink> {
  // The lookup is by hash of an unguessable token, so its timing tells nothing about other tokens.
  const row = await (ctx.db as Kysely<Database>)
    .selectFrom("signed_link")
    .select(["subject", "purpose", "expires_at", "used_at"])
    .where("token_hash", "=", hashToken(token))
    .executeTakeFirst();
  if (row === undefined || row.purpose !== purpose) return { ok: false, reason: "unknown" };
  if (row.used_at !== null) return { ok: false, reason: "used" };
  if (row.expires_at.getTime() <= ctx.clock.now().epochMilliseconds) return { ok: false, reason: "expired" };
  return { ok: true, subject: row.subject, expiresAt: row.expires_at.toISOString() };
}

/** Uses a link up. Of two that try at once, one gets `ok`, the other `used`. */
export async function redeemLink(tx: TxCtx, purpose: string, token: string): Promise<OpenedLink> {
  const opened = await openLink(tx, purpose, token);
  if (!opened.ok) return opened;
  const result = await tx.db
    .updateTable("signed_link")
    .set({ used_at: isoInstant(tx.clock.now()) })
    .where("token_hash", "=", hashToken(token))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n ? opened : { ok: false, reason: "used" };
}

/** Ends all links of a purpose for a subject. */
export async function revokeLinks(tx: TxCtx, purpose: string, subject: string): Promise<void> {
  await tx.db.deleteFrom("signed_link").where("purpose", "=", purpose).where("subject", "=", subject).execute();
}

function hashToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
