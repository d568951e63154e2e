/** A person has their data sent elsewhere: they choose where, allow it there, and come back with a code for it. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { requestKind } from "@kept/contract/request-kinds";
import { findPackage } from "../fulfilment/queries.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { lockRequest, type RequestRow } from "../requests/queries.ts";
import { failTransfer } from "./end-transfer.ts";
import { fetchTokens } from "./fetch-tokens.ts";
import { FREE, findDestination, sealDestination } from "./find-destination.ts";
import { findTransfer, listTransferRows, type TransferRow, updateTransfer } from "./queries.ts";
import { FIRST_BEGINS } from "./resume-transfers.ts";
import { type TransferParts, transferPath } from "./transfer-parts.ts";
import { openVerifier, sealTokens, sealVerifier } from "./transfer-secrets.ts";
import type { DestinationConfig } from "./transfers-config.ts";

/** How long the person may take at the destination. */
export const AUTHORISING = "PT2H";
const TRANSFERS_A_DAY = 10;

/** Whether the request has left something that could be sent. */
export async function maySend(ctx: Ctx | TxCtx, request: Pick<RequestRow, "id" | "kind" | "state">): Promise<boolean> {
  if (!requestKind(request.kind).portable || request.state !== "done") return false;
  const pack = await findPackage(ctx, request.id);
  return pack?.state === "ready" && (pack.expires_at?.getTime() ?? 0) > ctx.clock.now().epochMilliseconds;
}

/**
 * Where the person's browser goes to allow it; null when this cannot be sent there (any more). Only a browser that brings
 * `browserToken` comes back from there: whoever learns of the address, or is lured to its end, does not.
 */
export async function beginTransfer(
  ctx: Ctx,
  parts: TransferParts,
  requestId: string,
  to: { readonly name: string; readonly destination: DestinationConfig },
  browserToken: string,
): Promise<URL | null> {
  const { name: destinationName, destination } = to;
  return await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined || !(await maySend(tx, request))) return null;
    const now = tx.clock.now();
    const others = await listTransferRows(tx, requestId);
    const isAtWork = others.some((row) => row.state === "running" && row.destination === destinationName);
    const dayAgo = addDuration(now, "-P1D").epochMilliseconds;
    if (isAtWork || others.filter((row) => row.created_at.getTime() > dayAgo).length >= TRANSFERS_A_DAY) return null;
    const id = tx.ids.next("trf");
    const [state, verifier] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
    await tx.db
      .insertInto("transfer")
      .values({
        id,
        request_id: requestId,
        destination: destinationName,
        state: "authorising",
        state_hash: hashState(state, browserToken),
        sealed_destination: destinationName === FREE ? sealDestination(tx.keys, id, destination) : null,
        sealed_verifier: sealVerifier(tx.keys, id, verifier),
        job_id: randomUUID(),
        retry_at: isoInstant(addDuration(now, AUTHORISING)),
        created_at: isoInstant(now),
      })
      .execute();
    const subject = { request: requestId, transfer: id };
    await tx.outbox.add(requestId, {
      entry: { type: "transfer.begun", subject, data: { destination: destinationName } },
    });
    return authoriseAddress(parts, destination, state, verifier);
  });
}

function authoriseAddress(parts: TransferParts, destination: DestinationConfig, state: string, verifier: string): URL {
  const address = new URL(destination.authorise);
  const query = {
    response_type: "code",
    client_id: destination.clientId,
    redirect_uri: backAddress(parts),
    ...(destination.scopes.length === 0 ? {} : { scope: destination.scopes.join(" ") }),
    state,
    code_challenge: createHash("sha256").update(verifier, "ascii").digest("base64url"),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address;
}

function backAddress(parts: TransferParts): string {
  return `${parts.publicUrl}${transferPath.back()}`;
}

/** Of both together: neither finds the transfer without the other (RFC 6749, section 10.12). */
function hashState(state: string, browserToken: string): string {
  return createHash("sha256").update(`${state} ${browserToken}`, "utf8").digest("hex");
}

/** What the destination sends back with the browser. */
export interface BackQuery {
  readonly state: string;
  /** What the browser was given when it left; empty for one that was not. */
  readonly browserToken: string;
  readonly code: string;
  readonly error: string;
  /** Who says so (RFC 9207); empty where the destination does not tell. */
  readonly issuer: string;
}

/** Answers the transfer, begun or failed; null for a state that nobody in this browser waits for. A state works once. */
export async function comeBack(ctx: Ctx, parts: TransferParts, query: BackQuery): Promise<TransferRow | null> {
  const found = await takeState(ctx, query);
  if (found === null) return null;
  const { row, verifier } = found;
  const person = ctx.as({ kind: "person", id: row.request_id });
  const destination = findDestination(ctx.keys, parts.kept.transfers, row);
  const isOthers = destination?.issuer !== undefined && destination.issuer !== query.issuer;
  if (destination === undefined || query.code === "" || isOthers) {
    const code = query.error === "access_denied" ? "not_allowed" : "not_authorised";
    await person.transaction((tx) => failTransfer(tx, row, destination === undefined ? "destination_removed" : code));
    return row;
  }
  const answer = await fetchTokens(parts, destination, {
    grant_type: "authorization_code",
    code: query.code,
    redirect_uri: backAddress(parts),
    code_verifier: verifier,
  });
  await person.transaction(async (tx) => {
    // Meanwhile its time may have been over.
    if ((await findTransfer(tx, row.id))?.state !== "authorising") return;
    if (!answer.ok) return await failTransfer(tx, row, answer.code);
    await updateTransfer(tx, row.id, {
      state: "running",
      sealed_tokens: sealTokens(tx.keys, row.id, answer.tokens),
      authorised_at: isoInstant(tx.clock.now()),
      // Its job is on the way; one that is lost is sent again.
      retry_at: isoInstant(addDuration(tx.clock.now(), FIRST_BEGINS)),
    });
    await tx.outbox.add(row.request_id, {
      entry: {
        type: "transfer.authorised",
        subject: { request: row.request_id, transfer: row.id },
        data: { destination: row.destination },
      },
      jobs: [{ name: "transfers.run", payload: { transferId: row.id } }],
    });
  });
  return row;
}

async function takeState(
  ctx: Ctx,
  { state, browserToken }: BackQuery,
): Promise<{ readonly row: TransferRow; readonly verifier: string } | null> {
  return await ctx.transaction(async (tx) => {
    const row = await tx.db
      .selectFrom("transfer")
      .selectAll()
      .where("state_hash", "=", hashState(state, browserToken))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.state !== "authorising" || row.sealed_verifier === null) return null;
    await updateTransfer(tx, row.id, { state_hash: null, sealed_verifier: null });
    return { row, verifier: openVerifier(tx.keys, row.id, row.sealed_verifier) };
  });
}
