/** A notice that came back told nobody: the extension never was, and operators find another way while there is time. */
import { setClocks } from "../clocks/request-clocks.ts";
import { isoInstant } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import type { RequestParts } from "./request-parts.ts";

/** Idempotent: what has been undone is not again. */
export async function undoExtensions(ctx: Ctx, parts: RequestParts): Promise<void> {
  const rows = await ctx.db
    .selectFrom("request")
    .innerJoin("mail_message", "mail_message.key", "request.id")
    .select("request.id")
    .where("mail_message.kind", "=", "request-extended")
    .where("mail_message.bounced_at", "is not", null)
    .where("request.extension_notice_at", "is not", null)
    .where("request.extension_by_post", "=", false)
    .where("request.closed_at", "is", null)
    .limit(100)
    .execute();
  for (const { id } of rows) await ctx.transaction((tx) => undo(tx, parts, id));
}

async function undo(tx: TxCtx, parts: RequestParts, id: string): Promise<void> {
  const request = await lockRequest(tx, id);
  if (request === undefined || request.extension_notice_at === null || request.closed_at !== null) return;
  if (request.extension_by_post) return;
  const newest = await tx.db
    .selectFrom("mail_message")
    .select("bounced_at")
    .where("key", "=", id)
    .where("kind", "=", "request-extended")
    .orderBy("created_at", "desc")
    .executeTakeFirst();
  // A later notice has told them.
  if (newest === undefined || newest.bounced_at === null) return;
  await noteBounce(tx, parts, request);
}

/** The notice was not even taken, so that it never counted: it may be given another way. */
export async function giveUpNotice(tx: TxCtx, parts: RequestParts, id: string): Promise<void> {
  const request = await lockRequest(tx, id);
  const isWaiting = request?.extension_reason != null && request.extension_notice_at === null;
  if (!isWaiting || request.closed_at !== null || request.extension_bounced_at !== null) return;
  await noteBounce(tx, parts, request);
}

async function noteBounce(tx: TxCtx, parts: RequestParts, request: RequestRow): Promise<void> {
  const { id } = request;
  const bouncedAt = isoInstant(tx.clock.now());
  await updateRequest(tx, id, { extension_notice_at: null, extension_bounced_at: bouncedAt });
  const { dueOn, legalDueOn } = await setClocks(tx, parts.kept, { ...request, extension_notice_at: null });
  await recordEvent(tx, id, { type: "request.extension-bounced", data: { dueOn, legalDueOn } }, [
    { name: "requests.remind", payload: { digestId: tx.ids.next("msg"), requestIds: [id] } },
  ]);
}
