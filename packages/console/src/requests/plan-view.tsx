/** The plan: findings first, then every system with what becomes of its rows, as a picture and in figures. */
import type { RequestDetail, RequestPlan } from "@kept/contract/requests";
import { useState } from "react";
import { useMay } from "../shell/load-shell.ts";
import { formatDay } from "../time/relative-time.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { icons } from "../ui/icon.tsx";
import { EmptyState, Section } from "../ui/page.tsx";
import { BarLegend, StackedBar } from "../ui/stacked-bar.tsx";
import { describeFiles } from "./describe-files.ts";
import { describeWhy, technicalWhy } from "./describe-why.ts";
import { LEVELS, OUTCOMES } from "./dispositions.ts";
import { FindingList } from "./finding-list.tsx";
import styles from "./plan-view.module.css";
import { RowsPanel } from "./rows-panel.tsx";
import {
  count,
  maskedColumns,
  type PlanReading,
  type PlanTable,
  planBar,
  type SystemPlan,
  summarisePlan,
} from "./summarise-plan.ts";

/** How a plan reads when the request is over. */
const READINGS: Partial<Record<RequestDetail["state"], PlanReading>> = {
  done: "carried-out",
  refused: "dropped",
  cancelled: "dropped",
};

interface PlanViewProps {
  readonly request: RequestDetail;
  readonly plan: RequestPlan;
}

export function PlanView({ request, plan }: PlanViewProps) {
  const [looked, setLooked] = useState<PlanTable | null>(null);
  const mayLook = useMay("people:read") && request.phase !== "closed";
  const summary = summarisePlan(plan, READINGS[request.state]);
  return (
    <>
      {summary.blocking.length === 0 ? null : (
        <Section
          title={`${count(summary.blocking.length, "finding")} to answer`}
          lead="The request goes on once it is planned again without any."
          actions={[...new Set(summary.blocking.filter(({ table }) => table !== "").map(({ system }) => system))].map(
            (system) => (
              <LinkButton
                key={system}
                small
                tone="main"
                icon={icons.next}
                to={`/systems/${encodeURIComponent(system)}?view=findings`}
              >
                Answer in {system}
              </LinkButton>
            ),
          )}
        >
          <FindingList findings={summary.blocking} />
        </Section>
      )}
      <Section
        title="Plan"
        lead={summary.sentence}
        actions={<span className="muted">version {plan.version}</span>}
        flush
      >
        {summary.rows === 0 && summary.blocking.length > 0 ? (
          <EmptyState title="Not planned yet">
            <p>Have it planned again once the findings above are answered.</p>
          </EmptyState>
        ) : summary.rows === 0 ? (
          <EmptyState title="No rows">
            <p>If you know that the person has an account, have it planned again and name the row that is theirs.</p>
          </EmptyState>
        ) : (
          <>
            {/* Of rows that are only read, a bar would say nothing that the sentence does not. */}
            {plan.act === "read" ? null : (
              <div className={styles["total"]}>
                <StackedBar parts={planBar(plan.act, summary.rows, summary.counts)} full={summary.rows} thick />
                <BarLegend parts={planBar(plan.act, summary.rows, summary.counts)} />
              </div>
            )}
            {summary.systems.map((system) => (
              <SystemTables key={system.system} act={plan.act} system={system} onLook={mayLook ? setLooked : null} />
            ))}
          </>
        )}
        {plan.files === undefined ? null : <Files files={plan.files} />}
        {plan.repairs.length === 0 ? null : <Repairs repairs={plan.repairs} />}
      </Section>
      {summary.notes.length === 0 ? null : (
        <Section
          title={count(summary.notes.length, "note")}
          lead="They do not stand in the way; the package or the receipt lists them."
        >
          <FindingList findings={summary.notes} />
        </Section>
      )}
      <RowsPanel request={request} table={looked} onClose={() => setLooked(null)} />
    </>
  );
}

interface SystemTablesProps {
  readonly act: RequestPlan["act"];
  readonly system: SystemPlan;
  /** Null: this reader may not look at rows. */
  readonly onLook: ((table: PlanTable) => void) | null;
}

function SystemTables({ act, system, onLook }: SystemTablesProps) {
  return (
    <div className={styles["system"]}>
      <h3>
        {system.system} <span className="muted">{count(system.rows, "row")}</span>
      </h3>
      <table aria-label={`Plan for ${system.system}`} className={styles["tables"]} data-act={act}>
        <thead>
          <tr className={styles["head"]}>
            <th scope="col">Table</th>
            <th scope="col">{act === "read" ? "Goes into the package" : "Outcome"}</th>
            {act === "read" ? (
              <th scope="col" className="num">
                Rows
              </th>
            ) : (
              OUTCOMES[act].map(({ key, label, means }) => (
                <th key={key} scope="col" className="num" title={means}>
                  {label}
                </th>
              ))
            )}
            <td />
          </tr>
        </thead>
        <tbody>
          {system.tables.map((table) => (
            <TableRow
              key={[table.table, table.level, ...(act === "rectify" ? table.columns : [])].join(" ")}
              act={act}
              table={table}
              largest={system.largest}
              onLook={onLook}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableRowProps {
  readonly act: RequestPlan["act"];
  readonly table: PlanTable;
  readonly largest: number;
  readonly onLook: SystemTablesProps["onLook"];
}

function TableRow({ act, table, largest, onLook }: TableRowProps) {
  return (
    <tr className={styles["row"]}>
      <td className={styles["name"]}>
        <span>
          <strong>{table.table}</strong> <LevelMark level={table.level} />
        </span>
        <span className={styles["why"]} title={technicalWhy(table.why)}>
          {describeWhy(table.why)}
        </span>
        <Marks act={act} table={table} />
      </td>
      <td className={styles["bar"]}>
        {/* The square root keeps a table of three rows visible beside one of thousands. */}
        <span style={{ width: `${Math.sqrt(table.rows / largest) * 100}%` }}>
          <StackedBar parts={planBar(act, table.rows, table.counts)} full={table.rows} />
        </span>
      </td>
      {act === "read" ? (
        <td className="num">{table.rows.toLocaleString("en")}</td>
      ) : (
        OUTCOMES[act].map(({ key, label }) => (
          <td
            key={key}
            className={styles["count"]}
            data-label={label}
            data-none={(table.counts[key] ?? 0) === 0 ? "" : undefined}
          >
            {(table.counts[key] ?? 0) === 0 ? "–" : (table.counts[key] ?? 0).toLocaleString("en")}
          </td>
        ))
      )}
      <td className={styles["look"]}>
        {/* Of what they did only keys are exported: there is nothing to look at. */}
        {onLook === null || table.level === "act" ? null : (
          <Button small tone="quiet" icon={icons.show} onClick={() => onLook(table)}>
            <span className={styles["lookText"]}>Rows</span>
            <span className="visually-hidden"> of {table.table}</span>
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Told only where it is not what everybody expects: rows that are theirs in full. */
function LevelMark({ level }: Pick<PlanTable, "level">) {
  if (level === null || level === "own") return null;
  return (
    <span className={styles["level"]} title={LEVELS[level].means}>
      {LEVELS[level].label}
    </span>
  );
}

function Marks({ act, table }: Pick<TableRowProps, "act" | "table">) {
  const masked = maskedColumns(table);
  const marks = [
    // The right values stand with what was asked for: they are the person's.
    act !== "rectify" || table.columns.length === 0 ? null : `becomes right: ${table.columns.join(", ")}`,
    table.hidden.length === 0 ? null : `never handed out: ${table.hidden.join(", ")}`,
    masked.length === 0 ? null : `masked where it names others: ${masked.join(", ")}`,
    table.until === null ? null : `retained until ${formatDay(table.until)}`,
  ].filter((mark) => mark !== null);
  return marks.length === 0 ? null : <span className={styles["marks"]}>{marks.join(" · ")}</span>;
}

function Files({ files }: { readonly files: NonNullable<RequestPlan["files"]> }) {
  return (
    <div className={styles["system"]}>
      <h3>Files that these rows name</h3>
      <ul className={styles["repairs"]}>
        {files.map(({ system, store, ...counts }) => (
          <li key={`${system}.${store}`}>
            <code>{store}</code> <span className="muted">{describeFiles(counts)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Repairs({ repairs }: { readonly repairs: RequestPlan["repairs"] }) {
  return (
    <div className={styles["system"]}>
      <h3>Put right beside</h3>
      <ul className={styles["repairs"]}>
        {repairs.map((repair) => (
          <li key={`${repair.system}.${repair.table}.${repair.column}`}>
            <code>
              {repair.system}.{repair.table}.{repair.column}
            </code>{" "}
            <span className="muted">
              {count(repair.rows, "row")}: {repair.why}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
