/** What was answered about a system: by whom, when, and back again. */
import { takeBackAnswer } from "@kept/contract/system-question-endpoints";
import type { KeptAnswer } from "@kept/contract/system-questions";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { describeActor } from "../ledger/describe-actor.ts";
import { useMay } from "../shell/load-shell.ts";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { When } from "../ui/when.tsx";

import { arrow } from "./describe-change.ts";

interface KeptAnswersProps {
  readonly system: string;
  readonly answers: readonly KeptAnswer[];
}

export function KeptAnswers({ system, answers }: KeptAnswersProps) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const mayAct = useMay("systems:act");
  const takeBack = (answer: string) =>
    void action.run(async () => {
      await call(takeBackAnswer, { params: { system, answer } });
      await revalidate();
      notify("The answer is taken back.");
    });
  return (
    <Section
      title="Answered"
      lead="Each answer is a version of the map. Taken back, its lines go out of the map again, and the question is open."
      flush
    >
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <Table
        label="Answered"
        columns={[
          { label: "About", width: 28 },
          { label: "Answer", width: 34 },
          { label: "By" },
          { label: "When" },
          { label: "State" },
        ]}
      >
        {answers.map(({ id, about, message, answer, actor, at, takenBack }) => (
          <tr key={id}>
            <Cell wide>
              <code title={message}>{arrow(about)}</code>
            </Cell>
            <Cell label="Answer">{takenBack ? <s>{answer}</s> : answer}</Cell>
            <Cell label="By">
              <span title={actor.id}>{describeActor(actor.kind)}</span>
            </Cell>
            <Cell label="When">
              <When at={at} />
            </Cell>
            <Cell label="State">
              {takenBack ? (
                <span className="muted">taken back</span>
              ) : mayAct ? (
                <Button small busy={action.busy} onClick={() => takeBack(id)}>
                  Take back
                </Button>
              ) : (
                "kept"
              )}
            </Cell>
          </tr>
        ))}
      </Table>
    </Section>
  );
}
