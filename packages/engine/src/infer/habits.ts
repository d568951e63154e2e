/** What one line about a name of columns would come to: it speaks of all columns of that name, asked about or not. */
import { canBeNamed, type NamingMap } from "../map.ts";
import type { Edge } from "../model.ts";
import type { TableSchema } from "../schema.ts";

/** References that one line says, all of one column and target. */
export type Habit = Omit<NamingMap, "role" | "to"> & { readonly to: string };

/** Edges of one column and target, by {@link habitOf}. */
export function habitOf({ columns, to }: Edge): string {
  return `${columns.join(", ")} -> ${to}`;
}

/** Answers the line that says something of these edges and of nothing else; null: each wants its own. */
export function indexHabits(schemas: Iterable<TableSchema>): (alike: readonly Edge[]) => Habit | null {
  const tables = [...schemas].filter(({ kind }) => kind !== "view");
  const byName = new Map(tables.map((table) => [table.name, table]));
  const having = new Map<string, TableSchema[]>();
  for (const table of tables) {
    for (const name of new Set(table.columns.map((column) => column.name.toLowerCase()))) {
      const list = having.get(name);
      if (list === undefined) having.set(name, [table]);
      else list.push(table);
    }
  }
  return (alike) => {
    const [first, ...more] = alike;
    const [column, ...others] = first?.columns ?? [];
    const [toColumn, ...toOthers] = first?.toColumns ?? [];
    if (first === undefined || more.length === 0 || column === undefined || toColumn === undefined) return null;
    if (others.length > 0 || toOthers.length > 0 || !canBeNamed(column)) return null;
    if (!alike.every((edge) => isPlain(edge) && edge.toColumns[0] === toColumn)) return null;
    const { to } = first;
    const asked = new Set(alike.map(({ from }) => from));
    const isTouched = ({ name, foreignKeys }: TableSchema) => {
      if (asked.has(name) || name === to) return false;
      const declared = foreignKeys.filter(({ columns }) => columns.includes(column));
      return declared.length === 0 || declared.some(({ table }) => table === to);
    };
    if ((having.get(column.toLowerCase()) ?? []).some(isTouched)) return null;
    const key = byName.get(to)?.primaryKey ?? [];
    return { column, to, toColumn: key.length === 1 && key[0] === toColumn ? null : toColumn };
  };
}

/** Whose whole value is the key, in every row: naming lines know no others. */
function isPlain({ match, pattern, path, list, when }: Edge): boolean {
  return list === undefined && !match && pattern === null && path.length === 0 && Object.keys(when).length === 0;
}
