/** Cases of children as operators see them. */
import type { ChildCase, ChildContent } from "@kept/contract/children";
import { describeCaseClock, listCaseClocks } from "../clocks/case-clocks.ts";
import type { Ctx } from "../platform/ctx.ts";
import { openWords } from "./child-words.ts";
import { type CaseRow, listCases, requireCase } from "./queries.ts";

export async function listChildCases(ctx: Ctx, onlyOpen: boolean): Promise<{ cases: ChildCase[] }> {
  return { cases: await describeCases(ctx, await listCases(ctx, onlyOpen)) };
}

/** Throws `child_case_not_found`. */
export async function readChildCase(ctx: Ctx, id: string): Promise<ChildCase> {
  const [found] = await describeCases(ctx, [await requireCase(ctx, id)]);
  if (found === undefined) throw new Error("A case that was just read is not there.");
  return found;
}

/** Every look is a ledger entry. Throws `child_case_not_found` or `child_case_over`. */
export async function readChildWords(ctx: Ctx, id: string): Promise<ChildContent> {
  const words = openWords(ctx.keys, await requireCase(ctx, id));
  await ctx.transaction((tx) =>
    tx.outbox.add(id, { entry: { type: "child.viewed", subject: { case: id }, data: {} } }),
  );
  return { ...words, signature: words.signature ?? null };
}

async function describeCases(ctx: Ctx, rows: readonly CaseRow[]): Promise<ChildCase[]> {
  const clocks = await listCaseClocks(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const own = clocks.filter((clock) => clock.case_id === row.id);
    return {
      id: row.id,
      reference: row.reference,
      state: row.state,
      source: row.source as ChildCase["source"],
      knownAt: row.known_at.toISOString(),
      dueOn: own.find((clock) => clock.met_at === null)?.safe_due ?? null,
      windowEndsAt: row.window_ends_at?.toISOString() ?? null,
      wish: row.wish,
      parentConfirmedAt: row.parent_confirmed_at?.toISOString() ?? null,
      consentSaidAt: row.consent_said_at?.toISOString() ?? null,
      isKnown: row.is_known,
      parentVerifiedAt: row.parent_verified_at?.toISOString() ?? null,
      accessRequest: row.access_request,
      erasureRequest: row.erasure_request,
      erasureEnded: row.erasure_ended,
      outcome: row.outcome as ChildCase["outcome"],
      closedAt: row.closed_at?.toISOString() ?? null,
      hasContent: row.sealed !== null,
      clocks: own.map(describeCaseClock),
    };
  });
}
