/** Complaints as operators see them. */
import type {
  ComplaintContent,
  ComplaintDetail,
  ComplaintSummary,
  ListComplaintsQuery,
} from "@kept/contract/complaints";
import { type CaseClockRow, describeCaseClock, listCaseClocks } from "../clocks/case-clocks.ts";
import type { Ctx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openAnswer, openWords } from "./complaint-content.ts";
import { type ComplaintRow, cursorOf, listAnswers, listComplaintRows, requireComplaint } from "./queries.ts";

export async function listComplaints(
  ctx: Ctx,
  query: ListComplaintsQuery,
): Promise<{ complaints: ComplaintSummary[]; next: string | null }> {
  const rows = await listComplaintRows(ctx, { ...query, limit: query.limit + 1 });
  const page = rows.slice(0, query.limit);
  const clocks = await listCaseClocks(
    ctx,
    page.map((row) => row.id),
  );
  const complaints = page.map((row) =>
    summarise(
      row,
      clocks.filter((clock) => clock.case_id === row.id),
    ),
  );
  const last = page.at(-1);
  return { complaints, next: rows.length > query.limit && last !== undefined ? cursorOf(last, query.state) : null };
}

/** Throws `complaint_not_found`. */
export async function readComplaint(ctx: Ctx, id: string): Promise<ComplaintDetail> {
  const row = await requireComplaint(ctx, id);
  const clocks = await listCaseClocks(ctx, [id]);
  const answers = await listAnswers(ctx, id);
  return {
    ...summarise(row, clocks),
    regimes: [...row.regimes],
    country: row.region?.country ?? null,
    clocks: clocks.map(describeCaseClock),
    answers: answers.map(({ id: answer, kind, at, sha256 }) => ({ id: answer, kind, at: at.toISOString(), sha256 })),
    hasContent: row.sealed !== null,
  };
}

/** Every look is a ledger entry. Throws `complaint_not_found` or `complaint_forgotten`. */
export async function readWords(ctx: Ctx, id: string): Promise<ComplaintContent> {
  const row = await requireComplaint(ctx, id);
  const words = openWords(ctx.keys, id, row.sealed);
  if (words === null) throw problem("complaint_forgotten");
  await ctx.transaction((tx) =>
    tx.outbox.add(id, { entry: { type: "complaint.viewed", subject: { complaint: id }, data: {} } }),
  );
  const answers = await listAnswers(ctx, id);
  return {
    ...words,
    answers: answers.map((answer) => ({ id: answer.id, text: openAnswer(ctx.keys, answer.id, answer.sealed) ?? "" })),
  };
}

function summarise(row: ComplaintRow, clocks: readonly CaseClockRow[]): ComplaintSummary {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state,
    channel: row.channel as ComplaintSummary["channel"],
    language: row.language as ComplaintSummary["language"],
    person: row.person_label,
    arrivedAt: row.arrived_at.toISOString(),
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    dueOn: clocks.find((clock) => clock.met_at === null)?.safe_due ?? null,
    outcome: row.outcome as ComplaintSummary["outcome"],
    closedAt: row.closed_at?.toISOString() ?? null,
    aboutRequest: row.about_request,
  };
}
