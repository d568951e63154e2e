/** Somebody is to send a person's data here: the person says so at their own mailbox, and the sender gets a code for it. */
import { randomBytes } from "node:crypto";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { redeemLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import { identifierIndex } from "../requests/person.ts";
import { findRedirects } from "./find-source.ts";
import { openGrant, sealGrant } from "./import-content.ts";
import { IMPORT_LINK, type ImportParts } from "./import-parts.ts";
import { hashToken, lockGrant, updateGrant } from "./queries.ts";

/** What the sender's link says (RFC 6749, 4.1.1; RFC 7636). */
export interface AuthoriseQuery {
  readonly responseType: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  readonly challengeMethod: string;
}

/** Messages that one address gets by itself within a day. */
const MESSAGES_A_DAY = 5;
/** Codes are exchanged by a program, at once. */
const CODE_LIFETIME = "PT10M";
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
const LONGEST_STATE = 512;

/**
 * Whether the link is one that we answer at all. What is wrong with the sender's own request is told to the person and not by
 * going back: an address that is not registered may be anybody's.
 */
export async function isAuthorisable(parts: ImportParts, query: AuthoriseQuery): Promise<boolean> {
  const isWellFormed =
    query.responseType === "code" &&
    query.challengeMethod === "S256" &&
    CHALLENGE.test(query.challenge) &&
    query.state !== "" &&
    query.state.length <= LONGEST_STATE;
  return isWellFormed && ((await findRedirects(parts, query.clientId))?.includes(query.redirectUri) ?? false);
}

/** Answers nothing, whether or not the address is known or was written to too often. */
export async function askPerson(ctx: Ctx, query: AuthoriseQuery, email: string, language: Language): Promise<void> {
  await ctx.transaction(async (tx) => {
    const index = identifierIndex(tx.keys, { kind: "email", value: email });
    const recent = await tx.db
      .selectFrom("import_grant")
      .select("id")
      .where("email_index", "=", index)
      .where("created_at", ">", new Date(isoInstant(addDuration(tx.clock.now(), "-P1D"))))
      .limit(MESSAGES_A_DAY)
      .execute();
    if (recent.length >= MESSAGES_A_DAY) return;
    const id = await insertGrant(tx, query, email, language, index);
    await tx.outbox.add(id, {
      entry: { type: "import.asked", subject: { import: id }, data: { source: query.clientId } },
      jobs: [{ name: "imports.mail", payload: { importId: id, messageId: tx.ids.next("msg") } }],
    });
  });
}

async function insertGrant(
  tx: TxCtx,
  query: AuthoriseQuery,
  email: string,
  language: Language,
  index: string,
): Promise<string> {
  const id = tx.ids.next("imp");
  const { redirectUri, state } = query;
  await tx.db
    .insertInto("import_grant")
    .values({
      id,
      source: query.clientId,
      state: "waiting",
      language,
      email_index: index,
      sealed: sealGrant(tx.keys, id, { email, redirectUri, state }),
      challenge: query.challenge,
      created_at: isoInstant(tx.clock.now()),
      // Who was asked and never answered is forgotten.
      expires_at: isoInstant(addDuration(tx.clock.now(), "P1D")),
    })
    .execute();
  return id;
}

/**
 * The person's answer; a link answers once. Gives the address that the browser goes back to, with the code or the refusal, or
 * null where the link is not good any more.
 */
export async function answerSender(
  ctx: Ctx,
  parts: ImportParts,
  token: string,
  isAllowed: boolean,
): Promise<URL | null> {
  return await ctx.transaction(async (tx) => {
    const opened = await redeemLink(tx, IMPORT_LINK, token);
    const row = opened.ok ? await lockGrant(tx, opened.subject) : undefined;
    const content = row === undefined ? null : openGrant(tx.keys, row.id, row.sealed);
    if (row === undefined || content === null || row.state !== "waiting") return null;
    const back = new URL(content.redirectUri);
    back.searchParams.set("state", content.state);
    back.searchParams.set("iss", parts.publicUrl);
    const said = tx.as({ kind: "person", id: row.id });
    const entry = { subject: { import: row.id }, data: { source: row.source } };
    if (!isAllowed) {
      await updateGrant(tx, row.id, { state: "refused", sealed: null, email_index: null });
      await said.outbox.add(row.id, { entry: { type: "import.refused", ...entry } });
      back.searchParams.set("error", "access_denied");
      return back;
    }
    const code = randomBytes(32).toString("base64url");
    const now = tx.clock.now();
    await updateGrant(tx, row.id, {
      state: "receiving",
      allowed_at: isoInstant(now),
      code_hash: hashToken(code),
      code_expires_at: isoInstant(addDuration(now, CODE_LIFETIME)),
      expires_at: isoInstant(addDuration(now, parts.kept.imports?.keepFor ?? "P30D")),
    });
    await said.outbox.add(row.id, { entry: { type: "import.allowed", ...entry } });
    back.searchParams.set("code", code);
    return back;
  });
}
