/** Writes to a colleague who was asked something about a request: the question, the day, and where to answer. */
import { formatDay } from "../centre/format.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import { renderMail } from "./emails.tsx";
import { mailTexts } from "./mail-texts.ts";
import { findRequest } from "./queries.ts";
import { centrePath, LINKS, TASK_LINK_LIFETIME } from "./request-links.ts";
import type { RequestParts } from "./request-parts.ts";
import { listTasks, taskOf, taskSubject } from "./request-work.ts";

/** In the first language of the configuration: colleagues read that. Silent when the task has been answered or forgotten. */
export async function sendTaskMail(
  ctx: Ctx,
  parts: RequestParts,
  input: { readonly requestId: string; readonly taskId: string; readonly messageId: string },
): Promise<void> {
  const request = await findRequest(ctx, input.requestId);
  const row = (await listTasks(ctx, input.requestId)).find((task) => task.id === input.taskId);
  const task = row === undefined || row.done_at !== null ? null : taskOf(ctx.keys, row);
  if (request === undefined || row === undefined || task === null) return;
  const language = parts.kept.languages[0] ?? "en";
  const texts = mailTexts[language];
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: LINKS.task, subject: taskSubject(row), lifetime: TASK_LINK_LIFETIME }),
  );
  const content = {
    subject: texts.taskSubject(request.reference),
    title: texts.taskTitle,
    paragraphs: [texts.taskText],
    quote: task.question,
    facts: [
      [texts.reference, request.reference],
      [texts.answerBy, formatDay(row.due_on, language)],
    ] as const,
    action: { label: texts.taskButton, url: `${parts.publicUrl}${centrePath.task(link.token)}?lang=${language}` },
  };
  const rendered = renderMail(parts.kept, language, content);
  await ctx.mail.send({
    id: input.messageId,
    key: request.id,
    kind: "request-task",
    language,
    to: task.assignee,
    ...rendered,
  });
}
