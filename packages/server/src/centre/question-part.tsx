/** On the page of a request: what the person is asked, and the form to answer it. */
import { centrePath } from "../requests/request-links.ts";
import { proveTexts } from "../verification/prove-texts.ts";
import { WordsField } from "./form-sheet.tsx";
import { formatInstant } from "./format.ts";
import { link, type PageFrame } from "./layout.tsx";
import { stateTexts } from "./state-texts.ts";
import type { StatusPageProps } from "./status-page.tsx";
import { statusTexts } from "./status-texts.ts";

export function QuestionPart({ frame, request, token, question, isDoubted, answerMissing }: StatusPageProps) {
  if (question === null || !request.may.answer) return null;
  const { closesAt } = question;
  return (
    <section class="part sheet" aria-labelledby="question">
      <h2 id="question">{stateTexts[frame.language].asking}</h2>
      <div class="aside">
        <p class="said">{question.text}</p>
      </div>
      {isDoubted ? (
        <p class="actions">
          <a class="button" href={link(frame, centrePath.prove(token))}>
            {proveTexts[frame.language].title}
          </a>
        </p>
      ) : (
        <AnswerForm {...{ frame, token, closesAt, answerMissing }} />
      )}
    </section>
  );
}

function AnswerForm(props: { frame: PageFrame; token: string; closesAt: string | null; answerMissing: boolean }) {
  const { frame, token, closesAt, answerMissing } = props;
  const texts = statusTexts[frame.language];
  return (
    <form method="post" action={link(frame, centrePath.answer(token))} novalidate>
      <WordsField
        id="answer"
        label={texts.answer}
        hint={texts.answerHint}
        error={answerMissing ? texts.answerMissing : null}
        rows={5}
        isRequired
      />
      {closesAt === null ? null : (
        <p class="soft">{texts.answerUntil(formatInstant(closesAt, frame.language, frame.kept.controller.zone))}</p>
      )}
      <p class="actions">
        <button class="button" type="submit">
          {texts.answerButton}
        </button>
      </p>
    </form>
  );
}
