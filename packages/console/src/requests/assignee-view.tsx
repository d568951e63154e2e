/** Who has a request in hand, and giving it to somebody. */
import { assignRequest } from "@kept/contract/bulk-requests";
import type { RequestDetail } from "@kept/contract/requests";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { SelectField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

/** The name of whoever has it in hand; empty for nobody. */
export function assigneeName(id: string | null, assignees: RequestDetail["assignees"]): string {
  return id === null ? "" : (assignees.find((one) => one.id === id)?.name ?? "somebody who has left");
}

export function AssigneeView({ request, mayAct }: { readonly request: RequestDetail; readonly mayAct: boolean }) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const { assignedTo, assignees } = request;
  if (!mayAct || request.phase === "closed") return assigneeName(assignedTo, assignees) || "nobody in particular";
  return (
    <>
      <SelectField
        label="In whose hand"
        hideLabel
        value={assignedTo ?? ""}
        onChange={(value) =>
          void action
            .run(() =>
              call(assignRequest, {
                params: { requestId: request.id },
                body: { operatorId: value === "" ? null : value },
              }),
            )
            .then(() => revalidate())
        }
        options={[
          { value: "", label: "Nobody in particular" },
          ...assignees.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
    </>
  );
}
