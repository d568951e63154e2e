/** Opens a request for whoever wrote; they confirm by a link that their address is theirs. */
import type { MessageDetail } from "@kept/contract/mailbox";
import { makeRequestOfMessage } from "@kept/contract/mailbox-endpoints";
import { REQUEST_KINDS, type RequestKindName } from "@kept/contract/request-kinds";
import { useState } from "react";
import { call } from "../api/call.ts";
import { KIND_TEXTS } from "../requests/request-texts.ts";
import { SelectField } from "../ui/fields.tsx";
import { MessageDialog } from "./message-dialog.tsx";

interface MakeRequestDialogProps {
  readonly message: MessageDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function MakeRequestDialog({ message, open, onClose }: MakeRequestDialogProps) {
  const named = REQUEST_KINDS.find((row) => (message.rights as readonly string[]).includes(row.kind));
  const [kind, setKind] = useState<RequestKindName>(named?.kind ?? REQUEST_KINDS[0].kind);
  return (
    <MessageDialog
      title="Make a request of this message"
      open={open}
      onClose={onClose}
      submit={() => call(makeRequestOfMessage, { params: { messageId: message.id }, body: { kind } })}
      label="Make the request"
      done="The request is open; its person gets a link to confirm."
    >
      <p>
        The address {message.sender} is what the message claims. A link to confirm goes there first; the clock runs from
        the message's arrival.
      </p>
      <SelectField
        label="What is asked for"
        value={kind}
        onChange={(value) => setKind(value as RequestKindName)}
        options={REQUEST_KINDS.map((row) => ({ value: row.kind, label: KIND_TEXTS[row.kind].label }))}
      />
    </MessageDialog>
  );
}
