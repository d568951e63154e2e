/** Writes to a colleague who was asked something about a request: the question, the day, and where to answer. */
import { formatDay } from "../centre/format.ts";
import { createLink } from "../platform/crypto/signed-links.ts";
import type { Ctx } from "../platform/ctx.ts";
import type { Language } from "../platform/i18n/language.ts";
import type { MailTexts } from "../templates/mail-texts.ts";
import { loadMailTexts } from "../templates/queries.ts";
import { type MailContent, renderMail } from "./emails.tsx";
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
  const texts = await loadMailTexts(ctx, language);
  const link = await ctx.transaction((tx) =>
    createLink(tx, { purpose: LINKS.task, subject: taskSubject(row), lifetime: TASK_LINK_LIFETIME }),
  );
  const url = `${parts.publicUrl}${centrePath.task(link.token)}?lang=${language}`;
  const words = { question: task.question, reference: request.reference, dueOn: row.due_on };
  const content = composeTask(texts, language, words, url);
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

/** What the message to a colleague says. */
export function composeTask(
  texts: MailTexts,
  language: Language,
  { question, reference, dueOn }: { readonly question: string; readonly reference: string; readonly dueOn: string },
  url: string,
): MailContent {
  return {
    subject: texts.taskSubject(reference),
    title: texts.taskTitle,
    paragraphs: [texts.taskText],
    quote: question,
    facts: [
      [texts.reference, reference],
      [texts.answerBy, formatDay(dueOn, language)],
    ],
    action: { label: texts.taskButton, url },
  };
}
