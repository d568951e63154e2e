/** Refuses a request: a reason with its legal ground, and the words that the person will read. */
import { previewRefusal } from "@kept/contract/refusal-endpoints";
import { lawfulReasons, type RefusalReason, refusalRow } from "@kept/contract/refusals";
import { refuseRequest } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./refuse-dialog.module.css";
import { KIND_TEXTS, LANGUAGE_TEXTS, REFUSAL_TEXTS } from "./request-texts.ts";

interface RefuseDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function RefuseDialog({ request, open, onClose }: RefuseDialogProps) {
  return (
    <Dialog
      title={`Refuse ${KIND_TEXTS[request.kind].label.toLowerCase()} ${request.reference}`}
      open={open}
      onClose={onClose}
      wide
    >
      <RefuseForm request={request} onClose={onClose} />
    </Dialog>
  );
}

function RefuseForm({ request, onClose }: Omit<RefuseDialogProps, "open">) {
  const drafts = (code: RefusalReason) => REFUSAL_TEXTS[code].draft[request.language];
  const [reason, setReason] = useState<RefusalReason>("identity_unproven");
  const [text, setText] = useState(drafts("identity_unproven"));
  const [proof, setProof] = useState<Readonly<Record<string, string>>>({});
  const [letter, setLetter] = useState<string | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const row = refusalRow(reason);
  const grounds = [...new Set(request.regimes.map((name) => row.grounds[name]))].filter((ground) => ground !== null);
  const body = {
    reason,
    text: text.trim(),
    proof: Object.fromEntries(row.proof.map(({ name }) => [name, (proof[name] ?? "").trim()])),
  };
  const isProven = Object.values(body.proof).every((said) => said !== "");
  const preview = () => {
    void action.run(async () => {
      const { text: words } = await call(previewRefusal, { params: { requestId: request.id }, body });
      setLetter(words);
    });
  };
  const choose = (code: string) => {
    const next = code as RefusalReason;
    // A draft that was not touched follows the reason; the operator's own words stay.
    if (text === drafts(reason)) setText(drafts(next));
    setReason(next);
    setLetter(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action
      .run(() => call(refuseRequest, { params: { requestId: request.id }, body }))
      .then(async (refused) => {
        await revalidate();
        if (!refused) return;
        notify(
          row.alwaysTwo ? "Proposed; somebody else has to confirm it." : "Refused, or proposed to a second person.",
        );
        onClose();
      });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <SelectField
        label="Reason"
        value={reason}
        onChange={choose}
        options={lawfulReasons(request.regimes, request.kind).map(({ code }) => ({
          value: code,
          label: REFUSAL_TEXTS[code].label,
        }))}
        help={`Ground: ${grounds.join("; ")}${row.alwaysTwo ? ". Two people have to agree." : ""}`}
      />
      {row.proof.map(({ name, asks }) => (
        <TextArea
          key={name}
          label={asks}
          required
          rows={2}
          value={proof[name] ?? ""}
          onChange={(value) => setProof({ ...proof, [name]: value })}
          help="For the record; the person does not see it."
        />
      ))}
      <TextArea
        label={`What the person is told, in ${LANGUAGE_TEXTS[request.language]}`}
        required
        rows={5}
        value={text}
        onChange={(value) => {
          setText(value);
          setLetter(null);
        }}
      />
      <div className={styles["preview"]}>
        <p className={styles["previewHead"]}>The letter to {request.person}</p>
        {letter === null ? (
          <p className="muted">
            Kept adds the ground, the authorities and the way to the courts.{" "}
            <Button onClick={preview} disabled={text.trim() === ""}>
              Show the letter
            </Button>
          </p>
        ) : (
          <p className={styles["words"]}>{letter}</p>
        )}
      </div>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="danger-main" type="submit" busy={action.busy} disabled={text.trim() === "" || !isProven}>
          Refuse and tell the person
        </Button>
      </DialogActions>
    </form>
  );
}
