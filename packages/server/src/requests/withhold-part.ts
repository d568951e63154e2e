/** A part is left out of an answer, with a reason that the law knows, so that the rest can be given (Art. 15(4) GDPR). */
import { type RefusalReason, refusalRow, type Withheld, type Withhold } from "@kept/contract/refusals";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestState } from "@kept/contract/request-states";
import type { Kysely, Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { jsonb } from "../platform/db/columns.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { checkLawful, checkProof } from "./check-refusal.ts";
import { decideRequest } from "./decide-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";
import type { RequestTables } from "./tables.ts";

type WithheldRow = Selectable<RequestTables["request_withheld"]>;

/** Throws `withhold_not_possible` for a right that hands nothing out, and what a refusal throws. */
export function withholdPart(ctx: Ctx, parts: RequestParts, requestId: string, input: Withhold): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayRefuse", async (tx, request): Promise<RequestState> => {
    if (!parts.systems.names.includes(input.system)) throw problem("system_unknown");
    checkLawful(request, input.reason);
    checkProof(input);
    // What needs a second person is a refusal, and proposed as one.
    if (!requestKind(request.kind).givesPackage || refusalRow(input.reason).alwaysTwo) {
      throw problem("withhold_not_possible");
    }
    const id = tx.ids.next("wth");
    const { system, table, columns, reason, text, proof } = input;
    await tx.db
      .insertInto("request_withheld")
      .values({
        request_id: requestId,
        id,
        system,
        table,
        columns: jsonb(columns),
        reason,
        sealed: sealJson(tx.keys, "request.withheld", `request/${requestId}/${id}`, { text, proof }),
        actor_kind: tx.actor.kind,
        actor_id: tx.actor.id,
        at: isoInstant(tx.clock.now()),
      })
      .execute();
    const data = { system, table, columns: columns.length, reason };
    await recordEvent(tx, requestId, { type: "request.withheld", data });
    return request.state as RequestState;
  });
}

/** As long as the request is not being carried out. */
export function giveWithheld(ctx: Ctx, parts: RequestParts, requestId: string, withheldId: string): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayRefuse", async (tx, request): Promise<RequestState> => {
    const row = (await listWithheldRows(tx, requestId)).find(({ id }) => id === withheldId);
    if (row === undefined) throw problem("request_state_wrong", { detail: "No such part is left out." });
    await tx.db
      .deleteFrom("request_withheld")
      .where("request_id", "=", requestId)
      .where("id", "=", withheldId)
      .execute();
    const data = { system: row.system, table: row.table };
    await recordEvent(tx, requestId, { type: "request.withheld-given", data });
    return request.state as RequestState;
  });
}

export function listWithheldRows(ctx: Ctx | TxCtx, requestId: string): Promise<readonly WithheldRow[]> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_withheld")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id")
    .execute();
}

/** What is left out, in the words to the person. */
export async function describeWithheld(ctx: Ctx, requestId: string): Promise<Withheld[]> {
  return (await listWithheldRows(ctx, requestId)).map((row) => ({
    id: row.id,
    system: row.system,
    table: row.table,
    columns: [...row.columns],
    reason: row.reason as RefusalReason,
    text: textOf(ctx.keys, row),
  }));
}

function textOf(keys: Keyring, row: WithheldRow): string {
  if (row.sealed === null) return "";
  return openJson<{ text: string }>(keys, "request.withheld", `request/${row.request_id}/${row.id}`, row.sealed).text;
}
