/** The reference operator's database as a plain SQLite file: as Kept infers it, and with the operator's own map. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { createWorkplace, type Workplace } from "./testing/run-kept.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../examples/mi-option");
const ADA = ["--email", "ada@example.org"];

interface Erased {
  readonly mode: string;
  readonly verified: boolean;
  readonly tables: readonly { readonly name: string; readonly deleted: number; readonly retained: number }[];
  readonly findings: readonly { readonly code: string; readonly suggestion: string; readonly blocks: boolean }[];
}

interface Shown {
  readonly tables: readonly {
    readonly name: string;
    readonly level: string;
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  }[];
}

/** Where a copy of the one generated file stands for a test of its own. */
let original: string;
beforeAll(() => {
  const place = createWorkplace();
  original = place.file("original.db");
  const program = `import { generateDatabase } from ${JSON.stringify(`${EXAMPLE}/src/database/generate.ts`)}; generateDatabase(${JSON.stringify(original)});`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return () => place[Symbol.dispose]();
}, 240_000);

function openExample(): Workplace & { readonly database: string } {
  const place = createWorkplace();
  const database = place.file("mi-option.db");
  const source = new DatabaseSync(original);
  source.exec(`VACUUM INTO '${database}'`);
  source.close();
  return { ...place, database, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

describe.each(["accepted in one word", "the suggested lines", "the operator's own map"])("with %s", (title) => {
  test("Ada is erased, and nobody else is", async () => {
    using place = openExample();
    const map = await prepareMap(place, title);
    const on = ["--url", place.database, "--map", map];
    const others = query(
      place.database,
      "SELECT id FROM accounts WHERE email <> 'ada@example.org' ORDER BY id LIMIT 10",
    ).map(({ id }) => Number(id));
    const before = await readOthers(place, on, others);
    const counts = countAll(place.database);
    const dry = (await place.keptJson(0, "erase", ...on, ...ADA)) as Erased;
    const done = (await place.keptJson(0, "erase", ...on, ...ADA, "--yes")) as Erased;
    expect(done).toMatchObject({ mode: "done", verified: true, tables: dry.tables });
    expect(query(place.database, "PRAGMA foreign_key_check")).toEqual([]);
    const lost = Object.fromEntries(
      done.tables.filter(({ deleted }) => deleted > 0).map(({ name, deleted }) => [name, deleted]),
    );
    // Rows of others that must name somebody name a row that stands in for people who have left.
    const ghosts = query(place.database, "SELECT id, email FROM accounts WHERE id < 0");
    expect(ghosts).toEqual([{ id: -1, email: "erased--1@kept.invalid" }]);
    const left = { ...lost, accounts: (lost["accounts"] ?? 0) - ghosts.length };
    const changed = Object.fromEntries(Object.entries(left).filter(([, count]) => count !== 0));
    expect(subtract(counts, countAll(place.database))).toEqual(changed);
    const retained = done.tables.filter((table) => table.retained > 0).map(({ name }) => name);
    expect(retained).toEqual(title.startsWith("the operator") ? ["invoices"] : []);
    const places = findText(place.database, "ada@example.org");
    expect(places).toEqual([]);
    for (const [id, own] of await readOthers(place, on, others))
      expect(compare(before.get(id), own), `accounts:${id}`).toEqual([]);
    const again = await place.kept("erase", ...on, ...ADA, "--yes");
    expect(again.code).toBe(4);
  }, 240_000);
});

async function prepareMap(place: Workplace & { readonly database: string }, title: string): Promise<string> {
  if (title.startsWith("the operator")) return `${EXAMPLE}/maps/shop.yaml`;
  const map = place.file("map.yaml");
  if (title.startsWith("accepted")) {
    await place.kept("discover", place.database, "--accept", "--out", map);
    return map;
  }
  // What a careful operator does: adds the line of every refusal until none is left.
  let whole: unknown = {};
  for (let turn = 0; turn < 3; turn += 1) {
    writeFileSync(map, stringify(whole));
    const ran = await place.kept("erase", "--url", place.database, "--map", map, ...ADA, "--json");
    if (ran.code === 0) return map;
    const refusals = (JSON.parse(ran.out) as Erased).findings.filter(({ blocks }) => blocks);
    const lines = refusals.filter(({ code }) => code !== "tables_unreviewed");
    for (const { suggestion } of lines) whole = merge(whole, parse(suggestion));
    // Once nothing else is open, what is left to do is to confirm the whole.
    if (lines.length === 0) await place.kept("discover", place.database, "--accept", "--out", map);
    if (lines.length === 0) return map;
  }
  throw new Error("The suggested lines do not settle what they are suggested for.");
}

function merge(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return other;
  const merged = { ...one };
  for (const [name, value] of Object.entries(other)) merged[name] = name in merged ? merge(merged[name], value) : value;
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

async function readOthers(
  place: Workplace,
  on: readonly string[],
  ids: readonly number[],
): Promise<ReadonlyMap<number, Shown>> {
  const shown = new Map<number, Shown>();
  for (const id of ids) shown.set(id, (await place.keptJson(0, "access", ...on, "--id", `accounts:${id}`)) as Shown);
  return shown;
}

/** Rows that somebody else no longer has as they were, but for counters and for references that let go of Ada. */
function compare(before: Shown | undefined, after: Shown | undefined): readonly string[] {
  const left = listRows(after);
  return listRows(before).filter((row) => {
    const position = left.indexOf(row);
    if (position >= 0) left.splice(position, 1);
    return position < 0;
  });
}

function listRows(shown: Shown | undefined): string[] {
  const own = (shown?.tables ?? []).filter(({ level }) => level === "own");
  return own.flatMap(({ name, rows }) =>
    rows.map((row) => {
      const values = Object.entries(row).filter(([column]) => !column.endsWith("_count"));
      return `${name} ${JSON.stringify(values.map(([column, value]) => [column, value === "[another person]" ? null : value]))}`;
    }),
  );
}

function query(path: string, statement: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
}

function tablesOf(path: string): readonly string[] {
  return query(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map(
    ({ name }) => String(name),
  );
}

function countAll(path: string): Readonly<Record<string, number>> {
  return Object.fromEntries(
    tablesOf(path).map((name) => [name, Number(query(path, `SELECT count(*) AS n FROM "${name}"`)[0]?.["n"])]),
  );
}

function subtract(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const lost = Object.entries(before).map(([name, count]) => [name, count - (after[name] ?? 0)] as const);
  return Object.fromEntries(lost.filter(([, count]) => count !== 0));
}

function findText(path: string, text: string): readonly string[] {
  return tablesOf(path).flatMap((table) => {
    const rows = query(path, `SELECT * FROM "${table}"`);
    const columns = rows.flatMap((row) =>
      Object.keys(row).filter((column) => String(row[column]).toLowerCase().includes(text)),
    );
    return [...new Set(columns)].map((column) => `${table}.${column}`);
  });
}
