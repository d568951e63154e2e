/** One table: its edges with role, confidence and reason; its columns with category; its findings. */
import type { SystemTable } from "@kept/contract/systems";
import { useEffect, useRef } from "react";
import { FindingList, type ShownFinding } from "../requests/finding-list.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { Facts } from "../ui/facts.tsx";
import { icons } from "../ui/icon.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { formatRows } from "./graph-view.tsx";
import { proposalsOf } from "./list-proposals.ts";
import { TABLE_KINDS } from "./system-texts.ts";
import styles from "./table-view.module.css";

interface TableViewProps {
  readonly system: string;
  readonly table: SystemTable;
  readonly findings: readonly ShownFinding[];
  /** Null: nothing to accept, or not allowed. */
  readonly onAccept: (() => void) | null;
  readonly onClose: () => void;
}

export function TableView({ system, table, findings, onAccept, onClose }: TableViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const { name } = table;
  useEffect(() => {
    if (name !== "") place.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }, [name]);
  const kind = TABLE_KINDS.find((row) => row.kind === table.kind);
  const proposals = proposalsOf(table).length;
  return (
    <div ref={place} className={styles["place"]}>
      <Section
        title={table.name}
        lead={`${kind?.label ?? table.kind}: ${table.why}.`}
        actions={
          <>
            {onAccept === null || proposals === 0 ? null : (
              <Button small icon={icons.done} onClick={onAccept}>
                {proposals === 1 ? "Accept 1 proposal…" : `Accept ${proposals} proposals…`}
              </Button>
            )}
            <IconButton label="Close the table" icon={icons.close} onClick={onClose} />
          </>
        }
        flush
      >
        <div className={styles["part"]}>
          <Facts facts={describe(table)} />
        </div>
        {findings.length === 0 ? null : (
          <div className={styles["part"]}>
            <h3>Findings</h3>
            <FindingList findings={findings} system={system} />
          </div>
        )}
        {table.edges.length === 0 ? null : <Edges table={table} />}
        <Columns table={table} />
      </Section>
    </div>
  );
}

function describe(table: SystemTable) {
  const retain = table.retain;
  const time = retain === null ? [] : (["years", "months", "days"] as const).filter((unit) => retain[unit] > 0);
  return [
    { name: "Key", value: table.key.length === 0 ? "none" : <code>{table.key.join(", ")}</code> },
    { name: "Rows, estimated", value: table.estimatedRows === null ? "–" : formatRows(table.estimatedRows) },
    {
      name: "Found by",
      value:
        table.identifiers.length === 0
          ? "–"
          : table.identifiers.map((entry) => `${entry.column} (${entry.kind})`).join(", "),
    },
    {
      name: "Retained",
      value: retain === null ? "no" : `${time.map((unit) => `${retain[unit]} ${unit}`).join(" ")}: ${retain.reason}`,
    },
  ];
}

function Edges({ table }: { readonly table: SystemTable }) {
  const columns = ["Edge", "Role", "Confidence", "Why", "Map"].map((label) => ({ label, num: label === "Confidence" }));
  return (
    <div className={styles["table"]}>
      <Table label={`Edges of ${table.name}`} columns={columns}>
        {table.edges.map((edge) => (
          <tr key={edge.id}>
            <Cell wide>
              <span className="mono">
                {edge.columns.join(", ")} → {edge.to}
              </span>
            </Cell>
            <Cell label="Role">
              <strong>{edge.role}</strong>
            </Cell>
            <Cell label="Confidence" num>
              {formatConfidence(edge.confidence)}
            </Cell>
            <Cell label="Why">
              <span className="muted">
                {edge.origin}: {edge.why}
              </span>
            </Cell>
            <Cell label="Map">
              <Badge tone={edge.confirmed ? "ok" : "plain"}>{edge.confirmed ? "Confirmed" : "Proposal"}</Badge>
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function Columns({ table }: { readonly table: SystemTable }) {
  const columns = ["Column", "Type", "Category", "Confidence", "Why"].map((label) => ({
    label,
    num: label === "Confidence",
  }));
  return (
    <div className={styles["table"]}>
      <Table label={`Columns of ${table.name}`} columns={columns}>
        {table.columns.map((column) => (
          <tr key={column.name}>
            <Cell wide>
              <span className="mono">{column.name}</span>
            </Cell>
            <Cell label="Type">
              <span className="mono muted">
                {column.type}
                {column.nullable ? " null" : ""}
              </span>
            </Cell>
            <Cell label="Category">
              <span className="row">
                {column.category}
                {column.hide ? <Badge tone="info">never handed out</Badge> : null}
                {column.keep ? <Badge>kept</Badge> : null}
              </span>
            </Cell>
            <Cell label="Confidence" num>
              {formatConfidence(column.confidence)}
            </Cell>
            <Cell label="Why">
              <span className="muted">{column.why}</span>
            </Cell>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function formatConfidence(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
