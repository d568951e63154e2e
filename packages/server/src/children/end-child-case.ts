/** How a case goes on and ends: erased everywhere, allowed by a parent, or no child at all. */
import type { ChildCase } from "@kept/contract/children";
import { requestState } from "@kept/contract/request-states";
import { meetCaseClocks } from "../clocks/case-clocks.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { publishState } from "../requests/decide-request.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { findRequest } from "../requests/queries.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { ChildParts } from "./child-parts.ts";
import { openWords } from "./child-words.ts";
import { setFreeze } from "./freeze-person.ts";
import { type CaseRow, lockCase, updateCase } from "./queries.ts";
import { parentMail } from "./send-parent-mail.ts";
import { endAccess } from "./show-parent.ts";

/** Throws `child_case_state_wrong` unless it is frozen. */
export async function eraseChild(ctx: Ctx, parts: ChildParts, id: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "frozen") throw problem("child_case_state_wrong");
    await beginErasure(tx, parts, row);
  });
}

/** A request like any other: planned, shown, approved, verified, told to recipients. Nobody but a parent is written to. */
export async function beginErasure(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<void> {
  const { person, parent } = openWords(tx.keys, row);
  if (person === null) throw problem("child_unknown");
  const request = await openRequest(tx, parts.requests, {
    kind: "erasure",
    state: "planning",
    channel: "operator",
    language: row.language === "de" ? "de" : "en",
    person: { identifiers: [person], keys: [], replyTo: parent },
    scope: { tables: [], categories: [], purposes: [], rows: [] },
    arrivedAt: row.known_at.toISOString(),
  });
  const data = { kind: "erasure", channel: "operator", ...regionFacts(request) };
  await recordEvent(tx, request.id, { type: "request.submitted", data });
  await receiveRequest(tx, parts.requests, request.id, "child-discovered");
  await updateCase(tx, row.id, { state: "erasing", erasure_request: request.id, erasure_ended: null });
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.erasure-begun",
      subject: { case: row.id, request: request.id },
      data: { request: request.id },
    },
  });
}

/** A parent consented, or it is no child, and whoever said so no parent. Throws `child_case_state_wrong` once it is being erased. */
export async function endChildCase(
  ctx: Ctx,
  parts: ChildParts,
  id: string,
  input: { readonly outcome: "consented" | "not_a_child"; readonly how: string },
): Promise<void> {
  const ended = await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    if (row.state !== "claimed" && row.state !== "frozen") throw problem("child_case_state_wrong");
    // A consent is to a use of somebody's data: whose, has to be known.
    if (input.outcome === "consented" && !row.is_known) throw problem("child_unknown");
    if (row.person_id !== null) await setFreeze(tx, parts, row.person_id, "unfrozen");
    const requests = input.outcome === "not_a_child" ? await endAccess(tx, parts, row) : [];
    await closeCase(tx, row, input.outcome, input.how);
    return requests;
  });
  for (const requestId of ended) {
    const request = await findRequest(ctx, requestId);
    if (request !== undefined) publishState(ctx, parts.requests, requestId, requestState(request.state).state);
  }
}

/**
 * Nothing is kept by which the child could be found again, but what proves a consent (Art. 7(1), 8(2) GDPR) until it is
 * withdrawn. Where a parent still has to be told how it ended, the message goes first and forgets behind itself.
 */
export async function closeCase(
  tx: TxCtx,
  row: CaseRow,
  outcome: NonNullable<ChildCase["outcome"]>,
  how: string,
): Promise<void> {
  const hasParent = row.email_index !== null;
  // Of an erasure its request tells the parent, with a receipt.
  const writes = hasParent && outcome !== "erased";
  const keeps = outcome === "consented" || writes;
  await updateCase(tx, row.id, {
    state: "closed",
    outcome,
    closed_at: isoInstant(tx.clock.now()),
    window_ends_at: null,
    ...(keeps ? {} : { sealed: null, email_index: null }),
    ...(outcome === "consented" ? {} : { person_id: null }),
  });
  await meetCaseClocks(tx, row.id);
  await tx.outbox.add(row.id, {
    entry: { type: "child.case-ended", subject: { case: row.id }, data: { outcome, how } },
    jobs: writes ? [parentMail(tx, row.id, "ended")] : [],
  });
}

/** The erasure was refused, cancelled or lapsed. The data stays frozen, and nothing more happens by itself. */
export async function backToFrozen(tx: TxCtx, row: CaseRow, requestState: string): Promise<void> {
  await updateCase(tx, row.id, { state: "frozen", window_ends_at: null, erasure_ended: requestState });
  const request = row.erasure_request ?? "";
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.erasure-ended",
      subject: { case: row.id, request },
      data: { request, state: requestState },
    },
  });
}
