/** The SQL of proofs and doubts. */
import type { Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { VerificationTables } from "./tables.ts";

export type ProofRow = Selectable<VerificationTables["proof"]>;
export type DoubtRecord = Selectable<VerificationTables["request_doubt"]> & { readonly isOpen: boolean };

function db(ctx: Ctx | TxCtx): Kysely<Database> {
  return ctx.db as Kysely<Database>;
}

/** Everything that was tried, oldest first. Documents stay where they are. */
export function listProofs(ctx: Ctx | TxCtx, requestId: string): Promise<readonly Omit<ProofRow, "sealed_document">[]> {
  return db(ctx)
    .selectFrom("proof")
    .select([
      "request_id",
      "id",
      "tier",
      "state",
      "secret_hash",
      "tries",
      "created_at",
      "expires_at",
      "settled_at",
      "sealed_hash",
      "byte_count",
      "destroy_at",
      "destroyed_at",
      "message_id",
    ])
    .where("request_id", "=", requestId)
    .orderBy("id")
    .execute();
}

/** Doubts about who asks, oldest first; open as long as their question is not answered. */
export async function listDoubts(ctx: Ctx | TxCtx, requestId: string): Promise<readonly DoubtRecord[]> {
  const rows = await db(ctx)
    .selectFrom("request_doubt")
    .innerJoin("request_question", (join) =>
      join
        .onRef("request_question.request_id", "=", "request_doubt.request_id")
        .onRef("request_question.id", "=", "request_doubt.question_id"),
    )
    .selectAll("request_doubt")
    .select("request_question.answered_at as answeredAt")
    .where("request_doubt.request_id", "=", requestId)
    .orderBy("request_doubt.id")
    .execute();
  return rows.map(({ answeredAt, ...row }) => ({ ...row, isOpen: answeredAt === null }));
}

/** A document that is there, sealed. */
export function findDocument(ctx: Ctx | TxCtx, requestId: string, proofId: string): Promise<ProofRow | undefined> {
  return db(ctx)
    .selectFrom("proof")
    .selectAll()
    .where("request_id", "=", requestId)
    .where("id", "=", proofId)
    .where("sealed_document", "is not", null)
    .executeTakeFirst();
}
