/** Mandates that something is missing from: who waits for what, and since when. */
import type { WaitingMandate } from "@kept/contract/mandates";
import { relationRow } from "@kept/contract/relations";
import type { RequestSummary } from "@kept/contract/requests";
import type { Ctx } from "../platform/ctx.ts";

/** Those of requests that are open, the one that waits longest first; whoever waits for an operator before all others. */
export async function listWaitingMandates(ctx: Ctx): Promise<WaitingMandate[]> {
  const rows = await ctx.db
    .selectFrom("mandate")
    .innerJoin("request", "request.id", "mandate.request_id")
    .select([
      "request.id",
      "request.reference",
      "request.kind",
      "request.person_label",
      "request.arrived_at",
      "mandate.relation",
      "mandate.created_at",
      "mandate.representative_confirmed_at",
      "mandate.person_confirmed_at",
      "mandate.decided_at",
    ])
    .where("request.state", "=", "unverified")
    .orderBy("mandate.created_at")
    .execute();
  const waiting = rows.map((row): WaitingMandate => {
    const { relation, title, personConfirms, needsReview } = relationRow(row.relation);
    const confirmedAt = row.representative_confirmed_at;
    const toPerson = personConfirms && row.person_confirmed_at === null;
    const toOperator = needsReview && row.decided_at === null;
    const waitsFor = confirmedAt === null ? "representative" : toPerson ? "person" : toOperator ? "operator" : "proof";
    const since = confirmedAt === null ? row.created_at : (row.person_confirmed_at ?? confirmedAt);
    return {
      requestId: row.id,
      reference: row.reference,
      kind: row.kind as RequestSummary["kind"],
      person: row.person_label,
      relation,
      title,
      waitsFor,
      since: since.toISOString(),
      arrivedAt: row.arrived_at.toISOString(),
    };
  });
  const isTheirs = ({ waitsFor }: WaitingMandate) => (waitsFor === "operator" ? 0 : 1);
  return waiting.sort((a, b) => isTheirs(a) - isTheirs(b) || (a.since < b.since ? -1 : 1));
}
