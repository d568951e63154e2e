/** Leaves a table, or some of its columns, out of an answer, so that the rest can be given (Art. 15(4) GDPR). */
import { withholdPart } from "@kept/contract/refusal-endpoints";
import { lawfulReasons } from "@kept/contract/refusals";
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import { Suspense, use, useState } from "react";
import { call } from "../api/call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { CheckField, SelectField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChangeForm } from "./change-form.tsx";
import styles from "./create-request-dialog.module.css";
import { listParts } from "./list-parts.ts";
import type { PlanAnswer } from "./load-plan.ts";
import { ReasonFields, useReason } from "./reason-fields.tsx";

interface WithholdDialogProps {
  readonly request: RequestDetail;
  readonly plan: Promise<PlanAnswer>;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function WithholdDialog({ request, plan, open, onClose }: WithholdDialogProps) {
  return (
    <Dialog title={`Leave a part out of ${request.reference}`} open={open} onClose={onClose} wide>
      <Suspense fallback={<Skeleton lines={6} />}>
        <PlannedForm request={request} plan={plan} onClose={onClose} />
      </Suspense>
    </Dialog>
  );
}

function PlannedForm({ request, plan, onClose }: Omit<WithholdDialogProps, "open">) {
  const result = use(plan);
  if ("problem" in result) return <ProblemView problem={result.problem} />;
  return <WithholdForm request={request} plan={result.plan} onClose={onClose} />;
}

interface WithholdFormProps {
  readonly request: RequestDetail;
  readonly plan: RequestPlan;
  readonly onClose: () => void;
}

function WithholdForm({ request, plan, onClose }: WithholdFormProps) {
  const parts = listParts(plan, request.withheld);
  // What needs a second person is a refusal of the whole, and proposed as one.
  const reasons = lawfulReasons(request.regimes, request.kind).filter(({ alwaysTwo }) => !alwaysTwo);
  const [chosen, setChosen] = useState(parts[0]?.id ?? "");
  const [columns, setColumns] = useState<ReadonlySet<string>>(new Set());
  // No draft: what is left out, only the operator knows.
  const draft = useReason("others_rights", () => "");
  const part = parts.find(({ id }) => id === chosen) ?? parts[0];
  if (part === undefined) return <p>The plan has no table that could be left out.</p>;
  const { system, table } = part;
  const body = { system, table, columns: part.columns.filter((name) => columns.has(name)), ...draft.body };
  return (
    <ChangeForm
      label="Leave it out"
      ready={draft.isWhole}
      change={() => call(withholdPart, { params: { requestId: request.id }, body })}
      done="Left out. The person is told what is missing and why."
      onClose={onClose}
    >
      <p className="muted">
        The rest is answered. The person is told what is missing, on what ground, and where they may complain.
      </p>
      <SelectField
        label="Table"
        value={part.id}
        onChange={(id) => {
          setChosen(id);
          setColumns(new Set());
        }}
        options={parts.map(({ id, label }) => ({ value: id, label }))}
      />
      {part.columns.length === 0 ? null : (
        <fieldset className={styles["identifiers"]}>
          <legend>Columns; none chosen: the whole table</legend>
          <div className={styles["pair"]}>
            {part.columns.map((name) => (
              <CheckField
                key={name}
                label={<code>{name}</code>}
                checked={columns.has(name)}
                onChange={(checked) => {
                  const next = new Set(columns);
                  if (checked) next.add(name);
                  else next.delete(name);
                  setColumns(next);
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      <ReasonFields request={request} draft={draft} reasons={reasons} rows={3} />
    </ChangeForm>
  );
}
