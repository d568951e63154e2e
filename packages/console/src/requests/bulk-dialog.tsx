/** One thing done with the requests that were chosen: what is filled in, what would happen, and what has happened. */
import { type BulkAction, type BulkOutcome, bulkRequests } from "@kept/contract/bulk-requests";
import type { ExtensionReason } from "@kept/contract/request-clocks";
import type { RequestList, RequestSummary } from "@kept/contract/requests";
import { useState } from "react";
import { Link, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { Button } from "../ui/button.tsx";
import { Dialog, DialogActions } from "../ui/dialog.tsx";
import { SelectField, TextArea, TextField } from "../ui/fields.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import styles from "./bulk-dialog.module.css";
import { KIND_TEXTS } from "./request-texts.ts";
import { count } from "./summarise-plan.ts";

interface BulkDialogProps {
  readonly requests: readonly RequestSummary[];
  readonly assignees: RequestList["assignees"];
  readonly open: boolean;
  readonly onClose: () => void;
  /** Something was done with them: the choice is over. */
  readonly onDone: () => void;
}

const ACTIONS = {
  approve: "Approve the plans",
  assign: "Give them to somebody",
  remind: "Remind whoever they wait for",
  task: "Ask a colleague about each",
  extend: "Take more time, with notice",
} as const satisfies Record<BulkAction["action"], string>;

export function BulkDialog(props: BulkDialogProps) {
  return (
    <Dialog title={`With ${count(props.requests.length, "request")}`} open={props.open} onClose={props.onClose} wide>
      <BulkForm {...props} />
    </Dialog>
  );
}

function BulkForm({ requests, assignees, onClose, onDone }: BulkDialogProps) {
  const [name, setName] = useState<BulkAction["action"]>("approve");
  const [operatorId, setOperatorId] = useState("");
  const [words, setWords] = useState({ question: "", assignee: "", dueOn: "", text: "" });
  const [reason, setReason] = useState<ExtensionReason>("complexity");
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const say = (field: keyof typeof words) => (value: string) => {
    setOutcome(null);
    setWords({ ...words, [field]: value });
  };
  const wanted = toAction(name, { ...words, operatorId: operatorId === "" ? null : operatorId, reason });
  const run = (dryRun: boolean) =>
    void action.run(async () => {
      const chosen = requests.map(({ id, planVersion }) => ({ id, planVersion }));
      setOutcome(await call(bulkRequests, { body: { requests: chosen, do: wanted, dryRun } }));
      if (!dryRun) await revalidate();
    });
  if (outcome !== null && !outcome.dryRun) {
    return (
      <>
        <Outcome outcome={outcome} />
        <DialogActions>
          <Button tone="main" onClick={onDone}>
            Close
          </Button>
        </DialogActions>
      </>
    );
  }
  return (
    <>
      <SelectField
        label="What to do"
        value={name}
        onChange={(value) => {
          setOutcome(null);
          setName(value as BulkAction["action"]);
        }}
        options={Object.entries(ACTIONS).map(([value, label]) => ({ value, label }))}
      />
      {name === "assign" ? (
        <SelectField
          label="Who has them in hand"
          value={operatorId}
          onChange={(value) => {
            setOutcome(null);
            setOperatorId(value);
          }}
          options={[
            { value: "", label: "Nobody in particular" },
            ...assignees.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
      ) : null}
      {name === "task" ? (
        <>
          <TextArea
            label="What has to be found out or done"
            required
            rows={3}
            value={words.question}
            onChange={say("question")}
          />
          <TextField label="Who is asked (e-mail address)" required value={words.assignee} onChange={say("assignee")} />
          <TextField label="By (YYYY-MM-DD)" required value={words.dueOn} onChange={say("dueOn")} />
        </>
      ) : null}
      {name === "extend" ? (
        <>
          <SelectField
            label="Reason"
            value={reason}
            onChange={(value) => {
              setOutcome(null);
              setReason(value as ExtensionReason);
            }}
            options={[
              { value: "complexity", label: "The request is complex" },
              { value: "number", label: "The person made many requests" },
            ]}
          />
          <TextArea
            label="What each person is told: true of every one of them"
            required
            rows={3}
            value={words.text}
            onChange={say("text")}
          />
        </>
      ) : null}
      {name === "approve" ? (
        <p className="muted">
          Each plan is approved at the version in the list. What has changed since, is held, or needs a second person is
          left out.
        </p>
      ) : null}
      {action.problem === null ? null : <ProblemView problem={action.problem} />}
      {outcome === null ? null : <Outcome outcome={outcome} />}
      <DialogActions>
        <Button onClick={onClose}>Not now</Button>
        {outcome === null ? (
          <Button tone="main" busy={action.busy} onClick={() => run(true)}>
            See what would happen
          </Button>
        ) : (
          <Button tone="main" busy={action.busy} disabled={outcome.done === 0} onClick={() => run(false)}>
            {`Do it with ${outcome.done}`}
          </Button>
        )}
      </DialogActions>
    </>
  );
}

function toAction(
  action: BulkAction["action"],
  said: {
    readonly operatorId: string | null;
    readonly question: string;
    readonly assignee: string;
    readonly dueOn: string;
    readonly text: string;
    readonly reason: ExtensionReason;
  },
): BulkAction {
  const { operatorId, question, assignee, dueOn, text, reason } = said;
  if (action === "assign") return { action, operatorId };
  if (action === "task") return { action, question: question.trim(), assignee: assignee.trim(), dueOn: dueOn.trim() };
  if (action === "extend") return { action, reason, text: text.trim() };
  return { action };
}

function Outcome({ outcome }: { readonly outcome: BulkOutcome }) {
  const left = outcome.results.filter(({ done }) => !done);
  const rows = outcome.rows === 0 ? "" : `, with ${count(outcome.rows, "row")} in their plans`;
  return (
    <div role="status">
      <p>
        <strong>
          {outcome.dryRun
            ? `It would be done with ${count(outcome.done, "request")}${rows}.`
            : `Done with ${count(outcome.done, "request")}.`}
        </strong>{" "}
        {left.length === 0 ? "" : `Left out: ${left.length}.`}
      </p>
      {left.length === 0 ? null : (
        <ul className={styles["left"]}>
          {left.map(({ id, reference, kind, why }) => (
            <li key={id}>
              <Link to={`/requests/${id}`}>
                {kind === null ? "Request" : KIND_TEXTS[kind].label} {reference ?? id}
              </Link>
              : {why?.title}. <span className="muted">{why?.action}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
