/** What the request wants now: one sentence, the clock, the main action and the others beside it. */
import { requestKind } from "@kept/contract/request-kinds";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, useState } from "react";
import { useMay } from "../shell/load-shell.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { ClockRuler } from "./clock-ruler.tsx";
import type { PlanAnswer } from "./load-plan.ts";
import { nextStep } from "./next-step.ts";
import styles from "./next-step-panel.module.css";
import { ProposedRefusalView } from "./proposed-refusal-view.tsx";

// Loaded when they are first opened: most visits only look.
const ApproveDialog = lazy(() => import("./approve-dialog.tsx").then((module) => ({ default: module.ApproveDialog })));
const AnswerDialog = lazy(() => import("./ask-dialogs.tsx").then((module) => ({ default: module.AnswerDialog })));
const AskDialog = lazy(() => import("./ask-dialogs.tsx").then((module) => ({ default: module.AskDialog })));
const ExtendDialog = lazy(() => import("./ask-dialogs.tsx").then((module) => ({ default: module.ExtendDialog })));
const CancelDialog = lazy(() =>
  import("./cancel-and-replan-dialogs.tsx").then((module) => ({ default: module.CancelDialog })),
);
const DeliverDialog = lazy(() =>
  import("./run-control-dialogs.tsx").then((module) => ({ default: module.DeliverDialog })),
);
const FeeDialog = lazy(() => import("./fee-dialog.tsx").then((module) => ({ default: module.FeeDialog })));
const LiftDialog = lazy(() => import("./lift-dialog.tsx").then((module) => ({ default: module.LiftDialog })));
const SeparateDialog = lazy(() =>
  import("./separate-dialog.tsx").then((module) => ({ default: module.SeparateDialog })),
);
const MergeDialog = lazy(() => import("./merge-dialog.tsx").then((module) => ({ default: module.MergeDialog })));
const RefuseDialog = lazy(() => import("./refuse-dialog.tsx").then((module) => ({ default: module.RefuseDialog })));
const ReplanDialog = lazy(() =>
  import("./cancel-and-replan-dialogs.tsx").then((module) => ({ default: module.ReplanDialog })),
);
const WithholdDialog = lazy(() =>
  import("./withhold-dialog.tsx").then((module) => ({ default: module.WithholdDialog })),
);

type Open = keyof RequestDetail["may"] | "withhold" | null;

const NOTHING = Object.freeze({
  approve: false,
  refuse: false,
  cancel: false,
  replan: false,
  ask: false,
  answer: false,
  extend: false,
  merge: false,
  separate: false,
  lift: false,
  fee: false,
  deliver: false,
});

interface NextStepPanelProps {
  readonly request: RequestDetail;
  readonly plan: Promise<PlanAnswer> | null;
}

export function NextStepPanel({ request, plan }: NextStepPanelProps) {
  const [open, setOpen] = useState<Open>(null);
  // Once opened a dialog stays mounted, so that it closes with its transition.
  const [opened, setOpened] = useState<ReadonlySet<Open>>(new Set());
  const show = (name: Open) => {
    setOpened(new Set([...opened, name]));
    setOpen(name);
  };
  const step = nextStep(request);
  const permitted = useMay("requests:act");
  const may = permitted ? request.may : NOTHING;
  const mayWithhold = may.refuse && plan !== null && requestKind(request.kind).givesPackage;
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
          <Button tone="main" icon={icons.done} onClick={() => show("approve")}>
            {request.choices.length > 0 ? "Uphold…" : "Approve…"}
          </Button>
        ) : null}
        {may.lift ? (
          <Button tone="main" icon={icons.again} onClick={() => show("lift")}>
            Lift…
          </Button>
        ) : null}
        {request.state === "blocked"
          ? request.waitsFor.map(({ requestId, reference }) => (
              <LinkButton key={requestId} tone="main" to={`/requests/${requestId}`}>
                Restriction {reference}
              </LinkButton>
            ))
          : null}
        {may.replan ? (
          <Button tone={step.action === "replan" ? "main" : "plain"} icon={icons.again} onClick={() => show("replan")}>
            Plan again…
          </Button>
        ) : null}
        {(step.action === "receipt" || step.action === "lift") && request.hasReceipt ? (
          <LinkButton tone="main" icon={icons.verified} to={`/requests/${request.id}/receipt`}>
            Receipt
          </LinkButton>
        ) : null}
        {may.answer ? (
          <Button tone={request.phase === "closed" ? "plain" : "main"} onClick={() => show("answer")}>
            {request.phase === "closed" ? "Record a late answer…" : "Record the answer…"}
          </Button>
        ) : null}
        {may.deliver ? <Button onClick={() => show("deliver")}>Deliver what is ready…</Button> : null}
        {may.ask ? <Button onClick={() => show("ask")}>Ask the person…</Button> : null}
        {may.fee ? <Button onClick={() => show("fee")}>Fee…</Button> : null}
        {may.extend ? <Button onClick={() => show("extend")}>Extend…</Button> : null}
        {may.merge ? <Button onClick={() => show("merge")}>Merge…</Button> : null}
        {may.separate ? <Button onClick={() => show("separate")}>Take the merge back…</Button> : null}
        {mayWithhold ? <Button onClick={() => show("withhold")}>Leave a part out…</Button> : null}
        {may.refuse ? <Button onClick={() => show("refuse")}>Refuse…</Button> : null}
        {may.cancel ? <Button onClick={() => show("cancel")}>Cancel…</Button> : null}
      </div>
      <div className={styles["clock"]}>
        <ClockRuler request={request} />
      </div>
      <Suspense fallback={null}>
        {plan !== null && opened.has("approve") ? (
          <ApproveDialog request={request} plan={plan} open={open === "approve"} onClose={close} />
        ) : null}
        {opened.has("ask") ? <AskDialog request={request} open={open === "ask"} onClose={close} /> : null}
        {opened.has("answer") ? <AnswerDialog request={request} open={open === "answer"} onClose={close} /> : null}
        {opened.has("extend") ? <ExtendDialog request={request} open={open === "extend"} onClose={close} /> : null}
        {opened.has("merge") ? <MergeDialog request={request} open={open === "merge"} onClose={close} /> : null}
        {opened.has("separate") ? (
          <SeparateDialog request={request} open={open === "separate"} onClose={close} />
        ) : null}
        {plan !== null && opened.has("withhold") ? (
          <WithholdDialog request={request} plan={plan} open={open === "withhold"} onClose={close} />
        ) : null}
        {opened.has("refuse") ? <RefuseDialog request={request} open={open === "refuse"} onClose={close} /> : null}
        {opened.has("cancel") ? <CancelDialog request={request} open={open === "cancel"} onClose={close} /> : null}
        {opened.has("deliver") ? <DeliverDialog request={request} open={open === "deliver"} onClose={close} /> : null}
        {opened.has("fee") ? <FeeDialog request={request} open={open === "fee"} onClose={close} /> : null}
        {opened.has("lift") ? <LiftDialog request={request} open={open === "lift"} onClose={close} /> : null}
        {opened.has("replan") ? <ReplanDialog request={request} open={open === "replan"} onClose={close} /> : null}
      </Suspense>
    </section>
  );
}
