/** A mandate as operators see it. */
import { type Mandate, REPRESENTATION_NOTES } from "@kept/contract/mandates";
import { relationRow } from "@kept/contract/relations";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { requireRequest } from "../requests/read-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { openRepresentative, type Representative, requireMandate } from "./queries.ts";

/** Throws `request_not_found` or `mandate_missing`. */
export async function readMandate(ctx: Ctx, requestId: string): Promise<Mandate> {
  const { region } = await requireRequest(ctx, requestId);
  const row = await requireMandate(ctx, requestId);
  const { relation, title, source, personConfirms, needsReview } = relationRow(row.relation);
  const places = [region?.country, region?.subdivision].filter((place) => typeof place === "string");
  return {
    relation,
    title,
    source,
    answersTo: row.answers_to,
    representativeConfirmedAt: row.representative_confirmed_at?.toISOString() ?? null,
    person: { isAsked: personConfirms, confirmedAt: row.person_confirmed_at?.toISOString() ?? null },
    review: { isNeeded: needsReview, decidedAt: row.decided_at?.toISOString() ?? null },
    hasPaper: row.sealed_paper !== null,
    notes: REPRESENTATION_NOTES.filter(
      (note) => note.relation === relation && (places.length === 0 || places.includes(note.place)),
    ).map(({ place, says, source: from }) => ({ place, says, source: from })),
  };
}

/** Every look is a ledger entry. Throws `request_not_found` or `mandate_missing`. */
export async function readRepresentative(ctx: Ctx, requestId: string): Promise<Representative> {
  await requireRequest(ctx, requestId);
  const who = openRepresentative(ctx.keys, await requireMandate(ctx, requestId));
  if (who === null) throw problem("mandate_missing");
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.mandate-viewed", data: { paper: false } }));
  return who;
}
