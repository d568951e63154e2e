/** Leaves a system out of a batch, with the reason that each of its people reads. */
import { skipBatchSystem } from "@kept/contract/batch-endpoints";
import type { Batch } from "@kept/contract/batches";
import { useState } from "react";
import { call } from "../api/call.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";

interface SkipSystemDialogProps {
  readonly batch: Batch;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function SkipSystemDialog({ batch, open, onClose }: SkipSystemDialogProps) {
  const [chosen, setChosen] = useState("");
  const [reason, setReason] = useState("");
  const system = batch.skippable.includes(chosen) ? chosen : (batch.skippable[0] ?? "");
  const body = { reason: reason.trim() };
  return (
    <Dialog title="Leave a system out" open={open} onClose={onClose}>
      <ChangeForm
        label="Leave it out"
        ready={body.reason !== ""}
        change={() => call(skipBatchSystem, { params: { batchId: batch.id, system }, body })}
        done={`${system} is left out; everybody is planned anew.`}
        onClose={onClose}
      >
        <p>The message and the receipt of each person name this gap, and the new plan wants an approval.</p>
        <SelectField
          label="System"
          value={system}
          onChange={setChosen}
          options={batch.skippable.map((name) => ({ value: name, label: name }))}
        />
        <TextArea
          label="The reason that each person is told"
          required
          rows={3}
          value={reason}
          onChange={setReason}
          help="In the language of the batch. No personal data: it stands in the receipts."
        />
      </ChangeForm>
    </Dialog>
  );
}
