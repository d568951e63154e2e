/** The token endpoint (RFC 6749, 4.1.3 and 6; RFC 7636): codes and refresh tokens work once, and a second use ends everything. */
import { createHash, randomBytes } from "node:crypto";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { equalSecrets } from "../platform/crypto/keyring.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { readClient } from "./find-source.ts";
import { openGrant } from "./import-content.ts";
import type { ImportParts } from "./import-parts.ts";
import { OauthFailure } from "./oauth-failure.ts";
import { type GrantRow, hashToken, lockGrantByToken, updateGrant } from "./queries.ts";

const ACCESS_LIFETIME_SECONDS = 3_600;

export interface IssuedTokens {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly refresh_token: string;
}

/** Throws {@link OauthFailure}. */
export async function issueTokens(
  ctx: Ctx,
  parts: ImportParts,
  form: URLSearchParams,
  authorization: string | undefined,
): Promise<IssuedTokens> {
  const clientId = authenticateClient(parts, form, authorization);
  const grantType = form.get("grant_type");
  if (grantType !== "authorization_code" && grantType !== "refresh_token") {
    throw new OauthFailure(400, "unsupported_grant_type", "Only authorization_code and refresh_token are known.");
  }
  const issued = await ctx.transaction(async (tx) =>
    grantType === "refresh_token"
      ? await refresh(tx, clientId, form.get("refresh_token") ?? "")
      : await exchange(tx, clientId, form),
  );
  // Thrown outside, so that what a second use has ended stays ended.
  if (issued === null) throw new OauthFailure(400, "invalid_grant", "The code or token is not good, or not any more.");
  return issued;
}

function authenticateClient(parts: ImportParts, form: URLSearchParams, authorization: string | undefined): string {
  const [, basic = ""] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? "") ?? [];
  const [user, ...rest] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const clientId = basic === "" ? (form.get("client_id") ?? "") : decodeURIComponent(user ?? "");
  const secret = basic === "" ? (form.get("client_secret") ?? "") : decodeURIComponent(rest.join(":"));
  // Who is not registered has no secret: the code is bound to who began, and PKCE shows that it is the same.
  if (readClient(parts.kept, clientId) !== null && secret === "") return clientId;
  const source = parts.kept.imports?.sources[clientId];
  const expected = source?.secret === undefined ? "" : parts.variables[source.secret.env];
  if (source === undefined || expected === undefined || !equalSecrets(secret, expected)) {
    throw new OauthFailure(401, "invalid_client", "The client is not known, or its secret is another.");
  }
  return clientId;
}

/** Null when it is no good. */
async function exchange(tx: TxCtx, clientId: string, form: URLSearchParams): Promise<IssuedTokens | null> {
  const row = await lockGrantByToken(tx, "code_hash", form.get("code") ?? "");
  if (row === undefined || row.source !== clientId) return null;
  if (row.code_used_at !== null) {
    // Somebody else has the code, too: nobody goes on with what came of it (RFC 6749, 4.1.2).
    await endTokens(tx, row);
    return null;
  }
  const content = openGrant(tx.keys, row.id, row.sealed);
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "", "ascii")
    .digest("base64url");
  const isLate = (row.code_expires_at?.getTime() ?? 0) <= tx.clock.now().epochMilliseconds;
  if (row.state !== "receiving" || isLate || content?.redirectUri !== form.get("redirect_uri")) return null;
  if (!equalSecrets(challenge, row.challenge)) return null;
  return await issue(tx, row, { code_used_at: isoInstant(tx.clock.now()) });
}

async function refresh(tx: TxCtx, clientId: string, token: string): Promise<IssuedTokens | null> {
  const row = await lockGrantByToken(tx, "refresh_hash", token);
  if (row === undefined || row.source !== clientId || row.state !== "receiving") return null;
  return await issue(tx, row, {});
}

async function issue(tx: TxCtx, row: GrantRow, more: { readonly code_used_at?: string }): Promise<IssuedTokens> {
  const [access, next] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
  await updateGrant(tx, row.id, {
    ...more,
    access_hash: hashToken(access),
    access_expires_at: isoInstant(addDuration(tx.clock.now(), `PT${ACCESS_LIFETIME_SECONDS}S`)),
    refresh_hash: hashToken(next),
  });
  return { access_token: access, token_type: "Bearer", expires_in: ACCESS_LIFETIME_SECONDS, refresh_token: next };
}

async function endTokens(tx: TxCtx, row: GrantRow): Promise<void> {
  await updateGrant(tx, row.id, { access_hash: null, refresh_hash: null });
}
