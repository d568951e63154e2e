/**
 * Puts a person's own rows, as a package gives them, into an empty database of the same shape (portability, Art. 20 GDPR).
 * A package is gone through as often as needed, some rows at a time: no more than those is held.
 */
import { ANOTHER_PERSON } from "./access-columns.ts";
import { mayBeNull } from "./check-constraints.ts";
import { isFilled } from "./edge-values.ts";
import { keyValue, possibleGhosts } from "./ghosts.ts";
import { cycleStuck, ImportFindings } from "./import-findings.ts";
import { ImportGhosts } from "./import-ghosts.ts";
import { type ImportBatch, type ImportOrder, type ImportRow, orderImport } from "./import-operations.ts";
import { findGhost, type NameSet, type Place, Places, type Pointer, pointersOf } from "./import-places.ts";
import { type StandIn, Strangers, strangerEdge } from "./import-strangers.ts";
import { type GivenRow, readGiven } from "./import-values.ts";
import type { Asking } from "./in-step.ts";
import { replaceKeys } from "./lists.ts";
import { isTold, MadeUp } from "./made-up-values.ts";
import type { Edge, Finding, ModelIndex, ModelTable } from "./model.ts";
import { type ConstraintAbilities, cuttableColumns } from "./order-deletes.ts";
import { type ColumnSchema, findColumn } from "./schema.ts";

export interface ImportPlan {
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Rows that are made up, because a row of the person must name them and the database does not have them. */
  readonly stubs: readonly { readonly table: string; readonly rows: number }[];
  /** Columns of pointers at what is not there, that are left empty. */
  readonly emptied: readonly { readonly table: string; readonly column: string; readonly rows: number }[];
  readonly findings: readonly Finding[];
}

/** Some rows of a table that are the person's own. */
export interface GivenRows {
  readonly table: string;
  readonly rows: Iterable<GivenRow>;
}

interface Waiting {
  readonly table: ModelTable;
  readonly row: ImportRow;
  /** How many rows are made up because of each other, up to this one. */
  readonly depth: number;
}

type RowLists = Map<ModelTable, ImportRow[]>;

/** One going through a package. Where all of them take the same rows, whatever the order, they come to the same. */
export class ImportPass {
  readonly #index: ModelIndex;
  readonly #places: Places;
  readonly #madeUp = new MadeUp();
  readonly #strangers: Strangers;
  readonly #findings = new ImportFindings();
  readonly #counts = { rows: new Map<string, number>(), stubs: new Map<string, number>() };
  readonly #emptied = new Map<string, { table: string; column: string; rows: number }>();
  readonly #ghosts: ImportGhosts;
  /** Of the rows at hand: these, and rows that are made up for them. */
  #rows: RowLists = new Map();
  #stubs: RowLists = new Map();
  /** Rows at hand whose pointers have not been followed. */
  #open: Waiting[] = [];

  /** `coming` holds `namesOfGiven` all rows of the package; `made` is empty, and of this pass alone. */
  constructor(index: ModelIndex, coming: NameSet, made: NameSet) {
    this.#index = index;
    this.#places = new Places(index, coming, made);
    this.#strangers = new Strangers(index, this.#madeUp);
    this.#ghosts = new ImportGhosts(index, this.#findings);
  }

  /** Asks whether the ghosts are there: before any rows are taken. */
  begin(): Asking<void> {
    return this.#ghosts.begin();
  }

  /** Takes some rows. Asks which of them, and of those that they name, are there already. */
  *take(given: readonly GivenRows[]): Asking<ImportBatch> {
    this.#rows = new Map();
    this.#stubs = new Map();
    for (const { table: name, rows } of given) {
      const table = this.#index.table.get(name);
      if (table === undefined) this.#findings.refuse("map_table_unknown", name, "", `There is no table ${name} here.`);
      else for (const row of rows) this.#take(table, row);
    }
    const own = [...this.#rows].flatMap(([table, rows]) =>
      table.key.length === 0 ? [] : rows.map(({ key }): Place => ({ table, columns: table.key, key })),
    );
    let asked = this.#places.ask([...own, ...this.#follow()]);
    // What is made up may have to name something, too.
    while (asked.length > 0) {
      this.#places.hear(yield asked);
      asked = this.#places.ask(this.#follow());
    }
    for (const place of own) {
      const { name } = place.table;
      if (this.#places.isThere(place) === true)
        this.#findings.refuse("import_row_exists", name, "", `${name} has rows with these keys already.`);
    }
    this.#places.forget();
    count(this.#counts.rows, this.#rows);
    count(this.#counts.stubs, this.#stubs);
    return { rows: this.#rows, stubs: this.#stubs, ghosts: this.#ghosts.takeFresh() };
  }

  /** Is something in the way of what was taken so far? */
  isRefused(): boolean {
    return this.#findings.list().length > 0;
  }

  /** What came of all that was taken, and the order in which it can go in. */
  finish(abilities: ConstraintAbilities): { readonly plan: ImportPlan; readonly order: ImportOrder } {
    const { rows, stubs } = this.#counts;
    const order = orderImport(this.#index, new Set([...stubs.keys(), ...rows.keys()]), abilities);
    const plan = {
      tables: [...rows].map(([name, number]) => ({ name, rows: number })),
      stubs: [...stubs].map(([table, number]) => ({ table, rows: number })),
      emptied: [...this.#emptied.values()],
      findings: [...this.#findings.list(), ...(order.stuck.length > 0 ? [cycleStuck(order.stuck)] : [])],
    };
    return { plan, order };
  }

  #take(table: ModelTable, given: GivenRow): void {
    const { texts, empty, masked, unknown } = readGiven(table, this.#nameListed(table, given));
    for (const name of unknown)
      this.#findings.refuse("map_column_unknown", table.name, name, `${table.name} has no column ${name}.`);
    for (const column of masked) this.#nameSomebody(table, column, { texts, empty });
    // A key that is never handed out (a token) is made up.
    this.#add(this.#rows, table, { texts, empty }, 0);
  }

  /** Where others were masked in a list, a row that is nobody stands in for each of them. */
  #nameListed(table: ModelTable, given: GivenRow): GivenRow {
    const whole = { ...given };
    for (const { columns, list } of this.#index.outgoing.get(table.name) ?? []) {
      const column = findColumn(table.schema, columns[0] ?? "");
      if (list === undefined || column === undefined || !mentions(whole[column.name])) continue;
      const edge = strangerEdge(this.#index, table, column, new Map());
      const standIn = edge === undefined ? undefined : this.#strangers.standIn(table, column, edge);
      if (standIn === undefined) continue;
      this.#bring(standIn);
      whole[column.name] = replaceKeys(list, whole[column.name], (key) =>
        key === ANOTHER_PERSON ? standIn.text : key,
      );
    }
    return whole;
  }

  /** What has to be there for a stand-in. */
  #bring({ ghost: name, place }: StandIn): void {
    const ghost = possibleGhosts(this.#index.model).get(name ?? "");
    if (ghost !== undefined) this.#ghosts.need(ghost);
    if (place !== null) this.#makeUp(place, 1);
  }

  /** Where somebody else was masked, a row that is nobody stands in. */
  #nameSomebody(table: ModelTable, column: ColumnSchema, { texts, empty }: Omit<ImportRow, "key">): void {
    const edge = strangerEdge(this.#index, table, column, texts);
    const standIn = edge === undefined ? undefined : this.#strangers.standIn(table, column, edge);
    if (standIn !== undefined) this.#bring(standIn);
    if (standIn !== undefined) texts.set(column.name, standIn.text);
    else if (column.nullable) {
      empty.add(column.name);
      this.#tellEmpty(table, column.name);
    } else
      this.#findings.refuse(
        "import_somebody_missing",
        table.name,
        column.name,
        `${table.name}.${column.name} must name somebody whom the package masks.`,
      );
  }

  #tellEmpty(table: ModelTable, column: string): void {
    const id = JSON.stringify([table.name, column]);
    const known = this.#emptied.get(id) ?? { table: table.name, column, rows: 0 };
    this.#emptied.set(id, { ...known, rows: known.rows + 1 });
  }

  /** Adds a row, with what a package does not hold (passwords) and the table wants. */
  #add(to: RowLists, table: ModelTable, { texts, empty }: Omit<ImportRow, "key">, depth: number): void {
    const hint = table.key.map((name) => texts.get(name) ?? "");
    for (const column of table.schema.columns) {
      if (texts.has(column.name) || empty.has(column.name) || mayBeNull(table, column) || column.generated) continue;
      const value = this.#madeUp.fillIn(table, column, hint);
      if (value === undefined)
        this.#findings.refuse(
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
    if (to === this.#stubs) this.#places.addMade(table, row);
  }

  /**
   * What the pointers of rows lead to is there, or comes, or is made up; or they are left empty. Answers what has to be asked
   * before it can go on.
   */
  #follow(): readonly Place[] {
    const waiting: Waiting[] = [];
    const unknown: Place[] = [];
    for (let one = this.#open.pop(); one !== undefined; one = this.#open.pop()) {
      const pointers = pointersOf(this.#index, one.table, one.row);
      const asked = pointers.map(({ place }) => place).filter((place) => !this.#isKnown(place));
      unknown.push(...asked);
      if (asked.length > 0) waiting.push(one);
      else for (const pointer of pointers) this.#reachPlace(one, pointer);
    }
    this.#open = waiting;
    return unknown;
  }

  #isKnown(place: Place): boolean {
    return this.#places.isThere(place) !== undefined || this.#places.isComing(place) || this.#places.isMade(place);
  }

  #reachPlace({ table, row, depth }: Waiting, { edge, place }: Pointer): void {
    const ghost = findGhost(this.#index, edge, place);
    if (ghost !== undefined) this.#ghosts.need(ghost);
    else if (this.#places.isComing(place) || this.#places.isThere(place) === true) return;
    // Another pointer of the row may have been emptied, and this one with it.
    else if (edge.columns.every((column) => row.texts.has(column))) {
      const [free] = cuttableColumns(table, edge).filter((column) => this.#isOnlyFor(table, row, edge, column));
      if (free !== undefined) {
        row.texts.delete(free);
        row.empty.add(free);
        this.#tellEmpty(table, free);
      } else if (!this.#places.isMade(place)) this.#makeUp(place, depth + 1);
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
        this.#findings.refuse(
          "import_row_missing",
          target.name,
          "",
          `A row of ${target.name} has to be named, is not here, and cannot be made up.`,
        );
    }
    this.#add(this.#stubs, table, { texts, empty }, depth);
  }
}

/** Is somebody masked in it, who is not all of it? */
function mentions(value: unknown): boolean {
  if (Array.isArray(value)) return value.includes(ANOTHER_PERSON);
  return typeof value === "string" && value !== ANOTHER_PERSON && value.includes(ANOTHER_PERSON);
}

function count(counts: Map<string, number>, rows: RowLists): void {
  for (const [{ name }, { length }] of rows) counts.set(name, (counts.get(name) ?? 0) + length);
}
