/** Joins a message to a request that is there already. */
import type { MessageDetail } from "@kept/contract/mailbox";
import { joinMessage } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { call } from "../api/call.ts";
import { TextField } from "../ui/fields.tsx";
import { MessageDialog } from "./message-dialog.tsx";

interface JoinDialogProps {
  readonly message: MessageDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function JoinDialog({ message, open, onClose }: JoinDialogProps) {
  const [request, setRequest] = useState("");
  return (
    <MessageDialog
      title="Join to a request"
      open={open}
      onClose={onClose}
      submit={() => call(joinMessage, { params: { messageId: message.id }, body: { request: request.trim() } })}
      label="Join"
      done="The message is with its request."
      ready={request.trim() !== ""}
    >
      <TextField
        label="Reference of the request"
        help="As it stands in the list and in every message: K7QM-3F2X."
        required
        mono
        value={request}
        onChange={setRequest}
      />
    </MessageDialog>
  );
}
