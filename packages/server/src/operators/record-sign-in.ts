/** What a sign-in leaves, whichever way the operator came in. */
import { roles } from "@kept/contract/permissions";
import type { Actor, Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { findOperatorRow } from "./queries.ts";

/** Enters a sign-in in the ledger and gives the operator. */
export async function recordSignIn(ctx: Ctx, operatorId: string, method: "link" | "password") {
  const row = await findOperatorRow(ctx.db, operatorId);
  if (row === undefined) throw problem("credentials_wrong");
  const actor: Actor = { kind: "operator", id: row.id, permissions: roles[row.role] ?? [] };
  await ctx
    .as(actor)
    .transaction((tx) =>
      tx.outbox.add(row.id, { entry: { type: "operator.signed-in", subject: { operator: row.id }, data: { method } } }),
    );
  return { operator: { ...row, createdAt: row.createdAt.toISOString() } };
}
