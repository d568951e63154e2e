/** Notes for colleagues, tasks for those who have no account, and both of them read. Everything that is said is sealed. */

import { requestState } from "@kept/contract/request-states";
import type { OpenTask, RequestWork } from "@kept/contract/request-work";
import type { Kysely, Selectable } from "kysely";
import { isoInstant } from "../platform/clock.ts";
import type { Keyring } from "../platform/crypto/keyring.ts";
import { openJson, sealJson } from "../platform/crypto/seal-json.ts";
import { type OpenedLink, openLink, revokeLinks } from "../platform/crypto/signed-links.ts";
import type { Ctx, TxCtx } from "../platform/ctx.ts";
import type { Database } from "../platform/db/database.ts";
import { problem } from "../platform/http/problems.ts";
import { findRequest, lockRequest } from "./queries.ts";
import { recordEvent } from "./record-event.ts";
import { LINKS } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";
import type { RequestTables } from "./tables.ts";

export type TaskRow = Selectable<RequestTables["request_task"]>;

export interface Task {
  readonly question: string;
  readonly assignee: string;
}

export async function addNote(ctx: Ctx, requestId: string, input: { readonly text: string }): Promise<void> {
  await ctx.transaction(async (tx) => {
    if ((await lockRequest(tx, requestId)) === undefined) throw problem("request_not_found");
    await writeNote(tx, requestId, input.text);
  });
}

/** Also what a colleague says with a decision. */
export async function writeNote(tx: TxCtx, requestId: string, text: string): Promise<void> {
  const id = tx.ids.next("nte");
  await tx.db
    .insertInto("request_note")
    .values({
      request_id: requestId,
      id,
      at: isoInstant(tx.clock.now()),
      actor_kind: tx.actor.kind,
      actor_id: tx.actor.id,
      sealed_text: sealJson(tx.keys, "request.note", `request/${requestId}/${id}`, text),
    })
    .execute();
  await recordEvent(tx, requestId, { type: "request.noted", data: {} });
}

/** Writes to the colleague, with a link to the page on which they answer. Only while the request is open. */
export async function openTask(ctx: Ctx, requestId: string, input: OpenTask): Promise<void> {
  await ctx.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request === undefined) throw problem("request_not_found");
    if (requestState(request.state).phase === "closed") throw problem("request_state_wrong");
    const id = tx.ids.next("tsk");
    const task: Task = { question: input.question, assignee: input.assignee };
    await tx.db
      .insertInto("request_task")
      .values({
        request_id: requestId,
        id,
        due_on: input.dueOn,
        opened_at: isoInstant(tx.clock.now()),
        actor_kind: tx.actor.kind,
        actor_id: tx.actor.id,
        sealed_task: sealJson(tx.keys, "request.task", `request/${requestId}/${id}`, task),
      })
      .execute();
    const payload = { requestId, taskId: id, messageId: tx.ids.next("msg") };
    await recordEvent(tx, requestId, { type: "request.task-opened", data: { dueOn: input.dueOn } }, [
      { name: "requests.task-mail", payload },
    ]);
  });
}

/** Throws `task_not_open` when it was answered already. Its links end. */
export async function finishTask(
  ctx: Ctx,
  parts: RequestParts,
  requestId: string,
  taskId: string,
  input: { readonly answer: string },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    if ((await lockRequest(tx, requestId)) === undefined) throw problem("request_not_found");
    const task = await findTask(tx, requestId, taskId);
    if (task === undefined || task.done_at !== null) throw problem("task_not_open");
    const now = tx.clock.now();
    await tx.db
      .updateTable("request_task")
      .set({
        done_at: isoInstant(now),
        sealed_answer: sealJson(tx.keys, "request.task-answer", `request/${requestId}/${taskId}`, input.answer),
      })
      .where("request_id", "=", requestId)
      .where("id", "=", taskId)
      .execute();
    await revokeLinks(tx, LINKS.task, taskSubject(task));
    const today = now.toZonedDateTimeISO(parts.kept.controller.zone).toPlainDate().toString();
    await recordEvent(tx, requestId, { type: "request.task-done", data: { isLate: task.due_on < today } });
  });
}

/** Every look is a ledger entry. */
export async function readWork(ctx: Ctx, requestId: string): Promise<RequestWork> {
  if ((await findRequest(ctx, requestId)) === undefined) throw problem("request_not_found");
  const notes = await ctx.db
    .selectFrom("request_note")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id")
    .execute();
  const tasks = await listTasks(ctx, requestId);
  const data = { notes: notes.length, tasks: tasks.length };
  await ctx.transaction((tx) => recordEvent(tx, requestId, { type: "request.work-viewed", data }));
  return {
    notes: notes.map((note) => ({
      id: note.id,
      at: note.at.toISOString(),
      by: { kind: note.actor_kind, id: note.actor_id },
      text:
        note.sealed_text === null
          ? ""
          : openJson<string>(ctx.keys, "request.note", `request/${requestId}/${note.id}`, note.sealed_text),
    })),
    tasks: tasks.map((row) => ({
      id: row.id,
      ...(taskOf(ctx.keys, row) ?? { question: "", assignee: "" }),
      dueOn: row.due_on,
      openedAt: row.opened_at.toISOString(),
      by: { kind: row.actor_kind, id: row.actor_id },
      doneAt: row.done_at?.toISOString() ?? null,
      answer:
        row.sealed_answer === null
          ? null
          : openJson<string>(ctx.keys, "request.task-answer", `request/${requestId}/${row.id}`, row.sealed_answer),
    })),
  };
}

export function listTasks(ctx: Ctx | TxCtx, requestId: string): Promise<readonly TaskRow[]> {
  return (ctx.db as Kysely<Database>)
    .selectFrom("request_task")
    .selectAll()
    .where("request_id", "=", requestId)
    .orderBy("id")
    .execute();
}

async function findTask(ctx: Ctx | TxCtx, requestId: string, taskId: string): Promise<TaskRow | undefined> {
  return (await listTasks(ctx, requestId)).find((task) => task.id === taskId);
}

/** What is asked and of whom; null once it has been purged. */
export function taskOf(keys: Keyring, row: TaskRow): Task | null {
  return row.sealed_task === null
    ? null
    : openJson<Task>(keys, "request.task", `request/${row.request_id}/${row.id}`, row.sealed_task);
}

/** What a task's link is about. */
export function taskSubject(row: Pick<TaskRow, "request_id" | "id">): string {
  return `${row.request_id}/${row.id}`;
}

/** The open task behind a link; what is answered has no link any more. */
export async function openTaskLink(
  ctx: Ctx,
  token: string,
): Promise<{ readonly ok: true; readonly row: TaskRow; readonly task: Task } | (OpenedLink & { readonly ok: false })> {
  const opened = await openLink(ctx, LINKS.task, token);
  if (!opened.ok) return opened;
  const [requestId = "", taskId = ""] = opened.subject.split("/");
  const row = await findTask(ctx, requestId, taskId);
  const task = row === undefined ? null : taskOf(ctx.keys, row);
  return row === undefined || task === null || row.done_at !== null
    ? { ok: false, reason: "used" }
    : { ok: true, row, task };
}
