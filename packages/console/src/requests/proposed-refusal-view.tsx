/** A refusal that two people have to agree on, shown to the second. */
import { confirmRefusal } from "@kept/contract/refusal-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { notify } from "../ui/notify.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./refuse-dialog.module.css";
import { REFUSAL_TEXTS } from "./request-texts.ts";

/** A refusal that waits for a second person: what it says, and the button for whoever did not propose it. */
export function ProposedRefusalView({
  request,
  mayAct,
}: {
  readonly request: RequestDetail;
  readonly mayAct: boolean;
}) {
  const action = useAction();
  const { revalidate } = useRevalidator();
  const proposal = request.proposedRefusal;
  if (proposal === null) return null;
  const confirm = () => {
    void action
      .run(() => call(confirmRefusal, { params: { requestId: request.id } }))
      .then(async (confirmed) => {
        await revalidate();
        if (confirmed) notify("Refused; the person is being told.");
      });
  };
  return (
    <div className={styles["preview"]}>
      <p className={styles["previewHead"]}>
        A refusal waits for a second person: {REFUSAL_TEXTS[proposal.reason].label.toLowerCase()}
      </p>
      <p className={styles["words"]}>{proposal.text}</p>
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      {proposal.isMine ? (
        <p className="muted">You proposed it. Somebody else has to confirm.</p>
      ) : mayAct ? (
        <div>
          <Button tone="danger-main" busy={action.busy} onClick={confirm}>
            Confirm the refusal
          </Button>
        </div>
      ) : null}
    </div>
  );
}
