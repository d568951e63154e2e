/** The resolved picture of one system: schema, inference and map together. Reach and plans are computed from it alone. */
import type { ListForm } from "./lists.ts";
import type { Provenance } from "./provenance.ts";
import type { Blindness, DeleteAction, TableSchema } from "./schema.ts";
import type { BlobMark } from "./stored-files.ts";

/**
 * How a row belongs to what one of its edges points at (ENGINE.md 2).
 * `holds` is the upward form of `part`: the referenced row belongs to the row that holds the reference.
 */
export type Role = "owner" | "part" | "holds" | "viewer" | "actor" | "context";

/** Where an edge or a category comes from. Only `declared` and `map` may act unreviewed. */
export type Origin = "declared" | "name" | "data" | "map";

/** Equality conditions on columns of the row that holds an edge: each column equals one of the values (null = IS NULL). */
export type Condition = Readonly<Record<string, readonly (string | null)[]>>;

export interface Edge {
  /** Stable id: `from(columns)->to(toColumns)`, with `?column=value` where a condition tells edges apart. */
  readonly id: string;
  readonly from: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  readonly role: Role;
  readonly origin: Origin;
  /** A proposal is used by access at once and by erasure only when confirmed. */
  readonly confirmed: boolean;
  /** 0 to 1. */
  readonly confidence: number;
  readonly why: string;
  /** The foreign key's action, where the schema declares one. */
  readonly onDelete: DeleteAction | null;
  readonly when: Condition;
  /** A natural key (an e-mail address): compared without regard to case. */
  readonly match: boolean;
  /** What the database does not tell apart in the columns that it holds, in their order. Absent: it tells every letter from another. */
  readonly blind?: readonly (Blindness | null)[];
  /** The key stands inside a string: `{}` marks it, `*` anything else. One column only. */
  readonly pattern: string | null;
  /** The key stands in a JSON value, at this path. One column only. */
  readonly path: readonly string[];
  /** The column holds several keys: the row points at each of them. One column only. Absent: one key. */
  readonly list?: ListForm;
  /** The two rows are the same person. */
  readonly same: boolean;
}

/** What kind of thing a table is, as far as people are concerned. */
export type TableKind =
  | "subject" // defines people
  | "personal" // rows belong to people
  | "lookup" // reached from people's rows, belongs to nobody
  | "public" // holds no personal data, by inference or by the map
  | "view" // computed from other tables
  | "unclassified"; // looks personal, and nothing says whose it is

export interface Retention {
  /** How long, in years, months or days, from the day in `from`; null: without an end that is known here. */
  readonly years: number;
  readonly months: number;
  readonly days: number;
  /** The column that holds the day it counts from. */
  readonly from: string | null;
  readonly reason: string;
  readonly when: Condition;
}

export interface CounterOf {
  /** The counter counts rows of this table ... */
  readonly table: string;
  /** ... whose columns point at the row that has the counter. */
  readonly columns: readonly string[];
  readonly when: Condition;
  /** False: a proposal; erasure recomputes confirmed counters only. */
  readonly confirmed: boolean;
}

/**
 * How an application knows that somebody's data is restricted (Art. 18 GDPR): a column of the row itself, or a table with
 * a row for everybody who is restricted.
 */
export type RestrictionMark =
  | { readonly kind: "flag"; readonly column: string; readonly value: string }
  | { readonly kind: "list"; readonly table: string; readonly column: string };

export interface ModelColumn {
  readonly name: string;
  /** Name of a category of the taxonomy (`categories.ts`). */
  readonly category: string;
  readonly confidence: number;
  readonly why: string;
  readonly origin: Origin;
  /** Never exported: password hashes, tokens. */
  readonly hide: boolean;
  /** Kept as it is when its row is blanked. */
  readonly keep: boolean;
  /** What it holds when its row is blanked, as the map says; in a text, `{}` stands for the row's key. */
  readonly blank?: string;
  readonly counter: CounterOf | null;
  /** Its values name files of a store, which go with the rows. */
  readonly blob?: BlobMark;
  /** Its values look like names of files, and the map says nothing of any. */
  readonly namesFiles?: true;
  /** Holds a copy of what stands in this column, of rows of the same person. */
  readonly copyOf?: { readonly table: string; readonly column: string };
  /** Where its values come from, when the map says so; otherwise its category tells. */
  readonly provenance?: Provenance;
}

export interface Identifier {
  /** The kind of identifier (`email`, `phone`, `username`, `id`, ...). */
  readonly kind: string;
  readonly column: string;
  readonly confirmed: boolean;
}

/** An id column, the column that says where it points, and the values of that which nothing explains. */
export interface OpenType {
  readonly id: string;
  readonly type: string;
  /** Empty: no value is known, or they may be about people. */
  readonly values: readonly string[];
}

export interface ModelTable {
  readonly name: string;
  readonly schema: TableSchema;
  readonly kind: TableKind;
  readonly why: string;
  /** Columns that tell its rows apart: primary key, a unique key, or what the map names. Empty: none usable. */
  readonly key: readonly string[];
  /** Ids that point at different tables, as a column beside them says, and of which nobody knows what it means by these values. */
  readonly openTypes?: readonly OpenType[];
  /** By what its rows are found when they are people. Empty for all other tables. */
  readonly identifiers: readonly Identifier[];
  readonly retain: Retention | null;
  /** By what the application knows that a row of it is restricted; without, values are taken out and sealed. */
  readonly restrict?: RestrictionMark;
  readonly columns: readonly ModelColumn[];
  /** The map (or the schema itself) settles everything that erasure needs to know of it. */
  readonly confirmed: boolean;
  /** Its proposals were accepted, or the map says something of it: somebody has looked at it (decision 297). */
  readonly reviewed: boolean;
}

export interface Model {
  readonly system: string;
  readonly tables: readonly ModelTable[];
  readonly edges: readonly Edge[];
}

/** Something unclear, missing or dangerous, with a line that settles it. */
export interface Finding {
  /** Stable code, `noun_problem`. */
  readonly code: string;
  readonly table: string;
  /** Empty when the finding is about the whole table. */
  readonly column: string;
  readonly message: string;
  /** A line to add to the map, or what else to do. */
  readonly suggestion: string;
  /** True: erasure refuses until it is answered. */
  readonly blocks: boolean;
  /** All places of which it is told at once, its own the first of them. Absent: its own alone. */
  readonly places?: readonly Place[] | undefined;
}

/** Where something was found; the column is empty where it is about the whole table. */
export interface Place {
  readonly table: string;
  readonly column: string;
}

/** The id by which an edge is named in maps, reports and explanations. */
export function edgeId(edge: Pick<Edge, "from" | "columns" | "to" | "toColumns" | "when">): string {
  const when = Object.entries(edge.when).map(([column, values]) => `${column}=${values.join("|")}`);
  const suffix = when.length > 0 ? `?${when.join("&")}` : "";
  return `${edge.from}(${edge.columns.join(",")})->${edge.to}(${edge.toColumns.join(",")})${suffix}`;
}

/** Index of a model by table, made once and passed along: planning stays linear in tables and edges. */
export interface ModelIndex {
  readonly model: Model;
  readonly table: ReadonlyMap<string, ModelTable>;
  readonly incoming: ReadonlyMap<string, readonly Edge[]>;
  readonly outgoing: ReadonlyMap<string, readonly Edge[]>;
}

/** Builds the index of a model. */
export function indexModel(model: Model): ModelIndex {
  const incoming = new Map<string, Edge[]>();
  const outgoing = new Map<string, Edge[]>();
  for (const table of model.tables) {
    incoming.set(table.name, []);
    outgoing.set(table.name, []);
  }
  for (const edge of model.edges) {
    incoming.get(edge.to)?.push(edge);
    outgoing.get(edge.from)?.push(edge);
  }
  return { model, table: new Map(model.tables.map((table) => [table.name, table])), incoming, outgoing };
}
