/** The last resort: a picture of a document, sealed, looked at by a person, destroyed with their decision or after its time. */
import { createHash } from "node:crypto";
import type { DecideDocument } from "@kept/contract/verification";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { lockRequest } from "../requests/queries.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { requireOffered } from "./codes.ts";
import { settleProof } from "./give-proof.ts";
import { isProofOpen, openProof } from "./proof-subject.ts";
import { findDocument } from "./queries.ts";
import { stripPicture } from "./strip-picture.ts";

const SEAL = "proof.document";

/** Throws `proof_not_found`, `proof_tier_not_offered` or `document_not_a_picture`. */
export async function receiveDocument(
  ctx: Ctx,
  parts: RequestParts,
  token: string,
  content: Uint8Array,
): Promise<{ destroyBy: string }> {
  const subject = await openProof(ctx, token);
  await requireOffered(ctx, parts, subject, "document");
  const picture = stripPicture(content);
  if (picture === null) throw problem("document_not_a_picture");
  const destroyBy = isoInstant(addDuration(ctx.clock.now(), parts.kept.verification.documentLifetime));
  await ctx.as({ kind: "person", id: subject.id }).transaction(async (tx) => {
    const request = await lockRequest(tx, subject.id);
    if (request === undefined || !(await isProofOpen(tx, request))) throw problem("proof_tier_not_offered");
    // One that is sent anew takes the place of the one before.
    await destroy(tx, request.id, null, "decided");
    const id = tx.ids.next("prf");
    const sealed = tx.keys.seal(
      SEAL,
      `proof/${request.id}/${id}`,
      Buffer.concat([mark(picture.mediaType), picture.bytes]),
    );
    const sealedHash = createHash("sha256").update(sealed).digest("hex");
    await tx.db
      .insertInto("proof")
      .values({
        request_id: request.id,
        id,
        tier: "document",
        state: "open",
        created_at: isoInstant(tx.clock.now()),
        sealed_document: sealed,
        sealed_hash: sealedHash,
        byte_count: picture.bytes.length,
        destroy_at: destroyBy,
      })
      .execute();
    const data = { sealedHash, bytes: picture.bytes.length, destroyBy };
    await recordEvent(tx, request.id, { type: "request.document-received", data });
  });
  return { destroyBy };
}

/** The first byte of what is sealed says which kind of picture follows. */
function mark(mediaType: string): Buffer {
  return Buffer.from([mediaType === "image/png" ? 1 : 2]);
}

/** Every look is a ledger entry before it is a look. Throws `request_not_found` or `document_missing`. */
export async function viewDocument(ctx: Ctx, requestId: string, proofId: string): Promise<Response> {
  await requireRequest(ctx, requestId);
  const row = await findDocument(ctx, requestId, proofId);
  if (row === undefined || row.sealed_document === null) throw problem("document_missing");
  const data = { sealedHash: row.sealed_hash ?? "" };
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.document-viewed", data }));
  const opened = ctx.keys.open(SEAL, `proof/${requestId}/${proofId}`, row.sealed_document);
  return new Response(Buffer.from(opened.subarray(1)), {
    headers: {
      "content-type": opened[0] === 1 ? "image/png" : "image/jpeg",
      "cache-control": "no-store",
      "content-disposition": "inline",
    },
  });
}

/** Accepted or not, it is destroyed in the same transaction. Throws `request_not_found` or `document_missing`. */
export async function decideDocument(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  proofId: string,
  { accepted }: DecideDocument,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if ((await findDocument(tx, requestId, proofId)) === undefined) throw problem("document_missing");
    await recordEvent(tx, requestId, { type: "request.document-decided", data: { accepted } });
    await tx.db
      .updateTable("proof")
      .set({ state: accepted ? "proven" : "failed", settled_at: isoInstant(tx.clock.now()) })
      .where("request_id", "=", requestId)
      .where("id", "=", proofId)
      .execute();
    await destroy(tx, requestId, proofId, "decided");
    // The request may have been closed meanwhile; the document goes all the same.
    if (accepted && (await isProofOpen(tx, request))) await settleProof(tx, parts, request, "document");
  });
}

/** Destroys documents of a request (or one): the ledger names what was sealed by its hash, and nothing can open it any more. */
async function destroy(tx: TxCtx, requestId: string, proofId: string | null, why: "decided" | "time"): Promise<void> {
  let select = tx.db
    .selectFrom("proof")
    .select(["id", "sealed_hash", "state"])
    .where("request_id", "=", requestId)
    .where("sealed_document", "is not", null);
  if (proofId !== null) select = select.where("id", "=", proofId);
  const now = isoInstant(tx.clock.now());
  for (const { id, sealed_hash, state } of await select.execute()) {
    await tx.db
      .updateTable("proof")
      .set({
        sealed_document: null,
        destroyed_at: now,
        ...(state === "open" ? { state: "failed" as const, settled_at: now } : {}),
      })
      .where("request_id", "=", requestId)
      .where("id", "=", id)
      .execute();
    const data = { sealedHash: sealed_hash ?? "", why };
    await recordEvent(tx, requestId, { type: "request.document-destroyed", data });
  }
}

/** Documents whose time is over, and those of requests that are closed. */
export async function destroyDocuments(ctx: Ctx): Promise<void> {
  const rows = await ctx.db
    .selectFrom("proof")
    .innerJoin("request", "request.id", "proof.request_id")
    .select(["proof.request_id as requestId", "proof.id as proofId"])
    .where("proof.sealed_document", "is not", null)
    .where((where) =>
      where.or([
        where("proof.destroy_at", "<=", new Date(ctx.clock.now().epochMilliseconds)),
        where("request.closed_at", "is not", null),
      ]),
    )
    .limit(200)
    .execute();
  for (const { requestId, proofId } of rows) {
    await ctx.transaction(async (tx) => {
      await lockRequest(tx, requestId);
      await destroy(tx, requestId, proofId, "time");
    });
  }
}
