/**
 * An answer comes after the request has lapsed: by a letter that was long on its way, or from somebody who took their time.
 * What it does to each clock is the rule of its regime, as with any answer; the request goes on instead of being asked for anew.
 */
import { requestState } from "@kept/contract/request-states";
import { listQuestionRows } from "../clocks/request-clocks.ts";
import { isoInstant, type Temporal } from "../platform/clock.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { mailJob } from "./message-names.ts";
import { type RequestRow, updateRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";

/** Their protocols were told that it is over, and know no way back: whoever asked there asks again. */
const FINAL_CHANNELS: readonly string[] = ["drp", "opendsr"];

type Question = Awaited<ReturnType<typeof listQuestionRows>>[number];

/** The question that an answer to a lapsed request is taken for; undefined where it cannot go on any more. */
export async function findLateQuestion(ctx: Ctx | TxCtx, request: RequestRow): Promise<Question | undefined> {
  // Who asked is forgotten some time after: there is nobody to answer then, and nothing to go on with.
  const isKnown = request.sealed_person !== null && request.received_at !== null;
  if (!requestState(request.state).mayReopen || !isKnown || FINAL_CHANNELS.includes(request.channel)) return undefined;
  return (await listQuestionRows(ctx, request.id)).find(
    ({ answered_at, cause }) => answered_at === null && cause !== "fee",
  );
}

/** As it was before it lapsed; whoever can be written to is told that it goes on. Throws `request_state_wrong`. */
export async function reopenRequest(
  tx: TxCtx,
  request: RequestRow,
  cameAt: Temporal.Instant | undefined,
): Promise<RequestRow> {
  const question = await findLateQuestion(tx, request);
  if (question === undefined) {
    throw problem("request_state_wrong", { detail: "It has ended for good: the person has to ask again." });
  }
  await updateRequest(tx, request.id, { state: "asking", closed_at: null });
  const cameOn = isoInstant(cameAt ?? tx.clock.now());
  const inTime = question.closes_at !== null && Date.parse(cameOn) <= question.closes_at.getTime();
  await recordEvent(tx, request.id, { type: "request.reopened", data: { cameOn, inTime } }, [
    mailJob(tx, request.id, "received"),
  ]);
  return { ...request, state: "asking", closed_at: null };
}
