/** A person asks at the privacy centre: nothing happens but one message to the address that was given. */
import type { RequestSummary } from "@kept/contract/requests";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx } from "../platform/ctx.ts";
import { regionOf } from "../regions/region-of.ts";
import { mailJob } from "./message-names.ts";
import { openRequest, regionFacts } from "./open-request.ts";
import { identifierIndex } from "./person.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

export interface SubmittedRequest {
  readonly kind: RequestSummary["kind"];
  readonly email: string;
  readonly language: RequestSummary["language"];
  readonly scope: { readonly tables: string[]; readonly categories: string[] };
  /** What the person said about where they are: "DE", "US-CA". */
  readonly country?: string | null;
  /** Of the caller; looked up and forgotten. */
  readonly address?: string | null;
}

/** Unconfirmed requests for one address within a day, so that the form cannot be used to flood a mailbox. */
const UNVERIFIED_A_DAY = 5;

/** Answers nothing: whoever asks must not learn whether the address is known, or was asked for too often. */
export async function submitRequest(ctx: Ctx, parts: RequestParts, input: SubmittedRequest): Promise<void> {
  const identifier = { kind: "email", value: input.email };
  await ctx.transaction(async (tx) => {
    const recent = await tx.db
      .selectFrom("request_identifier")
      .innerJoin("request", "request.id", "request_identifier.request_id")
      .select("request.id")
      .where("request_identifier.index_hash", "=", identifierIndex(tx.keys, identifier))
      .where("request.state", "=", "unverified")
      .where("request.submitted_at", ">", new Date(isoInstant(addDuration(tx.clock.now(), "-P1D"))))
      .execute();
    if (recent.length >= UNVERIFIED_A_DAY) return;
    const request = await openRequest(tx, parts, {
      kind: input.kind,
      state: "unverified",
      channel: "centre",
      language: input.language,
      person: { identifiers: [identifier], keys: [], replyTo: input.email },
      scope: input.scope,
      region: regionOf({ declared: input.country, address: input.address }),
    });
    const data = { kind: input.kind, channel: "centre", ...regionFacts(request) };
    await recordEvent(tx, request.id, { type: "request.submitted", data }, [mailJob(tx, request.id, "confirm")]);
  });
}
