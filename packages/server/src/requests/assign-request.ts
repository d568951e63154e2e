/** Who has a request in hand. Nobody else is kept from it: it says whom to ask. */
import { type Permission, roleNames, roles } from "@kept/contract/permissions";
import { requestState } from "@kept/contract/request-states";
import type { Kysely } from "kysely";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { lockRequest, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";

export interface Assignee {
  readonly id: string;
  readonly name: string;
}

/** Operators whose role lets them act on requests, by name. */
export async function listAssignees(ctx: Ctx | TxCtx): Promise<Assignee[]> {
  const acting = roleNames.filter((role) => (roles[role] as readonly Permission[]).includes("requests:act"));
  return await (ctx.db as Kysely<Database>)
    .selectFrom("operator_user")
    .select(["id", "name"])
    .where("role", "in", acting)
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** Throws `operator_not_found` for somebody who may not act on it, `request_state_wrong` once it is closed. */
export async function assignRequest(
  ctx: Ctx,
  requestId: string,
  { operatorId }: { readonly operatorId: string | null },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (requestState(request.state).phase === "closed") throw problem("request_state_wrong");
    if (operatorId !== null && !(await listAssignees(tx)).some(({ id }) => id === operatorId)) {
      throw problem("operator_not_found");
    }
    await updateRequest(tx, requestId, { assigned_to: operatorId });
    await recordEvent(tx, requestId, { type: "request.assigned", data: { operator: operatorId } });
  });
}
