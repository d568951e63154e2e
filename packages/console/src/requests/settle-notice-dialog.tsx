/** What came of telling a recipient, as an operator records it. */
import { settleNotice } from "@kept/contract/recipient-endpoints";
import type { RecipientNotice, SettleNotice } from "@kept/contract/recipients";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { OUTCOMES, type Outcome, settlementOf } from "./describe-notice.ts";

interface SettleNoticeDialogProps extends Omit<SettleFormProps, "notice"> {
  /** Null: closed. */
  readonly notice: RecipientNotice | null;
}

export function SettleNoticeDialog({ notice, onClose, ...form }: SettleNoticeDialogProps) {
  return (
    <Dialog title={`Settle: ${notice?.name ?? ""}`} open={notice !== null} onClose={onClose}>
      {notice === null ? null : <SettleForm {...form} notice={notice} onClose={onClose} />}
    </Dialog>
  );
}

interface SettleFormProps {
  readonly requestId: string;
  readonly notice: RecipientNotice;
  readonly onDone: (changed: RecipientNotice) => void;
  readonly onClose: () => void;
}

function SettleForm({ requestId, notice, onDone, onClose }: SettleFormProps) {
  const [outcome, setOutcome] = useState<Outcome>("done");
  const [words, setWords] = useState("");
  const action = useAction();
  const body: SettleNotice | null = settlementOf(outcome, words.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body === null) return;
    void action.run(async () => onDone(await call(settleNotice, { params: { requestId, noticeId: notice.id }, body })));
  };
  const offered = OUTCOMES.filter(({ value }) => value !== "try-again" || notice.state === "failed");
  return (
    <form className="stack" onSubmit={submit}>
      <SelectField
        label="What came of it"
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
        options={offered.map(({ value, label }) => ({ value, label }))}
      />
      {outcome === "try-again" ? null : (
        <TextArea label="In words, for the record" value={words} onChange={setWords} rows={4} />
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" type="submit" busy={action.busy} disabled={body === null}>
          Record
        </Button>
      </DialogActions>
    </form>
  );
}
