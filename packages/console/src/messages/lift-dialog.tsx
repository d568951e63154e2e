/** Takes an address off the suppression list, with why. */
import { type LIFTABLE_REASONS, liftSuppression } from "@kept/contract/suppression-lifts";
import { type FormEvent, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { TextArea } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface LiftDialogProps {
  readonly address: string;
  /** Null: closed. */
  readonly reason: (typeof LIFTABLE_REASONS)[number] | null;
  readonly onClose: () => void;
  readonly onLifted: () => void;
}

export function LiftDialog({ address, reason, onClose, onLifted }: LiftDialogProps) {
  const [why, setWhy] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason === null) return;
    void action.run(async () => {
      const { state } = await call(liftSuppression, { body: { address, reason, why } });
      await revalidate();
      notify(state === "lifted" ? "Lifted." : "Asked for; somebody else has to agree.");
      setWhy("");
      onClose();
      onLifted();
    });
  };
  return (
    <Dialog title="Write to this address again?" open={reason !== null} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>
          It was suppressed because it {reason === "bounced" ? "took no mail" : "stood in a list that was imported"}.
        </p>
        <TextArea
          label="Why it may be written to"
          help="Kept with the lift. Do not write the address itself."
          required
          rows={3}
          value={why}
          onChange={setWhy}
        />
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button tone="main" type="submit" busy={action.busy} disabled={why.trim().length < 5}>
            Lift
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
