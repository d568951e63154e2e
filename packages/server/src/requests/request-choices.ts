/** What a request has recorded about uses of a person's data, as rows. */
import type { Receipt } from "@kept/contract/packages";
import type { RequestChoice } from "@kept/contract/requests";
import type { Kysely, Selectable } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import type { RequestTables } from "./tables.ts";

export type RequestChoiceRow = Selectable<RequestTables["request_choice"]>;

/** In the order of their names. */
export function listRequestChoices(ctx: Ctx | TxCtx, requestId: string): Promise<readonly RequestChoiceRow[]> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_choice")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("purpose")
    .execute();
}

export function describeRequestChoice(row: RequestChoiceRow): RequestChoice {
  const { purpose, weighed, outcome } = row;
  return { purpose, act: row.act as RequestChoice["act"], weighed, outcome, at: row.at.toISOString() };
}

export function describeReceiptChoice(row: RequestChoiceRow): NonNullable<Receipt["choices"]>[number] {
  return { purpose: row.purpose, act: row.act, outcome: row.outcome, at: row.at.toISOString() };
}
