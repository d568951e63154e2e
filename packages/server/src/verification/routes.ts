/** Binds the endpoints by which people show who they are. */
import * as endpoints from "@kept/contract/verification-endpoints";
import { type BoundEndpoint, bind } from "../platform/http/bind.ts";
import { readRequest } from "../requests/read-request.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { checkCode, sendCode } from "./codes.ts";
import { decideDocument, receiveDocument, viewDocument } from "./documents.ts";
import { doubtIdentity, readDoubts } from "./doubt-identity.ts";
import { answerQuestions, listQuestions } from "./knowledge.ts";
import { readIdentity, readProof } from "./read-identity.ts";

export function verificationRoutes(parts: RequestParts): readonly BoundEndpoint[] {
  return [
    bind(endpoints.submitRequest, async (ctx, { body }) => {
      const person = ctx.as({ kind: "person", id: "anonymous" });
      return { token: await submitRequest(person, parts, { ...body, channel: "api" }) };
    }),
    bind(endpoints.readProof, (ctx, { body }) => readProof(ctx, parts, body.token)),
    bind(endpoints.sendCode, async (ctx, { body }) => {
      await sendCode(ctx, parts, body.token, body.tier);
      return { accepted: true } as const;
    }),
    bind(endpoints.checkCode, async (ctx, { body }) => ({
      outcome: await checkCode(ctx, parts, body.token, body.tier, body.code),
    })),
    bind(endpoints.listKnowledgeQuestions, (ctx, { body }) => listQuestions(ctx, parts, body.token, body.language)),
    bind(endpoints.answerKnowledge, async (ctx, { body }) => ({ outcome: await answerQuestions(ctx, parts, body) })),
    bind(endpoints.sendDocument, (ctx, { body }) =>
      receiveDocument(ctx, parts, body.token, Buffer.from(body.content, "base64")),
    ),
    bind(endpoints.doubtIdentity, async (ctx, { params, body }) => {
      await doubtIdentity(ctx, parts, params.requestId, body);
      return readRequest(ctx, parts, params.requestId);
    }),
    bind(endpoints.getIdentity, (ctx, { params }) => readIdentity(ctx, parts, params.requestId)),
    bind(endpoints.readDoubts, (ctx, { params }) => readDoubts(ctx, params.requestId)),
    bind(endpoints.getDocument, (ctx, { params }) => viewDocument(ctx, params.requestId, params.proofId)),
    bind(endpoints.decideDocument, async (ctx, { params, body }) => {
      await decideDocument(ctx, parts, params.requestId, params.proofId, body);
      return readIdentity(ctx, parts, params.requestId);
    }),
  ];
}
