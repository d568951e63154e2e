/** An operator has a request planned again: a map was changed, a system is back, or they name the person's rows. */
import type { PersonKey, RequestDetails } from "@kept/contract/requests";
import { resetSteps } from "../fulfilment/queries.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { checkSystems } from "./check-systems.ts";
import { decideRequest } from "./decide-request.ts";
import { openPerson, sealPerson } from "./person.ts";
import { updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { openDetails, sealDetails } from "./request-details.ts";
import type { RequestParts } from "./request-parts.ts";
import { systemsOf } from "./scope-rows.ts";

/** `keys` replaces the rows that were named before; systems that are done already stay as they are. */
export function replanRequest(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: {
    readonly keys?: readonly PersonKey[] | undefined;
    readonly corrections?: RequestDetails["corrections"] | undefined;
  },
): Promise<void> {
  checkSystems(parts, input.keys ?? []);
  return decideRequest(ctx, parts, requestId, "mayReplan", async (tx, request) => {
    const person = openPerson(tx, requestId, request.sealed_person);
    // Who asked has been forgotten: the person has to ask again.
    if (person === null) throw problem("request_unidentified");
    const named = input.keys ?? person.keys;
    const details = openDetails(tx.keys, request);
    const said = input.corrections === undefined ? details : { ...details, corrections: input.corrections };
    await updateRequest(tx, requestId, {
      state: "planning",
      sealed_details: sealDetails(tx.keys, requestId, said),
      closed_at: null,
      retry_at: null,
      sealed_person: sealPerson(tx.keys, requestId, { ...person, keys: named }),
    });
    await resetSteps(tx, requestId, systemsOf(parts, request));
    await recordEvent(tx, requestId, { type: "request.replanned", data: { namedRows: named.length } }, [
      { name: "requests.plan", payload: { requestId } },
    ]);
    return "planning";
  });
}
