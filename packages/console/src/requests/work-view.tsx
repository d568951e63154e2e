/** What people do about a request: notes, tasks for colleagues without an account, and holding it for the law. */
import { getRequestWork, liftRequestHold, type RequestWork } from "@kept/contract/request-work";
import type { RequestDetail } from "@kept/contract/requests";
import { lazy, Suspense, useState } from "react";
import { useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatDay } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { When } from "../ui/when.tsx";
import styles from "./work-view.module.css";

// Loaded when they are first opened.
const NoteDialog = lazy(() => import("./work-dialogs.tsx").then((module) => ({ default: module.NoteDialog })));
const TaskDialog = lazy(() => import("./work-dialogs.tsx").then((module) => ({ default: module.TaskDialog })));
const HoldDialog = lazy(() => import("./work-dialogs.tsx").then((module) => ({ default: module.HoldDialog })));

type Open = "note" | "task" | "hold" | null;

export function WorkView({ request, mayAct }: { readonly request: RequestDetail; readonly mayAct: boolean }) {
  const [work, setWork] = useState<RequestWork | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [opened, setOpened] = useState<ReadonlySet<Open>>(new Set());
  const start = (name: Open) => {
    setOpened(new Set([...opened, name]));
    setOpen(name);
  };
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
            <Button onClick={() => start("note")}>Add a note…</Button>
            {isOpen ? <Button onClick={() => start("task")}>Ask a colleague…</Button> : null}
            {isOpen && request.hold === null ? <Button onClick={() => start("hold")}>Hold for the law…</Button> : null}
          </div>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {opened.has("note") ? <NoteDialog requestId={request.id} open={open === "note"} onClose={close} /> : null}
        {opened.has("task") ? <TaskDialog requestId={request.id} open={open === "task"} onClose={close} /> : null}
        {opened.has("hold") ? <HoldDialog requestId={request.id} open={open === "hold"} onClose={close} /> : null}
      </Suspense>
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
