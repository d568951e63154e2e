/** Says why a finding may stand. */
import { acknowledgeScanFinding, type StoredFinding } from "@kept/contract/scans";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface AcknowledgeDialogProps {
  /** Null: closed. */
  readonly finding: StoredFinding | null;
  readonly onClose: () => void;
}

export function AcknowledgeDialog({ finding, onClose }: AcknowledgeDialogProps) {
  const [why, setWhy] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (finding === null) return;
    void action
      .run(() => call(acknowledgeScanFinding, { params: { findingId: finding.id }, body: { why } }))
      .then(async (made) => {
        if (!made) return;
        await revalidate();
        notify("Acknowledged; the reason is kept with the finding.");
        setWhy("");
        onClose();
      });
  };
  return (
    <Dialog title="Why may this stand?" open={finding !== null} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>
          <strong>{finding?.subject}</strong> {finding?.says}. It is told of no more; when a scan no longer sees it, it
          is fixed, and when it comes back, it is new.
        </p>
        <TextArea label="Reason" required rows={3} value={why} onChange={setWhy} />
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button tone="main" type="submit" busy={action.busy} disabled={why.trim().length < 5}>
            Acknowledge
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
