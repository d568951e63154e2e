/** Enters a letter on paper: typed in, scanned, or both; it is sorted like every message. */
import { type EnterLetter, MOST_SCAN_BYTES, SCAN_TYPES } from "@kept/contract/mailbox";
import { enterLetter } from "@kept/contract/mailbox-endpoints";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea, TextField } from "../ui/fields.tsx";
import styles from "./inbox.module.css";

interface EnterLetterDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function EnterLetterDialog({ open, onClose }: EnterLetterDialogProps) {
  return (
    <Dialog title="Enter a letter on paper" open={open} onClose={onClose} wide>
      <EnterLetterForm onClose={onClose} />
    </Dialog>
  );
}

function EnterLetterForm({ onClose }: Omit<EnterLetterDialogProps, "open">) {
  const [arrivedOn, setArrivedOn] = useState("");
  const [email, setEmail] = useState("");
  const [text, setText] = useState("");
  const [scan, setScan] = useState<EnterLetter["scan"]>(undefined);
  const [fault, setFault] = useState<string | null>(null);
  const navigate = useNavigate();
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(arrivedOn.trim());
  const body = {
    arrivedOn: arrivedOn.trim(),
    text: text.trim(),
    ...(email.trim() === "" ? {} : { email: email.trim() }),
    ...(scan === undefined ? {} : { scan }),
  };
  const choose = async (file: File | undefined) => {
    setScan(undefined);
    setFault(null);
    if (file === undefined) return;
    const type = SCAN_TYPES.find((one) => one === file.type);
    if (type === undefined || file.size > MOST_SCAN_BYTES) {
      setFault("Choose a PDF, JPEG or PNG of at most 10 MB.");
      return;
    }
    setScan({ type, content: await readBase64(file) });
  };
  return (
    <ChangeForm
      label="Enter the letter"
      ready={isDay && (body.text !== "" || scan !== undefined)}
      change={async () => {
        const { id } = await call(enterLetter, { body });
        await navigate(`/inbox/${id}`);
      }}
      done="Entered; it is being sorted."
      onClose={onClose}
    >
      <p className="muted">
        From then on it is a message like any other. Clocks run from the day on which it came; a right that it asks for
        is claimed, not proven.
      </p>
      <TextField
        label="Arrived on (year-month-day)"
        required
        value={arrivedOn}
        onChange={setArrivedOn}
        placeholder="2026-11-20"
      />
      <TextArea
        label="What it says"
        rows={6}
        value={text}
        onChange={setText}
        help="Typed in, it is sorted like an e-mail. A scan alone waits for a person."
      />
      <div className={styles["scan"]}>
        <label htmlFor="letter-scan">Scan (PDF, JPEG or PNG, at most 10 MB)</label>
        <input
          id="letter-scan"
          type="file"
          accept={SCAN_TYPES.join(",")}
          aria-describedby={fault === null ? undefined : "letter-scan-fault"}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
        {fault === null ? null : (
          <p id="letter-scan-fault" role="alert" className={styles["fault"]}>
            {fault}
          </p>
        )}
      </div>
      <TextField
        label="E-mail address of the sender, if the letter names one"
        type="email"
        value={email}
        onChange={setEmail}
        help="A clear request then opens by itself, once that address has been confirmed. Empty: a person decides."
      />
    </ChangeForm>
  );
}

/** The content of a file in Base64, without the head of a data URL. */
function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(file);
  });
}
