/** The address at which a colleague answers what an operator asked them. */
import type { PageRouter } from "../platform/slice.ts";
import { centrePath } from "../requests/request-links.ts";
import type { RequestParts } from "../requests/request-parts.ts";
import { finishTask, openTaskLink } from "../requests/request-work.ts";
import { MessagePage } from "./layout.tsx";
import { frameOf, refuseLink, respond } from "./page-answers.tsx";
import { readAnswer } from "./read-form.ts";
import { statusTexts } from "./status-texts.ts";
import { TaskPage } from "./task-page.tsx";

export function addTaskPages(pages: PageRouter, parts: RequestParts): void {
  pages.get(centrePath.task(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openTaskLink(c.var.ctx, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const { row, task } = opened;
    const page = { frame: frameOf(parts, c), question: task.question, row, token, answerMissing: false };
    return respond(c, <TaskPage {...page} />);
  });
  pages.post(centrePath.task(":token"), async (c) => {
    const token = c.req.param("token") ?? "";
    const opened = await openTaskLink(c.var.ctx, token);
    if (!opened.ok) return refuseLink(parts, c, opened, "start");
    const { row, task } = opened;
    const frame = frameOf(parts, c);
    const answer = await readAnswer(c.req.raw);
    if (answer === "") {
      return respond(c, <TaskPage {...{ frame, question: task.question, row, token }} answerMissing={true} />, 422);
    }
    // Who holds the link is the colleague; the entry names the task and nobody.
    await finishTask(c.var.ctx.as({ kind: "system", id: row.id }), parts, row.request_id, row.id, { answer });
    const texts = statusTexts[frame.language];
    return respond(c, <MessagePage frame={frame} title={texts.taskThanks} text={texts.taskThanksText} />);
  });
}
