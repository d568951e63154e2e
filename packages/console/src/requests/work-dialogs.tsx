/** A note, a task for a colleague, a hold: what is filled in for each. */
import { addRequestNote, holdRequest, openRequestTask } from "@kept/contract/request-work";
import { useState } from "react";
import { call } from "../api/call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea, TextField } from "../ui/fields.tsx";
import { ChangeForm } from "./change-form.tsx";

interface WorkDialogProps {
  readonly requestId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function NoteDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title="Add a note" open={open} onClose={onClose}>
      <ChangeForm
        label="Add"
        ready={text.trim() !== ""}
        change={() => call(addRequestNote, { params: { requestId }, body: { text: text.trim() } })}
        done="Noted."
        onClose={() => {
          setText("");
          onClose();
        }}
      >
        <TextArea
          label="For colleagues; the person does not see it"
          required
          rows={4}
          value={text}
          onChange={setText}
        />
      </ChangeForm>
    </Dialog>
  );
}

export function TaskDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [question, setQuestion] = useState("");
  const [assignee, setAssignee] = useState("");
  const [dueOn, setDueOn] = useState(() => new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
  const body = { question: question.trim(), assignee: assignee.trim(), dueOn: dueOn.trim() };
  return (
    <Dialog title="Ask a colleague" open={open} onClose={onClose}>
      <ChangeForm
        label="Ask"
        ready={Object.values(body).every((said) => said !== "")}
        change={() => call(openRequestTask, { params: { requestId }, body })}
        done="A message with a link to answer is on its way."
        onClose={() => {
          setQuestion("");
          onClose();
        }}
      >
        <TextArea label="What has to be found out or done" required rows={4} value={question} onChange={setQuestion} />
        <TextField
          label="Who is asked (e-mail address; no account needed)"
          type="email"
          required
          value={assignee}
          onChange={setAssignee}
        />
        <TextField label="By (year-month-day)" required value={dueOn} onChange={setDueOn} />
      </ChangeForm>
    </Dialog>
  );
}

export function HoldDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title="Hold it for the law" open={open} onClose={onClose}>
      <ChangeForm
        label="Hold"
        ready={reason.trim() !== ""}
        change={() => call(holdRequest, { params: { requestId }, body: { reason: reason.trim() } })}
        done="Held. Nothing is carried out until it is lifted."
        onClose={onClose}
      >
        <TextArea label="Which claim or order" required rows={3} value={reason} onChange={setReason} />
      </ChangeForm>
    </Dialog>
  );
}
