/** A sign-in link for whoever runs the server: who can read its secret may let anybody in. */
import { timingSafeEqual } from "node:crypto";
import { Temporal } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { createSignInLink, type NewOperator } from "./create-operator.ts";
import { findOperatorByEmail } from "./queries.ts";

/** How far the clocks of caller and server may differ. */
const WINDOW_SECONDS = 60;

/** What the command line sends along, made from the same secret. */
export function proveLocal(keys: Pick<Keyring, "blindIndex">, email: string, at: string): string {
  return keys.blindIndex("operator.local-sign-in", `${email.toLowerCase()}\n${at}`);
}

/** @throws problem `local_proof_wrong` */
export async function issueLink(
  ctx: Ctx,
  input: NewOperator & { readonly at: string; readonly proof: string },
  publicUrl: string,
): Promise<{ readonly signInUrl: string }> {
  const age = ctx.clock.now().since(Temporal.Instant.from(input.at)).total("seconds");
  const right = Buffer.from(proveLocal(ctx.keys, input.email, input.at), "hex");
  if (Math.abs(age) > WINDOW_SECONDS || !timingSafeEqual(right, Buffer.from(input.proof, "hex"))) {
    throw problem("local_proof_wrong");
  }
  const { name, email, role } = input;
  const signInUrl = await createSignInLink(ctx, { name, email, role }, publicUrl);
  const operator = await findOperatorByEmail(ctx.db, email.toLowerCase());
  const id = operator?.id ?? "";
  await ctx.transaction((tx) =>
    tx.outbox.add(id, { entry: { type: "operator.link-issued", subject: { operator: id }, data: { role } } }),
  );
  return { signInUrl };
}
