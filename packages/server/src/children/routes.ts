/** Binds the endpoints of children. */
import * as endpoints from "@kept/contract/child-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import type { ChildParts } from "./child-parts.ts";
import { endChildCase, eraseChild } from "./end-child-case.ts";
import { claimChild, confirmChildCase, openChildCase } from "./open-child-case.ts";
import { withdrawConsent } from "./parent-acts.ts";
import { listChildCases, readChildCase, readChildWords } from "./read-child-case.ts";
import { redeemAgeProof, screenAge } from "./screen-age.ts";
import { verifyParent } from "./show-parent.ts";

export function childRoutes(parts: ChildParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.screenAge, (ctx, { body }) => screenAge(ctx, parts.kept, body)),
    bind(endpoints.redeemAgeProof, (ctx, { body }) => redeemAgeProof(ctx, parts.kept, body.proof)),
    bind(endpoints.claimChild, async (ctx, { body }) => {
      const { child, ...rest } = body;
      const anonymous = ctx.as({ kind: "person", id: "anonymous" });
      await anonymous.transaction((tx) => claimChild(tx, parts, { ...rest, person: child }));
      return { received: true } as const;
    }),
    bind(endpoints.openChildCase, async (ctx, { body }) => readChildCase(ctx, await openChildCase(ctx, parts, body))),
    bind(endpoints.listChildCases, (ctx, { query }) => listChildCases(ctx, query.open === "true")),
    bind(endpoints.getChildCase, (ctx, { params }) => readChildCase(ctx, params.caseId)),
    bind(endpoints.readChildCase, (ctx, { params }) => readChildWords(ctx, params.caseId)),
    bind(endpoints.confirmChildCase, async (ctx, { params, body }) => {
      await confirmChildCase(ctx, parts, params.caseId, body);
      return readChildCase(ctx, params.caseId);
    }),
    bind(endpoints.verifyParent, async (ctx, { params, body }) => {
      await verifyParent(ctx, params.caseId, body.how);
      return readChildCase(ctx, params.caseId);
    }),
    bind(endpoints.eraseChild, async (ctx, { params }) => {
      await eraseChild(ctx, parts, params.caseId);
      return readChildCase(ctx, params.caseId);
    }),
    bind(endpoints.endChildCase, async (ctx, { params, body }) => {
      await endChildCase(ctx, parts, params.caseId, body);
      return readChildCase(ctx, params.caseId);
    }),
    bind(endpoints.withdrawParentConsent, async (ctx, { params }) =>
      readChildCase(ctx, await ctx.transaction((tx) => withdrawConsent(tx, parts, params.caseId))),
    ),
  ];
}
