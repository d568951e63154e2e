/** Taking a merge back: what it comes to is shown first, and with four eyes a second person does it. */
import { previewSeparation, separateRequest } from "@kept/contract/request-clock-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import type { Separation } from "@kept/contract/separations";
import { type FormEvent, useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatDay } from "../time/relative-time.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface SeparateDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SeparateDialog({ request, open, onClose }: SeparateDialogProps) {
  return (
    <Dialog title={`Answer ${request.reference} by itself again`} open={open} onClose={onClose}>
      {open ? <SeparateForm request={request} onClose={onClose} /> : null}
    </Dialog>
  );
}

function SeparateForm({ request, onClose }: Omit<SeparateDialogProps, "open">) {
  const [preview, setPreview] = useState<Separation | null>(null);
  const [reason, setReason] = useState("");
  const action = useAction();
  const { run } = action;
  useEffect(() => {
    void run(async () => setPreview(await call(previewSeparation, { params: { requestId: request.id } })));
  }, [run, request.id]);
  const isFirst = preview?.needsSecond === true && preview.proposed === null;
  const isMine = preview?.proposed?.isMine === true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action
      .run(() => call(separateRequest, { params: { requestId: request.id }, body: { reason: reason.trim() } }))
      .then((done) => {
        if (!done) return;
        notify(
          isFirst ? "Proposed; a colleague takes it back." : "Answered by itself again; the person gets its link.",
        );
        onClose();
      });
  };
  return (
    <form className="stack" onSubmit={submit}>
      {preview === null ? null : (
        <ul>
          <li>
            {preview.own.reference} is planned from the start
            {preview.own.dueOn === null ? "." : `, and due on ${formatDay(preview.own.dueOn)}.`}
          </li>
          <li>{describeOther(preview)}</li>
        </ul>
      )}
      {isMine ? <p role="status">You have proposed it: a colleague takes it back.</p> : null}
      <TextArea label="Why they are two" value={reason} onChange={setReason} help="Kept sealed, as a note." />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button
          tone="main"
          type="submit"
          busy={action.busy}
          disabled={preview === null || isMine || reason.trim() === ""}
        >
          {isFirst ? "Propose it" : "Answer by itself"}
        </Button>
      </DialogActions>
    </form>
  );
}

function describeOther({ other }: Separation): string {
  const { reference, dueOn, isAnswered, isRestored } = other;
  if (isAnswered) return `${reference} has been answered, and stays so.`;
  if (!isRestored) return `${reference} keeps the date that it has.`;
  return dueOn === null
    ? `${reference} goes back to its own date.`
    : `${reference} goes back to its own date, ${formatDay(dueOn)}.`;
}
