/** Whoever a request waits for is written to now: the person who was asked something, else the operators. */
import { requestState } from "@kept/contract/request-states";
import { listQuestionRows } from "../clocks/request-clocks.ts";
import { addDuration } from "../platform/clock.ts";
import type { Ctx, NewJob, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { listDoubts } from "../verification/queries.ts";
import { type MessageName, mailJob } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { lockRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";

/** No mailbox is flooded: once a day. */
const AGAIN_AFTER = "P1D";

/** Throws `request_state_wrong` for a request that waits for nobody, `reminded_already`, `request_no_address`. */
export async function remindNow(ctx: Ctx, requestId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    const { phase, mayAnswer } = requestState(request.state);
    if (phase === "closed" || phase === "unverified") throw problem("request_state_wrong");
    if (await wasReminded(tx, requestId)) throw problem("reminded_already");
    const replyTo = openPerson(tx, requestId, request.sealed_person)?.replyTo ?? null;
    if (mayAnswer && replyTo === null) throw problem("request_no_address");
    const job: NewJob = mayAnswer
      ? mailJob(tx, requestId, await messageAgain(tx, requestId))
      : { name: "requests.remind", payload: { digestId: tx.ids.next("msg"), requestIds: [requestId] } };
    const data = { whom: mayAnswer ? "person" : "operators" };
    await recordEvent(tx, requestId, { type: "request.reminder-asked", data }, [job]);
  });
}

/** What they were asked by, once more: a fee, more of who they are, or words. */
async function messageAgain(tx: TxCtx, requestId: string): Promise<MessageName> {
  if ((await listDoubts(tx, requestId)).some(({ isOpen }) => isOpen)) return "doubt";
  const open = (await listQuestionRows(tx, requestId)).findLast(({ answered_at }) => answered_at === null);
  return open?.cause === "fee" ? "fee_quote" : "question";
}

async function wasReminded(tx: TxCtx, requestId: string): Promise<boolean> {
  const dayAgo = new Date(addDuration(tx.clock.now(), `-${AGAIN_AFTER}`).epochMilliseconds);
  const found = await tx.db
    .selectFrom("request_event")
    .select("id")
    .where("request_id", "=", requestId)
    .where("event", "=", "reminder-asked")
    .where("at", ">", dayAgo)
    .executeTakeFirst();
  return found !== undefined;
}
