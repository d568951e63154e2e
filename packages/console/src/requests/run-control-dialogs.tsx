/** Pausing or skipping one system, and delivering what is ready: each with the reason that others read. */

import type { RequestDetail } from "@kept/contract/requests";
import { deliverReady, pauseRequestSystem, skipRequestSystem } from "@kept/contract/run-control-endpoints";
import { useState } from "react";
import { call } from "../api/call.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea, TextField } from "../ui/fields.tsx";
import { ChangeForm } from "./change-form.tsx";
import { LANGUAGE_TEXTS } from "./request-texts.ts";

interface SystemDialogProps {
  readonly requestId: string;
  readonly system: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function PauseDialog({ requestId, system, open, onClose }: SystemDialogProps) {
  const [reason, setReason] = useState("");
  const body = { reason: reason.trim() };
  return (
    <Dialog title={`Pause ${system}`} open={open} onClose={onClose}>
      <ChangeForm
        label="Pause"
        ready={body.reason !== ""}
        change={() => call(pauseRequestSystem, { params: { requestId, system }, body })}
        done={`${system} is left alone until you resume it.`}
        onClose={onClose}
      >
        <p>For this request only. The other systems go on, and so do the clocks.</p>
        <TextField label="Why, for colleagues" required value={reason} onChange={setReason} help="No personal data." />
      </ChangeForm>
    </Dialog>
  );
}

export function SkipDialog({
  requestId,
  system,
  language,
  open,
  onClose,
}: SystemDialogProps & { readonly language: RequestDetail["language"] }) {
  const [reason, setReason] = useState("");
  const body = { reason: reason.trim() };
  return (
    <Dialog title={`Answer without ${system}`} open={open} onClose={onClose}>
      <ChangeForm
        label="Skip it"
        ready={body.reason !== ""}
        change={() => call(skipRequestSystem, { params: { requestId, system }, body })}
        done={`${system} is left out, and the answer says so.`}
        onClose={onClose}
      >
        <p>
          The answer, the page of the request and the receipt name this gap. Whoever leaves something out refuses in
          part: it needs a reason that holds.
        </p>
        <TextArea
          label={`The reason that the person is told, in ${LANGUAGE_TEXTS[language]}`}
          required
          rows={3}
          value={reason}
          onChange={setReason}
          help="No personal data: it stands in the receipt."
        />
      </ChangeForm>
    </Dialog>
  );
}

interface DeliverDialogProps {
  readonly request: RequestDetail;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function DeliverDialog({ request, open, onClose }: DeliverDialogProps) {
  const [reason, setReason] = useState("");
  const body = { reason: reason.trim() };
  const missing = request.systems
    .filter(({ problem, paused, later }) => later === null && (problem !== null || paused !== null))
    .map(({ system }) => system);
  return (
    <Dialog title="Deliver what is ready" open={open} onClose={onClose}>
      <ChangeForm
        label="Deliver"
        ready={body.reason !== ""}
        change={() => call(deliverReady, { params: { requestId: request.id }, body })}
        done="What is ready goes out; the rest follows by itself."
        onClose={onClose}
      >
        <p>
          The person gets everything but the part of <strong>{missing.join(", ")}</strong>, which follows when it
          answers again. Until then the request stays open and its clocks run.
        </p>
        <TextArea
          label={`Why a part comes later, as the person is told in ${LANGUAGE_TEXTS[request.language]}`}
          required
          rows={3}
          value={reason}
          onChange={setReason}
          help="No personal data: it stands in the receipt."
        />
      </ChangeForm>
    </Dialog>
  );
}
