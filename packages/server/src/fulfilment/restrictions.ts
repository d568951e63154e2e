/**
 * Restrictions that stand, and their lift in two steps: the person is told first (Art. 18(3) GDPR), and what was taken out
 * goes back once their mail server has accepted the notice and it has not come back within the stated time.
 */
import { SystemError } from "@kept/connectors/connector";
import { PlanRefused } from "@kept/connectors/rights-system";
import type { Receipt } from "@kept/contract/packages";
import type { RequestDetail } from "@kept/contract/requests";
import { withoutMarks } from "@kept/engine/diff";
import type { Finding } from "@kept/engine/model";
import type { Selectable, Updateable } from "kysely";
import { addDuration, isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { scheduleLifts } from "../recipients/schedule-notices.ts";
import { mailJob } from "../requests/message-names.ts";
import { openPerson } from "../requests/person.ts";
import { findRequest, lockRequest, type RequestRow } from "../requests/queries.ts";
import { recordEvent } from "../requests/record-event.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { dropLifted, findDiff, findLastDiff, listDiffs, saveDiff } from "./diffs.ts";
import { amendReceipt } from "./issue-receipt.ts";
import { listKeptMarks } from "./kept-marks.ts";
import { type Lease, withLease } from "./lease.ts";
import { findReasonToWait, type Trouble } from "./lift-reasons.ts";
import { forgetRestricted } from "./standing-restrictions.ts";
import type { FulfilmentTables } from "./tables.ts";
import { describeTrouble } from "./trouble.ts";

type RestrictionRow = Selectable<FulfilmentTables["fulfilment_restriction"]>;

/** A lift that something stands in the way of is tried again after so long. */
const RETRY = "PT15M";

export function findRestriction(ctx: Ctx | TxCtx, requestId: string): Promise<RestrictionRow | undefined> {
  return (ctx as Ctx).db
    .selectFrom("fulfilment_restriction")
    .selectAll()
    .where("request_id", "=", requestId)
    .executeTakeFirst();
}

/** As the API shows it. */
export async function readRestriction(ctx: Ctx, requestId: string): Promise<RequestDetail["restriction"]> {
  const row = await findRestriction(ctx, requestId);
  if (row === undefined) return null;
  return {
    state: row.state as "standing" | "announced" | "lifted",
    since: row.since.toISOString(),
    announcedAt: row.announced_at?.toISOString() ?? null,
    liftsAt: row.state === "announced" ? ((await liftMoment(ctx, row))?.toISOString() ?? null) : null,
    liftedAt: row.lifted_at?.toISOString() ?? null,
    problem: row.problem_code === null ? null : { code: row.problem_code, message: row.problem_message ?? "" },
  };
}

/** The request is fulfilled: its restriction stands from now on. */
export async function standRestriction(tx: TxCtx, requestId: string): Promise<void> {
  const now = isoInstant(tx.clock.now());
  await tx.db
    .insertInto("fulfilment_restriction")
    .values({ request_id: requestId, state: "standing", since: now })
    .onConflict((conflict) => conflict.column("request_id").doNothing())
    .execute();
  const systems = await listDiffs(tx, requestId);
  await recordEvent(tx, requestId, { type: "request.restriction-stands", data: { systems: systems.length } });
}

/**
 * The first step. `notified` says that the person was told by other means. Throws `request_not_found`,
 * `restriction_missing`, or `notice_undeliverable` when there is no address to write to. A notice that came back may be
 * followed by another.
 */
export async function announceLift(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  notified: { readonly by: string } | undefined,
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    const row = await findRestriction(tx, requestId);
    if (row === undefined || row.state === "lifted") throw problem("restriction_missing");
    if (row.state === "announced" && row.problem_code === null && notified === undefined)
      throw problem("restriction_missing", { detail: "The lift is announced already." });
    const to = openPerson(tx, requestId, request.sealed_person)?.replyTo ?? null;
    if (to === null && notified === undefined) throw problem("notice_undeliverable");
    const notice = notified === undefined ? mailJob(tx, requestId, "lift_notice") : null;
    await updateRestriction(tx, requestId, {
      state: "announced",
      announced_at: isoInstant(tx.clock.now()),
      notice_id: notice === null ? null : noticeId(notice.payload),
      notice_by: notified?.by ?? "mail",
      notice_period: parts.kept.requests.liftNoticePeriod,
      retry_at: null,
      problem_code: null,
      problem_message: null,
    });
    const data = { by: notified?.by ?? "mail" };
    await recordEvent(tx, requestId, { type: "request.lift-announced", data }, notice === null ? [] : [notice]);
  });
}

function noticeId(payload: object): string {
  return "messageId" in payload ? String(payload.messageId) : "";
}

async function updateRestriction(
  tx: TxCtx,
  requestId: string,
  change: Updateable<FulfilmentTables["fulfilment_restriction"]>,
): Promise<void> {
  await tx.db.updateTable("fulfilment_restriction").set(change).where("request_id", "=", requestId).execute();
}

/** When the lift may run: null while the notice is not accepted, or once it came back. */
async function liftMoment(ctx: Ctx, row: RestrictionRow): Promise<Date | null> {
  const told = row.notice_id === null ? row.announced_at : await acceptedAt(ctx, row.notice_id);
  if (told === null) return null;
  const from = ctx.clock.now().add({ milliseconds: told.getTime() - ctx.clock.now().epochMilliseconds });
  return new Date(addDuration(from, row.notice_period ?? "P3D").epochMilliseconds);
}

function findNoticeMail(ctx: Ctx, messageId: string) {
  return ctx.db
    .selectFrom("mail_message")
    .select(["state", "sent_at", "bounced_at"])
    .where("id", "=", messageId)
    .executeTakeFirst();
}

/** Sent and not come back; a bounce leaves the state as it is. */
async function acceptedAt(ctx: Ctx, messageId: string): Promise<Date | null> {
  const message = await findNoticeMail(ctx, messageId);
  return message?.state === "sent" && message.bounced_at === null ? message.sent_at : null;
}

/** The second step, for every lift that is due; and a word of those whose notice did not arrive. */
export async function liftDue(ctx: Ctx, parts: RequestParts): Promise<void> {
  const now = new Date(ctx.clock.now().epochMilliseconds);
  const rows = await ctx.db
    .selectFrom("fulfilment_restriction")
    .selectAll()
    .where("state", "=", "announced")
    .where((where) => where.or([where("retry_at", "is", null), where("retry_at", "<=", now)]))
    .orderBy("request_id")
    .limit(100)
    .execute();
  for (const row of rows) {
    const moment = await liftMoment(ctx, row);
    if (moment === null) await noticeFailure(ctx, row);
    else if (moment <= now) await withLease(ctx, row.request_id, (lease) => lift(ctx, parts, lease, row.request_id));
  }
}

/** Told once: the operator finds another way to tell the person, and nothing is lifted until then. */
async function noticeFailure(ctx: Ctx, row: RestrictionRow): Promise<void> {
  if (row.notice_id === null || row.problem_code !== null) return;
  const message = await findNoticeMail(ctx, row.notice_id);
  if (message === undefined) return;
  // One that was never accepted is tried again by its own job; one that was, came back.
  const isRefusedLater = message.state === "failed" && message.sent_at !== null;
  if (message.bounced_at === null && !isRefusedLater) return;
  await ctx.transaction(async (tx) => {
    await updateRestriction(tx, row.request_id, {
      problem_code: "notice_bounced",
      problem_message: "The notice came back. Tell the person by other means, then announce the lift again.",
    });
    await recordEvent(tx, row.request_id, { type: "request.lift-held-up", data: { code: "notice_bounced" } });
  });
}

async function lift(ctx: Ctx, parts: RequestParts, lease: Lease, requestId: string): Promise<void> {
  const systems = await listDiffs(ctx, requestId);
  const reason = await findReasonToWait(ctx, requestId, systems);
  if (reason !== null) return await waitOn(ctx, lease, requestId, reason);
  let newer = 0;
  const residue: Residue[] = [];
  for (const system of systems) {
    try {
      const lifted = await liftSystem(ctx, parts, lease, requestId, system);
      newer += lifted.newer;
      residue.push(...lifted.residue);
    } catch (error) {
      await holdUp(ctx, lease, requestId, system, error);
      return;
    }
  }
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const liftedAt = isoInstant(tx.clock.now());
    const known = await findRestriction(tx, requestId);
    // A try before this one may have told of it.
    const isLeft = known?.problem_code === NOT_BACK;
    await updateRestriction(tx, requestId, {
      state: "lifted",
      lifted_at: liftedAt,
      ...(isLeft ? {} : { problem_code: null, problem_message: null }),
    });
    const announcedAt = known?.announced_at?.toISOString() ?? null;
    const told = isLeft ? { verified: false as const, residue } : {};
    const receipt = await amendReceipt(tx, requestId, {
      lift: { announcedAt, liftedAt, systems: systems.length, newer, ...told },
    });
    const signed = { receipt: receipt?.id ?? "", receiptHash: receipt?.sha256 ?? "" };
    const data = { systems: systems.length, newer, ...(isLeft ? { residue: residue.length } : {}), ...signed };
    await recordEvent(tx, requestId, { type: "request.lifted", data }, [
      { name: "requests.follow-lift", payload: { requestId } },
    ]);
    await forgetRestricted(tx, requestId);
    const request = await findRequest(tx, requestId);
    if (request !== undefined) await scheduleLifts(tx, parts, request);
  });
}

type Residue = NonNullable<NonNullable<Receipt["lift"]>["residue"]>[number];

/** What a lift did not bring back, as the restriction's problem. */
const NOT_BACK = "lift_not_verified";

/** Answers how many newer values stayed, and what did not come back. What was cut off after it happened is not done twice. */
async function liftSystem(
  ctx: Ctx,
  parts: RequestParts,
  lease: Lease,
  requestId: string,
  system: string,
): Promise<{ readonly newer: number; readonly residue: readonly Residue[] }> {
  let newer = 0;
  const residue: Residue[] = [];
  // The last first: what was sealed after it was sealed before goes back before that.
  for (;;) {
    const last = await findLastDiff(ctx, requestId, system);
    if (last === null) return { newer, residue };
    const { restriction } = await parts.systems.open(system);
    // What was taken out is still sealed here: to say that it went back would be untrue.
    if (restriction === undefined) {
      throw new SystemError(
        "system_failed",
        system,
        `The system "${system}" can no longer put back what was taken out of use.`,
        "Connect it so that it can restrict again; the lift goes on by itself.",
      );
    }
    const begun = await findDiff(ctx, requestId, system, "lift");
    let left: readonly Finding[] = [];
    if (begun === null || !(await restriction.hasHappened(begun))) {
      const needed = await listKeptMarks(ctx, requestId, system);
      const outcome = await restriction.revert(withoutMarks(last.diff, needed), {
        seal: (done) =>
          ctx.transaction(async (tx) => {
            await lease.check(tx);
            await saveDiff(tx, requestId, system, "lift", done);
          }),
      });
      // A row that has gone since holds nothing newer.
      newer += outcome.findings.filter(({ code }) => code !== "row_gone").length;
      left = outcome.residue;
    }
    residue.push(...left.map(({ code, table, column, message }) => ({ system, code, table, column, message })));
    await ctx.transaction(async (tx) => {
      await lease.check(tx);
      await dropLifted(tx, requestId, system, last.part);
      if (left.length > 0) await noteResidue(tx, requestId, system, left);
    });
  }
}

/** It stays the restriction's problem after the lift, until whoever reads it has seen to it. */
async function noteResidue(tx: TxCtx, requestId: string, system: string, residue: readonly Finding[]): Promise<void> {
  const known = await findRestriction(tx, requestId);
  const before = known?.problem_code === NOT_BACK ? [known.problem_message ?? ""] : [];
  const found = residue.map(({ message, suggestion }) => `${message} ${suggestion}`).join(" ");
  await updateRestriction(tx, requestId, {
    problem_code: NOT_BACK,
    problem_message: [...before, `${system}: ${found}`].join(" "),
  });
}

async function holdUp(ctx: Ctx, lease: Lease, requestId: string, system: string, error: unknown): Promise<void> {
  const trouble =
    error instanceof PlanRefused
      ? { code: error.code, message: error.findings.map(({ message }) => message).join(" ") }
      : describeTrouble(ctx, system, error);
  await waitOn(ctx, lease, requestId, trouble);
}

async function waitOn(ctx: Ctx, lease: Lease, requestId: string, trouble: Trouble): Promise<void> {
  await ctx.transaction(async (tx) => {
    await lease.check(tx);
    const known = await findRestriction(tx, requestId);
    await updateRestriction(tx, requestId, {
      retry_at: isoInstant(addDuration(tx.clock.now(), RETRY)),
      problem_code: trouble.code,
      problem_message: trouble.message,
    });
    // Said once: further tries that fail alike are no news.
    if (known?.problem_code !== trouble.code)
      await recordEvent(tx, requestId, { type: "request.lift-held-up", data: { code: trouble.code } });
  });
}

/** May an operator announce the lift now? */
export function mayLift(request: Pick<RequestRow, "state">, restriction: RequestDetail["restriction"]): boolean {
  if (request.state !== "done" || restriction === null) return false;
  return restriction.state === "standing" || (restriction.state === "announced" && restriction.problem !== null);
}
