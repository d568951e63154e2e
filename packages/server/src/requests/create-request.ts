/** An operator (or a program) makes a request on behalf of a person whom they have verified. */
import { requestKind } from "@kept/contract/request-kinds";
import type { CreateRequest } from "@kept/contract/requests";
import { acts } from "../fulfilment/acts.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { regionOf } from "../regions/region-of.ts";
import { checkSystems } from "./check-systems.ts";
import { openRequest, regionFacts } from "./open-request.ts";
import { receiveRequest } from "./receive-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Kinds of identifier by which the record of choices knows people. */
export const RECORDED_KINDS: readonly string[] = ["email", "phone", "id"];

/** Answers the id. Throws `request_unidentified` or `system_unknown`. */
export async function createRequest(ctx: Ctx, parts: RequestParts, input: CreateRequest): Promise<string> {
  if (input.identifiers.length === 0 && input.keys.length === 0) throw problem("request_unidentified");
  checkSystems(parts, input.keys);
  // The record of choices knows people by these, and by no rows.
  const isRecorded = acts[requestKind(input.kind).act].through === "record";
  if (isRecorded && !input.identifiers.some(({ kind }) => RECORDED_KINDS.includes(kind))) {
    throw problem("request_unidentified");
  }
  const replyTo = input.replyTo ?? input.identifiers.find((identifier) => identifier.kind === "email")?.value ?? null;
  return ctx.transaction(async (tx) => {
    const request = await openRequest(tx, parts, {
      kind: input.kind,
      state: "planning",
      channel: input.channel,
      language: input.language,
      person: { identifiers: input.identifiers, keys: input.keys, replyTo },
      scope: input.scope,
      region: regionOf({ declared: input.country }),
      arrivedAt: input.arrivedAt,
      details: input.details,
    });
    const data = { kind: input.kind, channel: input.channel, ...regionFacts(request) };
    await recordEvent(tx, request.id, { type: "request.submitted", data });
    await receiveRequest(tx, parts, request.id, input.verified.by);
    return request.id;
  });
}
