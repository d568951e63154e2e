/** A colleague without an account answers what they were asked about a request. */

import { centrePath } from "../requests/request-links.ts";
import type { TaskRow } from "../requests/request-work.ts";
import { FormSheet, WordsField } from "./form-sheet.tsx";
import { formatDay } from "./format.ts";
import { link, type PageFrame } from "./layout.tsx";
import { statusTexts } from "./status-texts.ts";

export interface TaskPageProps {
  readonly frame: PageFrame;
  readonly question: string;
  readonly row: Pick<TaskRow, "due_on">;
  readonly token: string;
  /** The form came back empty. */
  readonly answerMissing: boolean;
}

export function TaskPage({ frame, question, row, token, answerMissing }: TaskPageProps) {
  const texts = statusTexts[frame.language];
  return (
    <FormSheet
      frame={frame}
      title={texts.taskTitle}
      lead={texts.taskLead(frame.kept.centre.brand)}
      action={link(frame, centrePath.task(token))}
      button={texts.answerButton}
    >
      <div class="aside">
        <p class="said">{question}</p>
      </div>
      <WordsField
        id="answer"
        label={texts.answer}
        hint={`${texts.answerBy} ${formatDay(row.due_on, frame.language)}`}
        error={answerMissing ? texts.answerMissing : null}
        rows={6}
        isRequired
      />
    </FormSheet>
  );
}
