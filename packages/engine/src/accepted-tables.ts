/**
 * What a map remembers of a table whose proposals were accepted in one word, and how the live system differs from it: a
 * line with a mark that decides whether it still holds, and beside it what was seen, so that a difference has names.
 */
import { fingerprintTables } from "./fingerprint.ts";
import type { Inference, InferredTable } from "./infer/infer-system.ts";
import type { DataMap } from "./map.ts";
import type { Edge, Role, TableKind } from "./model.ts";
import type { SystemSchema, TableSchema } from "./schema.ts";

/**
 * The lines of all tables: `<mark> <kind>:<identifier>=<column>,… <column>,… <columns>><table>=<role>,…`. Names are
 * percent-encoded as in a URL. Edges that say nothing of people are left out.
 */
export function describeAccepted(schema: SystemSchema, inference: Inference): ReadonlyMap<string, string> {
  const marks = fingerprintTables(schema, inference);
  const inferred = new Map(inference.tables.map((table) => [table.name, table]));
  const edges = Map.groupBy(inference.edges, ({ from }) => from);
  return new Map(
    schema.tables.map((table) => {
      const seen = see(table, inferred.get(table.name), edges.get(table.name) ?? []);
      const parts = [
        marks.get(table.name) ?? "",
        [seen.kind, writeNames(seen.identifiers)].filter((part) => part !== "").join(":"),
        writeNames(seen.columns),
        writeNames([...seen.edges].map(([name, role]) => `${name}=${role}`)),
      ];
      return [table.name, parts.join(" ").trimEnd()];
    }),
  );
}

/** The mark of a line: what decides. */
export function readMark(line: string): string {
  return line.split(" ", 1)[0] ?? "";
}

/** How one table differs from what was accepted of it. */
export interface TableDifference {
  readonly table: string;
  /** `new`: the map says nothing of it, though it accepted others. */
  readonly change: "new" | "gone" | "changed";
  readonly kind: { readonly was: string | null; readonly is: TableKind | null };
  readonly columns: { readonly added: readonly string[]; readonly gone: readonly string[] };
  /** References by which rows are somebody's, as `columns -> table: role`. */
  readonly edges: {
    readonly added: readonly string[];
    readonly withdrawn: readonly string[];
    readonly changed: readonly string[];
  };
  readonly identifiers: { readonly added: readonly string[]; readonly gone: readonly string[] };
  /** False: something differs that the map does not remember by name (an older line, a type, whether NULL is allowed). */
  readonly isNamed: boolean;
}

/** The differences of a live system from what its map has accepted; none when the map accepted nothing. In order of names. */
export function compareAccepted(schema: SystemSchema, inference: Inference, map: DataMap): readonly TableDifference[] {
  if (Object.keys(map.accepted).length === 0) return [];
  const marks = fingerprintTables(schema, inference);
  const tables = new Map(schema.tables.map((table) => [table.name, table]));
  const inferred = new Map(inference.tables.map((table) => [table.name, table]));
  const edges = Map.groupBy(inference.edges, ({ from }) => from);
  const names = new Set([...tables.keys(), ...Object.keys(map.accepted)]);
  return [...names].sort().flatMap((name): readonly TableDifference[] => {
    const table = tables.get(name);
    const line = map.accepted[name];
    if (table === undefined) return line === undefined ? [] : [{ ...NOTHING, table: name, change: "gone" }];
    const is = see(table, inferred.get(name), edges.get(name) ?? []);
    if (line === undefined) {
      if (map.tables[name] !== undefined) return [];
      return [{ ...compare(name, EMPTY, is), change: "new", columns: NONE, kind: { was: null, is: is.kind } }];
    }
    return readMark(line) === marks.get(name) ? [] : [compare(name, readLine(line), is)];
  });
}

interface Seen {
  readonly kind: TableKind;
  /** `email=mail` */
  readonly identifiers: readonly string[];
  readonly columns: readonly string[];
  /** `user_id>users`, with its role. */
  readonly edges: ReadonlyMap<string, Role | string>;
}

type Remembered = Omit<Seen, "kind"> & { readonly kind: string | null };

const NONE = { added: [], gone: [] };
const EMPTY: Remembered = { kind: null, identifiers: [], columns: [], edges: new Map() };
const NOTHING: TableDifference = {
  table: "",
  change: "changed",
  kind: { was: null, is: null },
  columns: NONE,
  edges: { added: [], withdrawn: [], changed: [] },
  identifiers: NONE,
  isNamed: true,
};

function see(table: TableSchema, inferred: InferredTable | undefined, edges: readonly Edge[]): Seen {
  const telling = edges.filter(({ role, same }) => role !== "context" || same);
  return {
    kind: inferred?.kind ?? "public",
    identifiers: (inferred?.identifiers ?? []).map(({ kind, column }) => `${encode(kind)}=${encode(column)}`),
    columns: table.columns.map(({ name }) => encode(name)),
    edges: new Map(telling.map((edge) => [nameEdge(edge), edge.same ? `${edge.role}+same` : edge.role])),
  };
}

function nameEdge({ columns, to, when }: Edge): string {
  const conditions = Object.entries(when).map(
    ([column, values]) => `${encode(column)}:${values.map((value) => encode(value ?? "")).join("|")}`,
  );
  const suffix = conditions.length > 0 ? `?${conditions.join("&")}` : "";
  return `${columns.map(encode).join("+")}>${encode(to)}${suffix}`;
}

function compare(table: string, was: Remembered, is: Seen): TableDifference {
  const changed = [...is.edges].filter(([name, role]) => was.edges.has(name) && was.edges.get(name) !== role);
  const difference: TableDifference = {
    table,
    change: "changed",
    kind: { was: was.kind, is: is.kind },
    columns: { added: missing(is.columns, was.columns), gone: missing(was.columns, is.columns) },
    edges: {
      added: [...is.edges].filter(([name]) => !was.edges.has(name)).map(showEdge),
      withdrawn: [...was.edges].filter(([name]) => !is.edges.has(name)).map(showEdge),
      changed: changed.map(([name, role]) => `${showEdge([name, role])}, was ${was.edges.get(name)}`),
    },
    identifiers: { added: missing(is.identifiers, was.identifiers), gone: missing(was.identifiers, is.identifiers) },
    isNamed: true,
  };
  if (was.kind === null) return { ...NOTHING, ...(was === EMPTY ? difference : { table, isNamed: false }) };
  const { columns, edges, identifiers } = difference;
  const lists = [...Object.values(columns), ...Object.values(edges), ...Object.values(identifiers)];
  return { ...difference, isNamed: was.kind !== is.kind || lists.some((list) => list.length > 0) };
}

function missing(names: readonly string[], from: readonly string[]): readonly string[] {
  return names.filter((name) => !from.includes(name)).map(decode);
}

function showEdge([name, role]: readonly [string, string]): string {
  const [columns = "", target = ""] = name.split(">");
  const [to = "", when] = target.split("?");
  const condition = when === undefined ? "" : ` when ${decode(when.replaceAll(":", " = ").replaceAll("|", " or "))}`;
  return `${columns.split("+").map(decode).join(", ")} -> ${decode(to)}: ${role}${condition}`;
}

function readLine(line: string): Remembered {
  const [, head, columns, edges] = line.split(" ");
  if (head === undefined || columns === undefined) return { ...EMPTY };
  const [kind = "", identifiers = ""] = head.split(":");
  const pairs = readNames(edges ?? "").map((edge): [string, string] => {
    const at = edge.lastIndexOf("=");
    return [edge.slice(0, at), edge.slice(at + 1)];
  });
  return { kind, identifiers: readNames(identifiers), columns: readNames(columns), edges: new Map(pairs) };
}

function writeNames(names: readonly string[]): string {
  return names.join(",");
}

function readNames(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}

function encode(name: string): string {
  return encodeURIComponent(name);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
