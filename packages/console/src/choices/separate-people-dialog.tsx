/** Two who were taken for one become two again: what that comes to is shown first, and with four eyes a second person does it. */
import { previewPersonSeparation, separatePeople } from "@kept/contract/separation-endpoints";
import type { PersonMerge, PersonSeparation } from "@kept/contract/separations";
import { useEffect, useState } from "react";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { ChangeForm } from "../requests/change-form.tsx";
import { count } from "../requests/summarise-plan.ts";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";

interface SeparatePeopleDialogProps {
  readonly person: string;
  readonly merge: PersonMerge;
  readonly onClose: () => void;
}

export function SeparatePeopleDialog({ person, merge, onClose }: SeparatePeopleDialogProps) {
  const [preview, setPreview] = useState<PersonSeparation | null>(null);
  const [reason, setReason] = useState("");
  const { run, problem } = useAction();
  const params = { personId: person, mergeId: merge.id };
  useEffect(() => {
    const merged = { personId: person, mergeId: merge.id };
    void run(async () => setPreview(await call(previewPersonSeparation, { params: merged })));
  }, [run, person, merge.id]);
  const isFirst = preview?.needsSecond === true && merge.proposed === null;
  const isMine = merge.proposed?.isMine === true;
  return (
    <Dialog title="Make them two people again" open onClose={onClose}>
      <ChangeForm
        label={isFirst ? "Propose it" : "Make them two"}
        ready={preview !== null && !isMine && reason.trim() !== ""}
        change={() => call(separatePeople, { params, body: { reason: reason.trim() } })}
        done={isFirst ? "Proposed; a colleague separates them." : "They are two people again."}
        onClose={onClose}
      >
        {problem === null ? null : <ProblemView problem={problem} />}
        {preview === null ? null : (
          <ul>
            {describe(preview).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        {isMine ? <p role="status">You have proposed it: a colleague separates them.</p> : null}
        <TextArea label="Why they are two" value={reason} onChange={setReason} help="Kept sealed." />
      </ChangeForm>
    </Dialog>
  );
}

/** Only what it comes to: what is none goes without saying. */
function describe({ identifiers, devices, copies, shared, stays }: PersonSeparation): readonly string[] {
  const leads = [identifiers > 0 ? count(identifiers, "identifier") : "", devices > 0 ? count(devices, "device") : ""];
  const leading = leads.filter(Boolean).join(" and ");
  return [
    ...(leading === "" ? [] : [`${leading} ${identifiers + devices === 1 ? "leads" : "lead"} to the other again.`]),
    ...(copies === 0
      ? []
      : [`${count(copies, "choice")} of the other ${copies === 1 ? "counts" : "count"} no longer for who stayed.`]),
    ...(shared === 0
      ? []
      : [`${count(shared, "refusal")} since then ${shared === 1 ? "holds" : "hold"} for both: nobody can tell whose.`]),
    ...(stays === 0
      ? []
      : [`${count(stays, "other choice")} since then ${stays === 1 ? "stays" : "stay"} with who stayed.`]),
    ...(leading === "" && copies + shared + stays === 0
      ? ["Nothing changes but the record: nobody said anything."]
      : []),
  ];
}
