/** The table of the kit: a line for each vector, a column for each set-up. */
import type { Leaks } from "./run-kit.ts";
import { vectors } from "./vectors.ts";

export interface Column {
  readonly name: string;
  readonly leaks: Leaks;
}

export function describeLeaks(columns: readonly Column[]): string {
  const width = Math.max(...vectors.map(({ id }) => id.length));
  const line = (title: string, cell: (column: Column) => string) =>
    [title.padEnd(width), ...columns.map((column) => cell(column).padEnd(column.name.length))].join("  ").trimEnd();
  return [
    line("", ({ name }) => name),
    ...vectors.map(({ id }) => line(id, ({ leaks }) => (leaks.has(id) ? "LEAKS" : "."))),
    line(`leaks of ${vectors.length}`, ({ leaks }) => String(leaks.size)),
  ].join("\n");
}
