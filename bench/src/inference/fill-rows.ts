/** Rows for a sketch: invented, the same on every run, with references that hold and keys that overlap between tables. */

import { type PlainColumn, type PlainTable, readSketch } from "./read-sketch.ts";
import type { Sketch } from "./sketch.ts";

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;
type Reference = PlainTable["references"][number];

const DEFAULT_ROWS = 40;
/** Share of references that are empty where they may be. */
const EMPTY_SHARE = 0.25;

const FIRST =
  "Ada Bruno Chiara Dario Elif Femke Goran Hana Ivo Jana Kofi Lena Milan Nora Omar Petra Quentin Rosa Sami Tara".split(
    " ",
  );
const LAST =
  "Abel Brandt Costa Dvorak Engel Farkas Gruber Haas Ivanov Jansen Keller Lindt Moreau Novak Okafor Peters Quast Rossi Schmid Tanaka".split(
    " ",
  );
const WORDS =
  "blue river old paper north quick stone market light winter copper garden silent harbour green early open salt cedar amber".split(
    " ",
  );
const CITIES = "Altdorf Bergen Cordoba Delft Essen Fulda Graz Hilden".split(" ");

/** People whom a reference names that names few: at least so many, and otherwise one in so many of them. */
const FEW = 2;
const FEW_OF = 12;

/** Rows by table. `few`: references (`table.column`) that name few people again and again. */
export function fillRows(sketch: Sketch, few: ReadonlySet<string> = new Set()): ReadonlyMap<string, readonly Row[]> {
  const random = makeRandom(sketch.name);
  const tables = new Map(readSketch(sketch).map((table) => [table.name, table]));
  const filled = new Map<string, Row[]>();
  const needs = findNeeds(tables);
  const fill = (table: PlainTable): readonly Row[] => {
    const done = filled.get(table.name);
    if (done !== undefined) return done;
    const rows: Row[] = [];
    filled.set(table.name, rows);
    const keys = new Set<string>();
    const unique = new Set<string>();
    for (let number = 1; number <= (table.rows ?? DEFAULT_ROWS); number++) {
      const rowsOf = (name: string) => {
        // A row that refers to its own table: to an earlier row.
        if (name === table.name) return rows;
        const target = tables.get(name);
        if (target === undefined) throw new Error(`${table.name} refers to ${name}, which there is not`);
        return fill(target);
      };
      const leadsBack = (name: string) => name !== table.name && (needs.get(name)?.has(table.name) ?? false);
      const row = fillRow(
        table,
        number,
        random,
        few,
        rowsOf,
        leadsBack,
        (name) => tables.get(name)?.primaryKey[0] ?? "",
      );
      const key = table.primaryKey.map((column) => row[column]).join("\u0000");
      const marks = table.columns
        .filter((column) => column.unique && row[column.name] !== null)
        .map((column) => `${column.name}=${row[column.name]}`);
      if ((key !== "" && keys.has(key)) || marks.some((mark) => unique.has(mark))) continue;
      keys.add(key);
      for (const mark of marks) unique.add(mark);
      rows.push(row);
    }
    return rows;
  };
  for (const table of tables.values()) fill(table);
  return filled;
}

/** The tables without whose rows a table has none, however far. */
function findNeeds(tables: ReadonlyMap<string, PlainTable>): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = (table: PlainTable) =>
    table.references
      .filter(({ columns }) => !columns.every((column) => table.columns.find(({ name }) => name === column)?.nullable))
      .map(({ to }) => to);
  return new Map(
    [...tables].map(([name]) => {
      const found = new Set<string>();
      const queue = [name];
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        const table = tables.get(next);
        for (const to of table === undefined ? [] : direct(table)) {
          if (found.has(to)) continue;
          found.add(to);
          queue.push(to);
        }
      }
      return [name, found];
    }),
  );
}

function fillRow(
  table: PlainTable,
  number: number,
  random: () => number,
  few: ReadonlySet<string>,
  rowsOf: (table: string) => readonly Row[],
  leadsBack: (table: string) => boolean,
  keyOf: (table: string) => string,
): Row {
  const row: Record<string, Value> = {};
  const named = new Map<string, Row>();
  for (const reference of table.references) {
    const nullable = reference.columns.every((column) => table.columns.find((each) => each.name === column)?.nullable);
    if (nullable && leadsBack(reference.to)) {
      // Rows that need this one are not there yet: nobody, unless the sketch says who.
      for (const column of reference.columns) if (!isSaid(table, column)) row[column] = null;
      continue;
    }
    const target = rowsOf(reference.to);
    const people = few.has(`${table.name}.${reference.columns.join("+")}`) ? takeFew(target) : target;
    const among = takeAmong(table, reference, people);
    const own = findOwn(table, reference, number);
    const chosen = own === null ? among[Math.floor(random() * among.length)] : target[own];
    if (nullable && (chosen === undefined || random() < EMPTY_SHARE)) {
      for (const column of reference.columns) row[column] = null;
    } else if (chosen !== undefined && !(isGuest(table, reference.columns[0]) && random() < EMPTY_SHARE)) {
      named.set(reference.columns[0] ?? "", chosen);
      reference.columns.forEach((column, position) => {
        row[column] = chosen[reference.toColumns[position] ?? ""] ?? null;
      });
    } else {
      // The first row of its own table, or a cycle: to nobody.
      for (const column of reference.columns) row[column] = 0;
    }
  }
  // What goes by another column of the row comes after it.
  const columns = [
    ...table.columns.filter(({ values }) => !values.startsWith("id-by(")),
    ...table.columns.filter(({ values }) => values.startsWith("id-by(")),
  ];
  for (const column of columns) {
    if (column.name in row) continue;
    // `id-by(subject_type:Person=people|Group=groups)`: an id of the table that the other column stands for.
    const [, kind = "", kinds = ""] = /^id-by\((\w+):(.+)\)$/.exec(column.values) ?? [];
    if (kind !== "") {
      const named = kinds.split("|").find((each) => each.startsWith(`${row[kind]}=`));
      if (named === undefined && row[kind] !== null)
        throw new Error(`${table.name}.${kind} may be ${row[kind]}, which stands for no table`);
      const target = named === undefined ? "" : named.slice(named.indexOf("=") + 1);
      const rows = target === "" ? [] : rowsOf(target);
      row[column.name] = rows[Math.floor(random() * rows.length)]?.[keyOf(target)] ?? null;
      continue;
    }
    // `copy-of(author_id.name)`: what stands in the row that this one names.
    const [, by = "", attribute = ""] = /^copy-of\((\w+)\.(\w+)\)$/.exec(column.values) ?? [];
    if (by !== "") {
      row[column.name] =
        named.get(by)?.[attribute] ??
        (column.nullable ? null : `${FIRST[number % FIRST.length]} ${LAST[number % LAST.length]}`);
      continue;
    }
    row[column.name] = makeValue(column, number, random, rowsOf, keyOf);
  }
  return row;
}

/** The same few of these rows each time, spread over all of them. */
function takeFew(rows: readonly Row[]): readonly Row[] {
  const count = Math.max(FEW, Math.floor(rows.length / FEW_OF));
  const step = Math.max(1, Math.floor(rows.length / count));
  return rows.filter((_row, position) => position % step === 0).slice(0, count);
}

/** The rows that the sketch allows, where it does: `among(3|4)`, by their keys. */
function takeAmong(table: PlainTable, { columns, toColumns }: Reference, rows: readonly Row[]): readonly Row[] {
  const values = table.columns.find(({ name }) => name === columns[0])?.values ?? "";
  const [, list] = /^among\((.+)\)$/.exec(values) ?? [];
  return list === undefined ? rows : rows.filter((row) => list.split("|").includes(String(row[toColumns[0] ?? ""])));
}

/** Where in its table the row stands that no other row names, where the sketch has it so: `own(100)`, those after the first hundred. */
function findOwn(table: PlainTable, { columns }: Reference, number: number): number | null {
  const values = table.columns.find(({ name }) => name === columns[0])?.values ?? "";
  const [, after] = /^own\((\d+)\)$/.exec(values) ?? [];
  return after === undefined ? null : Number(after) + number - 1;
}

/** Whether the sketch lists what may stand in the column. */
function isSaid(table: PlainTable, column: string): boolean {
  return table.columns.some((each) => each.name === column && each.values.startsWith("one("));
}

/** 0 stands for somebody without an account. */
function isGuest(table: PlainTable, column: string | undefined): boolean {
  return table.columns.some((each) => each.name === column && each.values === "or-guest");
}

function makeValue(
  column: PlainColumn,
  number: number,
  random: () => number,
  rowsOf: (table: string) => readonly Row[],
  keyOf: (table: string) => string,
): Value {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
  const below = (limit: number) => Math.floor(random() * limit);
  const idOf = (table: string): Value => {
    const rows = rowsOf(table);
    return rows[below(rows.length)]?.[keyOf(table)] ?? null;
  };
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  const makers: Readonly<Record<string, (argument: string) => Value>> = {
    email: () => `${pick(FIRST).toLowerCase()}.${pick(LAST).toLowerCase()}${below(9999)}@example.org`,
    phone: () => `+49 30 ${digits(7)}`,
    ip: () => `192.0.2.${below(255)}`,
    "first-name": () => pick(FIRST),
    "last-name": () => pick(LAST),
    "full-name": () => `${pick(FIRST)} ${pick(LAST)}`,
    handle: () => `${pick(WORDS)}_${pick(WORDS)}${below(999)}`,
    street: () => `${pick(LAST)} Street ${below(120) + 1}`,
    city: () => pick(CITIES),
    zip: () => digits(5),
    hash: () => Array.from({ length: 40 }, () => below(16).toString(16)).join(""),
    sentence: () => Array.from({ length: 6 + below(8) }, () => pick(WORDS)).join(" "),
    title: () => `${pick(WORDS)} ${pick(WORDS)}`,
    code: () => `${pick(WORDS).slice(0, 3).toUpperCase()}${number}`,
    digits: () => digits(6),
    ssn: () => `${digits(3)}-${digits(2)}-${digits(4)}`,
    iban: () => withIbanCheck(`37040044${digits(10)}`),
    birth: () => `${1940 + below(65)}-0${1 + below(9)}-1${below(10)}`,
    url: () => `https://www.example.org/${pick(WORDS)}/${below(999)}`,
    file: () => `${pick(WORDS)}-${below(999)}.jpg`,
    agent: () => "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101",
    // Half of them have an account.
    "email-of": (place) => {
      const [table, name] = place.split(".");
      const rows = rowsOf(table ?? "");
      const found = random() < 0.5 ? rows[below(rows.length)]?.[name ?? ""] : undefined;
      return found ?? `${pick(WORDS)}.${pick(LAST).toLowerCase()}${below(9999)}@example.org`;
    },
    // What stands in that column of some row.
    "value-of": (place) => {
      const [table, name] = place.split(".");
      const held = rowsOf(table ?? "").flatMap((row) => row[name ?? ""] ?? []);
      return held[below(held.length)] ?? null;
    },
    number: (prefix) => (column.type === "int" ? 1000 + number : `${prefix}${1000 + number}`),
    one: (list) => pick(list.split("|")),
    // One after the other, so that rows of several such columns are known.
    each: (list) => list.split("|")[(number - 1) % list.split("|").length] ?? "",
    // `{"userId":3}`, ids of rows under these names; under `user/id`, `{"user":{"id":3}}`.
    "json-of": (list) =>
      JSON.stringify(
        Object.fromEntries(
          list.split("|").map((each) => {
            const [path = "", table = ""] = each.split(":");
            const [name = "", ...inner] = path.split("/");
            return [name, inner.reduceRight<unknown>((value, key) => ({ [key]: value }), idOf(table))];
          }),
        ),
      ),
    // `avatars/{}/small.png:users`, an id inside a text.
    "text-of": (place) => {
      const [form = "", table = ""] = place.split(":");
      return form.replace("{}", String(idOf(table) ?? ""));
    },
    // The id as a text, as columns hold it that may name anybody.
    "id-of": (table) => String(idOf(table) ?? ""),
    actor: (list) => {
      const [prefix, table] = pick(list.split("|")).split(":");
      return `${prefix}:${idOf(table ?? "")}`;
    },
  };
  const [, name, argument] = /^([a-z0-9-]+)(?:\((.*)\))?$/.exec(column.values) ?? [];
  if (name !== undefined) {
    const make = makers[name];
    if (make === undefined) throw new Error(`no values are called ${name}`);
    return column.nullable && random() < 0.1 ? null : make(argument ?? "");
  }
  if (column.primary && column.type === "int") return number;
  if (column.nullable && random() < 0.2) return null;
  const byType: Readonly<Record<string, () => Value>> = {
    int: () => below(90),
    num: () => below(100_000) / 100,
    bool: () => below(2),
    date: () => `2025-0${1 + below(9)}-1${below(10)}`,
    ts: () => `2025-0${1 + below(9)}-1${below(10)} 1${below(10)}:00:00`,
    uuid: () => `${digits(8)}-${digits(4)}-4${digits(3)}-8${digits(3)}-${digits(12)}`,
    json: () => "{}",
    text: () => pick(WORDS),
  };
  const make = byType[column.type];
  if (make === undefined) throw new Error(`no type is called ${column.type}`);
  return make();
}

/** A German account number with valid check digits (ISO 13616). */
function withIbanCheck(account: string): string {
  const check = 98n - (BigInt(`${account}131400`) % 97n);
  return `DE${check.toString().padStart(2, "0")}${account}`;
}

/** A small generator of even numbers in [0, 1), seeded by a name (mulberry32). */
function makeRandom(seed: string): () => number {
  let state = 7;
  for (const char of seed) state = (Math.imul(state, 31) + char.charCodeAt(0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
