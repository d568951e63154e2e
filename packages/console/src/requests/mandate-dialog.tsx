/** Deciding whether a mandate holds. */
import { type AnswersTo, reviewMandate } from "@kept/contract/mandates";
import { useState } from "react";
import { call } from "../api/call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { ChangeForm } from "./change-form.tsx";

interface ReviewDialogProps {
  readonly requestId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function ReviewDialog({ requestId, open, onClose }: ReviewDialogProps) {
  const [decision, setDecision] = useState("yes");
  const [answersTo, setAnswersTo] = useState<AnswersTo>("person");
  const [text, setText] = useState("");
  const accepted = decision === "yes";
  const body = { accepted, answersTo, text: text.trim() };
  return (
    <Dialog title="Does the mandate hold?" open={open} onClose={onClose}>
      <ChangeForm
        label="Decide"
        ready={accepted || body.text !== ""}
        change={() => call(reviewMandate, { params: { requestId }, body })}
        done={accepted ? "The request goes on." : "The representative is told why."}
        onClose={onClose}
      >
        <SelectField
          label="Decision"
          value={decision}
          onChange={setDecision}
          options={[
            { value: "yes", label: "It holds: the request goes on" },
            { value: "no", label: "It does not: the request ends" },
          ]}
        />
        {accepted ? (
          <SelectField
            label="Answers go to"
            value={answersTo}
            onChange={(value) => setAnswersTo(value as AnswersTo)}
            options={[
              { value: "person", label: "The person" },
              { value: "representative", label: "The representative" },
            ]}
          />
        ) : (
          <TextArea label="Why, for the representative" required rows={3} value={text} onChange={setText} />
        )}
      </ChangeForm>
    </Dialog>
  );
}
