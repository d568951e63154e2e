/** Asking the person something, recording what they answered, and taking more time: what moves a clock. */
import { answerForPerson, askPerson, extendRequest, previewExtension } from "@kept/contract/request-clock-endpoints";
import type { AskPerson, ExtensionReason } from "@kept/contract/request-clocks";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./ask-dialogs.module.css";
import { ChangeForm } from "./change-form.tsx";
import { LANGUAGE_TEXTS } from "./request-texts.ts";

interface RequestDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function AskDialog({ request, open, onClose }: RequestDialogProps) {
  return (
    <Dialog title="Ask the person" open={open} onClose={onClose} wide>
      <AskForm request={request} onClose={onClose} />
    </Dialog>
  );
}

function AskForm({ request, onClose }: Omit<RequestDialogProps, "open">) {
  const [cause, setCause] = useState<AskPerson["cause"]>("clarification");
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const body = { cause, reason: reason.trim(), text: text.trim() };
  return (
    <ChangeForm
      label="Ask"
      ready={body.reason !== "" && body.text !== ""}
      change={() => call(askPerson, { params: { requestId: request.id }, body })}
      done="The person is being asked."
      onClose={onClose}
    >
      <SelectField
        label="About"
        value={cause}
        onChange={(value) => setCause(value as AskPerson["cause"])}
        options={[
          { value: "clarification", label: "What they mean" },
          { value: "identity", label: "Who they are" },
        ]}
        help="Ask at once: a question that comes late stops no clock in the safe reading, and in California none ever does."
      />
      <TextArea
        label="Why there is doubt, for the record"
        required
        rows={2}
        value={reason}
        onChange={setReason}
        help="Never ask for an identity document by default."
      />
      <TextArea
        label={`The question, in ${LANGUAGE_TEXTS[request.language]}`}
        required
        rows={4}
        value={text}
        onChange={setText}
      />
    </ChangeForm>
  );
}

export function AnswerDialog({ request, open, onClose }: RequestDialogProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title="Record the person's answer" open={open} onClose={onClose}>
      <ChangeForm
        label="Record and plan again"
        ready={text.trim() !== ""}
        change={() => call(answerForPerson, { params: { requestId: request.id }, body: { text: text.trim() } })}
        done="Recorded; the systems are searched again."
        onClose={onClose}
      >
        <TextArea label="What they said" required rows={4} value={text} onChange={setText} />
      </ChangeForm>
    </Dialog>
  );
}

export function ExtendDialog({ request, open, onClose }: RequestDialogProps) {
  const [reason, setReason] = useState<ExtensionReason>("complexity");
  const [text, setText] = useState("");
  const [posted, setPosted] = useState("");
  const [letter, setLetter] = useState<string | null>(null);
  const preview = useAction();
  const params = { requestId: request.id };
  const said = { reason, text: text.trim() };
  const day = posted.trim();
  return (
    <Dialog title="Take more time to answer" open={open} onClose={onClose} wide>
      <ChangeForm
        label="Extend and tell the person"
        ready={text.trim() !== ""}
        change={() => call(extendRequest, { params, body: day === "" ? said : { ...said, sentByPost: day } })}
        done={
          day === ""
            ? "The notice is on its way; the dates move when it has been handed over."
            : "Recorded; the dates count from the day of the post."
        }
        onClose={onClose}
      >
        <SelectField
          label="Reason"
          value={reason}
          onChange={(value) => setReason(value as ExtensionReason)}
          options={[
            { value: "complexity", label: "The request is complex" },
            { value: "number", label: "The person made many requests" },
          ]}
          help="Once only, and only while the first period runs."
        />
        <TextArea
          label={`What the person is told, in ${LANGUAGE_TEXTS[request.language]}`}
          required
          rows={4}
          value={text}
          onChange={setText}
        />
        <TextField
          label="By post instead: sent on (YYYY-MM-DD)"
          value={posted}
          onChange={setPosted}
          help="For whoever has no e-mail address that works. Print the letter, post it, and say when."
        />
        <div>
          <Button
            small
            busy={preview.busy}
            disabled={said.text === ""}
            onClick={() =>
              void preview.run(async () => setLetter((await call(previewExtension, { params, body: said })).text))
            }
          >
            See the letter
          </Button>
        </div>
        {preview.problem === null ? null : <ProblemView problem={preview.problem} />}
        {letter === null ? null : <pre className={styles["letter"]}>{letter}</pre>}
      </ChangeForm>
    </Dialog>
  );
}
