/** An operator (or a program) makes a request on behalf of a person whom they have verified. */
import type { CreateRequest } from "@kept/contract/requests";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openRequest } from "./open-request.ts";
import { receiveRequest } from "./receive-request.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Answers the id. Throws `request_unidentified` or `system_unknown`. */
export async function createRequest(ctx: Ctx, parts: RequestParts, input: CreateRequest): Promise<string> {
  if (input.identifiers.length === 0 && input.keys.length === 0) throw problem("request_unidentified");
  checkSystems(parts, input.keys);
  const replyTo = input.replyTo ?? input.identifiers.find((identifier) => identifier.kind === "email")?.value ?? null;
  return ctx.transaction(async (tx) => {
    const id = await openRequest(tx, {
      kind: input.kind,
      state: "planning",
      channel: input.channel,
      language: input.language,
      person: { identifiers: input.identifiers, keys: input.keys, replyTo },
      scope: input.scope,
    });
    await recordEvent(tx, id, { type: "request.submitted", data: { kind: input.kind, channel: input.channel } });
    await receiveRequest(tx, parts, id, input.verified.by);
    return id;
  });
}

/** Refuses keys of systems that the configuration does not have. */
export function checkSystems(parts: RequestParts, keys: readonly { readonly system: string }[]): void {
  for (const [index, key] of keys.entries()) {
    if (parts.systems.names.includes(key.system)) continue;
    throw problem("system_unknown", {
      pointers: [{ pointer: `/body/keys/${index}/system`, message: "is not configured" }],
    });
  }
}
