/** Puts a person's own rows, as a package gives them, into an empty database of the same shape (portability, Art. 20 GDPR). */
import { mayBeNull } from "./check-constraints.ts";
import { holds, isFilled, keyId } from "./edge-values.ts";
import { askGhosts, type Ghost, isGhost, keyValue, possibleGhosts } from "./ghosts.ts";
import { type ImportOperations, type ImportRow, orderImport } from "./import-operations.ts";
import { textOf } from "./import-values.ts";
import { isTold, MadeUp } from "./made-up-values.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, cuttableColumns } from "./order-deletes.ts";
import { ANOTHER_PERSON } from "./plan-access.ts";
import { isPlain, isTableKey } from "./reached-rows.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";
import type { Key, KeyQuery, KeyRows, Operation } from "./store.ts";

/** Rows of one table that are the person's own: values of JSON, and bytes. */
export interface GivenTable {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface ImportPlan {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Rows that are made up, because a row of the person must name them and the database does not have them. */
  readonly stubs: readonly { readonly table: string; readonly rows: number }[];
  /** Columns of pointers at what is not there, that are left empty. */
  readonly emptied: readonly { readonly table: string; readonly column: string; readonly rows: number }[];
  readonly operations: readonly Operation[];
  readonly suspendForeignKeys: boolean;
  readonly findings: readonly Finding[];
}

/** Plans the import. Asks which of the rows, and of those that they name, are there already. */
export function* planImport(
  index: ModelIndex,
  given: readonly GivenTable[],
  abilities: ConstraintAbilities,
): Generator<readonly KeyQuery[], ImportPlan, readonly KeyRows[]> {
  const work = new ImportWork(index, given);
  const ghosts = askGhosts(index);
  if (ghosts.length > 0) {
    const answers = yield ghosts.map(({ query }) => query);
    ghosts.forEach(({ ghost }, at) => {
      work.meetGhost(ghost, answers[at]?.[0]);
    });
  }
  // What is made up may have to name something, too.
  for (let asked = work.ask(); asked.length > 0; asked = work.ask()) work.hear(yield asked);
  return work.finish(abilities);
}

/** A row that has to be there: its table, and the columns by which it is named. */
interface Place {
  readonly table: ModelTable;
  readonly columns: readonly string[];
  readonly key: Key;
}

interface Pointer {
  readonly edge: Edge;
  readonly place: Place;
}

interface Waiting {
  readonly table: ModelTable;
  readonly row: ImportRow;
  /** How many rows are made up because of each other, up to this one. */
  readonly depth: number;
}

class ImportWork {
  readonly #index: ModelIndex;
  readonly #rows = new Map<ModelTable, ImportRow[]>();
  readonly #stubs = new Map<ModelTable, ImportRow[]>();
  readonly #findings: Finding[] = [];
  readonly #emptied = new Map<string, { table: string; column: string; rows: number }>();
  /** Ghosts that rows name, and what stands under the key of each. */
  readonly #ghosts = new Set<Ghost>();
  readonly #met = new Map<Ghost, KeyRows[number] | undefined>();
  /** Places that were asked for: is there a row? */
  readonly #there = new Map<string, boolean>();
  readonly #coming = new Set<string>();
  readonly #asked: Place[][] = [];
  /** Rows whose pointers have not been followed. */
  #open: Waiting[] = [];
  readonly #madeUp = new MadeUp();
  /** By table and column: the row that stands in where there can be no ghost. */
  readonly #nobodies = new Map<string, string>();

  constructor(index: ModelIndex, given: readonly GivenTable[]) {
    this.#index = index;
    for (const { table: name, rows } of given) {
      const table = index.table.get(name);
      if (table === undefined) this.#refuse("map_table_unknown", name, "", `There is no table ${name} here.`);
      else for (const row of rows) this.#take(table, row);
    }
  }

  /** What stands under the key of a ghost. */
  meetGhost(ghost: Ghost, found: KeyRows[number] | undefined): void {
    this.#met.set(ghost, found);
  }

  #refuse(code: string, table: string, column: string, message: string): void {
    const suggestion = "Import into a database of the same shape.";
    if (!this.#findings.some((one) => one.code === code && one.table === table && one.column === column))
      this.#findings.push({ code, table, column, message, suggestion, blocks: true });
  }

  #take(table: ModelTable, values: Readonly<Record<string, unknown>>): void {
    const texts = new Map<string, string>();
    const empty = new Set<string>();
    const masked: ColumnSchema[] = [];
    for (const [name, value] of Object.entries(values)) {
      const column = findColumn(table.schema, name);
      if (column === undefined)
        this.#refuse("map_column_unknown", table.name, name, `${table.name} has no column ${name}.`);
      else if (column.generated || value === undefined) continue;
      else if (value === null) empty.add(name);
      else if (value === ANOTHER_PERSON) masked.push(column);
      else texts.set(name, textOf(column, value));
    }
    for (const column of masked) this.#nameSomebody(table, column, { texts, empty });
    // A key that is never handed out (a token) is made up.
    this.#add(this.#rows, table, { texts, empty }, 0);
  }

  /** Where somebody else was masked, a row that is nobody stands in. */
  #nameSomebody(table: ModelTable, column: ColumnSchema, { texts, empty }: Omit<ImportRow, "key">): void {
    const edges = (this.#index.outgoing.get(table.name) ?? []).filter(
      ({ columns, to }) => columns.join() === column.name && this.#index.table.get(to)?.kind === "subject",
    );
    const edge = edges.find(({ when }) => holds(when, (name) => texts.get(name) ?? null)) ?? edges[0];
    const text = edge === undefined ? undefined : this.#standIn(table, column, edge);
    if (text !== undefined) texts.set(column.name, text);
    else if (column.nullable) {
      empty.add(column.name);
      this.#tellEmpty(table, column.name);
    } else
      this.#refuse(
        "import_somebody_missing",
        table.name,
        column.name,
        `${table.name}.${column.name} must name somebody whom the package masks.`,
      );
  }

  /** Whom a column names instead of somebody who was masked: two that may not be the same are not. */
  #standIn(table: ModelTable, column: ColumnSchema, edge: Edge): string | undefined {
    if (edge.match && edge.onDelete === null) return `${this.#madeUp.nextText()}@kept.invalid`;
    const target = this.#index.table.get(edge.to);
    const toColumn = target === undefined ? undefined : findColumn(target.schema, edge.toColumns[0] ?? "");
    if (target === undefined || toColumn === undefined) return undefined;
    if (isTold(table, column.name)) {
      const fresh = this.#madeUp.freshKey(target, toColumn);
      if (fresh !== undefined) {
        // Without a foreign key nothing else would bring it along.
        if (edge.onDelete === null) this.#makeUp({ table: target, columns: edge.toColumns, key: [fresh] }, 1);
        return fresh;
      }
    }
    const ghost = possibleGhosts(this.#index.model).get(edge.to);
    const text = ghost?.values[edge.toColumns[0] ?? ""];
    // What may be empty is not worth a row.
    if (ghost === undefined || text === undefined)
      return mayBeNull(table, column) ? undefined : this.#oneForAll(target, toColumn, edge);
    this.#needGhost(ghost);
    return text;
  }

  /** Where no ghost can be made, one row for all of them; an import need not find it again. */
  #oneForAll(target: ModelTable, toColumn: ColumnSchema, edge: Edge): string | undefined {
    const id = JSON.stringify([target.name, toColumn.name]);
    const known = this.#nobodies.get(id);
    const made = known ?? this.#madeUp.freshKey(target, toColumn);
    if (made === undefined) return undefined;
    if (known === undefined) this.#makeUp({ table: target, columns: edge.toColumns, key: [made] }, 1);
    this.#nobodies.set(id, made);
    return made;
  }

  #needGhost(ghost: Ghost): void {
    for (const name of ghost.needs) {
      const other = possibleGhosts(this.#index.model).get(name);
      if (other !== undefined) this.#needGhost(other);
    }
    this.#ghosts.add(ghost);
  }

  #tellEmpty(table: ModelTable, column: string): void {
    const id = JSON.stringify([table.name, column]);
    const known = this.#emptied.get(id) ?? { table: table.name, column, rows: 0 };
    this.#emptied.set(id, { ...known, rows: known.rows + 1 });
  }

  /** Adds a row, with what a package does not hold (passwords) and the table wants. */
  #add(
    to: Map<ModelTable, ImportRow[]>,
    table: ModelTable,
    { texts, empty }: Omit<ImportRow, "key">,
    depth: number,
  ): void {
    const hint = table.key.map((name) => texts.get(name) ?? "");
    for (const column of table.schema.columns) {
      if (texts.has(column.name) || empty.has(column.name) || mayBeNull(table, column) || column.generated) continue;
      const value = this.#madeUp.fillIn(table, column, hint);
      if (value === undefined)
        this.#refuse(
          "import_value_missing",
          table.name,
          column.name,
          `${table.name}.${column.name} wants a value, and the package has none.`,
        );
      else if (value !== null) texts.set(column.name, value);
    }
    const row = { key: table.key.map((name) => texts.get(name) ?? ""), texts, empty };
    const rows = to.get(table) ?? [];
    to.set(table, rows);
    rows.push(row);
    this.#open.push({ table, row, depth });
    for (const { toColumns } of this.#index.incoming.get(table.name) ?? [])
      this.#coming.add(nameOf({ table, columns: toColumns, key: toColumns.map((name) => texts.get(name) ?? "") }));
  }

  /** The rows themselves, and what their declared references point at: what of it is there already? */
  ask(): readonly KeyQuery[] {
    this.#follow();
    const wanted = new Map<string, Map<string, Place>>();
    for (const place of this.#open.flatMap(({ table, row }) => this.#unknown(table, row))) {
      const id = JSON.stringify([place.table.name, place.columns]);
      const known = wanted.get(id) ?? new Map<string, Place>();
      wanted.set(id, known.set(nameOf(place), place));
    }
    this.#asked.length = 0;
    return [...wanted.values()].flatMap((places) => {
      const list = [...places.values()];
      const [first] = list;
      if (first === undefined) return [];
      this.#asked.push(list);
      const { table, columns } = first;
      const any = [{ kind: "key" as const, columns, in: list.map(({ key }) => key), fold: false, when: {} }];
      return [{ table: table.name, select: columns, any }];
    });
  }

  /** The answers to what was asked last. */
  hear(answers: readonly KeyRows[]): void {
    for (const [at, places] of this.#asked.entries()) {
      const found = new Set((answers[at] ?? []).map(keyId));
      for (const place of places) this.#there.set(nameOf(place), found.has(keyId(place.key)));
    }
  }

  #pointers(table: ModelTable, { texts }: ImportRow): readonly Pointer[] {
    return (this.#index.outgoing.get(table.name) ?? []).flatMap((edge) => {
      const target = this.#index.table.get(edge.to);
      const key = edge.columns.map((name) => texts.get(name) ?? null);
      if (edge.onDelete === null || target === undefined || !isFilled(key)) return [];
      return [{ edge, place: { table: target, columns: edge.toColumns, key } }];
    });
  }

  /** What has to be asked before a row's pointers can be followed. */
  #unknown(table: ModelTable, row: ImportRow): readonly Place[] {
    const own = { table, columns: table.key, key: row.key };
    const named = this.#pointers(table, row).map(({ place }) => place);
    return [own, ...named.filter((place) => !this.#coming.has(nameOf(place)))].filter(
      (place) => !this.#there.has(nameOf(place)),
    );
  }

  /** What the pointers of rows lead to is there, or comes, or is made up; or they are left empty. */
  #follow(): void {
    const waiting: Waiting[] = [];
    for (let one = this.#open.pop(); one !== undefined; one = this.#open.pop()) {
      const { table, row } = one;
      if (this.#unknown(table, row).length > 0) waiting.push(one);
      else for (const { edge, place } of this.#pointers(table, row)) this.#reachPlace(one, edge, place);
    }
    this.#open = waiting;
  }

  #reachPlace({ table, row, depth }: Waiting, edge: Edge, place: Place): void {
    const ghost = findGhost(this.#index, edge, place);
    const name = nameOf(place);
    if (ghost !== undefined) this.#needGhost(ghost);
    else if (this.#coming.has(name) || this.#there.get(name) === true) return;
    // Another pointer of the row may have been emptied, and this one with it.
    else if (edge.columns.every((column) => row.texts.has(column))) {
      const [free] = cuttableColumns(table, edge).filter((column) => this.#isOnlyFor(table, row, edge, column));
      if (free === undefined) this.#makeUp(place, depth + 1);
      else {
        row.texts.delete(free);
        row.empty.add(free);
        this.#tellEmpty(table, free);
      }
    }
  }

  /** Does no other reference of the row need the column, to point at what is there? */
  #isOnlyFor(table: ModelTable, row: ImportRow, edge: Edge, column: string): boolean {
    return (this.#index.outgoing.get(table.name) ?? []).every((other) => {
      if (other.columns.join() === edge.columns.join() || !other.columns.includes(column)) return true;
      const key = other.columns.map((name) => row.texts.get(name) ?? null);
      return !isFilled(key);
    });
  }

  /** A row that says nothing, and names nobody where it can. */
  #makeUp({ table, columns, key }: Place, depth: number): void {
    const texts = new Map(columns.map((name, at) => [name, key[at] ?? ""]));
    const empty = new Set(
      table.schema.columns
        .filter((column) => mayBeNull(table, column) && !texts.has(column.name))
        .map(({ name }) => name),
    );
    for (const edge of this.#index.outgoing.get(table.name) ?? []) {
      const target = this.#index.table.get(edge.to);
      const free = edge.columns.filter((name) => !texts.has(name));
      if (edge.onDelete === null || target === undefined || free.length === 0 || free.some((name) => empty.has(name)))
        continue;
      const ghost = possibleGhosts(this.#index.model).get(target.name);
      const made = edge.toColumns.map((name, at) => {
        const column = findColumn(target.schema, name);
        const own = edge.columns[at] ?? "";
        // Where each must name one of its own in a circle, there would be no end.
        if (column === undefined || depth > this.#index.table.size) return null;
        // Two made up rows may not name the same where a unique key forbids it.
        if (isTold(table, own) && edge.columns.length === 1) return this.#madeUp.freshKey(target, column) ?? null;
        return ghost?.values[name] ?? keyValue(target, column);
      });
      if (isFilled(made)) for (const [at, name] of edge.columns.entries()) texts.set(name, made[at] ?? "");
      else
        this.#refuse(
          "import_row_missing",
          target.name,
          "",
          `A row of ${target.name} has to be named, is not here, and cannot be made up.`,
        );
    }
    this.#add(this.#stubs, table, { texts, empty }, depth);
  }

  finish(abilities: ConstraintAbilities): ImportPlan {
    for (const [table, rows] of this.#rows) {
      if (rows.some(({ key }) => this.#there.get(nameOf({ table, columns: table.key, key })) === true))
        this.#refuse("import_row_exists", table.name, "", `${table.name} has rows with these keys already.`);
    }
    const all = new Map([...this.#stubs, ...this.#rows].map(([table]) => [table, [] as ImportRow[]]));
    for (const [table, list] of all) list.push(...(this.#stubs.get(table) ?? []), ...(this.#rows.get(table) ?? []));
    const ordered: ImportOperations = orderImport(this.#index, all, this.#missingGhosts(), abilities);
    const count = (rows: ReadonlyMap<ModelTable, readonly ImportRow[]>) =>
      [...rows].map(([{ name }, { length }]) => ({ name, rows: length }));
    return {
      tables: count(this.#rows),
      stubs: count(this.#stubs).map(({ name, rows }) => ({ table: name, rows })),
      emptied: [...this.#emptied.values()],
      operations: ordered.operations,
      suspendForeignKeys: ordered.suspendForeignKeys,
      findings: [...this.#findings, ...(ordered.stuck.length > 0 ? [stuck(ordered.stuck)] : [])],
    };
  }

  #missingGhosts(): readonly Ghost[] {
    return [...this.#ghosts].filter((ghost) => {
      const found = this.#met.get(ghost);
      if (found !== undefined && !isGhost(ghost, ghost.columns, found))
        this.#refuse(
          "import_row_exists",
          ghost.table,
          "",
          `Somebody has the key of the row that stands in for others in ${ghost.table}.`,
        );
      return found === undefined;
    });
  }
}

/** The ghost, where it is what the edge names. */
function findGhost(index: ModelIndex, edge: Edge, { table, columns, key }: Place): Ghost | undefined {
  const ghost = possibleGhosts(index.model).get(table.name);
  const isNamed = ghost !== undefined && isPlain(edge) && isTableKey(table, columns) && keyId(ghost.key) === keyId(key);
  return isNamed ? ghost : undefined;
}

function nameOf({ table, columns, key }: Place): string {
  return JSON.stringify([table.name, columns, key]);
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
