/** What people do about a request: notes, tasks for colleagues without an account, and holding it for the law. */
import {
  addRequestNote,
  getRequestWork,
  holdRequest,
  liftRequestHold,
  openRequestTask,
  type RequestWork,
} from "@kept/contract/request-work";
import type { RequestDetail } from "@kept/contract/requests";
import { useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatDay } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextArea, TextField } from "../ui/fields.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { When } from "../ui/when.tsx";
import { ChangeForm } from "./ask-dialogs.tsx";
import styles from "./work-view.module.css";

type Open = "note" | "task" | "hold" | null;

export function WorkView({ request, mayAct }: { readonly request: RequestDetail; readonly mayAct: boolean }) {
  const [work, setWork] = useState<RequestWork | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const params = { requestId: request.id };
  const show = () => {
    void action.run(async () => setWork(await call(getRequestWork, { params })));
  };
  const lift = () => {
    void action.run(() => call(liftRequestHold, { params })).then(() => revalidate());
  };
  const close = () => {
    setOpen(null);
    if (work !== null) show();
  };
  const isOpen = request.phase !== "closed";
  return (
    <Section title="Notes and tasks">
      <div className="stack">
        {request.hold === null ? null : (
          <div className={styles["hold"]}>
            <p>
              <Badge tone="warn">held</Badge> {request.hold.reason}
            </p>
            <p className="muted">
              Nothing is carried out until it is lifted. The clocks go on: the person has to be told.
            </p>
            {mayAct ? (
              <Button busy={action.busy} onClick={lift}>
                Lift the hold
              </Button>
            ) : null}
          </div>
        )}
        {request.openTasks === 0 ? null : (
          <p>
            {request.openTasks} {request.openTasks === 1 ? "colleague has" : "colleagues have"} still to answer.
          </p>
        )}
        {work === null ? (
          <div>
            <Button icon={icons.show} busy={action.busy} onClick={show}>
              Show
            </Button>{" "}
            <span className="muted">Looking is recorded in the ledger.</span>
          </div>
        ) : (
          <WorkList work={work} />
        )}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        {mayAct ? (
          <div className="row">
            <Button onClick={() => setOpen("note")}>Add a note…</Button>
            {isOpen ? <Button onClick={() => setOpen("task")}>Ask a colleague…</Button> : null}
            {isOpen && request.hold === null ? (
              <Button onClick={() => setOpen("hold")}>Hold for the law…</Button>
            ) : null}
          </div>
        ) : null}
      </div>
      <NoteDialog requestId={request.id} open={open === "note"} onClose={close} />
      <TaskDialog requestId={request.id} open={open === "task"} onClose={close} />
      <HoldDialog requestId={request.id} open={open === "hold"} onClose={close} />
    </Section>
  );
}

function WorkList({ work }: { readonly work: RequestWork }) {
  if (work.notes.length + work.tasks.length === 0) return <p className="muted">Nothing yet.</p>;
  return (
    <ul className={styles["list"]}>
      {work.tasks.map((task) => (
        <li key={task.id}>
          <p className={styles["words"]}>{task.question}</p>
          <p className="muted">
            {task.assignee}, {task.doneAt === null ? `by ${formatDay(task.dueOn)}` : <When at={task.doneAt} />}
          </p>
          {task.answer === null ? null : <p className={styles["answer"]}>{task.answer}</p>}
        </li>
      ))}
      {work.notes.map((note) => (
        <li key={note.id}>
          <p className={styles["words"]}>{note.text}</p>
          <p className="muted">
            <When at={note.at} />
          </p>
        </li>
      ))}
    </ul>
  );
}

interface WorkDialogProps {
  readonly requestId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

function NoteDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [text, setText] = useState("");
  return (
    <Dialog title="Add a note" open={open} onClose={onClose}>
      <ChangeForm
        label="Add"
        ready={text.trim() !== ""}
        change={() => call(addRequestNote, { params: { requestId }, body: { text: text.trim() } })}
        done="Noted."
        onClose={() => {
          setText("");
          onClose();
        }}
      >
        <TextArea
          label="For colleagues; the person does not see it"
          required
          rows={4}
          value={text}
          onChange={setText}
        />
      </ChangeForm>
    </Dialog>
  );
}

function TaskDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [question, setQuestion] = useState("");
  const [assignee, setAssignee] = useState("");
  const [dueOn, setDueOn] = useState(() => new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
  const body = { question: question.trim(), assignee: assignee.trim(), dueOn: dueOn.trim() };
  return (
    <Dialog title="Ask a colleague" open={open} onClose={onClose}>
      <ChangeForm
        label="Ask"
        ready={Object.values(body).every((said) => said !== "")}
        change={() => call(openRequestTask, { params: { requestId }, body })}
        done="A message with a link to answer is on its way."
        onClose={() => {
          setQuestion("");
          onClose();
        }}
      >
        <TextArea label="What has to be found out or done" required rows={4} value={question} onChange={setQuestion} />
        <TextField
          label="Who is asked (e-mail address; no account needed)"
          type="email"
          required
          value={assignee}
          onChange={setAssignee}
        />
        <TextField label="By (year-month-day)" required value={dueOn} onChange={setDueOn} />
      </ChangeForm>
    </Dialog>
  );
}

function HoldDialog({ requestId, open, onClose }: WorkDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Dialog title="Hold it for the law" open={open} onClose={onClose}>
      <ChangeForm
        label="Hold"
        ready={reason.trim() !== ""}
        change={() => call(holdRequest, { params: { requestId }, body: { reason: reason.trim() } })}
        done="Held. Nothing is carried out until it is lifted."
        onClose={onClose}
      >
        <TextArea label="Which claim or order" required rows={3} value={reason} onChange={setReason} />
      </ChangeForm>
    </Dialog>
  );
}
