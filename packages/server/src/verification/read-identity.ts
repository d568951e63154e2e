/** What shows who asks, as a person's page and operators see it. */
import type { DoubtGround } from "@kept/contract/doubts";
import type { ProofTier } from "@kept/contract/proof-tiers";
import type { Identity, ProofState } from "@kept/contract/verification";
import type { Ctx } from "../platform/ctx.ts";
import { openQuestion } from "../requests/ask-person.ts";
import { requireRequest } from "../requests/read-request.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { openProof, type ProofSubject } from "./proof-subject.ts";
import { listDoubts, listProofs } from "./queries.ts";
import { availableTiers, readStanding } from "./read-standing.ts";

/** Throws `proof_not_found`. */
export async function readProof(ctx: Ctx, parts: RequestParts, token: string): Promise<ProofState> {
  return await describeSubject(ctx, parts, await openProof(ctx, token));
}

export async function describeSubject(ctx: Ctx, parts: RequestParts, subject: ProofSubject): Promise<ProofState> {
  if (!subject.isOpen) return { state: "over", offers: [], doubt: null, documentPending: false };
  const { request } = subject;
  if (request === null) return { state: "open", offers: ["code"], doubt: null, documentPending: false };
  const { offers, doubt, documentPending } = await readStanding(ctx, parts.kept, request);
  return {
    state: "open",
    offers: [...offers],
    doubt: doubt === null ? null : await openQuestion(ctx, request.id),
    documentPending,
  };
}

/** Throws `request_not_found`. */
export async function readIdentity(ctx: Ctx, parts: RequestParts, requestId: string): Promise<Identity> {
  const request = await requireRequest(ctx, requestId);
  const { needed, reached, offers } = await readStanding(ctx, parts.kept, request);
  return {
    needed,
    reached,
    available: [...availableTiers(parts.kept)],
    offers: [...offers],
    proofs: (await listProofs(ctx, requestId)).map((row) => ({
      id: row.id,
      tier: row.tier as ProofTier,
      state: row.state,
      tries: row.tries,
      at: row.created_at.toISOString(),
      settledAt: row.settled_at?.toISOString() ?? null,
      document:
        row.sealed_hash === null || row.destroy_at === null
          ? null
          : {
              bytes: row.byte_count ?? 0,
              sealedHash: row.sealed_hash,
              destroyBy: row.destroy_at.toISOString(),
              destroyedAt: row.destroyed_at?.toISOString() ?? null,
            },
    })),
    doubts: (await listDoubts(ctx, requestId)).map(({ ground, at, isOpen, allows_document }) => ({
      ground: ground as DoubtGround,
      at: at.toISOString(),
      isOpen,
      allowsDocument: allows_document,
    })),
  };
}
