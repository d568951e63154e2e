/** Puts a person's own rows, as a package gives them, into an empty database of the same shape (portability, Art. 20 GDPR). */
import { isFilled, keyId } from "./edge-values.ts";
import { createGhost, fillValue, type Ghost, isGhost, keyValue, possibleGhosts } from "./ghosts.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, orderDeletes } from "./order-deletes.ts";
import { ANOTHER_PERSON } from "./plan-access.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { Key, KeyQuery, KeyRows, Operation, SetValue } from "./store.ts";

/** Rows of one table that are the person's own: values of JSON, and bytes. */
export interface GivenTable {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface ImportPlan {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Rows that are made up, because a row of the person must name them and the database does not have them. */
  readonly stubs: readonly { readonly table: string; readonly rows: number }[];
  /** Pointers at what is not there, that are left empty. */
  readonly emptied: readonly { readonly table: string; readonly column: string; readonly rows: number }[];
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
  readonly findings: readonly Finding[];
}

type Texts = Map<string, string>;

interface Row {
  readonly key: Key;
  /** Columns with a value, as text. */
  readonly texts: Texts;
  /** Columns that the package says are empty, or whose pointer is left empty: not what the column defaults to. */
  readonly empty: Set<string>;
}

/** Plans the import. Asks which of the rows, and of those that they name, are there already. */
export function* planImport(
  index: ModelIndex,
  given: readonly GivenTable[],
  abilities: ConstraintAbilities,
): Generator<readonly KeyQuery[], ImportPlan, readonly KeyRows[]> {
  const work = new ImportWork(index, given);
  const asked = work.ask();
  const answers = asked.length > 0 ? yield asked : [];
  return work.finish(answers, abilities);
}

class ImportWork {
  readonly #index: ModelIndex;
  readonly #rows = new Map<ModelTable, Row[]>();
  readonly #findings: Finding[] = [];
  readonly #stubs = new Map<ModelTable, Map<string, Row>>();
  #somebody = 0;
  readonly #stubOrder: { readonly table: ModelTable; readonly row: Row }[] = [];
  readonly #emptied = new Map<string, { table: string; column: string; rows: number }>();
  readonly #ghosts = new Map<string, Ghost>();
  readonly #asked: { readonly table: ModelTable; readonly columns: readonly string[] }[] = [];

  constructor(index: ModelIndex, given: readonly GivenTable[]) {
    this.#index = index;
    for (const { table: name, rows } of given) {
      const table = index.table.get(name);
      if (table === undefined) this.#refuse("map_table_unknown", name, "", `There is no table ${name} here.`);
      else for (const row of rows) this.#take(table, row);
    }
  }

  #refuse(code: string, table: string, column: string, message: string): void {
    const suggestion = "Import into a database of the same shape.";
    if (!this.#findings.some((one) => one.code === code && one.table === table && one.column === column))
      this.#findings.push({ code, table, column, message, suggestion, blocks: true });
  }

  #take(table: ModelTable, values: Readonly<Record<string, unknown>>): void {
    const texts: Texts = new Map();
    const empty = new Set<string>();
    for (const [name, value] of Object.entries(values)) {
      const column = findColumn(table.schema, name);
      if (column === undefined)
        this.#refuse("map_column_unknown", table.name, name, `${table.name} has no column ${name}.`);
      else if (column.generated || value === undefined) continue;
      else if (value === null) empty.add(name);
      else if (value === ANOTHER_PERSON) this.#nameSomebody(table, column, texts);
      else texts.set(name, textOf(column, value));
    }
    this.#fill(
      table,
      table.key.map((name) => texts.get(name) ?? ""),
      texts,
    );
    // A key that is never handed out (a token) is made up.
    const key = table.key.map((name) => texts.get(name) ?? "");
    const rows = this.#rows.get(table) ?? [];
    this.#rows.set(table, rows);
    rows.push({ key, texts, empty });
  }

  /** Where somebody else was masked, a row that is nobody stands in. */
  #nameSomebody(table: ModelTable, column: ColumnSchema, texts: Texts): void {
    const edge = (this.#index.outgoing.get(table.name) ?? []).find(
      ({ columns, to }) => columns.join() === column.name && this.#index.table.get(to)?.kind === "subject",
    );
    if (edge?.match && edge.onDelete === null) {
      // Different addresses, since two of them may not be the same in one key.
      this.#somebody += 1;
      texts.set(column.name, `somebody-${this.#somebody}@kept.invalid`);
      return;
    }
    const ghost = edge === undefined ? undefined : possibleGhosts(this.#index.model).get(edge.to);
    const value = ghost?.values[edge?.toColumns[0] ?? ""];
    if (ghost !== undefined && value !== undefined) {
      texts.set(column.name, value);
      this.#needGhost(ghost);
    } else if (!column.nullable)
      this.#refuse(
        "import_somebody_missing",
        table.name,
        column.name,
        `${table.name}.${column.name} must name somebody whom the package masks.`,
      );
    else this.#empty(table, column.name);
  }

  /** Texts that say nothing, and of which no two are the same. */
  #nextText(): string {
    this.#somebody += 1;
    return `kept-import-${this.#somebody}`;
  }

  #needGhost(ghost: Ghost): void {
    for (const name of ghost.needs) {
      const other = possibleGhosts(this.#index.model).get(name);
      if (other !== undefined) this.#needGhost(other);
    }
    this.#ghosts.set(ghost.table, ghost);
  }

  #empty(table: ModelTable, column: string): void {
    const id = JSON.stringify([table.name, column]);
    const known = this.#emptied.get(id) ?? { table: table.name, column, rows: 0 };
    this.#emptied.set(id, { ...known, rows: known.rows + 1 });
  }

  /** What a package does not hold (passwords) and the table wants. */
  #fill(table: ModelTable, key: Key, texts: Texts): void {
    for (const column of table.schema.columns) {
      if (texts.has(column.name) || column.nullable || column.generated) continue;
      const isTold = [table.key, table.schema.primaryKey, ...table.schema.uniqueKeys].flat().includes(column.name);
      const isText = column.kind === "text" && (column.maxLength ?? 255) > 40;
      const value = isTold && isText ? this.#nextText() : fillValue(table, column, key);
      if (value === undefined)
        this.#refuse(
          "import_value_missing",
          table.name,
          column.name,
          `${table.name}.${column.name} wants a value, and the package has none.`,
        );
      else if (value !== null) texts.set(column.name, value);
    }
  }

  /** The rows themselves, what their declared references point at, and the ghosts: what of it is there already? */
  ask(): readonly KeyQuery[] {
    const wanted = new Map<string, { table: ModelTable; columns: readonly string[]; keys: Map<string, Key> }>();
    const want = (table: ModelTable, columns: readonly string[], key: Key) => {
      const id = JSON.stringify([table.name, columns]);
      const known = wanted.get(id) ?? { table, columns, keys: new Map<string, Key>() };
      wanted.set(id, known);
      known.keys.set(keyId(key), key);
    };
    for (const [table, rows] of this.#rows) {
      for (const row of rows) {
        want(table, table.key, row.key);
        for (const { edge, target, key } of this.#pointers(table, row)) want(target, edge.toColumns, key);
      }
    }
    for (const ghost of possibleGhosts(this.#index.model).values()) {
      const table = this.#index.table.get(ghost.table);
      if (table !== undefined) want(table, table.key, ghost.key);
    }
    return [...wanted.values()].map(({ table, columns, keys }) => {
      const ghost = possibleGhosts(this.#index.model).get(table.name);
      this.#asked.push({ table, columns });
      const select = ghost === undefined ? columns : [...new Set([...columns, ...ghost.columns])];
      const any = [{ kind: "key" as const, columns, in: [...keys.values()], fold: false, when: {} }];
      return { table: table.name, select, any };
    });
  }

  #pointers(table: ModelTable, row: Row): { edge: Edge; target: ModelTable; key: Key }[] {
    return (this.#index.outgoing.get(table.name) ?? []).flatMap((edge) => {
      const target = this.#index.table.get(edge.to);
      const key = edge.columns.map((name) => row.texts.get(name) ?? null);
      return edge.onDelete !== null && target !== undefined && isFilled(key) ? [{ edge, target, key }] : [];
    });
  }

  finish(answers: readonly KeyRows[], abilities: ConstraintAbilities): ImportPlan {
    const there = new Set<string>();
    this.#asked.forEach(({ table, columns }, position) => {
      for (const row of answers[position] ?? [])
        there.add(placeOf(table, columns, row.slice(0, columns.length) as Key));
    });
    for (const ghost of possibleGhosts(this.#index.model).values()) {
      const table = this.#index.table.get(ghost.table);
      if (table !== undefined) there.add(placeOf(table, table.key, ghost.key));
    }
    for (const [table, rows] of this.#rows) {
      if (rows.some(({ key }) => there.has(placeOf(table, table.key, key))))
        this.#refuse("import_row_exists", table.name, "", `${table.name} has rows with these keys already.`);
    }
    const coming = new Set<string>();
    for (const [table, rows] of this.#rows) {
      for (const edge of this.#index.incoming.get(table.name) ?? []) {
        for (const row of rows)
          coming.add(
            placeOf(
              table,
              edge.toColumns,
              edge.toColumns.map((name) => row.texts.get(name) ?? ""),
            ),
          );
      }
    }
    for (const [table, rows] of this.#rows) {
      for (const row of rows) {
        for (const { edge, target, key } of this.#pointers(table, row)) {
          const place = placeOf(target, edge.toColumns, key);
          if (!there.has(place) && !coming.has(place)) this.#replace(table, row, edge, target, key);
        }
      }
    }
    return this.#describe(this.#missingGhosts(answers), abilities);
  }

  #missingGhosts(answers: readonly KeyRows[]): readonly Ghost[] {
    return [...this.#ghosts.values()].filter((ghost) => {
      const position = this.#asked.findIndex(
        ({ table, columns }) => table.name === ghost.table && columns.join() === table.key.join(),
      );
      const select = [...new Set([...(this.#asked[position]?.columns ?? []), ...ghost.columns])];
      const found = (answers[position] ?? []).find((row) => ghost.key.every((part, at) => row[at] === part));
      if (found !== undefined && !isGhost(ghost, select, found))
        this.#refuse(
          "import_row_exists",
          ghost.table,
          "",
          `Somebody has the key of the row that stands in for others in ${ghost.table}.`,
        );
      return found === undefined;
    });
  }

  /** A reference to a row that is neither in the package nor in the database: left empty, or to a row that is made up. */
  #replace(table: ModelTable, row: Row, edge: Edge, target: ModelTable, key: Key): void {
    const free = edge.columns.filter((name) => findColumn(table.schema, name)?.nullable && !table.key.includes(name));
    const [first] = free;
    if (first !== undefined) {
      row.texts.delete(first);
      row.empty.add(first);
      this.#empty(table, edge.columns.join(","));
      return;
    }
    this.#makeUp(target, new Map(edge.toColumns.map((name, at) => [name, key[at] ?? ""])), keyId(key));
  }

  /** A row that says nothing, with those that it must name: a ghost for somebody, else one row for all. */
  #makeUp(table: ModelTable, texts: Texts, id: string): void {
    const stubs = this.#stubs.get(table) ?? new Map<string, Row>();
    this.#stubs.set(table, stubs);
    if (stubs.has(id)) return;
    const stub: Row = { key: table.key.map((name) => texts.get(name) ?? ""), texts, empty: new Set() };
    stubs.set(id, stub);
    for (const edge of this.#index.outgoing.get(table.name) ?? []) {
      const target = this.#index.table.get(edge.to);
      const free = edge.columns.filter((name) => !texts.has(name));
      const mayBeEmpty = free.length === 0 || free.some((name) => findColumn(table.schema, name)?.nullable);
      if (edge.onDelete === null || target === undefined || mayBeEmpty) continue;
      const ghost = possibleGhosts(this.#index.model).get(target.name);
      if (ghost !== undefined) this.#needGhost(ghost);
      const made = edge.toColumns.map((name) => {
        const column = findColumn(target.schema, name);
        return ghost?.values[name] ?? (column === undefined ? null : keyValue(target, column));
      });
      if (!isFilled(made)) {
        this.#refuse(
          "import_row_missing",
          target.name,
          "",
          `A row of ${target.name} has to be named, is not here, and cannot be made up.`,
        );
        continue;
      }
      edge.columns.forEach((name, at) => void texts.set(name, made[at] ?? ""));
      if (ghost === undefined)
        this.#makeUp(target, new Map(edge.toColumns.map((name, at) => [name, made[at] ?? ""])), keyId(made));
    }
    this.#fill(table, stub.key, texts);
    // What it names comes before it.
    this.#stubOrder.push({ table, row: stub });
  }

  #describe(ghosts: readonly Ghost[], abilities: ConstraintAbilities): ImportPlan {
    const names = new Set([...this.#rows.keys()].map(({ name }) => name));
    const order = orderDeletes(this.#index, names, abilities);
    const selves = this.#index.model.edges.filter(
      (edge) =>
        edge.onDelete !== null &&
        edge.from === edge.to &&
        names.has(edge.from) &&
        edge.columns.some((name) => findColumn(this.#index.table.get(edge.from)?.schema as never, name)?.nullable),
    );
    const later = new Set([...order.cuts, ...selves]);
    const operations: Operation[] = ghosts.map(createGhost);
    for (const [table, stubs] of this.#stubs)
      operations.push(...insertRows(table, [...stubs.values()], new Set(), "stub"));
    const updates: Operation[] = [];
    for (const name of order.tables.toReversed()) {
      const table = this.#index.table.get(name);
      const rows = table === undefined ? undefined : this.#rows.get(table);
      if (table === undefined || rows === undefined) continue;
      const cut = [...later].filter(({ from }) => from === name);
      const spared = new Set(
        cut.flatMap(({ columns }) =>
          columns.filter((one) => findColumn(table.schema, one)?.nullable && !table.key.includes(one)),
        ),
      );
      operations.push(...insertRows(table, rows, spared, "imported"));
      updates.push(...pointRows(table, rows, spared), ...emptyRows(table, rows));
    }
    const count = (list: Iterable<readonly [ModelTable, { readonly size?: number; readonly length?: number }]>) =>
      [...list].map(([{ name }, rows]) => ({ name, rows: rows.size ?? rows.length ?? 0 }));
    return {
      tables: count(this.#rows),
      stubs: count(this.#stubs).map(({ name, rows }) => ({ table: name, rows })),
      emptied: [...this.#emptied.values()],
      operations: [...operations, ...updates],
      suspendForeignKeys: order.suspend,
      findings: [...this.#findings, ...(order.stuck.length > 0 ? [stuck(order.stuck)] : [])],
    };
  }
}

function placeOf(table: ModelTable, columns: readonly string[], key: Key): string {
  return JSON.stringify([table.name, columns, key]);
}

/** Rows of one table, those with the same columns together. */
function insertRows(
  table: ModelTable,
  rows: readonly Row[],
  spared: ReadonlySet<string>,
  why: string,
): readonly Operation[] {
  const columnsOf = ({ texts }: Row) => [...texts.keys()].filter((name) => !spared.has(name)).sort();
  return [...Map.groupBy(rows, (row) => columnsOf(row).join("\0")).values()].map((group): Operation => {
    const keyColumns = group[0] === undefined ? [] : columnsOf(group[0]);
    return {
      op: "insert",
      table: table.name,
      keyColumns,
      keys: group.map(({ texts }) => keyColumns.map((name) => texts.get(name) ?? "")),
      why,
    };
  });
}

/** References that close a circle are set once all rows are there. */
function pointRows(table: ModelTable, rows: readonly Row[], spared: ReadonlySet<string>): readonly Operation[] {
  const filled = rows.filter(({ texts }) => [...spared].some((name) => texts.has(name)));
  const setOf = ({ texts }: Row): Record<string, SetValue> =>
    Object.fromEntries(
      [...spared].flatMap((name) =>
        texts.has(name) ? [[name, { kind: "text" as const, text: texts.get(name) ?? "" }]] : [],
      ),
    );
  return [...Map.groupBy(filled, (row) => JSON.stringify(setOf(row))).values()].map((group): Operation => {
    const set = group[0] === undefined ? {} : setOf(group[0]);
    return {
      op: "update",
      table: table.name,
      keyColumns: table.key,
      keys: group.map(({ key }) => key),
      set,
      why: "imported",
    };
  });
}

/** A column that defaults to something is emptied where the package says that it is empty. */
function emptyRows(table: ModelTable, rows: readonly Row[]): readonly Operation[] {
  return table.schema.columns.flatMap(({ name, nullable, generated, default: standard }): readonly Operation[] => {
    if (!nullable || generated || standard === null || table.key.includes(name)) return [];
    const keys = rows.filter(({ texts, empty }) => empty.has(name) && !texts.has(name)).map(({ key }) => key);
    if (keys.length === 0) return [];
    const set = { [name]: { kind: "null" as const } };
    return [{ op: "update", table: table.name, keyColumns: table.key, keys, set, why: "imported" }];
  });
}

/** A value of a package as text that the column's type reads. */
function textOf(column: ColumnSchema, value: unknown): string {
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (column.kind === "json") return typeof value === "string" && isJson(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return /^set\b/i.test(column.nativeType) ? value.join(",") : arrayLiteral(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") return JSON.stringify(value);
  const text = String(value);
  // Only types with a zone take one; the others tell a day and a time on some clock.
  const isZoned = /zone|timestamptz/i.test(column.nativeType) && !/without/i.test(column.nativeType);
  if (column.kind === "timestamp" && !isZoned) return text.replace("T", " ").replace(/Z$/, "");
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return /^\s*[[{"]/.test(text);
  } catch {
    return false;
  }
}

function arrayLiteral(items: readonly unknown[]): string {
  const parts = items.map((item) => {
    if (item === null) return "NULL";
    return Array.isArray(item) ? arrayLiteral(item) : `"${String(item).replace(/["\\]/g, "\\$&")}"`;
  });
  return `{${parts.join(",")}}`;
}

function stuck(tables: readonly string[]): Finding {
  return {
    code: "cycle_stuck",
    table: tables[0] ?? "",
    column: "",
    message: `Foreign keys of ${[...new Set(tables)].join(", ")} form a cycle without a nullable or deferrable column.`,
    suggestion: "Make one of these foreign keys DEFERRABLE.",
    blocks: true,
  };
}
