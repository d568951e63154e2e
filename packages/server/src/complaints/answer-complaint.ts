/** What operators do with a complaint: acknowledge it, tell how far it has come, decide it. */
import { createHash } from "node:crypto";
import type { ComplaintOutcome } from "@kept/contract/complaints";
import { meetCaseClocks } from "../clocks/case-clocks.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { authoritiesFor } from "../requests/authorities.ts";
import { sealAnswer } from "./complaint-content.ts";
import type { ComplaintParts } from "./complaint-parts.ts";
import { type ComplaintRow, lockComplaint } from "./queries.ts";

/** Throws `complaint_not_found` or `complaint_acknowledged`. */
export async function acknowledgeComplaint(ctx: Ctx, id: string, by: "phone" | "letter" | "other"): Promise<void> {
  await ctx.transaction(async (tx) => {
    if (!(await recordAcknowledged(tx, id, by))) throw problem("complaint_acknowledged");
  });
}

/** False when it was acknowledged before: the first time counts. */
export async function recordAcknowledged(tx: TxCtx, id: string, by: string): Promise<boolean> {
  const row = await lockComplaint(tx, id);
  if (row.acknowledged_at !== null) return false;
  const at = isoInstant(tx.clock.now());
  await tx.db.updateTable("complaint").set({ acknowledged_at: at }).where("id", "=", id).execute();
  await meetCaseClocks(tx, id, "acknowledge");
  await tx.outbox.add(id, {
    entry: { type: "complaint.acknowledged", subject: { complaint: id }, data: { by } },
  });
  return true;
}

/** Throws `complaint_not_found`, `complaint_decided` or `complaint_forgotten`. */
export async function tellComplainant(ctx: Ctx, id: string, text: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    await requireOpen(tx, id);
    const answer = await writeAnswer(tx, id, "update", text);
    await tx.outbox.add(id, {
      entry: { type: "complaint.told", subject: { complaint: id }, data: answer },
      jobs: [mailOf(tx, id, "update", answer.answer)],
    });
  });
}

/** Ends it. Throws `complaint_not_found`, `complaint_decided` or `complaint_forgotten`. */
export async function decideComplaint(
  ctx: Ctx,
  parts: ComplaintParts,
  id: string,
  input: { readonly outcome: ComplaintOutcome; readonly text: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await requireOpen(tx, id);
    const answer = await writeAnswer(tx, id, "decision", input.text);
    await tx.db
      .updateTable("complaint")
      .set({ state: "decided", outcome: input.outcome, closed_at: isoInstant(tx.clock.now()) })
      .where("id", "=", id)
      .execute();
    await meetCaseClocks(tx, id);
    const authorities = authoritiesFor(parts.kept, row.region).map(({ url }) => url);
    await tx.outbox.add(id, {
      entry: {
        type: "complaint.decided",
        subject: { complaint: id },
        data: { outcome: input.outcome, ...answer, authorities },
      },
      jobs: [mailOf(tx, id, "decision", answer.answer)],
    });
  });
}

async function requireOpen(tx: TxCtx, id: string): Promise<ComplaintRow> {
  const row = await lockComplaint(tx, id);
  if (row.state !== "open") throw problem("complaint_decided");
  if (row.sealed === null) throw problem("complaint_forgotten");
  return row;
}

async function writeAnswer(
  tx: TxCtx,
  complaintId: string,
  kind: "update" | "decision",
  text: string,
): Promise<{ readonly answer: string; readonly sha256: string }> {
  const id = tx.ids.next("ans");
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const at = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("complaint_answer")
    .values({ complaint_id: complaintId, id, kind, at, sha256, sealed: sealAnswer(tx.keys, id, text) })
    .execute();
  return { answer: id, sha256 };
}

function mailOf(tx: TxCtx, complaintId: string, message: "update" | "decision", answerId: string) {
  return {
    name: "complaints.mail",
    payload: { complaintId, message, answerId, messageId: tx.ids.next("msg") },
  } as const;
}
