/** What came of looking at a decision again: it stands or is changed, with reasons that the person gets. */
import { type Review, type Reviews, settleReview } from "@kept/contract/automated-decisions";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface SettleReviewDialogProps {
  readonly requestId: string;
  readonly review: Review;
  readonly onDone: (reviews: Reviews) => void;
  readonly onClose: () => void;
}

const OPTIONS = [
  { value: "upheld", label: "It stands" },
  { value: "changed", label: "It is changed" },
];

export function SettleReviewDialog({ requestId, review, onDone, onClose }: SettleReviewDialogProps) {
  const [outcome, setOutcome] = useState("upheld");
  const [reasons, setReasons] = useState("");
  const [instead, setInstead] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const isChanged = outcome === "changed";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void action.run(async () => {
      const params = { requestId, decisionId: review.decisionId };
      const body = {
        outcome: isChanged ? "changed" : "upheld",
        reasons,
        newOutcome: isChanged ? instead : null,
      } as const;
      const reviews = await call(settleReview, { params, body });
      await revalidate();
      onDone(reviews);
    });
  };
  return (
    <Dialog title={`Review: ${review.title}`} open onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{review.outcome}</p>
        <SelectField label="What comes of it" value={outcome} onChange={setOutcome} options={OPTIONS} />
        {isChanged ? (
          <TextField
            label="What holds instead"
            help="The app hears it and acts on it."
            value={instead}
            onChange={setInstead}
          />
        ) : null}
        <TextArea
          label="Reasons"
          help="The person reads them, so in their language. They are sent when you approve the request."
          value={reasons}
          onChange={setReasons}
        />
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button
            tone="main"
            type="submit"
            busy={action.busy}
            disabled={reasons.trim() === "" || (isChanged && instead.trim() === "")}
          >
            Record it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
