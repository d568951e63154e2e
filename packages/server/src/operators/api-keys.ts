/** API keys: made once, shown once, kept as hashes. */
import { createHash, randomBytes } from "node:crypto";
import { type Permission, permissionNames } from "@kept/contract/permissions";
import { isoInstant } from "../platform/clock.ts";
import type { Actor, Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { findKeyByHash, findKeyRow, insertKey, listKeyRows, markKeyRevoked, markKeyUsed } from "./queries.ts";

type KeyRow = NonNullable<Awaited<ReturnType<typeof findKeyRow>>>;

/** How often the time of last use is written: every call would be a write for nothing. */
const LAST_USE_STEP_MILLISECONDS = 60_000;

/**
 * Creates a key. The secret is 256 random bits, so that a plain hash is enough to keep it.
 * @throws problem `permission_not_held` when the actor gives what it does not have
 */
export async function createApiKey(
  ctx: Ctx,
  input: { readonly name: string; readonly permissions: readonly Permission[] },
) {
  const permissions = permissionNames.filter((name) => input.permissions.includes(name));
  const missing = permissions.filter((name) => !heldBy(ctx.actor, name));
  if (missing.length > 0) throw problem("permission_not_held", { detail: `Not held: ${missing.join(", ")}.` });
  const id = ctx.ids.next("key");
  const secret = `kept_${randomBytes(32).toString("base64url")}`;
  const at = isoInstant(ctx.clock.now());
  await ctx.transaction(async (tx) => {
    await insertKey(tx.db, {
      id,
      name: input.name,
      secretHash: hashSecret(secret),
      permissions,
      createdBy: ctx.actor.id,
      at,
    });
    await tx.outbox.add(id, { entry: { type: "api-key.created", subject: { key: id }, data: { permissions } } });
  });
  return { key: { id, name: input.name, permissions, createdAt: at, lastUsedAt: null, revokedAt: null }, secret };
}

export async function listApiKeys(ctx: Ctx) {
  return { keys: (await listKeyRows(ctx.db)).map(describeKey) };
}

/** Ends a key at once. @throws problem `api_key_not_found` */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<undefined> {
  if ((await findKeyRow(ctx.db, id)) === undefined) throw problem("api_key_not_found");
  await ctx.transaction(async (tx) => {
    if (!(await markKeyRevoked(tx.db, id, isoInstant(tx.clock.now())))) return;
    await tx.outbox.add(id, { entry: { type: "api-key.revoked", subject: { key: id }, data: {} } });
  });
}

/** The key behind a bearer token, or null. */
export async function findApiKey(
  ctx: Ctx,
  secret: string,
): Promise<{ id: string; name: string; permissions: readonly Permission[] } | null> {
  const row = await findKeyByHash(ctx.db, hashSecret(secret));
  if (row === undefined) return null;
  const now = ctx.clock.now();
  if (now.epochMilliseconds - (row.lastUsedAt?.getTime() ?? 0) >= LAST_USE_STEP_MILLISECONDS) {
    await markKeyUsed(ctx.db, row.id, isoInstant(now));
  }
  return { id: row.id, name: row.name, permissions: knownPermissions(row.permissions) };
}

function heldBy(actor: Actor, permission: Permission): boolean {
  // The system itself makes the first key, at the command of whoever runs the process.
  return actor.kind === "system" || ("permissions" in actor && actor.permissions.includes(permission));
}

/** A permission that a later version removed is no longer one. */
function knownPermissions(names: readonly string[]): readonly Permission[] {
  return permissionNames.filter((name) => names.includes(name));
}

function describeKey(row: KeyRow) {
  return {
    id: row.id,
    name: row.name,
    permissions: [...knownPermissions(row.permissions)],
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

function hashSecret(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}
