/** The tables of a system, grouped by what they are. */
import type { SystemTable } from "@kept/contract/systems";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/page.tsx";
import { Cell, Table } from "../ui/table.tsx";
import { formatRows } from "./graph-view.tsx";
import { proposalsOf } from "./list-proposals.ts";
import { TABLE_KINDS } from "./system-texts.ts";
import styles from "./tables-view.module.css";

interface TablesViewProps {
  readonly tables: readonly SystemTable[];
  readonly selected: string | null;
  readonly onSelect: (table: string) => void;
}

const ROWS = { label: "Rows", num: true };
const COLUMNS = [
  { label: "Table", width: 26 },
  { label: "Whose", width: 42 },
  ROWS,
  { label: "Edges", num: true },
  { label: "Map" },
];

export function TablesView({ tables, selected, onSelect }: TablesViewProps) {
  // Some kinds of system keep no estimates.
  const isCounted = tables.some((table) => table.estimatedRows !== null);
  const columns = isCounted ? COLUMNS : COLUMNS.filter((column) => column !== ROWS);
  return TABLE_KINDS.map(({ kind, label, means }) => {
    const group = tables.filter((table) => table.kind === kind);
    if (group.length === 0) return null;
    return (
      <Section key={kind} title={`${label} (${group.length})`} lead={means} flush>
        <Table label={label} columns={columns}>
          {group.map((table) => (
            <tr key={table.name} data-link aria-selected={table.name === selected}>
              <Cell wide>
                <button type="button" className={styles["name"]} onClick={() => onSelect(table.name)}>
                  {table.name}
                </button>
              </Cell>
              <Cell label="Whose">
                <Claims table={table} />
              </Cell>
              {isCounted ? (
                <Cell label="Rows" num>
                  {table.estimatedRows === null ? "–" : formatRows(table.estimatedRows)}
                </Cell>
              ) : null}
              <Cell label="Edges" num>
                {table.edges.length}
              </Cell>
              <Cell label="Map">
                <MapState table={table} />
              </Cell>
            </tr>
          ))}
        </Table>
      </Section>
    );
  });
}

/** The edges that say whose the rows are; without any, why the table is what it is. */
function Claims({ table }: { readonly table: SystemTable }) {
  const claims = table.edges.filter((edge) => edge.role !== "context");
  if (claims.length === 0 || table.kind === "subject") return <span className="muted">{table.why}</span>;
  const texts = new Set(claims.map((edge) => `${edge.role} → ${edge.to}`));
  return <span className="muted">{[...texts].join(", ")}</span>;
}

function MapState({ table }: { readonly table: SystemTable }) {
  const proposals = proposalsOf(table).length;
  if (proposals === 0) return <span className="muted">nothing open</span>;
  return <Badge tone="warn">{proposals === 1 ? "1 proposal" : `${proposals} proposals`}</Badge>;
}
