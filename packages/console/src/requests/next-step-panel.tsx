/** What the request wants now: one sentence, the clock, the main action and the others beside it. */
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useMay } from "../shell/load-shell.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { AnswerDialog, AskDialog, ExtendDialog } from "./ask-dialogs.tsx";
import { CancelDialog, ReplanDialog } from "./cancel-and-replan-dialogs.tsx";
import { ClockRuler } from "./clock-ruler.tsx";
import { LiftDialog } from "./lift-dialog.tsx";
import type { PlanAnswer } from "./load-plan.ts";
import { nextStep } from "./next-step.ts";
import styles from "./next-step-panel.module.css";
import { ProposedRefusalView, RefuseDialog } from "./refuse-dialog.tsx";

type Open = keyof RequestDetail["may"] | null;

const NOTHING = Object.freeze({
  approve: false,
  refuse: false,
  cancel: false,
  replan: false,
  ask: false,
  answer: false,
  extend: false,
  merge: false,
  lift: false,
});

interface NextStepPanelProps {
  readonly request: RequestDetail;
  readonly plan: Promise<PlanAnswer> | null;
}

export function NextStepPanel({ request, plan }: NextStepPanelProps) {
  const [open, setOpen] = useState<Open>(null);
  const step = nextStep(request);
  const permitted = useMay("requests:act");
  const may = permitted ? request.may : NOTHING;
  const close = () => setOpen(null);
  return (
    <section
      className={styles["panel"]}
      aria-labelledby="next-step"
      data-open={request.phase === "needs_decision" ? "" : undefined}
    >
      <div className={styles["text"]}>
        <h2 id="next-step">{step.title}</h2>
        <p>{step.text}</p>
        {request.refusal === null ? null : <blockquote className={styles["quote"]}>{request.refusal.text}</blockquote>}
        <ProposedRefusalView request={request} mayAct={permitted} />
      </div>
      <div className={styles["actions"]}>
        {may.approve ? (
          <Button tone="main" icon={icons.done} onClick={() => setOpen("approve")}>
            {request.choices.length > 0 ? "Uphold…" : "Approve…"}
          </Button>
        ) : null}
        {may.lift ? (
          <Button tone="main" icon={icons.again} onClick={() => setOpen("lift")}>
            Lift…
          </Button>
        ) : null}
        {may.replan ? (
          <Button
            tone={step.action === "replan" ? "main" : "plain"}
            icon={icons.again}
            onClick={() => setOpen("replan")}
          >
            Plan again…
          </Button>
        ) : null}
        {(step.action === "receipt" || step.action === "lift") && request.hasReceipt ? (
          <LinkButton tone="main" icon={icons.verified} to={`/requests/${request.id}/receipt`}>
            Receipt
          </LinkButton>
        ) : null}
        {may.answer ? (
          <Button tone="main" onClick={() => setOpen("answer")}>
            Record the answer…
          </Button>
        ) : null}
        {may.ask ? <Button onClick={() => setOpen("ask")}>Ask the person…</Button> : null}
        {may.extend ? <Button onClick={() => setOpen("extend")}>Extend…</Button> : null}
        {may.refuse ? <Button onClick={() => setOpen("refuse")}>Refuse…</Button> : null}
        {may.cancel ? <Button onClick={() => setOpen("cancel")}>Cancel…</Button> : null}
      </div>
      <div className={styles["clock"]}>
        <ClockRuler request={request} />
      </div>
      {plan === null ? null : <ApproveDialog request={request} plan={plan} open={open === "approve"} onClose={close} />}
      <AskDialog request={request} open={open === "ask"} onClose={close} />
      <AnswerDialog request={request} open={open === "answer"} onClose={close} />
      <ExtendDialog request={request} open={open === "extend"} onClose={close} />
      <RefuseDialog request={request} open={open === "refuse"} onClose={close} />
      <CancelDialog request={request} open={open === "cancel"} onClose={close} />
      <LiftDialog request={request} open={open === "lift"} onClose={close} />
      <ReplanDialog request={request} open={open === "replan"} onClose={close} />
    </section>
  );
}
