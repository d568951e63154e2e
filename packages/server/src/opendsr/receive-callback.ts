/** A processor says how far it is: believed when its certificate has signed the body, and only about what it was told. */
import * as z from "zod";
import type { Ctx } from "../platform/ctx.ts";
import type { NoticeRow } from "../recipients/queries.ts";
import type { RecipientParts } from "../recipients/recipient-parts.ts";
import { recordAnswer } from "../recipients/tell-recipient.ts";
import { asRecipient } from "./channel-opendsr.ts";
import { discoverProcessor, parseJson } from "./processor.ts";
import { isSignedBody } from "./signed-body.ts";

const statusSchema = z.object({
  subject_request_id: z.string(),
  request_status: z.enum(["pending", "in_progress", "completed", "cancelled"]),
  results_count: z.int().nonnegative().optional(),
});

/** False when the callback is nobody's that we know, or not signed as it must be. */
export async function receiveCallback(
  ctx: Ctx,
  parts: RecipientParts,
  id: string,
  body: Uint8Array,
  headers: Headers,
): Promise<boolean> {
  const notice = await findByRemote(ctx, id);
  const channel = notice === undefined ? undefined : parts.kept.recipients[notice.recipient]?.channel;
  if (notice === undefined || channel?.kind !== "opendsr") return false;
  const processor = await discoverProcessor(ctx, parts, notice.recipient, channel);
  if (!isSignedBody(body, headers, processor.domain, processor.certificate)) return false;
  const said = statusSchema.safeParse(parseJson(body));
  if (!said.success || said.data.subject_request_id !== id) return false;
  const { request_status: status, results_count: count } = said.data;
  if (status !== "completed" && status !== "cancelled") return true;
  const answer = status === "cancelled" ? "cannot" : count === 0 ? "nothing-held" : "done";
  await asRecipient(ctx).transaction((tx) => recordAnswer(tx, notice, { answer, words: "" }, "opendsr"));
  return true;
}

function findByRemote(ctx: Ctx, id: string): Promise<NoticeRow | undefined> {
  return ctx.db.selectFrom("recipient_notice").selectAll().where("remote_id", "=", id).executeTakeFirst();
}
