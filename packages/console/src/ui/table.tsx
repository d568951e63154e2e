/** A table with labelled cells, which turn into cards on narrow screens. */
import type { ReactNode } from "react";
import styles from "./table.module.css";

interface Column {
  readonly label: string;
  readonly num?: boolean;
  /** Share of the width, in percent: for tables that stand under each other. */
  readonly width?: number;
}

interface TableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** On narrow screens: the wide cell as a title, the others in one line under it. For long lists. */
  readonly compact?: boolean;
  readonly children: ReactNode;
}

export function Table({ label, columns, compact, children }: TableProps) {
  return (
    <table className={styles["table"]} aria-label={label} {...(compact === true ? { "data-compact": "" } : {})}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.label}
              scope="col"
              {...(column.width === undefined ? {} : { style: { width: `${column.width}%` } })}
              {...(column.num === true ? { "data-num": "" } : {})}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

interface CellProps {
  /** The column's label, shown on narrow screens; none for cells that speak for themselves. */
  readonly label?: string;
  readonly num?: boolean;
  /** Takes the whole width of a card. */
  readonly wide?: boolean;
  readonly children?: ReactNode;
}

export function Cell({ label, num, wide, children }: CellProps) {
  return (
    <td
      {...(label === undefined ? {} : { "data-label": label })}
      {...(num === true ? { "data-num": "" } : {})}
      {...(wide === true ? { "data-wide": "" } : {})}
    >
      {children}
    </td>
  );
}
