/** What a map says that a column holds once it is blanked (`blank: REMOVED`): what it writes, and whether the column takes it. */
import { allowedValues } from "./allowed-values.ts";
import { checksOf } from "./check-constraints.ts";
import { firstWithin, limitsOf } from "./check-limits.ts";
import { misfit } from "./fits-column.ts";
import { compareMoments } from "./limited-values.ts";
import type { Edge, Finding, ModelColumn, ModelIndex, ModelTable } from "./model.ts";
import type { StatedBlank } from "./rights.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { Blank, Operation } from "./store.ts";

/** In a text, `{}` stands for the row's own key, so that no two rows hold the same. */
const OWN_KEY = "{}";

/** The value as it is written. */
export function readBlank(column: Pick<ColumnSchema, "kind">, blank: string): Blank {
  const at = column.kind === "text" ? blank.indexOf(OWN_KEY) : -1;
  if (at < 0) return { kind: "text", text: blank };
  return { kind: "keyed", prefix: blank.slice(0, at), suffix: blank.slice(at + OWN_KEY.length) };
}

/** Columns that these statements blank with what the map says. */
export function listStatedBlanks(index: ModelIndex, operations: readonly Operation[]): readonly StatedBlank[] {
  const stated = new Map<string, StatedBlank>();
  for (const operation of operations) {
    if (operation.op !== "update") continue;
    const table = index.table.get(operation.table);
    for (const { name, blank } of table?.columns ?? []) {
      const schema = table === undefined ? undefined : findColumn(table.schema, name);
      if (blank === undefined || schema === undefined || operation.set[name] === undefined) continue;
      if (JSON.stringify(operation.set[name]) !== JSON.stringify(readBlank(schema, blank))) continue;
      stated.set(JSON.stringify([operation.table, name]), { table: operation.table, column: name, value: blank });
    }
  }
  return [...stated.values()];
}

/** The tables without what their columns cannot be blanked with, each such value a finding. */
export function checkBlanks(
  tables: readonly ModelTable[],
  edges: readonly Edge[],
): { readonly tables: readonly ModelTable[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const checked = tables.map((table) => {
    if (table.columns.every(({ blank }) => blank === undefined)) return table;
    const columns = table.columns.map((column): ModelColumn => {
      const { blank, ...rest } = column;
      const schema = findColumn(table.schema, column.name);
      if (blank === undefined || schema === undefined) return column;
      const problem = findProblem(table, schema, blank, edges);
      if (problem === null) return column;
      findings.push(refuseBlank(table.name, column.name, blank, problem));
      return rest;
    });
    return { ...table, columns };
  });
  return { tables: checked, findings };
}

interface BlankProblem {
  /** The end of "…: it". */
  readonly reason: string;
  readonly suggestion: string;
}

function refuseBlank(table: string, column: string, blank: string, { reason, suggestion }: BlankProblem): Finding {
  return {
    code: "map_blank_refused",
    table,
    column,
    message: `The map blanks ${table}.${column} with ${JSON.stringify(blank)}, which cannot be: it ${reason}.`,
    suggestion,
    blocks: true,
  };
}

function findProblem(
  table: ModelTable,
  column: ColumnSchema,
  blank: string,
  edges: readonly Edge[],
): BlankProblem | null {
  const { name } = column;
  const line = (value: string) => `tables: { ${table.name}: { columns: { ${name}: { blank: ${value} } } } }`;
  if (isStructure(table, name, edges))
    return { reason: "says which rows belong together", suggestion: `Remove \`blank\` of ${name} from the map.` };
  const value = readBlank(column, blank);
  const isText = column.kind === "text";
  if (value.kind !== "keyed" && isTold(table, name, edges)) {
    if (!isText)
      return { reason: "may not be the same in two rows", suggestion: `Remove \`blank\` of ${name} from the map.` };
    const suggestion = line(JSON.stringify(`${blank}-${OWN_KEY}`));
    return {
      reason: `tells rows apart, and every row would hold the same; ${OWN_KEY} stands for a row's key`,
      suggestion,
    };
  }
  const written = value.kind === "keyed" ? `${value.prefix}${exampleKey(table)}${value.suffix}` : blank;
  const misfitting = misfit(column, written);
  const allowed = allowedValues(table.schema.checks, name);
  if (misfitting !== null) {
    const [first] = column.enumValues;
    const better = first === undefined ? "Write a value that it holds." : line(JSON.stringify(first));
    return { reason: misfitting, suggestion: better };
  }
  if (allowed !== null && !allowed.includes(written))
    return { reason: `is one of ${allowed.join(", ")}`, suggestion: line(JSON.stringify(allowed[0] ?? "")) };
  if (isWithinChecks(table, column, written)) return null;
  const checks = checksOf(table, column).join("; ");
  return { reason: `has to satisfy ${checks}`, suggestion: "Write a value that satisfies it." };
}

/** Keys, and what refers to rows or is referred to by a declared key. */
function isStructure(table: ModelTable, column: string, edges: readonly Edge[]): boolean {
  if (table.key.includes(column) || table.schema.primaryKey.includes(column)) return true;
  return edges.some(
    ({ from, to, columns, toColumns, role, onDelete }) =>
      (from === table.name && columns.includes(column) && (role !== "context" || onDelete !== null)) ||
      (to === table.name && toColumns.includes(column) && onDelete !== null),
  );
}

/** Must two rows never hold the same: a unique key, what a person is known by, what other rows repeat to name the row? */
function isTold({ name, schema, identifiers }: ModelTable, column: string, edges: readonly Edge[]): boolean {
  if (schema.uniqueKeys.some((key) => key.includes(column))) return true;
  if (identifiers.some((one) => one.column === column)) return true;
  return edges.some(({ to, toColumns, role }) => to === name && role !== "context" && toColumns.includes(column));
}

/** As long a key as such rows may well have. */
function exampleKey({ key, schema }: ModelTable): string {
  const lengths = key.map((name) => {
    const column = findColumn(schema, name);
    if (column?.kind === "uuid") return 36;
    return column?.kind === "text" ? Math.min(column.maxLength ?? 36, 36) : 10;
  });
  return lengths.map((length) => "0".repeat(length)).join("-");
}

/** As far as checks are understood; the dry run of an erasure tries the rest. */
function isWithinChecks(table: ModelTable, column: ColumnSchema, value: string): boolean {
  const limits = limitsOf(checksOf(table, column), column.name);
  const isNumber = column.kind === "integer" || column.kind === "decimal";
  const isMoment = column.kind === "date" || column.kind === "timestamp";
  const compare = (one: string, literal: string) => {
    if (isNumber) return Number(one) - Number(literal);
    if (isMoment) return compareMoments(one, literal);
    // Which of two texts comes first is the database's to say; whether they are the same is plain.
    return one === literal ? 0 : Number.NaN;
  };
  if (firstWithin([value], limits.value, compare) === undefined) return false;
  const isSame =
    isNumber || isMoment || limits.value.every(({ operator, literal }) => operator !== "=" || literal === value);
  const length = [...value].length;
  return isSame && firstWithin([length], limits.length, (size, literal) => size - Number(literal)) !== undefined;
}
