/** Whoever is signed in to the operator's app asks for a right there: the app's signed token is the proof (tier one). */
import type { CreateOwnRequest } from "@kept/contract/requests";
import type { Ctx } from "../platform/ctx.ts";
import { regionOf } from "../regions/region-of.ts";
import { giveProof } from "../verification/give-proof.ts";
import { openRequest, regionFacts } from "./open-request.ts";
import { findRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Throws `session_invalid`, which never says why in detail. */
export async function createOwnRequest(
  ctx: Ctx,
  parts: RequestParts,
  input: CreateOwnRequest,
): Promise<{ reference: string; dueOn: string | null }> {
  const identifiers = await parts.choices.verifySession(input.session);
  const replyTo = identifiers.find(({ kind }) => kind === "email")?.value ?? null;
  const person = ctx.as({ kind: "person", id: "session" });
  const request = await person.transaction(async (tx) => {
    const opened = await openRequest(tx, parts, {
      kind: input.kind,
      state: "unverified",
      channel: "api",
      language: input.language,
      person: { identifiers, keys: [], replyTo },
      scope: input.scope,
      region: regionOf({ declared: input.country }),
      details: input.details,
    });
    const data = { kind: input.kind, channel: "api", ...regionFacts(opened) };
    await recordEvent(tx, opened.id, { type: "request.submitted", data });
    await giveProof(tx, parts, opened, "session");
    return await findRequest(tx, opened.id);
  });
  if (request === undefined) throw new Error("A request that was just written is not there.");
  // Joined to an earlier one, it is answered by that one's day.
  const into = request.merged_into === null ? request : await findRequest(ctx, request.merged_into);
  return { reference: (into ?? request).reference, dueOn: (into ?? request).due_on };
}
