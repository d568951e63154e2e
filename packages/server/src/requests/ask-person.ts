/** The person is asked something before their request goes on, and answers on a page, or an operator for them. */
import type { AnswerForPerson, AskPerson, QuestionText, RequestQuestion } from "@kept/contract/request-clocks";
import { requestState } from "@kept/contract/request-states";
import { clockRule } from "@kept/engine/clocks/clock-rules";
import { answerAwaitedUntil, postedAt, postedBy, presumedArrival } from "../clocks/posted-letters.ts";
import { type ClockRow, listClockRows, listQuestionRows, setClocks } from "../clocks/request-clocks.ts";
import { isBegun, listSteps, resetSteps } from "../fulfilment/queries.ts";
import { addDuration, isoInstant, Temporal } from "../platform/clock.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import type { Ctx, NewJob, TxCtx } from "../platform/ctx.ts";
import { problem } from "../platform/http/problems.ts";
import { listDoubts } from "../verification/queries.ts";
import { decideRequest } from "./decide-request.ts";
import { type MessageName, mailJob } from "./message-names.ts";
import { openPerson } from "./person.ts";
import { findRequest, lockRequest, type RequestRow, updateRequest } from "./queries.ts";
import { reachOf } from "./reach-person.ts";
import { recordEvent } from "./record-event.ts";
import { reopenRequest } from "./reopen-request.ts";
import type { RequestParts } from "./request-parts.ts";
import { systemsOf } from "./scope-rows.ts";

interface SealedQuestion {
  readonly reason: string;
  readonly text: string;
}

/** Throws `request_no_address` where nobody could be written to and nothing was posted, `question_not_posted` for a wrong day. */
export function askPerson(ctx: Ctx, parts: RequestParts, requestId: string, input: AskPerson): Promise<void> {
  return decideRequest(ctx, parts, requestId, "mayAsk", async (tx, request) => {
    const { promptly, mail } = await openQuestionTo(tx, parts, request, input);
    const isPosted = input.sentByPost !== undefined;
    const data = { cause: input.cause, promptly, ...(isPosted ? { postedOn: input.sentByPost } : {}) };
    await recordEvent(tx, requestId, { type: "request.asked", data }, isPosted ? [] : [mail("question")]);
    return "asking";
  });
}

/**
 * The same within a decision, for whatever asks: the question is open and the clocks are told; the caller records why, with the
 * message. Throws `request_no_address`, or `request_state_wrong` once something was carried out.
 */
export async function openQuestionTo(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  input: AskPerson,
): Promise<{ readonly id: string; readonly promptly: boolean; mail(message: MessageName): NewJob }> {
  const requestId = request.id;
  if ((await listSteps(tx, requestId)).some(isBegun)) {
    throw problem("request_state_wrong", { detail: "Part of it has been carried out already." });
  }
  const { sentByPost } = input;
  const person = openPerson(tx, requestId, request.sealed_person);
  if (sentByPost === undefined && reachOf(parts.kept, request, person) === null) throw problem("request_no_address");
  const now = tx.clock.now();
  const post = sentByPost === undefined ? null : readPost(parts, request, sentByPost, now);
  const askedAt = post?.sentAt ?? now;
  const id = tx.ids.next("qst");
  const question: SealedQuestion = { reason: input.reason, text: input.text };
  await tx.db
    .insertInto("request_question")
    .values({
      request_id: requestId,
      id,
      cause: input.cause,
      sealed_question: sealJson(tx.keys, "request.question", `request/${requestId}/${id}`, question),
      asked_at: isoInstant(askedAt),
      // Who is asked by post has as long to answer as others, from when the letter is taken to have come.
      closes_at: isoInstant(post?.closesAt ?? addDuration(askedAt, parts.kept.requests.questionLifetime)),
      posted_on: sentByPost ?? null,
      presumed_at: post === null ? null : isoInstant(post.presumedAt),
    })
    .execute();
  await updateRequest(tx, requestId, { state: "asking", retry_at: null });
  await setClocks(tx, parts.kept, request);
  const promptly = !(await listClockRows(tx, requestId)).some(isNotPrompt);
  return { id, promptly, mail: (message) => mailJob(tx, requestId, message) };
}

/** Posted today or before, and not before what it asks about had come. Counts from noon, and never from an hour to come. */
function readPost(parts: RequestParts, request: RequestRow, day: string, now: Temporal.Instant) {
  const { controller } = parts.kept;
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(controller.zone).toPlainDate().toString();
  const arrived = Temporal.Instant.fromEpochMilliseconds(request.arrived_at.getTime());
  if (day > dayOf(now) || day < dayOf(arrived)) throw problem("question_not_posted");
  const presumedAt = presumedArrival(controller, day, request.regimes);
  const closesAt = addDuration(presumedAt, parts.kept.requests.questionLifetime);
  if (Temporal.Instant.compare(closesAt, now) <= 0) {
    throw problem("question_not_posted", {
      detail: "The time to answer it is over already. Post it anew, and enter that day.",
    });
  }
  return { sentAt: postedBy(controller, day, now), presumedAt, closesAt };
}

function isNotPrompt(row: ClockRow): boolean {
  return clockRule(row.rule).purpose === "answer" && row.warnings.includes("pause-not-prompt");
}

/**
 * What the person said. The request is planned again: the answer may name who they are, or what they mean. One that has lapsed
 * meanwhile is opened again.
 */
export async function answerQuestion(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  input: AnswerForPerson,
): Promise<void> {
  const known = await findRequest(ctx, requestId);
  const isLate = known !== undefined && requestState(known.state).mayReopen;
  await decideRequest(ctx, parts, requestId, isLate ? "mayReopen" : "mayAnswer", async (tx, request) => {
    const cameOn = input.receivedOn === undefined ? undefined : postedAt(parts.kept.controller, input.receivedOn);
    const open = isLate ? await reopenRequest(tx, request, cameOn) : request;
    if (!(await takeAnswer(tx, parts, open, input.text, "words", cameOn))) {
      throw problem("request_state_wrong", { detail: "No question is open." });
    }
    return "planning";
  });
}

/**
 * The same within a change that is made already, for the doors by which answers come. False: no question is open, or it is a
 * doubt that `words` do not clear, unless an operator takes them for enough.
 */
export async function takeAnswer(
  tx: TxCtx,
  parts: RequestParts,
  request: RequestRow,
  text: string,
  by: "words" | "proof" = "words",
  /** When it came, if not now: a letter is typed in later than it arrived. Never before it was asked. */
  cameAt?: Temporal.Instant,
): Promise<boolean> {
  const question = (await listQuestionRows(tx, request.id)).find(isOpen);
  if (question === undefined || request.state !== "asking") return false;
  const isOperator = tx.actor.kind === "operator" || tx.actor.kind === "api-key";
  const isDoubted = (await listDoubts(tx, request.id)).some(({ question_id }) => question_id === question.id);
  if (isDoubted && by === "words" && !isOperator) return false;
  const now = tx.clock.now().epochMilliseconds;
  const answeredAt = Math.max(question.asked_at.getTime(), Math.min(cameAt?.epochMilliseconds ?? now, now));
  await tx.db
    .updateTable("request_question")
    .set({
      answered_at: new Date(answeredAt).toISOString(),
      sealed_answer: sealJson(tx.keys, "request.answer", `request/${request.id}/${question.id}`, text),
    })
    .where("request_id", "=", request.id)
    .where("id", "=", question.id)
    .execute();
  await updateRequest(tx, request.id, { state: "planning" });
  await setClocks(tx, parts.kept, request);
  await resetSteps(tx, request.id, systemsOf(parts, request));
  await recordEvent(tx, request.id, { type: "request.answered", data: { cause: question.cause } }, [
    { name: "requests.plan", payload: { requestId: request.id } },
  ]);
  return true;
}

/** Waits for words; a fee waits for a yes or a no, and has its own. */
function isOpen({ answered_at, cause }: { readonly answered_at: Date | null; readonly cause: string }): boolean {
  return answered_at === null && cause !== "fee";
}

/** Questions as the API lists them, without what they say. */
export async function describeQuestions(ctx: Ctx, requestId: string): Promise<RequestQuestion[]> {
  return (await listQuestionRows(ctx, requestId)).map((row) => ({
    id: row.id,
    cause: row.cause as RequestQuestion["cause"],
    askedAt: row.asked_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    closesAt: row.closes_at?.toISOString() ?? null,
    postedOn: row.posted_on,
    presumedAt: row.presumed_at?.toISOString() ?? null,
  }));
}

/** What was asked and answered, in full; purged with the person. Every look of an operator is a ledger entry. */
export async function readQuestions(ctx: Ctx, requestId: string): Promise<{ questions: QuestionText[] }> {
  if ((await findRequest(ctx, requestId)) === undefined) throw problem("request_not_found");
  const rows = await listQuestionRows(ctx, requestId);
  const data = { questions: rows.length };
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.answers-viewed", data }));
  const described = await describeQuestions(ctx, requestId);
  return {
    questions: described.map((question, index) => {
      const row = rows[index];
      const at = `request/${requestId}/${question.id}`;
      const sealed = row?.sealed_question ?? null;
      const said = sealed === null ? null : openJson<SealedQuestion>(ctx.keys, "request.question", at, sealed);
      const answer = row?.sealed_answer ?? null;
      return {
        ...question,
        reason: said?.reason ?? "",
        text: said?.text ?? "",
        answer: answer === null ? null : openJson<string>(ctx.keys, "request.answer", at, answer),
      };
    }),
  };
}

/** The question that waits for the person's answer; null when there is none. */
export async function openQuestion(
  ctx: Ctx,
  requestId: string,
): Promise<{ readonly text: string; readonly closesAt: string | null } | null> {
  const row = (await listQuestionRows(ctx, requestId)).findLast(isOpen);
  if (row === undefined || row.sealed_question === null) return null;
  const at = `request/${requestId}/${row.id}`;
  const { text } = openJson<SealedQuestion>(ctx.keys, "request.question", at, row.sealed_question);
  return { text, closesAt: row.closes_at?.toISOString() ?? null };
}

/** Requests whose question nobody answered in time: closed, never deleted; the person is told and may ask again. */
export async function lapseUnanswered(ctx: Ctx, parts: Pick<RequestParts, "kept">): Promise<void> {
  const rows = await ctx.db
    .selectFrom("request_question")
    .innerJoin("request", "request.id", "request_question.request_id")
    .select(["request.id", "request_question.posted_on as postedOn", "request_question.closes_at as closesAt"])
    .where("request.state", "=", "asking")
    .where("request_question.answered_at", "is", null)
    .where("request_question.closes_at", "<=", new Date(ctx.clock.now().epochMilliseconds))
    .orderBy("request_question.closes_at")
    .execute();
  const now = ctx.clock.now();
  // An answer that came in time, by post, may still have to be entered.
  const isOnItsWay = ({ postedOn, closesAt }: (typeof rows)[number]) =>
    postedOn !== null &&
    closesAt !== null &&
    Temporal.Instant.compare(
      answerAwaitedUntil(parts.kept.controller, Temporal.Instant.fromEpochMilliseconds(closesAt.getTime())),
      now,
    ) >= 0;
  for (const { id } of rows.filter((row) => !isOnItsWay(row)).slice(0, 100))
    await ctx.transaction((tx) => lapse(tx, id));
}

async function lapse(tx: TxCtx, id: string): Promise<void> {
  const request: RequestRow | undefined = await lockRequest(tx, id);
  if (request?.state !== "asking") return;
  await updateRequest(tx, id, { state: "lapsed", closed_at: isoInstant(tx.clock.now()) });
  await recordEvent(tx, id, { type: "request.lapsed", data: {} }, [mailJob(tx, id, "lapsed")]);
}
