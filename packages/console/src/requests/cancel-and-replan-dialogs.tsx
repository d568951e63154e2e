/** The two smaller decisions: cancel at the person's wish, and have it planned again. */
import { cancelRequest, replanRequest } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface DialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function CancelDialog({ request, open, onClose }: DialogProps) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const cancel = () =>
    void action
      .run(() => call(cancelRequest, { params: { requestId: request.id } }))
      .then(async (cancelled) => {
        await revalidate();
        if (!cancelled) return;
        notify("Cancelled; the person gets a message.");
        onClose();
      });
  return (
    <Dialog title={`Cancel ${request.reference}`} open={open} onClose={onClose}>
      <p>
        Only at the person's wish. They get a message and may ask again at any time. Nothing has been changed so far.
      </p>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Keep it</Button>
        <Button tone="danger-main" busy={action.busy} onClick={cancel}>
          Cancel the request
        </Button>
      </DialogActions>
    </Dialog>
  );
}

export function ReplanDialog({ request, open, onClose }: DialogProps) {
  const [system, setSystem] = useState(request.systems[0]?.system ?? "");
  const [table, setTable] = useState("");
  const [key, setKey] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const named = table.trim() !== "" && key.trim() !== "";
  const replan = () => {
    const keys = [{ system, table: table.trim(), key: key.split(",").map((part) => part.trim()) }];
    void action
      .run(() => call(replanRequest, { params: { requestId: request.id }, body: named ? { keys } : {} }))
      .then(async (asked) => {
        await revalidate();
        if (!asked) return;
        notify("Searching again.");
        onClose();
      });
  };
  return (
    <Dialog title={`Plan ${request.reference} again`} open={open} onClose={onClose}>
      <p>
        All systems are searched anew, with their maps as they are now. The new plan waits for approval like this one.
      </p>
      <h3>Which row is the person?</h3>
      <p className="muted">
        Only needed when several rows match the identifier, or none does: name the one that is the person.
      </p>
      <SelectField
        label="System"
        value={system}
        onChange={setSystem}
        options={request.systems.map((step) => ({ value: step.system, label: step.system }))}
      />
      <TextField label="Table" value={table} onChange={setTable} mono placeholder="for example customers" />
      <TextField
        label="Key"
        value={key}
        onChange={setKey}
        mono
        placeholder="for example 1042"
        help="Several key columns: separate their values by commas."
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" busy={action.busy} onClick={replan}>
          Plan again
        </Button>
      </DialogActions>
    </Dialog>
  );
}
