/** Announces the lift of a restriction: the person is told now, and it is lifted some time after the notice was accepted. */
import { liftRestriction } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/fields.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface LiftDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

const WAYS = [
  { value: "mail", label: "A message to their address, now" },
  { value: "letter", label: "They were told by letter" },
  { value: "phone", label: "They were told by telephone" },
  { value: "in_person", label: "They were told in person" },
  { value: "other", label: "They were told otherwise" },
] as const;

export function LiftDialog({ request, open, onClose }: LiftDialogProps) {
  const [by, setBy] = useState<(typeof WAYS)[number]["value"]>("mail");
  const [how, setHow] = useState("");
  const action = useAction();
  const { revalidate } = useRevalidator();
  const announce = () =>
    void action
      .run(() =>
        call(liftRestriction, {
          params: { requestId: request.id },
          body: by === "mail" ? {} : { notified: { by, how: how.trim() } },
        }),
      )
      .then(async (announced) => {
        await revalidate();
        if (!announced) return;
        notify("Announced.");
        onClose();
      });
  return (
    <Dialog title={`Lift the restriction ${request.reference}`} open={open} onClose={onClose}>
      <p>
        The law has the person told before a restriction ends. It is lifted by itself once their mail server has
        accepted the notice and it has not come back within the time that the configuration states.
      </p>
      <SelectField
        label="How are they told?"
        value={by}
        onChange={(value) => setBy(value as typeof by)}
        options={WAYS.map((way) => ({ ...way }))}
      />
      {by === "mail" ? null : (
        <TextField
          label="What was done"
          value={how}
          onChange={setHow}
          help="It stands in the record: no personal data here."
        />
      )}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        <Button tone="main" busy={action.busy} disabled={by !== "mail" && how.trim() === ""} onClick={announce}>
          Announce the lift
        </Button>
      </DialogActions>
    </Dialog>
  );
}
