/** One question: what it settles, its answers, and what the chosen one would change. */
import { giveAnswer, previewAnswer } from "@kept/contract/system-question-endpoints";
import type { AnswerDifference, Place, SystemQuestion } from "@kept/contract/system-questions";
import { useId, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { arrow } from "./describe-change.ts";
import { DifferenceView } from "./difference-view.tsx";
import styles from "./questions-view.module.css";
import { SeenValues } from "./seen-values.tsx";

interface QuestionCardProps {
  readonly system: string;
  readonly question: SystemQuestion;
  /** The place by which it was listed. */
  readonly about: Place | undefined;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onKept: () => void;
}

const KINDS = {
  people: "Who is a person",
  target: "What it refers to",
  role: "Whose rows",
  table: "Whose table",
  owners: "Who owns it",
  empty: "Where it is empty",
  type: "What it refers to",
  key: "What tells rows apart",
  category: "What it holds",
  blank: "Once it is blanked",
} as const satisfies Record<SystemQuestion["kind"], string>;

export function QuestionCard({ system, question, about, isOpen, onOpen, onKept }: QuestionCardProps) {
  const id = useId();
  const { tables } = question.settles;
  return (
    <li className={styles["question"]} data-open={isOpen ? "" : undefined}>
      <button type="button" className={styles["head"]} aria-expanded={isOpen} aria-controls={id} onClick={onOpen}>
        <span className={styles["about"]}>
          <Badge tone={isOpen ? "accent" : "plain"}>{KINDS[question.kind]}</Badge> <code>{arrow(question.about)}</code>
        </span>
        <span className="muted">{tables.length === 1 ? "settles 1 table" : `settles ${tables.length} tables`}</span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen ? <OpenQuestion system={system} question={question} about={about} onKept={onKept} /> : null}
      </div>
    </li>
  );
}

/** Columns that are named at once; the rest is counted. */
const NAMED = 8;

type OpenQuestionProps = Pick<QuestionCardProps, "system" | "question" | "about" | "onKept">;

function OpenQuestion({ system, question, about, onKept }: OpenQuestionProps) {
  const [choice, setChoice] = useState<string | null>(null);
  const [difference, setDifference] = useState<AnswerDifference | null>(null);
  const look = useAction();
  const keep = useAction();
  const { revalidate } = useRevalidator();
  const mayAct = useMay("systems:act");
  const { columns } = question.settles;
  const params = { system };
  const asked = { question: question.id, ...(about === undefined ? {} : { about }) };
  const choose = (answer: string) => {
    setChoice(answer);
    setDifference(null);
    keep.clear();
    void look.run(async () => {
      setDifference(await call(previewAnswer, { params, body: { ...asked, answer } }));
    });
  };
  const leave = () => {
    setChoice(null);
    setDifference(null);
    look.clear();
    keep.clear();
  };
  const keepIt = () =>
    void keep.run(async () => {
      if (choice === null || difference === null) return;
      await call(giveAnswer, { params, body: { ...asked, answer: choice, mark: difference.mark } });
      await revalidate();
      notify("The answer is kept.");
      onKept();
    });
  const problem = look.problem ?? keep.problem;
  return (
    <div className={styles["body"]}>
      <p>{question.message}</p>
      {columns.length === 0 ? null : (
        <p className={styles["columns"]}>
          Speaks of{" "}
          {columns.slice(0, NAMED).map((column, at) => (
            <span key={column}>
              {at === 0 ? "" : ", "}
              <code>{column}</code>
            </span>
          ))}
          {columns.length > NAMED ? ` and ${columns.length - NAMED} more` : ""}
        </p>
      )}
      <details className={styles["examples"]}>
        <summary>In the catalogue</summary>
        <ul>
          {question.examples.map((example) => (
            <li key={example}>
              <code>{arrow(example)}</code>
            </li>
          ))}
        </ul>
      </details>
      {mayAct ? <SeenValues system={system} asked={asked} /> : null}
      <fieldset className={styles["answers"]}>
        <legend>Answer</legend>
        {question.answers.map(({ name, text, means }) => (
          <button
            key={name}
            type="button"
            aria-pressed={choice === name}
            disabled={keep.busy || (look.busy && choice !== name)}
            onClick={() => choose(name)}
          >
            <strong>{text}</strong>
            <span>{means}</span>
          </button>
        ))}
      </fieldset>
      <div aria-live="polite">
        {look.busy ? <p className="muted">Looking at what it would change…</p> : null}
        {difference === null ? null : <DifferenceView difference={difference} />}
      </div>
      {problem === null ? null : <ProblemView problem={problem} />}
      {difference === null ? null : (
        <div className="row">
          {mayAct ? (
            <Button tone="main" icon={icons.done} busy={keep.busy} onClick={keepIt}>
              Keep this answer
            </Button>
          ) : (
            <p className="muted">You may look at what an answer changes; keeping one needs another role.</p>
          )}
          <Button onClick={leave}>Not now</Button>
        </div>
      )}
    </div>
  );
}
