/** Approves a batch: how many people go, who is left out, and the number typed by hand. */
import { approveBatch } from "@kept/contract/batch-endpoints";
import type { Batch } from "@kept/contract/batches";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { needLook, people } from "./batch-texts.ts";

interface ApproveBatchDialogProps {
  readonly batch: Batch;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ApproveBatchDialog(props: ApproveBatchDialogProps) {
  return (
    <Dialog title={`Erase ${people(props.batch.clear)}`} open={props.open} onClose={props.onClose}>
      <ApproveForm {...props} />
    </Dialog>
  );
}

function ApproveForm({ batch, onClose }: ApproveBatchDialogProps) {
  const [typed, setTyped] = useState("");
  const [skip, setSkip] = useState(false);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const look = needLook(batch);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { planVersion: batch.planVersion, skipUnclear: skip };
    void action
      .run(() => call(approveBatch, { params: { batchId: batch.id }, body }))
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
      <p>
        You approve plan version {batch.planVersion} for {people(batch.clear)}. If a table, an outcome or another person
        is added before the run, it comes back to you.
      </p>
      {look.length === 0 ? null : (
        <CheckField
          label={`Go on without ${look.length === 1 ? "the line that needs" : `the ${look.length} lines that need`} a look`}
          help={`${look.length === 1 ? "Line" : "Lines"} ${look
            .slice(0, 12)
            .map(({ line }) => line)
            .join(", ")}${look.length > 12 ? " …" : ""}.`}
          checked={skip}
          onChange={setSkip}
        />
      )}
      <TextField
        label={`Type ${batch.clear}, the number of people, to confirm`}
        help={
          batch.undoWindow === null
            ? "What is erased cannot be brought back."
            : "Whoever can be written to can take their own erasure back for a while, and the others stay erased; not where their rows hang together with those of somebody who cannot be written to. Without them nobody can."
        }
        value={typed}
        onChange={setTyped}
        mono
      />
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button
          tone="danger-main"
          type="submit"
          busy={action.busy}
          disabled={typed.trim() !== String(batch.clear) || (look.length > 0 && !skip)}
        >
          {batch.undoWindow === null ? "Approve, for good" : "Approve the erasure"}
        </Button>
      </DialogActions>
    </form>
  );
}
