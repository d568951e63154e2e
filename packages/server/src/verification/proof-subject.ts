/** Whom a token is about: a request, or a submission that was not taken in and must look like one. */
import { requestKind } from "@kept/contract/request-kinds";
import { openLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { identifierIndex } from "../requests/person.ts";
import { findRequest, listIndexHashes, type RequestRow } from "../requests/queries.ts";
import { LINKS } from "../requests/request-links.ts";
import { listDoubts } from "./queries.ts";

export interface ProofSubject {
  readonly id: string;
  /** Null: nothing was taken in. */
  readonly request: RequestRow | null;
  /** Keyed hashes of the identifiers that tries count for. */
  readonly hashes: readonly string[];
  /** Something may be shown now. */
  readonly isOpen: boolean;
}

/** Whoever asked holds a token for this; whoever read our mail, one of the request's page. Throws `proof_not_found`. */
export async function openProof(ctx: Ctx | TxCtx, token: string): Promise<ProofSubject> {
  for (const purpose of [LINKS.prove, LINKS.status]) {
    const opened = await openLink(ctx, purpose, token);
    if (!opened.ok) continue;
    const request = await findRequest(ctx, opened.subject);
    if (request !== undefined) {
      const hashes = await listIndexHashes(ctx, request.id);
      return { id: request.id, request, hashes, isOpen: await isProofOpen(ctx, request) };
    }
    const decoy = await findDecoy(ctx, opened.subject);
    if (decoy !== undefined) {
      return { id: decoy.id, request: null, hashes: [decoy.index_hash], isOpen: !decoy.is_over };
    }
  }
  throw problem("proof_not_found");
}

/** Before anybody has shown anything, or while a doubt stands. */
export async function isProofOpen(ctx: Ctx | TxCtx, request: RequestRow): Promise<boolean> {
  if (request.state === "unverified") return true;
  return request.state === "asking" && (await listDoubts(ctx, request.id)).some(({ isOpen }) => isOpen);
}

/** Stands for a submission that is not taken in, so that its page behaves as if it were. */
export async function openDecoy(tx: TxCtx, kind: string, email: string): Promise<string> {
  const id = tx.ids.next("req");
  await tx.db
    .insertInto("proof_decoy")
    .values({
      id,
      index_hash: identifierIndex(tx.keys, { kind: "email", value: email }),
      is_over: !requestKind(kind).needsProof,
      created_at: new Date(tx.clock.now().epochMilliseconds).toISOString(),
    })
    .execute();
  return id;
}

function findDecoy(ctx: Ctx | TxCtx, id: string) {
  return (ctx as Ctx).db.selectFrom("proof_decoy").selectAll().where("id", "=", id).executeTakeFirst();
}
