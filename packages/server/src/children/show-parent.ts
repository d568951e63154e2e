/**
 * A parent sees what is held of their child (16 CFR 312.6(a)(3)): an operator has satisfied themselves that it is the parent,
 * the parent asks on their own page, and the answer goes to them. It is a request like any other, planned and approved.
 */
import { requestState } from "@kept/contract/request-states";
import { sealRepresentative } from "../mandates/queries.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { openRequest, regionFacts } from "../requests/open-request.ts";
import { findRequest } from "../requests/queries.ts";
import { receiveRequest } from "../requests/receive-request.ts";
import { recordEvent } from "../requests/record-event.ts";
import { takeBackAnswer } from "../requests/take-back-answer.ts";
import type { ChildParts } from "./child-parts.ts";
import { openWords } from "./child-words.ts";
import { type CaseRow, listAccessRequests, lockCase, updateCase } from "./queries.ts";
import { parentMail } from "./send-parent-mail.ts";

/** Throws `child_case_state_wrong` where no parent wrote or it is over, `child_unknown` where nobody said who the child is. */
export async function verifyParent(ctx: Ctx, id: string, how: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await lockCase(tx, id);
    const isOpen = row.state === "frozen" || row.outcome === "consented";
    if (!isOpen || row.sealed === null || openWords(tx.keys, row).parent === null)
      throw problem("child_case_state_wrong");
    if (!row.is_known) throw problem("child_unknown");
    await updateCase(tx, id, { parent_verified_at: isoInstant(tx.clock.now()), parent_verified_how: how });
    await tx.outbox.add(id, {
      entry: { type: "child.parent-verified", subject: { case: id }, data: { how } },
      jobs: [parentMail(tx, id, "verified")],
    });
  });
}

/** The parent has asked to see it, and has not been answered yet. */
export async function isShowing(ctx: Ctx | TxCtx, { access_request: id }: CaseRow): Promise<boolean> {
  const request = id === null ? undefined : await findRequest(ctx, id);
  return request !== undefined && requestState(request.state).phase !== "closed";
}

/** Opens the request; the case is locked, and the parent verified. */
export async function beginAccess(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<void> {
  const { person, parent } = openWords(tx.keys, row);
  if (person === null || parent === null) throw problem("child_unknown");
  const request = await openRequest(tx, parts.requests, {
    kind: "access",
    state: "planning",
    channel: "centre",
    language: row.language === "de" ? "de" : "en",
    person: { identifiers: [person], keys: [], replyTo: parent },
    scope: { tables: [], categories: [], purposes: [], rows: [] },
  });
  const now = isoInstant(tx.clock.now());
  const who = { name: "", organisation: "", email: parent, words: "" };
  await tx.db
    .insertInto("mandate")
    .values({
      request_id: request.id,
      relation: "parent",
      sealed: sealRepresentative(tx.keys, request.id, who),
      sealed_paper: null,
      paper_hash: null,
      answers_to: "representative",
      created_at: now,
      representative_confirmed_at: now,
      decided_at: now,
    })
    .execute();
  const data = { kind: "access", channel: "centre", ...regionFacts(request) };
  await recordEvent(tx, request.id, { type: "request.submitted", data });
  await receiveRequest(tx, parts.requests, request.id, `mandate: parent (${row.parent_verified_how ?? ""})`);
  await updateCase(tx, row.id, { access_request: request.id });
  await tx.outbox.add(row.id, {
    entry: {
      type: "child.access-begun",
      subject: { case: row.id, request: request.id },
      data: { request: request.id },
    },
  });
}

/**
 * It is no child, so nobody is their parent: what was asked to be seen of this person, in whichever case, is shown to nobody.
 * Answers the ids of the requests.
 */
export async function endAccess(tx: TxCtx, parts: ChildParts, row: CaseRow): Promise<readonly string[]> {
  const ids = await listAccessRequests(tx, row);
  for (const id of ids) await takeBackAnswer(tx, parts.requests, id);
  return ids;
}
