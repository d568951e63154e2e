/** Holds a system of a batch back for a while, with a reason for colleagues. */
import { pauseBatchSystem } from "@kept/contract/batch-endpoints";
import type { Batch } from "@kept/contract/batches";
import { useState } from "react";
import { call } from "../api/call.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";

interface PauseSystemDialogProps {
  readonly batch: Batch;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function PauseSystemDialog({ batch, open, onClose }: PauseSystemDialogProps) {
  const [chosen, setChosen] = useState("");
  const [reason, setReason] = useState("");
  const system = batch.pausable.includes(chosen) ? chosen : (batch.pausable[0] ?? "");
  const body = { reason: reason.trim() };
  return (
    <Dialog title="Pause a system" open={open} onClose={onClose}>
      <ChangeForm
        label="Pause it"
        ready={body.reason !== ""}
        change={() => call(pauseBatchSystem, { params: { batchId: batch.id, system }, body })}
        done={`${system} is paused; the others go on.`}
        onClose={onClose}
      >
        <p>What is at work just now ends its turn. The batch ends once the system is resumed and has done its part.</p>
        <SelectField
          label="System"
          value={system}
          onChange={setChosen}
          options={batch.pausable.map((name) => ({ value: name, label: name }))}
        />
        <TextArea
          label="Why"
          required
          rows={2}
          value={reason}
          onChange={setReason}
          help="For colleagues. No personal data."
        />
      </ChangeForm>
    </Dialog>
  );
}
