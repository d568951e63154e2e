/** Short builders of models for tests: `posts: { id: "int pk", author_id: "int -> users owner set-null" }`. */
import { type ListForm, SEPARATOR } from "../lists.ts";
import { type Condition, type Edge, edgeId, type Model, type ModelTable, type Retention, type Role } from "../model.ts";
import type { ColumnKind, ColumnSchema, DeleteAction, ForeignKey, TableSchema } from "../schema.ts";

const KINDS: Readonly<Record<string, ColumnKind>> = {
  int: "integer",
  text: "text",
  bool: "boolean",
  ts: "timestamp",
  date: "date",
  json: "json",
  enum: "enum",
  uuid: "uuid",
  array: "array",
};
const ROLES: readonly Role[] = ["owner", "part", "holds", "viewer", "actor", "context"];
const ACTIONS: readonly DeleteAction[] = ["cascade", "set-null", "set-default", "restrict", "no-action"];

export interface TableOptions {
  readonly kind?: ModelTable["kind"];
  /** A materialised view. */
  readonly keepsRows?: true;
  readonly key?: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  /** Edges of several columns: `a, b -> orders(x, y) part`. */
  readonly edges?: readonly string[];
  readonly retain?: Partial<Retention>;
  readonly may?: Partial<TableSchema["may"]>;
}

/** A table as {@link model} takes it. */
export interface Built {
  readonly table: ModelTable;
  readonly edges: readonly Edge[];
}

/**
 * A column is a kind (`int`, `text`, ...), then any of: `!` (not null), `pk`, `unique`, `@category`, `#identifier`, `hide`,
 * `keep`, `guess` (low confidence), `default=0`, `max=20`, `counts=posts.topic_id`, `copies=users.name`, and an edge: `-> table` or
 * `-> table.column`, a role, an action, `nofk`, `deferrable`, `match`, `same`, `proposed`, `when=type:post`, `pattern=u:{}`, `path=a.b`,
 * `list` or `list=;`.
 */
export function table(name: string, columns: Readonly<Record<string, string>>, options: TableOptions = {}): Built {
  const read = Object.entries(columns).map(([column, text]) => readColumn(name, column, words(text)));
  const wide = (options.edges ?? []).map((text) => readWideEdge(name, text));
  const edges = [...read.flatMap(({ edge }) => edge ?? []), ...wide];
  const primaryKey = read.filter(({ tokens }) => tokens.includes("pk")).map(({ schema }) => schema.name);
  const declared = [...read, ...wide.map((edge) => ({ edge, tokens: [] as readonly string[] }))];
  const schema: TableSchema = {
    name,
    schema: "",
    kind: options.kind === "view" ? "view" : "table",
    ...(options.keepsRows ? { keepsRows: true as const } : {}),
    columns: read.map((column) => column.schema),
    primaryKey,
    uniqueKeys: [
      ...read.filter(({ tokens }) => tokens.includes("unique")).map(({ schema: column }) => [column.name]),
      ...(options.unique ?? []),
    ],
    foreignKeys: declared.flatMap(({ edge, tokens }): readonly ForeignKey[] =>
      edge === null || edge.onDelete === null
        ? []
        : [
            {
              name: edge.id,
              columns: edge.columns,
              table: edge.to,
              referencedColumns: edge.toColumns,
              onDelete: edge.onDelete,
              deferrable: tokens.includes("deferrable"),
            },
          ],
    ),
    checks: [],
    triggers: [],
    comment: null,
    estimatedRows: null,
    may: { read: true, update: true, delete: true, ...options.may },
    transactional: true,
  };
  const identifiers = read.flatMap(({ tokens, schema: column }) =>
    tokens
      .filter((token) => token.startsWith("#"))
      .map((token) => ({ kind: token.slice(1), column: column.name, confirmed: !tokens.includes("proposed") })),
  );
  return {
    edges,
    table: {
      name,
      schema,
      kind: options.kind ?? (identifiers.length > 0 ? "subject" : "personal"),
      why: "stated by a test",
      key: options.key ?? primaryKey,
      identifiers,
      retain:
        options.retain === undefined
          ? null
          : { years: 0, months: 0, days: 0, from: null, reason: "the law", when: {}, ...options.retain },
      columns: read.map(({ tokens, schema: column }) => {
        const counts = findValue(tokens, "counts")?.split(".");
        const [copied, copiedColumn = ""] = findValue(tokens, "copies")?.split(".") ?? [];
        return {
          name: column.name,
          category: tokens.find((token) => token.startsWith("@"))?.slice(1) ?? "system.id",
          confidence: tokens.includes("guess") ? 0.2 : 1,
          why: "stated by a test",
          origin: tokens.includes("guess") ? "name" : "map",
          hide: tokens.includes("hide"),
          keep: tokens.includes("keep"),
          counter:
            counts === undefined
              ? null
              : {
                  table: counts[0] ?? "",
                  columns: [counts[1] ?? ""],
                  when: {},
                  confirmed: !tokens.includes("proposed"),
                },
          ...(copied === undefined ? {} : { copyOf: { table: copied, column: copiedColumn } }),
        };
      }),
      confirmed: true,
      reviewed: true,
    },
  };
}

/** A model of these tables. Edges without target columns point at the key of their table. */
export function model(...tables: readonly Built[]): Model {
  const keys = new Map(tables.map((built) => [built.table.name, built.table.key]));
  const complete = (edge: Edge): Edge => {
    const whole = { ...edge, toColumns: edge.toColumns.length > 0 ? edge.toColumns : (keys.get(edge.to) ?? []) };
    return { ...whole, id: edgeId(whole) };
  };
  return {
    system: "test",
    tables: tables.map(({ table: one }) => ({
      ...one,
      schema: {
        ...one.schema,
        foreignKeys: one.schema.foreignKeys.map((key) => ({
          ...key,
          referencedColumns: key.referencedColumns.length > 0 ? key.referencedColumns : (keys.get(key.table) ?? []),
        })),
      },
    })),
    edges: tables.flatMap(({ edges }) => edges.map(complete)),
  };
}

function words(text: string): readonly string[] {
  return text
    .replace("!", " ! ")
    .replace("->", " -> ")
    .split(/\s+/)
    .filter((word) => word !== "");
}

function findValue(tokens: readonly string[], name: string): string | null {
  return tokens.find((token) => token.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function readColumn(tableName: string, name: string, tokens: readonly string[]) {
  const max = findValue(tokens, "max");
  const schema: ColumnSchema = {
    name,
    kind: KINDS[tokens[0] ?? ""] ?? "text",
    nativeType: tokens[0] === "array" ? "bigint[]" : (tokens[0] ?? "text"),
    nullable: !tokens.includes("!") && !tokens.includes("pk"),
    default: findValue(tokens, "default"),
    generated: false,
    maxLength: max === null ? null : Number(max),
    enumValues: [],
    comment: null,
  };
  const arrow = tokens.indexOf("->");
  if (arrow < 0) return { schema, tokens, edge: null };
  const [to = "", toColumn] = (tokens[arrow + 1] ?? "").split(".");
  return { schema, tokens, edge: makeEdge(tableName, [name], to, toColumn === undefined ? [] : [toColumn], tokens) };
}

function readWideEdge(tableName: string, text: string): Edge {
  const parts = /^(.+?)\s*->\s*(\w+)\s*(?:\(([^)]*)\))?\s*(.*)$/.exec(text);
  const names = (list: string | undefined) => (list ?? "").split(",").map((each) => each.trim());
  return makeEdge(
    tableName,
    names(parts?.[1]),
    parts?.[2] ?? "",
    parts?.[3] === undefined ? [] : names(parts[3]),
    words(parts?.[4] ?? ""),
  );
}

function formOf([kind = ""]: readonly string[]): ListForm["form"] {
  return kind === "array" || kind === "json" ? kind : "text";
}

function makeEdge(
  from: string,
  columns: readonly string[],
  to: string,
  toColumns: readonly string[],
  tokens: readonly string[],
): Edge {
  const condition = findValue(tokens, "when")?.split(":");
  const when: Condition = condition === undefined ? {} : { [condition[0] ?? ""]: (condition[1] ?? "").split("|") };
  const pattern = findValue(tokens, "pattern");
  const path = findValue(tokens, "path")?.split(".") ?? [];
  const match = tokens.includes("match");
  const separator = tokens.includes("list") ? SEPARATOR : findValue(tokens, "list");
  const isInside = pattern !== null || path.length > 0 || separator !== null;
  const isLoose = tokens.includes("nofk") || match || isInside || condition !== undefined;
  const action = ACTIONS.find((each) => tokens.includes(each)) ?? "no-action";
  const proposed = tokens.includes("proposed");
  return {
    id: edgeId({ from, columns, to, toColumns, when }),
    from,
    columns,
    to,
    toColumns,
    role: ROLES.find((role) => tokens.includes(role)) ?? "context",
    origin: proposed ? "name" : isLoose ? "map" : "declared",
    confirmed: !proposed,
    confidence: proposed ? 0.6 : 1,
    why: "stated by a test",
    onDelete: isLoose ? null : action,
    when,
    match,
    pattern,
    path,
    ...(separator === null ? {} : { list: { form: formOf(tokens), separator } }),
    same: tokens.includes("same"),
  };
}
