/** Asking the person something, recording what they answered, and taking more time: what moves a clock. */
import {
  answerForPerson,
  askPerson,
  extendRequest,
  previewExtension,
  previewQuestion,
} from "@kept/contract/request-clock-endpoints";
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
import { printLetter } from "./print-letter.ts";
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
  const [posted, setPosted] = useState("");
  const params = { requestId: request.id };
  const said = { cause, reason: reason.trim(), text: text.trim() };
  const day = posted.trim();
  const body = day === "" ? said : { ...said, sentByPost: day };
  const isReady = said.reason !== "" && said.text !== "";
  return (
    <ChangeForm
      label="Ask"
      ready={isReady}
      change={() => call(askPerson, { params, body })}
      done={
        day === ""
          ? "The person is being asked."
          : "Recorded; the time to answer runs from when the letter should arrive."
      }
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
      <PostFields
        posted={posted}
        onChange={setPosted}
        ready={isReady}
        preview={async () => (await call(previewQuestion, { params, body })).text}
      />
    </ChangeForm>
  );
}

interface PostFieldsProps {
  readonly posted: string;
  readonly onChange: (day: string) => void;
  readonly ready: boolean;
  readonly preview: () => Promise<string>;
}

/** The same by post: the letter to be printed, and the day on which it was posted. */
function PostFields({ posted, onChange, ready, preview }: PostFieldsProps) {
  const [letter, setLetter] = useState<string | null>(null);
  const action = useAction();
  return (
    <>
      <TextField
        label="By post instead: sent on (YYYY-MM-DD)"
        value={posted}
        onChange={onChange}
        help="For whoever has no e-mail address that works. Print the letter, post it, and say when."
      />
      <div className="row">
        <Button
          small
          busy={action.busy}
          disabled={!ready}
          onClick={() => void action.run(async () => setLetter(await preview()))}
        >
          See the letter
        </Button>
        {letter === null ? null : (
          <Button small tone="quiet" onClick={() => printLetter(letter)}>
            Print it
          </Button>
        )}
      </div>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      {letter === null ? null : <pre className={styles["letter"]}>{letter}</pre>}
    </>
  );
}

export function AnswerDialog({ request, open, onClose }: RequestDialogProps) {
  const [text, setText] = useState("");
  const [cameOn, setCameOn] = useState("");
  const isLate = request.phase === "closed";
  return (
    <Dialog title={isLate ? "Record a late answer" : "Record the person's answer"} open={open} onClose={onClose}>
      <ChangeForm
        label={isLate ? "Record and open again" : "Record and plan again"}
        ready={text.trim() !== ""}
        change={() =>
          call(answerForPerson, {
            params: { requestId: request.id },
            body: { text: text.trim(), ...(cameOn.trim() === "" ? {} : { receivedOn: cameOn.trim() }) },
          })
        }
        done="Recorded; the systems are searched again."
        onClose={onClose}
      >
        {isLate ? (
          <p>
            The request is opened again, and the person is told where they can be written to. What the late answer does
            to each date is the rule of its regime: some wait for it, and some have run on.
          </p>
        ) : null}
        <TextArea label="What they said" required rows={4} value={text} onChange={setText} />
        <TextField
          label="If by letter: came on (YYYY-MM-DD)"
          value={cameOn}
          onChange={setCameOn}
          help="The clocks go on from that day. Empty: today."
        />
      </ChangeForm>
    </Dialog>
  );
}

export function ExtendDialog({ request, open, onClose }: RequestDialogProps) {
  const [reason, setReason] = useState<ExtensionReason>("complexity");
  const [text, setText] = useState("");
  const [posted, setPosted] = useState("");
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
        <PostFields
          posted={posted}
          onChange={setPosted}
          ready={said.text !== ""}
          preview={async () => (await call(previewExtension, { params, body: said })).text}
        />
      </ChangeForm>
    </Dialog>
  );
}
