/** One text of a message: its words, what may stand in them, and why some cannot be changed. */
import type { MailText } from "@kept/contract/mail-templates";
import { Button } from "../ui/button.tsx";
import { TextField as LineField, TextArea } from "../ui/fields.tsx";
import styles from "./template-page.module.css";

interface TextFieldProps {
  readonly text: MailText;
  /** What it is called among the texts of its message. */
  readonly label: string;
  readonly words: string;
  readonly fault: string | undefined;
  readonly readOnly: boolean;
  readonly onChange: (words: string) => void;
}

export function TextField({ text, label, words, fault, readOnly, onChange }: TextFieldProps) {
  if (text.locked !== null || readOnly) {
    return (
      <div className={styles["locked"]}>
        <strong>{label}</strong>
        <p>{words}</p>
        {text.locked === null ? null : <p className="muted">Cannot be changed. {text.locked}</p>}
      </div>
    );
  }
  const help = [
    text.placeholders.length === 0 ? "" : `In it: ${text.placeholders.map(describePlaceholder).join(", ")}.`,
    describeShared(text.sharedWith),
  ]
    .filter((part) => part !== "")
    .join(" ");
  const field = {
    label,
    value: words,
    onChange,
    ...(help === "" ? {} : { help }),
    error: fault === undefined ? undefined : `This ${fault}`,
  };
  return (
    <div className={styles["field"]}>
      {text.oneLine ? <LineField {...field} /> : <TextArea {...field} rows={words.length > 160 ? 5 : 3} />}
      {words === text.standard ? null : (
        <Button small tone="quiet" onClick={() => onChange(text.standard)}>
          Back to the standard words
        </Button>
      )}
    </div>
  );
}

function describePlaceholder({ name, required, why }: MailText["placeholders"][number]): string {
  if (!required) return `{${name}} (may be left out)`;
  return why === null ? `{${name}}` : `{${name}} (has to stay: ${why.replace(/\.$/, "")})`;
}

function describeShared(titles: readonly string[]): string {
  if (titles.length === 0) return "";
  return titles.length > 3 ? `Also in ${titles.length} other messages.` : `Also in: ${titles.join("; ")}.`;
}
