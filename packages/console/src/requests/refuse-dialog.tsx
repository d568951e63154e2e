/** Refuses a request: a reason with its legal ground, and the words that the person will read. */
import { refuseRequest } from "@kept/contract/request-endpoints";
import { REFUSAL_REASONS, type RefusalReason, type RequestDetail } from "@kept/contract/requests";
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
  const action = useAction();
  const { revalidate } = useRevalidator();
  const ground = REFUSAL_REASONS.find((row) => row.code === reason)?.ground ?? "";
  const choose = (code: string) => {
    const next = code as RefusalReason;
    // A draft that was not touched follows the reason; the operator's own words stay.
    if (text === drafts(reason)) setText(drafts(next));
    setReason(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action
      .run(() => call(refuseRequest, { params: { requestId: request.id }, body: { reason, text: text.trim() } }))
      .then(async (refused) => {
        await revalidate();
        if (!refused) return;
        notify("Refused; the person is being told.");
        onClose();
      });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <SelectField
        label="Reason"
        value={reason}
        onChange={choose}
        options={REFUSAL_REASONS.map((row) => ({ value: row.code, label: REFUSAL_TEXTS[row.code].label }))}
        help={`Ground: ${ground}`}
      />
      <TextArea
        label={`What the person is told, in ${LANGUAGE_TEXTS[request.language]}`}
        required
        rows={5}
        value={text}
        onChange={setText}
      />
      <div className={styles["preview"]}>
        <p className={styles["previewHead"]}>The message to {request.person}</p>
        <p className={styles["words"]}>{text.trim() === "" ? "…" : text}</p>
        <p className="muted">
          Kept adds the reference, the ground, the supervisory authority and the way to the courts, as Art. 12(4) GDPR
          demands.
        </p>
      </div>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="danger-main" type="submit" busy={action.busy} disabled={text.trim() === ""}>
          Refuse and tell the person
        </Button>
      </DialogActions>
    </form>
  );
}
