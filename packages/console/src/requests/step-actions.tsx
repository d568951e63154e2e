/** What can be done with one system of a request: pause, resume, try again now, skip. */

import type { RequestDetail, RequestStep } from "@kept/contract/requests";
import { resumeRequestSystem, retryRequestSystem } from "@kept/contract/run-control-endpoints";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { PauseDialog, SkipDialog } from "./run-control-dialogs.tsx";
import styles from "./steps-view.module.css";

interface StepActionsProps {
  readonly request: RequestDetail;
  readonly step: RequestStep;
}

export function StepActions({ request, step }: StepActionsProps) {
  const [open, setOpen] = useState<"pause" | "skip" | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const params = { requestId: request.id, system: step.system };
  const run = (change: () => Promise<unknown>, done: string) =>
    void action.run(change).then(async (changed) => {
      await revalidate();
      if (changed) notify(done);
    });
  const { may } = step;
  // A system that does what it should needs no hand on it: pausing and skipping stay in reach, and quiet.
  return (
    <div className={styles["control"]}>
      {may.retry ? (
        <Button
          small
          busy={action.busy}
          onClick={() => run(() => call(retryRequestSystem, { params }), `${step.system} is being tried.`)}
        >
          Try now
        </Button>
      ) : null}
      {may.resume ? (
        <Button
          small
          busy={action.busy}
          onClick={() => run(() => call(resumeRequestSystem, { params }), `${step.system} goes on.`)}
        >
          {step.skipped === null ? "Resume" : "Take in again"}
        </Button>
      ) : null}
      {may.pause ? (
        <Button small tone="quiet" onClick={() => setOpen("pause")}>
          Pause…
        </Button>
      ) : null}
      {may.skip ? (
        <Button small tone="quiet" onClick={() => setOpen("skip")}>
          Skip…
        </Button>
      ) : null}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <PauseDialog {...params} open={open === "pause"} onClose={() => setOpen(null)} />
      <SkipDialog {...params} language={request.language} open={open === "skip"} onClose={() => setOpen(null)} />
    </div>
  );
}
