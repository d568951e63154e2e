/** Recording doubt with its evidence, and looking at a document, which is destroyed with the decision. */
import { DOUBT_GROUNDS, type DoubtGround } from "@kept/contract/doubts";
import type { RequestDetail } from "@kept/contract/requests";
import type { DecideDocument } from "@kept/contract/verification";
import { decideDocument, doubtIdentity, getDocument } from "@kept/contract/verification-endpoints";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call, endpointUrl } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { CheckField, SelectField, TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { ChangeForm } from "./change-form.tsx";
import styles from "./identity-dialogs.module.css";
import { LANGUAGE_TEXTS } from "./request-texts.ts";

interface DoubtDialogProps {
  readonly request: RequestDetail;
  /** The configuration takes documents at all. */
  readonly takesDocuments: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DoubtDialog({ request, takesDocuments, open, onClose }: DoubtDialogProps) {
  const [ground, setGround] = useState<DoubtGround>("address_unlike");
  const [evidence, setEvidence] = useState("");
  const [text, setText] = useState("");
  const [whyNotLess, setWhyNotLess] = useState("");
  const allowsDocument = takesDocuments && DOUBT_GROUNDS.some((one) => one.ground === ground && one.allowsDocument);
  const document = allowsDocument && whyNotLess.trim() !== "" ? { document: { whyNotLess: whyNotLess.trim() } } : {};
  const body = { ground, evidence: evidence.trim(), text: text.trim(), ...document };
  return (
    <Dialog title="Record doubt about who asks" open={open} onClose={onClose} wide>
      <ChangeForm
        label="Record it and ask the person"
        ready={body.evidence !== "" && body.text !== ""}
        change={() => call(doubtIdentity, { params: { requestId: request.id }, body })}
        done="The person is told what is needed, and why."
        onClose={onClose}
      >
        <SelectField
          label="Ground"
          value={ground}
          onChange={(value) => setGround(value as DoubtGround)}
          options={DOUBT_GROUNDS.map((one) => ({ value: one.ground, label: one.title }))}
          help="More than the mailbox may be asked for only where there is reasonable doubt (Art. 12(6) GDPR). Ask at once: late, it stops no clock in the safe reading, and in California none ever does."
        />
        <TextArea label="What shows it, for the record" required rows={3} value={evidence} onChange={setEvidence} />
        <TextArea
          label={`What the person is told, in ${LANGUAGE_TEXTS[request.language]}`}
          required
          rows={3}
          value={text}
          onChange={setText}
        />
        {allowsDocument ? (
          <TextArea
            label="Also allow a document: why does every lesser way not suffice?"
            rows={2}
            value={whyNotLess}
            onChange={setWhyNotLess}
            help="Left empty, no document is asked for."
          />
        ) : null}
      </ChangeForm>
    </Dialog>
  );
}

type Checked = DecideDocument["checked"][number];

const CHECKS: readonly { readonly name: Checked; readonly label: string }[] = [
  { name: "name", label: "Name" },
  { name: "birth-date", label: "Date of birth" },
  { name: "address", label: "Address" },
  { name: "picture", label: "Picture" },
  { name: "validity", label: "Validity" },
];

interface DocumentDialogProps {
  readonly requestId: string;
  readonly proofId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DocumentDialog({ requestId, proofId, open, onClose }: DocumentDialogProps) {
  const [isShown, setShown] = useState(false);
  const [checked, setChecked] = useState<readonly Checked[]>([]);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const params = { requestId, proofId };
  const decide = (accepted: boolean) => {
    void action
      .run(() => call(decideDocument, { params, body: { accepted, checked: [...checked] } }))
      .then(async (done) => {
        await revalidate();
        if (!done) return;
        notify("Decided. The document is destroyed.");
        onClose();
      });
  };
  return (
    <Dialog title="Document" open={open} onClose={onClose} wide>
      <div className="stack">
        {isShown ? (
          <img className={styles["picture"]} src={endpointUrl(getDocument, { params })} alt="What the person sent" />
        ) : (
          <div>
            <Button onClick={() => setShown(true)}>Show it</Button>{" "}
            <span className="muted">Looking is recorded in the ledger.</span>
          </div>
        )}
        <fieldset className={styles["checks"]}>
          <legend>What did you compare with what is held?</legend>
          {CHECKS.map(({ name, label }) => (
            <CheckField
              key={name}
              label={label}
              checked={checked.includes(name)}
              onChange={(isChecked) =>
                setChecked(isChecked ? [...checked, name] : checked.filter((one) => one !== name))
              }
            />
          ))}
        </fieldset>
        <p className="muted">Whatever you decide, the document is destroyed with it. Copy nothing.</p>
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button tone="danger" busy={action.busy} disabled={checked.length === 0} onClick={() => decide(false)}>
            Not accepted
          </Button>
          <Button tone="main" busy={action.busy} disabled={checked.length === 0} onClick={() => decide(true)}>
            It is them
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}
