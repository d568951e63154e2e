/** Says that nothing follows from a message, and why. */
import { DISMISS_REASONS, type DismissReason, type MessageDetail } from "@kept/contract/mailbox";
import { dismissMessage } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { call } from "../api/call.ts";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { DISMISS_TEXTS } from "./inbox-texts.ts";
import { MessageDialog } from "./message-dialog.tsx";

interface DismissDialogProps {
  readonly message: MessageDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DismissDialog({ message, open, onClose }: DismissDialogProps) {
  const [reason, setReason] = useState<DismissReason>("not_for_us");
  const [note, setNote] = useState("");
  return (
    <MessageDialog
      title="Set this message aside"
      open={open}
      onClose={onClose}
      submit={() => call(dismissMessage, { params: { messageId: message.id }, body: { reason, note } })}
      label="Set aside"
      done="Set aside; the reason is recorded."
    >
      <p>Nobody is told. The reason is entered in the ledger; the note stays sealed with the message.</p>
      <SelectField
        label="Why nothing follows"
        value={reason}
        onChange={(value) => setReason(value as DismissReason)}
        options={DISMISS_REASONS.map((code) => ({ value: code, label: DISMISS_TEXTS[code] }))}
      />
      <TextArea label="Note" rows={3} value={note} onChange={setNote} />
    </MessageDialog>
  );
}
