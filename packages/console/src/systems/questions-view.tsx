/** What is unclear of a system, one question after the other: answered by a click, shown before it is kept, taken back. */
import type { Place, SystemQuestions } from "@kept/contract/system-questions";
import { useEffect, useRef, useState } from "react";
import { EmptyState, Section } from "../ui/page.tsx";
import { KeptAnswers } from "./kept-answers.tsx";
import { QuestionCard } from "./question-card.tsx";
import styles from "./questions-view.module.css";

const LEAD =
  "Those that settle most come first. What an answer changes is shown before it is kept, and further proposals follow from it.";

interface QuestionsViewProps {
  readonly open: SystemQuestions;
  /** The place that a finding led to. */
  readonly about: Place | undefined;
}

export function QuestionsView({ open, about }: QuestionsViewProps) {
  const { system, questions, answers } = open;
  const [chosen, setChosen] = useState<string | null>(null);
  const [hasKept, setHasKept] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const current = questions.find(({ id }) => id === chosen) ?? questions[0];
  const id = current?.id ?? null;
  // The question that was answered is gone: whoever goes by keyboard goes on with the next.
  useEffect(() => {
    if (!hasKept) return;
    setHasKept(false);
    list.current?.querySelector<HTMLElement>("[aria-expanded=true]")?.focus();
  }, [hasKept]);
  return (
    <>
      <Section title={titleOf(questions.length)} {...(questions.length === 0 ? {} : { lead: LEAD })}>
        {questions.length === 0 ? (
          <EmptyState title="Nothing is asked">
            <p>
              {answers.length === 0
                ? "Inference has no question about this system as a whole."
                : "Everything that was asked is answered. What is proposed now can be accepted."}
            </p>
          </EmptyState>
        ) : (
          <ol className={styles["questions"]} ref={list}>
            {questions.map((question) => (
              <QuestionCard
                key={question.id}
                system={system}
                question={question}
                about={about}
                isOpen={question.id === id}
                onOpen={() => setChosen(question.id)}
                onKept={() => {
                  setChosen(null);
                  setHasKept(true);
                }}
              />
            ))}
          </ol>
        )}
      </Section>
      {answers.length === 0 ? null : <KeptAnswers system={system} answers={answers} />}
    </>
  );
}

function titleOf(questions: number): string {
  if (questions === 0) return "Questions";
  return questions === 1 ? "1 question is open" : `${questions} questions are open`;
}
