/** What a package shows of a table: its columns, what is hidden and masked, and what they hold. */
import { findCategory } from "./categories.ts";
import { copiesIn } from "./copies.ts";
import { describeEdge } from "./describe-edge.ts";
import type { Edge, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import { provenanceOf } from "./provenance.ts";
import type { AccessTable, ColumnHolding, Level, Scope } from "./rights.ts";
import { isCategoryInScope } from "./scope.ts";

/** What stands in a package where another person's identity stood. */
export const ANOTHER_PERSON = "[another person]";

/** How a package tells of a table, `rows` of which it shows at a level. */
export function describeShown(
  index: ModelIndex,
  table: ModelTable,
  level: Level,
  scope: Scope,
  rows: number,
  via: Edge | null,
): AccessTable {
  const shown = table.columns.filter((column) => !column.hide && isShown(scope, table, column));
  const hidden = table.columns.filter((column) => column.hide).map((column) => column.name);
  const masked = new Set(personColumns(index, table).map(({ column }) => column));
  for (const { column, of } of copiesIn(index, table)) {
    if (index.table.get(of.table)?.kind === "subject") masked.add(column.name);
  }
  if (level === "view") for (const column of shown) if (isIdentity(column)) masked.add(column.name);
  const columns = shown.map((column) => column.name);
  return {
    name: table.name,
    rows,
    level,
    columns,
    hidden,
    masked: columns.filter((column) => masked.has(column)),
    ...(level === "own" && isNamed(table, columns) ? { key: table.key } : {}),
    holds: describeHoldings(index, table, shown),
    why: via === null ? "the person's own row" : describeEdge(via),
  };
}

/** Whether its rows can be named by what the package reads of them. */
function isNamed({ key }: ModelTable, columns: readonly string[]): boolean {
  return key.length > 0 && key.every((column) => columns.includes(column));
}

function describeHoldings(
  index: ModelIndex,
  table: ModelTable,
  columns: readonly ModelColumn[],
): Readonly<Record<string, ColumnHolding>> {
  const structure = new Set([
    ...table.key,
    ...(index.outgoing.get(table.name) ?? []).filter(({ match }) => !match).flatMap((edge) => edge.columns),
  ]);
  return Object.fromEntries(
    columns.map((column) => {
      const { name, category } = column;
      const isStructure = structure.has(name) && !(findCategory(category)?.personal ?? false);
      const own = column.provenance ?? (column.counter === null ? provenanceOf(category) : "derived");
      return [name, { category, provenance: isStructure && column.provenance === undefined ? "structure" : own }];
    }),
  );
}

function isShown(scope: Scope, table: ModelTable, column: ModelColumn): boolean {
  return scope.categories.length === 0 || table.key.includes(column.name) || isCategoryInScope(scope, column.category);
}

/** On a row that is only seen, whatever tells who somebody is belongs to another. Text is why the row may be seen. */
export function isIdentity(column: ModelColumn): boolean {
  const category = findCategory(column.category);
  return (category?.personal ?? false) && !column.category.startsWith("content");
}

/** Columns that name a person of some subject table, with the edge by which they do. */
export function personColumns(
  index: ModelIndex,
  table: ModelTable,
): readonly { readonly column: string; readonly edge: Edge }[] {
  return (index.outgoing.get(table.name) ?? [])
    .filter((edge) => isPersonEdge(index, edge))
    .flatMap((edge) => edge.columns.map((column) => ({ column, edge })));
}

function isPersonEdge(index: ModelIndex, edge: Edge): boolean {
  const person = index.table.get(edge.to)?.kind === "subject" && edge.role !== "part";
  return person && edge.columns.length === 1;
}

/** Parts of a key that tell who somebody is: the line about a row that is another's must not. */
export function tellingKeyColumns(index: ModelIndex, table: ModelTable): ReadonlySet<number> {
  const people = new Set(
    (index.outgoing.get(table.name) ?? [])
      .filter((edge) => index.table.get(edge.to)?.kind === "subject")
      .flatMap((edge) => edge.columns),
  );
  const telling = table.key.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    return table.kind === "subject" || people.has(name) || (column !== undefined && isIdentity(column));
  });
  return new Set(telling.flatMap((tells, position) => (tells ? [position] : [])));
}
