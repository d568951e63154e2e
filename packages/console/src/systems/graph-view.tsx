/** Draws the tables that are connected with people, and the edges between them, coloured by role. */
import type { SystemTable } from "@kept/contract/systems";
import { useMemo } from "react";
import { Link } from "react-router";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import styles from "./graph-view.module.css";
import { layoutGraph, NODE } from "./layout-graph.ts";
import { ROLES } from "./system-texts.ts";

interface GraphViewProps {
  readonly tables: readonly SystemTable[];
  /** Name of the table whose edges stand out. */
  readonly selected: string | null;
  readonly onSelect: (table: string) => void;
}

export function GraphView({ tables, selected, onSelect }: GraphViewProps) {
  const layout = useMemo(() => layoutGraph(tables), [tables]);
  const touches = (edge: { from: string; to: string }) => edge.from === selected || edge.to === selected;
  return (
    <div className={styles["view"]}>
      <ul className={styles["legend"]}>
        {ROLES.map(({ role, means }) => (
          <li key={role} data-role={role}>
            <svg width="26" height="8" aria-hidden="true">
              <line x1="0" y1="4" x2="26" y2="4" />
            </svg>
            {role} <span className="muted">{means}</span>
          </li>
        ))}
        <li>
          <svg width="26" height="8" aria-hidden="true" className={styles["proposal"]}>
            <line x1="0" y1="4" x2="26" y2="4" />
          </svg>
          dashed <span className="muted">a proposal</span>
        </li>
      </ul>
      {layout.tables.length === 0 ? (
        <p className="muted">No table of this system has been recognised as people yet.</p>
      ) : (
        <ScrollRegion label="Tables and edges" className={styles["canvas"]}>
          <svg
            width={layout.width}
            height={layout.height}
            viewBox={`0 0 ${layout.width} ${layout.height}`}
            data-selected={selected === null ? undefined : ""}
          >
            <title>Tables and the edges between them</title>
            {layout.edges.map((edge) => (
              <path
                key={edge.id}
                d={edge.path}
                className={styles["edge"]}
                data-role={edge.role}
                data-proposal={edge.confirmed ? undefined : ""}
                data-on={touches(edge) ? "" : undefined}
              />
            ))}
            {layout.tables.map(({ table, x, y }) => (
              <foreignObject key={table.name} x={x} y={y} width={NODE.width} height={NODE.height}>
                <button
                  type="button"
                  className={styles["node"]}
                  data-kind={table.kind}
                  aria-pressed={table.name === selected}
                  onClick={() => onSelect(table.name)}
                  title={`${table.name}: ${table.kind}`}
                >
                  <span>{table.name}</span>
                  <small>{table.estimatedRows === null ? "" : formatRows(table.estimatedRows)}</small>
                </button>
              </foreignObject>
            ))}
          </svg>
        </ScrollRegion>
      )}
      {layout.apart.length === 0 ? null : (
        <p className={styles["apart"]}>
          Not connected with people:{" "}
          {layout.apart.map((table, index) => (
            <span key={table.name}>
              {index === 0 ? "" : ", "}
              <Link to={`?view=tables&table=${encodeURIComponent(table.name)}`}>{table.name}</Link>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** "950", "12k", "3.4M". */
export function formatRows(rows: number): string {
  return new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(rows);
}
