/** Makes a complaint, or the case of a child, of what somebody wrote. */
import type { MessageDetail } from "@kept/contract/mailbox";
import type { MailCaseName } from "@kept/contract/mailbox-classes";
import { makeCaseOfMessage } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { call } from "../api/call.ts";
import { SelectField } from "../ui/fields.tsx";
import { MessageDialog } from "./message-dialog.tsx";

interface MakeCaseDialogProps {
  readonly message: MessageDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

const CASE_TEXTS = {
  complaint: "A complaint",
  child: "A parent tells of their child",
} as const satisfies Record<MailCaseName, string>;

export function MakeCaseDialog({ message, open, onClose }: MakeCaseDialogProps) {
  const [name, setName] = useState<MailCaseName>(message.rights.includes("child") ? "child" : "complaint");
  return (
    <MessageDialog
      title="Make a case of this message"
      open={open}
      onClose={onClose}
      submit={() => call(makeCaseOfMessage, { params: { messageId: message.id }, body: { case: name } })}
      label="Open the case"
      done="The case is open, and the sender is told that it arrived."
    >
      <p>Its clocks run from the message's arrival, and the sender's words open it.</p>
      <SelectField
        label="What it is"
        value={name}
        onChange={(value) => setName(value as MailCaseName)}
        options={Object.entries(CASE_TEXTS).map(([value, label]) => ({ value, label }))}
      />
    </MessageDialog>
  );
}
