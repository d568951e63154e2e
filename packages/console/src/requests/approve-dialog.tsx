/** Approves a plan: what will happen in a sentence and a bar, and for what is final a confirmation typed by hand. */

import { approveRequest } from "@kept/contract/request-endpoints";
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { type FormEvent, Suspense, use, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BarLegend, StackedBar } from "../ui/stacked-bar.tsx";
import type { PlanAnswer } from "./load-plan.ts";
import { KIND_TEXTS } from "./request-texts.ts";
import { planBar, summarisePlan } from "./summarise-plan.ts";

interface ApproveDialogProps {
  readonly request: RequestDetail;
  readonly plan: Promise<PlanAnswer>;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ApproveDialog({ request, plan, open, onClose }: ApproveDialogProps) {
  return (
    <Dialog
      title={`Approve ${KIND_TEXTS[request.kind].label.toLowerCase()} ${request.reference}`}
      open={open}
      onClose={onClose}
    >
      <Suspense fallback={<Skeleton lines={4} />}>
        <ApproveForm request={request} plan={plan} onClose={onClose} />
      </Suspense>
    </Dialog>
  );
}

function ApproveForm({ request, plan: answer, onClose }: Omit<ApproveDialogProps, "open">) {
  const result = use(answer);
  const [typed, setTyped] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  if ("problem" in result) return <ProblemView problem={result.problem} />;
  const { plan } = result;
  const summary = summarisePlan(plan);
  const { final } = requestKind(request.kind);
  const bar = planBar(plan.act, summary.rows, summary.counts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action
      .run(() => call(approveRequest, { params: { requestId: request.id }, body: { planVersion: plan.version } }))
      .then(async (approved) => {
        // Refused too: the plan may have changed, and the page has to show the new one.
        await revalidate();
        if (!approved) return;
        notify("Approved.");
        onClose();
      });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {plan.act === "review" ? (
        <p>The person gets the outcome of each review with its reasons, and the app is told what is changed.</p>
      ) : request.choices.length > 0 ? (
        <p>
          It stays as it is: {request.choices.map(({ purpose }) => purpose).join(", ")}{" "}
          {request.choices.length === 1 ? "ends" : "end"} for this person, and they are told.
        </p>
      ) : (
        <>
          <p>{summary.sentence}</p>
          <StackedBar parts={bar} full={summary.rows} thick />
          <BarLegend parts={bar} />
          <p className="muted">
            You approve plan version {plan.version}. If a table, an outcome or another person is added before the run,
            it comes back to you.
          </p>
        </>
      )}
      {summary.notes.length === 0 ? null : (
        <p className="muted">
          {summary.notes.length === 1 ? "One finding is" : `${summary.notes.length} findings are`} listed with the plan;
          none of them stands in the way.
        </p>
      )}
      {final ? (
        <TextField
          label={`Type ${request.reference} to confirm`}
          help={
            request.undo === null
              ? "What is erased cannot be brought back."
              : "The person can take it back for a while. Without them nobody can."
          }
          value={typed}
          onChange={setTyped}
          mono
        />
      ) : null}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button
          tone={final ? "danger-main" : "main"}
          type="submit"
          busy={action.busy}
          disabled={final && typed.trim().toUpperCase() !== request.reference}
        >
          {final
            ? request.undo === null
              ? "Approve, for good"
              : "Approve the erasure"
            : request.choices.length > 0
              ? "Uphold"
              : "Approve"}
        </Button>
      </DialogActions>
    </form>
  );
}
