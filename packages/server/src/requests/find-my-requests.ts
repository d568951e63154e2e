/** A person who lost the link to their requests gets new ones by mail, at the address that the requests are about. */

import { addDuration } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { mailJob } from "./message-names.ts";
import { identifierIndex } from "./person.ts";
import { findRequestsByIndex } from "./queries.ts";
import { recordEvent } from "./record-event.ts";

const AT_MOST = 5;

/** Answers nothing: whoever asks must not learn whether there are requests. */
export async function findMyRequests(ctx: Ctx, email: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const hash = identifierIndex(tx.keys, { kind: "email", value: email });
    const received = (await findRequestsByIndex(tx, hash)).filter((request) => request.received_at !== null);
    for (const request of received.slice(0, AT_MOST)) await renewLink(tx, request.id);
  });
}

/** Sends the person a new link to their request, at the address that it is about; not more often than five times a day. */
export async function renewLink(tx: TxCtx, requestId: string): Promise<void> {
  const dayAgo = new Date(addDuration(tx.clock.now(), "-P1D").epochMilliseconds);
  const renewed = await tx.db
    .selectFrom("request_event")
    .select("id")
    .where("request_id", "=", requestId)
    .where("event", "=", "link-renewed")
    .where("at", ">", dayAgo)
    .execute();
  if (renewed.length >= AT_MOST) return;
  await recordEvent(tx, requestId, { type: "request.link-renewed", data: {} }, [mailJob(tx, requestId, "status_link")]);
}
