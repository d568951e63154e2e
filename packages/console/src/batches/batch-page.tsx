/** One batch: what would happen to everybody, who needs a look, and how far it is. */
import { cancelBatch, getBatch, replanBatch, resumeBatchSystem } from "@kept/contract/batch-endpoints";
import type { Batch } from "@kept/contract/batches";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link, type LoaderFunctionArgs, useLoaderData, useRevalidator } from "react-router";
import { call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { describeFiles } from "../requests/describe-files.ts";
import { DISPOSITIONS } from "../requests/dispositions.ts";
import { FindingList } from "../requests/finding-list.tsx";
import { useMay } from "../shell/load-shell.ts";
import { formatMoment } from "../time/relative-time.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Page, Section } from "../ui/page.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { BarLegend, StackedBar } from "../ui/stacked-bar.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { badgeOf, countLines, describeBatch, describeRetry, describeScope, needLook, people } from "./batch-texts.ts";
import styles from "./batches.module.css";
import { LinesView } from "./lines-view.tsx";

// Loaded when they are first opened.
const ApproveBatchDialog = lazy(() =>
  import("./approve-batch-dialog.tsx").then((module) => ({ default: module.ApproveBatchDialog })),
);
const PauseSystemDialog = lazy(() =>
  import("./pause-system-dialog.tsx").then((module) => ({ default: module.PauseSystemDialog })),
);
const SkipSystemDialog = lazy(() =>
  import("./skip-system-dialog.tsx").then((module) => ({ default: module.SkipSystemDialog })),
);

const POLL_MILLISECONDS = 1_500;
const MOVING: readonly Batch["state"][] = ["planning", "waiting", "running"];

export async function loader({ params, request }: LoaderFunctionArgs) {
  return await call(getBatch, { params: { batchId: params["batchId"] ?? "" }, signal: request.signal });
}

export function Component() {
  const batch = useLoaderData<typeof loader>();
  useMovingPage(MOVING.includes(batch.state));
  const state = badgeOf(batch);
  return (
    <Page
      name={`Batch of ${countLines(batch.people)}`}
      above={<Link to="/batches">Batches</Link>}
      title={
        <span className={styles["title"]}>
          Batch of {countLines(batch.people)} <Badge tone={state.tone}>{state.label}</Badge>
        </span>
      }
      lead={`Brought ${formatMoment(batch.submittedAt)}; ${describeScope(batch)}.`}
    >
      <NextStep batch={batch} />
      {needLook(batch).length > 0 ? <LinesView batch={batch} /> : null}
      {batch.systems.map((system) => (
        <SystemView key={system.system} system={system} />
      ))}
      {needLook(batch).length > 0 ? null : <LinesView batch={batch} />}
      <p>
        <Link to={`/ledger?subject=${batch.id}`}>Its entries in the ledger</Link>
      </p>
    </Page>
  );
}

/** As long as it moves by itself, the page looks again. */
function useMovingPage(isMoving: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => void revalidate(), POLL_MILLISECONDS);
    return () => clearInterval(timer);
  }, [isMoving, revalidate]);
}

function NextStep({ batch }: { readonly batch: Batch }) {
  const [approving, setApproving] = useState(false);
  const [skipping, setSkipping] = useState(false);
  const [pausing, setPausing] = useState(false);
  const action = useAction();
  const { revalidate } = useRevalidator();
  const mayAct = useMay("requests:act");
  const params = { batchId: batch.id };
  const act = (change: () => Promise<unknown>) => void action.run(change).then(() => revalidate());
  const total = DISPOSITIONS.reduce((sum, { key }) => sum + batch.counts[key], 0);
  const parts = DISPOSITIONS.map(({ key, label }) => ({ label, value: batch.counts[key], color: key }));
  return (
    <Section title="What happens">
      <div className="stack">
        <p aria-live="polite">{describeBatch(batch, formatMoment)}</p>
        {total === 0 ? null : (
          <>
            <StackedBar parts={parts} full={total} thick />
            <BarLegend parts={parts} />
          </>
        )}
        {batch.problem === null ? null : (
          <p className={styles["problem"]}>
            <code>{batch.problem.code}</code> {batch.problem.message} {describeRetry(batch, formatMoment)}
          </p>
        )}
        {batch.leftOut.map(({ system, reason }) => (
          <p key={system}>
            Without <strong>{system}</strong>: {reason}
          </p>
        ))}
        {batch.paused.map(({ system, reason }) => (
          <p key={system}>
            <strong>{system}</strong> is paused, the others go on: {reason}{" "}
            {mayAct ? (
              <Button
                busy={action.busy}
                onClick={() => act(() => call(resumeBatchSystem, { params: { ...params, system } }))}
              >
                Resume {system}
              </Button>
            ) : null}
          </p>
        ))}
        {action.problem === null ? null : <ProblemView problem={action.problem} />}
        {mayAct ? (
          <div className="row">
            {batch.may.approve ? (
              <Button tone="main" onClick={() => setApproving(true)}>
                Approve …
              </Button>
            ) : null}
            {batch.may.replan ? (
              <Button busy={action.busy} onClick={() => act(() => call(replanBatch, { params }))}>
                Plan again
              </Button>
            ) : null}
            {batch.pausable.length > 0 ? (
              <Button tone="quiet" onClick={() => setPausing(true)}>
                Pause a system …
              </Button>
            ) : null}
            {batch.skippable.length > 0 ? (
              <Button tone="quiet" onClick={() => setSkipping(true)}>
                Leave a system out …
              </Button>
            ) : null}
            {batch.may.cancel ? (
              <Button tone="quiet" busy={action.busy} onClick={() => act(() => call(cancelBatch, { params }))}>
                Cancel the batch
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {approving ? <ApproveBatchDialog batch={batch} open onClose={() => setApproving(false)} /> : null}
        {pausing ? <PauseSystemDialog batch={batch} open onClose={() => setPausing(false)} /> : null}
        {skipping ? <SkipSystemDialog batch={batch} open onClose={() => setSkipping(false)} /> : null}
      </Suspense>
    </Section>
  );
}

function SystemView({ system }: { readonly system: Batch["systems"][number] }) {
  const { findings, tables, files = [] } = system;
  const told = system.together ? "one transaction for all of them" : "asked for each of them, one by one";
  return (
    <Section
      title={system.system}
      lead={`${people(system.people)}, ${told}${system.state === "planned" ? "" : `; ${system.done.toLocaleString("en")} recorded`}.`}
      flush
    >
      {findings.length === 0 ? null : (
        <div className={styles["findings"]}>
          <FindingList findings={findings.map((finding) => ({ ...finding, system: system.system }))} />
        </div>
      )}
      <Table
        label={`Rows in ${system.system}`}
        columns={[{ label: "Table" }, ...DISPOSITIONS.map(({ label }) => ({ label, num: true }))]}
      >
        {tables.map((table) => (
          <tr key={table.table}>
            <Cell wide>
              <code>{table.table}</code>
            </Cell>
            {DISPOSITIONS.map(({ key, label }) => (
              <Cell key={key} label={label} num>
                {table[key] === 0 ? <span className="muted">–</span> : table[key].toLocaleString("en")}
              </Cell>
            ))}
          </tr>
        ))}
      </Table>
      {files.map(({ store, ...counts }) => (
        <p key={store} className="muted">
          Files of <code>{store}</code>: {describeFiles(counts)}
        </p>
      ))}
    </Section>
  );
}
