/** The first rows of one table of a plan, each with what becomes of it and why. Looking is recorded. */
import { previewRequestRows } from "@kept/contract/request-endpoints";
import type { PreviewRow, RequestDetail } from "@kept/contract/requests";
import { useEffect, useState } from "react";
import { type Answer, call } from "../api/call.ts";
import { useAction } from "../api/use-action.ts";
import { formatDay } from "../time/relative-time.ts";
import { SidePanel } from "../ui/dialog.tsx";
import { ProblemView } from "../ui/problem-view.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { describeWhy, technicalWhy } from "./describe-why.ts";
import styles from "./rows-panel.module.css";
import type { PlanTable } from "./summarise-plan.ts";

interface RowsPanelProps {
  readonly request: RequestDetail;
  /** Null: closed. */
  readonly table: PlanTable | null;
  readonly onClose: () => void;
}

export function RowsPanel({ request, table, onClose }: RowsPanelProps) {
  return (
    <SidePanel
      title={table === null ? "Rows" : `Rows of ${table.system} · ${table.table}`}
      open={table !== null}
      onClose={onClose}
    >
      {table === null ? null : (
        <Rows key={`${table.system} ${table.table} ${table.level}`} requestId={request.id} table={table} />
      )}
    </SidePanel>
  );
}

function Rows({ requestId, table }: { readonly requestId: string; readonly table: PlanTable }) {
  const [answer, setAnswer] = useState<Answer<typeof previewRequestRows> | null>(null);
  const { run, problem } = useAction();
  useEffect(() => {
    const query = { system: table.system, table: table.table, limit: 25 };
    void run(async () => setAnswer(await call(previewRequestRows, { params: { requestId }, query })));
  }, [requestId, table, run]);
  if (problem !== null) return <ProblemView problem={problem} />;
  if (answer === null) return <Skeleton lines={8} />;
  return (
    <>
      <p className="muted">
        {answer.more ? `The first ${answer.rows.length} of ${table.rows.toLocaleString("en")} rows.` : "All rows."} This
        look is in the ledger.
      </p>
      <ol className={styles["rows"]}>
        {answer.rows.map((row) => (
          <Row key={JSON.stringify([row.key, row.values])} row={row} />
        ))}
      </ol>
    </>
  );
}

function Row({ row }: { readonly row: PreviewRow }) {
  return (
    <li className={styles["row"]}>
      {row.key === null && row.disposition === null ? null : (
        <div className={styles["head"]}>
          <span className="mono">{row.key === null ? "" : row.key.join(", ")}</span>
          <span className={styles["outcome"]} data-disposition={row.disposition ?? "exported"}>
            {row.disposition ?? "exported"}
            {row.until === null ? null : ` until ${formatDay(row.until)}`}
          </span>
        </div>
      )}
      {row.why === "" ? null : (
        <p className="muted" title={technicalWhy(row.why)}>
          {describeWhy(row.why)}
        </p>
      )}
      {row.values === null ? null : (
        <dl className={styles["values"]}>
          {Object.entries(row.values).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-null={value === null ? "" : undefined}>{formatValue(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** A value as text; what is empty says so. */
function formatValue(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (value === "") return "empty";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
