/** Binds the endpoints of children. */
import * as endpoints from "@kept/contract/children";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import {
  claimChild,
  confirmChildCase,
  endChildCase,
  eraseChild,
  listChildCases,
  openChildCase,
  readChildCase,
  readChildWords,
} from "./child-cases.ts";
import type { ChildParts } from "./child-parts.ts";
import { redeemAgeProof, screenAge } from "./screen-age.ts";

export function childRoutes(parts: ChildParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.screenAge, (ctx, { body }) => screenAge(ctx, parts.kept, body)),
    bind(endpoints.redeemAgeProof, (ctx, { body }) => redeemAgeProof(ctx, parts.kept, body.proof)),
    bind(endpoints.claimChild, async (ctx, { body }) => {
      const { child, ...rest } = body;
      await claimChild(ctx.as({ kind: "person", id: "anonymous" }), parts, { ...rest, person: child });
      return { received: true } as const;
    }),
    bind(endpoints.openChildCase, async (ctx, { body }) => readChildCase(ctx, await openChildCase(ctx, parts, body))),
    bind(endpoints.listChildCases, (ctx, { query }) => listChildCases(ctx, query.open === "true")),
    bind(endpoints.getChildCase, (ctx, { params }) => readChildCase(ctx, params.caseId)),
    bind(endpoints.readChildCase, (ctx, { params }) => readChildWords(ctx, params.caseId)),
    bind(endpoints.confirmChildCase, async (ctx, { params }) => {
      await confirmChildCase(ctx, parts, params.caseId);
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
  ];
}
