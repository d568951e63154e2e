/** What is left out of the answer, each with its reason and the words to the person; given after all until it runs. */
import { giveWithheld } from "@kept/contract/refusal-endpoints";
import type { Withheld } from "@kept/contract/refusals";
import type { RequestDetail } from "@kept/contract/requests";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { REFUSAL_TEXTS } from "./request-texts.ts";

export function WithheldView({ request, mayAct }: { readonly request: RequestDetail; readonly mayAct: boolean }) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const mayGive = mayAct && request.may.refuse;
  const give = (part: Withheld) =>
    void action
      .run(() => call(giveWithheld, { params: { requestId: request.id, withheldId: part.id } }))
      .then(async (given) => {
        await revalidate();
        if (given) notify(`${part.table} is part of the answer again.`);
      });
  const columns = ["Part", "Reason", "What the person is told", ...(mayGive ? [""] : [])];
  return (
    <Section title="Left out of the answer" lead="The rest is given; the person is told of each with its ground.">
      <Table label="Left out of the answer" columns={columns.map((label) => ({ label }))}>
        {request.withheld.map((part) => (
          <tr key={part.id}>
            <Cell wide>
              <strong>{part.table}</strong> <span className="mono muted">{part.system}</span>
              <div className="muted">{part.columns.length === 0 ? "the whole table" : part.columns.join(", ")}</div>
            </Cell>
            <Cell label="Reason">{REFUSAL_TEXTS[part.reason].label}</Cell>
            <Cell label="What the person is told">{part.text === "" ? "forgotten after its time" : part.text}</Cell>
            {mayGive ? (
              <Cell>
                <Button small busy={action.busy} onClick={() => give(part)}>
                  Give it after all
                </Button>
              </Cell>
            ) : null}
          </tr>
        ))}
      </Table>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
    </Section>
  );
}
