/** Where each system stands, with the progress of a run as it happens. */
import type { RequestDetail, RequestStep } from "@kept/contract/requests";
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { useMay } from "../shell/load-shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { StackedBar } from "../ui/stacked-bar.tsx";
import { When } from "../ui/when.tsx";
import { STEP_TEXTS } from "./request-texts.ts";
import styles from "./steps-view.module.css";
import { count } from "./summarise-plan.ts";
import type { LiveRequest, Progress } from "./use-request-events.ts";

// Loaded with the first system that anything can be done with.
const StepActions = lazy(() => import("./step-actions.tsx").then((module) => ({ default: module.StepActions })));

const SEARCHED = { label: "Searched", tone: "plain" } as const;
const HELD_UP = { label: "Held up", tone: "warn" } as const;
const NEXT = { label: "In its turn", tone: "info" } as const;
const GAP = { label: "Not done here", tone: "warn" } as const;
const PAUSED = { label: "Paused", tone: "warn" } as const;
const DROPPED = { label: "Not carried out", tone: "plain" } as const;

/** Nothing will be carried out any more. */
const OVER: readonly RequestDetail["state"][] = ["refused", "cancelled", "lapsed"];

const WORKING: readonly RequestStep["state"][] = ["pending", "acting", "planned"];

export function StepsView({ request, live }: { readonly request: RequestDetail; readonly live: LiveRequest }) {
  const mayAct = useMay("requests:act");
  return (
    <Section
      title="Systems"
      actions={
        live.connected === null ? undefined : (
          <span className={styles["live"]} data-on={live.connected ? "" : undefined} role="status">
            {live.connected ? "live" : "reconnecting"}
          </span>
        )
      }
      flush
    >
      <ul className={styles["steps"]}>
        {request.systems.map((step) => (
          <Step key={step.system} step={step} progress={live.progress[step.system]} request={request} mayAct={mayAct} />
        ))}
      </ul>
    </Section>
  );
}

interface StepProps {
  readonly step: RequestStep;
  readonly progress: Progress | undefined;
  readonly request: RequestDetail;
  readonly mayAct: boolean;
}

function Step({ step, progress, request, mayAct }: StepProps) {
  const text = describeState(step, request.state);
  const said = describeControl(step);
  const shown = progress !== undefined && progress.total > 0 && WORKING.includes(step.state) ? progress : null;
  return (
    <li className={styles["step"]}>
      <Link className={styles["name"]} to={`/systems/${encodeURIComponent(step.system)}`}>
        {step.system}
      </Link>
      <span className={styles["what"]}>{describeRows(step)}</span>
      <span className={styles["state"]}>
        <Badge tone={text.tone}>{text.label}</Badge>
        <span className="muted">
          <When at={step.updatedAt} />
        </span>
      </span>
      {shown === null ? null : (
        <div className={styles["progress"]} aria-live="polite">
          <StackedBar parts={[{ label: "done", value: shown.done, color: "accent" }]} full={shown.total} />
          <span>
            {shown.done.toLocaleString("en")} of {shown.total.toLocaleString("en")} · {shown.what}
          </span>
        </div>
      )}
      {step.gap === null ? null : <p className={styles["gap"]}>{step.gap}</p>}
      {step.problem === null ? null : (
        <p className={styles["problem"]}>
          <code>{step.problem.code}</code> {step.problem.message}
          {step.attempts > 1 ? ` Tried ${step.attempts} times.` : ""}
        </p>
      )}
      {said === null ? null : <p className={styles["problem"]}>{said}</p>}
      {mayAct && Object.values(step.may).includes(true) ? (
        <Suspense fallback={null}>
          <StepActions request={request} step={step} />
        </Suspense>
      ) : null}
    </li>
  );
}

/** What an operator has decided about it, in one sentence. */
function describeControl({ paused, skipped, later }: RequestStep): string | null {
  if (skipped !== null) return `Left out; the person is told: ${skipped.reason}`;
  if (paused !== null) return `Paused: ${paused.reason}`;
  return later === null ? null : `Comes later; the person is told: ${later.reason}`;
}

function describeState({ state, found, problem, gap, paused }: RequestStep, request: RequestDetail["state"]) {
  if (paused !== null) return PAUSED;
  // A system that holds nothing has nothing to plan or to run.
  if (found === false && problem === null) return SEARCHED;
  if (gap !== null) return GAP;
  if (state === "planned" && request === "running") return NEXT;
  if (state !== "verified" && state !== "committed" && OVER.includes(request)) return DROPPED;
  return state === "acting" && problem !== null ? HELD_UP : STEP_TEXTS[state];
}

function describeRows(step: RequestStep): string {
  if (step.skipped !== null) return "not part of the answer";
  if (step.found === null) return "not yet known";
  if (!step.found) return "holds nothing of this person";
  if (step.gap !== null) return "knows this person";
  const changed = Object.entries(step.counts).flatMap(([name, value = 0]) =>
    value > 0 ? [[name, value] as const] : [],
  );
  const parts = changed.map(([name, value]) => `${value.toLocaleString("en")} ${name}`);
  return parts.length === 0 ? count(step.rows, "row") : parts.join(", ");
}
