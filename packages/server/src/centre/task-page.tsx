/** A colleague without an account answers what they were asked about a request. */

import { centrePath } from "../requests/request-links.ts";
import type { TaskRow } from "../requests/request-work.ts";
import { centreTexts } from "./centre-texts.ts";
import { formatDay } from "./format.ts";
import { Layout, link, type PageFrame } from "./layout.tsx";

export interface TaskPageProps {
  readonly frame: PageFrame;
  readonly question: string;
  readonly row: Pick<TaskRow, "due_on">;
  readonly token: string;
  /** The form came back empty. */
  readonly answerMissing: boolean;
}

export function TaskPage({ frame, question, row, token, answerMissing }: TaskPageProps) {
  const texts = centreTexts[frame.language];
  return (
    <Layout frame={frame} title={texts.taskTitle} lead={texts.taskLead(frame.kept.centre.brand)}>
      <div class="wrap">
        <div class="sheet">
          <div class="aside">
            <p class="said">{question}</p>
          </div>
          <form method="post" action={link(frame, centrePath.task(token))} novalidate>
            <div class="field">
              <label for="answer">{texts.answer}</label>
              <p class="hint" id="answer-hint">
                {texts.answerBy} {formatDay(row.due_on, frame.language)}
              </p>
              {answerMissing ? (
                <p class="error" id="answer-error" role="alert">
                  {texts.answerMissing}
                </p>
              ) : null}
              <textarea
                id="answer"
                name="answer"
                rows={6}
                maxlength={4000}
                required
                aria-describedby={answerMissing ? "answer-hint answer-error" : "answer-hint"}
                {...(answerMissing ? { "aria-invalid": "true", autofocus: true } : {})}
              />
            </div>
            <p class="actions">
              <button class="button" type="submit">
                {texts.answerButton}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  );
}
