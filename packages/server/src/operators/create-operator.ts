/** Creates operators, gives them passwords, and makes the one-time links by which they come in. */
import type { Role } from "@kept/contract/permissions";
import { isoInstant } from "../platform/clock.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { findOperatorByEmail, insertOperator, listOperatorRows, storePassword } from "./queries.ts";

/** The links' purpose, and how long one works. */
export const SIGN_IN_LINK = { purpose: "operator.sign-in", lifetime: "PT30M" } as const;

export interface NewOperator {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** @throws problem `operator_exists` */
export async function createOperator(ctx: Ctx, input: NewOperator, publicUrl: string) {
  const at = isoInstant(ctx.clock.now());
  const operator = { id: ctx.ids.next("opr"), name: input.name, email: input.email.toLowerCase(), role: input.role };
  const token = await ctx.transaction(async (tx) => {
    if (!(await insertOperator(tx.db, { ...operator, at }))) throw problem("operator_exists");
    await tx.outbox.add(operator.id, {
      entry: { type: "operator.created", subject: { operator: operator.id }, data: { role: operator.role } },
    });
    return await signInToken(tx, operator.id);
  });
  return { operator: { ...operator, createdAt: at }, signInUrl: signInUrl(publicUrl, token) };
}

export async function listOperators(ctx: Ctx) {
  const rows = await listOperatorRows(ctx.db);
  return { operators: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
}

/**
 * A link that signs an operator in once. Creates the operator when there is none with this address: whoever runs the
 * process may let anybody in.
 */
export async function createSignInLink(ctx: Ctx, input: NewOperator, publicUrl: string): Promise<string> {
  const known = await findOperatorByEmail(ctx.db, input.email.toLowerCase());
  if (known === undefined) return (await createOperator(ctx, input, publicUrl)).signInUrl;
  return signInUrl(publicUrl, await ctx.transaction((tx) => signInToken(tx, known.id)));
}

/** Sets an operator's password. `hash` is made by the sign-in's own function. */
export async function setPassword(ctx: Ctx, operatorId: string, hash: string): Promise<void> {
  const at = isoInstant(ctx.clock.now());
  await ctx.db
    .transaction()
    .execute((trx) => storePassword(trx, { accountId: ctx.ids.next("acc"), operatorId, hash, at }));
}

async function signInToken(tx: TxCtx, operatorId: string): Promise<string> {
  const link = await createLink(tx, { ...SIGN_IN_LINK, subject: operatorId });
  return link.token;
}

function signInUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in/${token}`;
}
