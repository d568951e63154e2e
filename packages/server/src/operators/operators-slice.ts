/** Operators: who they are, how they come in, and the keys of their programs. */
import * as contract from "@kept/contract/operators";
import { roles } from "@kept/contract/permissions";
import type { Ctx } from "../platform/ctx.ts";
import { bind, reply } from "../platform/http/bind.ts";
import { problem } from "../platform/http/problems.ts";
import type { Authenticate } from "../platform/http/serve-endpoints.ts";
import type { Slice } from "../platform/slice.ts";
import { createApiKey, findApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import type { OperatorAuth } from "./auth.ts";
import { createOperator, listOperators } from "./create-operator.ts";
import { issueLink } from "./issue-link.ts";
import { findKeyRow, findOperatorRow } from "./queries.ts";
import { recordSignIn } from "./record-sign-in.ts";
import { addSignInPages } from "./sign-in-pages.tsx";

export interface OperatorsParts {
  readonly auth: OperatorAuth;
  readonly publicUrl: string;
}

export function createOperatorsSlice(parts: OperatorsParts): Slice {
  const { auth, publicUrl } = parts;
  return {
    name: "operators",
    routes: [
      bind(contract.getMe, async (ctx) => ({ actor: await describeActor(ctx) })),
      bind(contract.signIn, async (ctx, { body }) => {
        const signedIn = await auth.signInWithPassword(body.email.toLowerCase(), body.password);
        if (signedIn === null) throw problem("credentials_wrong");
        const { operator } = await recordSignIn(ctx, signedIn.operatorId, "password");
        return reply({ operator }, { cookies: signedIn.cookies });
      }),
      bind(contract.signOut, async (ctx, { request }) => {
        const { actor } = ctx;
        const cookies = await auth.endSession(request.headers);
        if (actor.kind === "operator") {
          await ctx.transaction((tx) =>
            tx.outbox.add(actor.id, {
              entry: { type: "operator.signed-out", subject: { operator: actor.id }, data: {} },
            }),
          );
        }
        return reply(undefined, { cookies });
      }),
      bind(contract.listOperators, (ctx) => listOperators(ctx)),
      bind(contract.createOperator, (ctx, { body }) => createOperator(ctx, body, publicUrl)),
      bind(contract.issueSignInLink, (ctx, { body }) => issueLink(ctx, body, publicUrl)),
      bind(contract.listApiKeys, (ctx) => listApiKeys(ctx)),
      bind(contract.createApiKey, (ctx, { body }) => createApiKey(ctx, body)),
      bind(contract.revokeApiKey, (ctx, { params }) => revokeApiKey(ctx, params.keyId)),
    ],
    pages: (pages) => addSignInPages(pages, auth),
  };
}

/** Who calls: an API key in the header, or an operator's session in the cookie. A wrong key is nobody. */
export function createAuthenticate(ctx: Ctx, auth: OperatorAuth): Authenticate {
  return async (request) => {
    const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.get("authorization") ?? "")?.[1];
    if (bearer !== undefined) {
      const key = await findApiKey(ctx, bearer);
      if (key === null) return null;
      return { via: "key", actor: { kind: "api-key", id: key.id, permissions: key.permissions } };
    }
    const operator = await auth.findOperator(request.headers);
    if (operator === null) return null;
    return { via: "cookie", actor: { kind: "operator", id: operator.id, permissions: roles[operator.role] ?? [] } };
  };
}

async function describeActor(ctx: Ctx) {
  const { actor } = ctx;
  if (actor.kind === "operator") {
    const row = await findOperatorRow(ctx.db, actor.id);
    if (row === undefined) return null;
    const { id, name, email, role } = row;
    return { kind: actor.kind, id, name, email, role, permissions: [...(roles[role] ?? [])] };
  }
  if (actor.kind === "api-key") {
    const row = await findKeyRow(ctx.db, actor.id);
    if (row === undefined) return null;
    const permissions = contract.ApiKeySchema.shape.permissions.parse(actor.permissions);
    return { kind: actor.kind, id: row.id, name: row.name, email: null, role: null, permissions };
  }
  return null;
}
