/** Takes one item of an import in: whoever holds the token says what it is, and the same item again is no second one. */
import { createHash } from "node:crypto";
import { TRANSFER_VERTICALS, type TransferVertical } from "@kept/contract/transfers";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { type ItemContent, sealItem } from "./import-content.ts";
import type { ImportParts } from "./import-parts.ts";
import { OauthFailure } from "./oauth-failure.ts";
import { genericPayload, VERTICAL_RULES } from "./payload-schemas.ts";
import { type GrantRow, hashToken, lockGrantByToken, updateGrant } from "./queries.ts";
import { multipartBoundary, readParts } from "./read-multipart.ts";

export interface ReceivedItem {
  readonly id: string;
  readonly sha256: string;
}

export interface ItemCall {
  readonly vertical: string;
  readonly authorization: string | undefined;
  readonly contentType: string;
  /** What the sender calls the item; null: it is known by its bytes. */
  readonly key: string | null;
  /** Reads the body up to so many bytes; null when it is longer. */
  readonly read: (limit: number) => Promise<Buffer | null>;
}

/** Metadata, boundaries and headers of an item besides its file. */
const ENVELOPE_BYTES = 65_536;

/** Throws {@link OauthFailure}. */
export async function receiveItem(ctx: Ctx, parts: ImportParts, call: ItemCall): Promise<ReceivedItem> {
  const settings = parts.kept.imports;
  const vertical = TRANSFER_VERTICALS.find(({ path }) => path === call.vertical)?.vertical;
  if (settings === null || vertical === undefined)
    throw new OauthFailure(404, "not_found", "There is no such vertical.");
  const token = bearerToken(call.authorization);
  // Before the body is read: nobody without a token has us hold anything.
  await ctx.transaction((tx) => requireAccess(tx, token));
  const body = await call.read(settings.maxItemBytes + ENVELOPE_BYTES);
  if (body === null) throw new OauthFailure(413, "item_too_large", "The item is larger than what is taken in.");
  const { content, type, sha256 } = readItem(vertical, call.contentType, body);
  return await ctx.transaction(async (tx) => {
    const row = await requireAccess(tx, token);
    const keyHash = hashToken(`${vertical} ${call.key ?? sha256}`);
    const known = await tx.db
      .selectFrom("import_item")
      .select(["id", "sha256"])
      .where("import_id", "=", row.id)
      .where("key_hash", "=", keyHash)
      .executeTakeFirst();
    if (known !== undefined) return known;
    const bytes = Number(row.bytes) + body.length;
    if (bytes > settings.maxBytes || row.items >= settings.maxItems) {
      throw new OauthFailure(413, "destination_full", "No more is taken in for this person.");
    }
    const id = tx.ids.next("itm");
    const receivedAt = isoInstant(tx.clock.now());
    await tx.db
      .insertInto("import_item")
      .values({
        import_id: row.id,
        id,
        key_hash: keyHash,
        vertical,
        type,
        sha256,
        bytes: String(body.length),
        sealed: sealItem(tx.keys, row.id, id, content),
        received_at: receivedAt,
      })
      .execute();
    await updateGrant(tx, row.id, { items: row.items + 1, bytes: String(bytes), last_item_at: receivedAt });
    return { id, sha256 };
  });
}

export function bearerToken(authorization: string | undefined): string {
  const [, token = ""] = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? "") ?? [];
  return token;
}

/** The import that a token opens, locked. Says whether a fresh token may help (`invalid_token`) or nothing does any more. */
export async function requireAccess(tx: TxCtx, token: string): Promise<GrantRow> {
  const row = await lockGrantByToken(tx, "access_hash", token);
  const isLate = (row?.access_expires_at?.getTime() ?? 0) <= tx.clock.now().epochMilliseconds;
  if (row === undefined || (row.state === "receiving" && isLate)) {
    throw new OauthFailure(401, "invalid_token", "The access token is not known, or has expired.");
  }
  if (row.state !== "receiving") throw new OauthFailure(401, "session_invalidated", "Nothing more is taken in here.");
  return row;
}

function readItem(
  vertical: TransferVertical,
  contentType: string,
  body: Buffer,
): { readonly content: ItemContent; readonly type: string; readonly sha256: string } {
  const boundary = multipartBoundary(contentType);
  const isJson = /^application\/json\s*(?:;|$)/i.test(contentType);
  if (boundary === null && !isJson) {
    throw new OauthFailure(415, "unsupported_media_type", "Send application/json or multipart/related.");
  }
  const parts = boundary === null ? [{ type: "application/json", bytes: body }] : readParts(body, boundary);
  const [meta, file, ...more] = parts ?? [];
  const wrapped = genericPayload.safeParse(meta === undefined ? null : parseJson(meta.bytes));
  const rule = VERTICAL_RULES[vertical];
  const payload = wrapped.success ? rule.payload.safeParse(wrapped.data.payload) : null;
  if (more.length > 0 || payload?.success !== true) {
    throw new OauthFailure(400, "invalid_payload", `This is not an item of ${vertical} as its schema has it.`);
  }
  const type = payload.data["@type"];
  if (rule.files.includes(type) !== (file !== undefined)) {
    throw new OauthFailure(
      400,
      "invalid_payload",
      `An item of type ${type} comes ${file === undefined ? "with" : "without"} a file.`,
    );
  }
  // Over the metadata and the file alone: boundaries differ from one try to the next.
  const hash = createHash("sha256").update(meta?.bytes ?? "");
  return {
    type,
    sha256: (file === undefined ? hash : hash.update(file.bytes)).digest("hex"),
    content: {
      payload: payload.data,
      file: file === undefined ? null : { type: file.type, base64: Buffer.from(file.bytes).toString("base64") },
    },
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return null;
  }
}
