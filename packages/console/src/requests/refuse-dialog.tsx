/** Refuses a request: a reason with its legal ground, and the words that the person will read. */
import { previewRefusal } from "@kept/contract/refusal-endpoints";
import { lawfulReasons } from "@kept/contract/refusals";
import { refuseRequest } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { ReasonFields, useReason } from "./reason-fields.tsx";
import styles from "./refuse-dialog.module.css";
import { KIND_TEXTS, REFUSAL_TEXTS } from "./request-texts.ts";

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
  const draft = useReason("identity_unproven", (code) => REFUSAL_TEXTS[code].draft[request.language]);
  const [letter, setLetter] = useState<string | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const { row, body } = draft;
  const preview = () => {
    void action.run(async () => {
      const { text: words } = await call(previewRefusal, { params: { requestId: request.id }, body });
      setLetter(words);
    });
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
      <ReasonFields
        request={request}
        draft={draft}
        reasons={lawfulReasons(request.regimes, request.kind)}
        onChange={() => setLetter(null)}
      />
      <div className={styles["preview"]}>
        <p className={styles["previewHead"]}>The letter to {request.person}</p>
        {letter === null ? (
          <p className="muted">
            Kept adds the ground, the authorities and the way to the courts.{" "}
            <Button onClick={preview} disabled={body.text === ""}>
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
        <Button tone="danger-main" type="submit" busy={action.busy} disabled={!draft.isWhole}>
          Refuse and tell the person
        </Button>
      </DialogActions>
    </form>
  );
}
