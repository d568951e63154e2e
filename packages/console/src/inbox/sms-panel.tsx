/** One text message: number and words once somebody looks, and what to do about it. */
import { readIncomingSms, settleIncomingSms } from "@kept/contract/sms";
import { useEffect, useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { CreateRequestDialog } from "../requests/create-request-dialog.tsx";
import { useMay } from "../shell/load-shell.ts";
import { dayOf } from "../time/arrival.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions, SidePanel } from "../ui/dialog.tsx";
import { Facts } from "../ui/facts.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { When } from "../ui/when.tsx";
import styles from "./inbox.module.css";
import type { IncomingSms } from "./sms-page.tsx";

interface SmsProps {
  readonly sms: IncomingSms;
  readonly onClose: () => void;
}

export function SmsPanel({ sms, onClose }: SmsProps) {
  const [content, setContent] = useState<Answer<typeof readIncomingSms> | null>(null);
  const [entering, setEntering] = useState(false);
  const { run, problem } = useAction();
  const mayAct = useMay("requests:act");
  useEffect(() => {
    void run(async () => setContent(await call(readIncomingSms, { params: { smsId: sms.id } })));
  }, [sms.id, run]);
  if (entering && content !== null) {
    return (
      <CreateRequestDialog open onClose={onClose} known={{ phone: content.from, arrivedOn: dayOf(sms.receivedAt) }} />
    );
  }
  return (
    <SidePanel title="Text message" open onClose={onClose}>
      {problem !== null ? (
        <ProblemView problem={problem} />
      ) : content === null ? (
        <Skeleton lines={4} />
      ) : (
        <>
          <Facts
            facts={[
              { name: "From", value: content.from },
              { name: "Arrived", value: <When at={sms.receivedAt} /> },
            ]}
          />
          <p className={styles["words"]}>{content.text}</p>
          <p className="muted">
            Does it ask for a right? Make sure who it is, by a call back to a number that you hold, and enter the
            request. Then say here that the message is dealt with. This look is in the ledger.
          </p>
          {mayAct ? (
            <DialogActions>
              <Button tone="main" onClick={() => setEntering(true)}>
                Enter a request for it…
              </Button>
            </DialogActions>
          ) : null}
        </>
      )}
    </SidePanel>
  );
}

export function SettleSmsDialog({ sms, onClose }: SmsProps) {
  return (
    <Dialog title="Dealt with" open onClose={onClose}>
      <ChangeForm
        label="It is dealt with"
        ready
        change={() => call(settleIncomingSms, { params: { smsId: sms.id } })}
        done="Dealt with; number and words are forgotten."
        onClose={onClose}
      >
        <p>
          A request was entered for it, or nothing had to be done. Its number and words are forgotten, and cannot be
          brought back.
        </p>
      </ChangeForm>
    </Dialog>
  );
}
