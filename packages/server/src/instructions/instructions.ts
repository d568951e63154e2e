/** Instructions: recorded, read, and settled with how they were carried out (Art. 28(3)(a) GDPR; .b). */
import { createHash } from "node:crypto";
import type { Instruction, RecordInstruction, SettleInstruction } from "@kept/contract/instructions";
import { requestState } from "@kept/contract/request-states";
import type { Kysely, Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import type { InstructionTables } from "./tables.ts";

type InstructionRow = Selectable<InstructionTables["instruction"]> & {
  /** Of the request by which it is carried out. */
  readonly request_state: string | null;
  readonly request_closed_at: Date | null;
};

const PAGE = 50;
const TEXT = "instruction.text";
const EXECUTION = "instruction.execution";

/** Answers the id. `requestId`: the request by which it is carried out, so that its end is the instruction's. */
export async function addInstruction(
  tx: TxCtx,
  input: RecordInstruction & { readonly requestId?: string },
): Promise<string> {
  const id = tx.ids.next("ins");
  const now = isoInstant(tx.clock.now());
  const isPast = input.at !== undefined && Date.parse(input.at) <= Date.parse(now);
  const at = isPast ? new Date(input.at ?? now).toISOString() : now;
  const sha256 = createHash("sha256").update(input.text, "utf8").digest("hex");
  const { direction, party, channel } = input;
  await tx.db
    .insertInto("instruction")
    .values({
      id,
      direction,
      party,
      channel,
      at,
      sha256,
      sealed_text: sealJson(tx.keys, TEXT, `instruction/${id}`, input.text),
      request_id: input.requestId ?? null,
      outcome: null,
      sealed_execution: null,
    })
    .execute();
  await tx.outbox.add(id, {
    entry: { type: "instruction.recorded", subject: { instruction: id }, data: { direction, channel, at, sha256 } },
  });
  return id;
}

export async function listInstructions(
  ctx: Ctx,
  query: {
    readonly direction?: Instruction["direction"] | undefined;
    readonly open: "true" | "false";
    readonly before?: string | undefined;
  },
): Promise<{ instructions: Instruction[]; next: string | null }> {
  let select = from(ctx)
    .orderBy("instruction.id", "desc")
    .limit(PAGE + 1);
  if (query.direction !== undefined) select = select.where("instruction.direction", "=", query.direction);
  if (query.before !== undefined) select = select.where("instruction.id", "<", query.before);
  if (query.open === "true") {
    select = select.where("instruction.settled_at", "is", null).where("request.closed_at", "is", null);
  }
  const rows = await select.execute();
  const page = rows.slice(0, PAGE).map(describe);
  return { instructions: page, next: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}

/** Throws `instruction_not_found`. */
export async function getInstruction(ctx: Ctx, id: string): Promise<Instruction> {
  return describe(await requireInstruction(ctx, id));
}

/** Every look is a ledger entry. Throws `instruction_not_found`. */
export async function readInstruction(ctx: Ctx, id: string): Promise<{ text: string; execution: string | null }> {
  const row = await requireInstruction(ctx, id);
  await ctx.transaction((tx) =>
    tx.outbox.add(id, { entry: { type: "instruction.viewed", subject: { instruction: id }, data: {} } }),
  );
  const execution = row.sealed_execution;
  return {
    text: openJson<string>(ctx.keys, TEXT, `instruction/${id}`, row.sealed_text),
    execution: execution === null ? null : openJson<string>(ctx.keys, EXECUTION, `instruction/${id}`, execution),
  };
}

/** Once. Throws `instruction_not_found` or `instruction_settled`. */
export async function settleInstruction(ctx: Ctx, id: string, input: SettleInstruction): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (describe(await requireInstruction(tx, id)).state === "settled") throw problem("instruction_settled");
    const changed = await tx.db
      .updateTable("instruction")
      .set({
        outcome: input.outcome,
        settled_at: isoInstant(tx.clock.now()),
        sealed_execution: sealJson(tx.keys, EXECUTION, `instruction/${id}`, input.text),
      })
      .where("id", "=", id)
      .where("settled_at", "is", null)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw problem("instruction_settled");
    const sha256 = createHash("sha256").update(input.text, "utf8").digest("hex");
    await tx.outbox.add(id, {
      entry: { type: "instruction.settled", subject: { instruction: id }, data: { outcome: input.outcome, sha256 } },
    });
  });
}

function from(ctx: Ctx | TxCtx) {
  return (ctx.db as Kysely<Database>)
    .selectFrom("instruction")
    .leftJoin("request", "request.id", "instruction.request_id")
    .selectAll("instruction")
    .select(["request.state as request_state", "request.closed_at as request_closed_at"]);
}

async function requireInstruction(ctx: Ctx | TxCtx, id: string): Promise<InstructionRow> {
  const row = await from(ctx).where("instruction.id", "=", id).executeTakeFirst();
  if (row === undefined) throw problem("instruction_not_found");
  return row;
}

/** What a request carries out ends with it: as the protocol that brought it would say. */
function describe(row: InstructionRow): Instruction {
  const byRequest = row.settled_at === null && row.request_state !== null && row.request_closed_at !== null;
  const carriedOut = byRequest && requestState(row.request_state ?? "").openDsr === "completed";
  const outcome = byRequest ? (carriedOut ? "carried-out" : "withdrawn") : row.outcome;
  const settledAt = byRequest ? row.request_closed_at : row.settled_at;
  return {
    id: row.id,
    direction: row.direction,
    party: row.party,
    channel: row.channel as Instruction["channel"],
    at: row.at.toISOString(),
    sha256: row.sha256,
    requestId: row.request_id,
    state: outcome === null ? "open" : "settled",
    outcome: outcome as Instruction["outcome"],
    settledAt: settledAt?.toISOString() ?? null,
  };
}
