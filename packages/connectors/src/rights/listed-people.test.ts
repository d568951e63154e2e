/** People named in lists of ids, in every way in which a database holds them: shown, erased, explained, given back. */
import type { Diff } from "@kept/engine/diff";
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import { afterEach, describe, expect, test } from "vitest";
import {
  createTestDatabase,
  type TestDatabase,
  type TestKind,
  testKinds,
  whyMissing,
} from "../testing/test-database.ts";
import { readMap } from "./map-file.ts";
import { createRowRights, type RowRights } from "./row-rights.ts";

const today = { today: "2030-06-15" };
const email = (value: string) => ({ identifiers: [{ kind: "email", value }], keys: [] });

/** Tickets that people watch, documents that several own, notes that mention people by address; lists of tickets. */
function office(kind: TestKind): string {
  const hasArrays = kind === "postgres" || kind === "pglite";
  const ids = hasArrays ? "integer[]" : kind === "sqlite" ? "TEXT" : "JSON";
  const json = hasArrays ? "jsonb" : ids;
  const list = (...keys: number[]) => (hasArrays ? `'{${keys.join(",")}}'` : `'[${keys.join(", ")}]'`);
  return `
CREATE TABLE people (id integer PRIMARY KEY, email varchar(200) NOT NULL, full_name varchar(200));
CREATE TABLE tickets (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES people (id), title varchar(200), watcher_ids ${ids} NOT NULL);
CREATE TABLE documents (id integer PRIMARY KEY, owner_ids ${json}, body varchar(200));
CREATE TABLE notes (id integer PRIMARY KEY, author_id integer NOT NULL REFERENCES people (id), body varchar(200), mentioned varchar(200));
CREATE TABLE boards (id integer PRIMARY KEY, owner_id integer NOT NULL REFERENCES people (id), ticket_ids varchar(200));
INSERT INTO people VALUES (3, 'ada@example.org', 'Ada'), (17, 'bo@example.org', 'Bo'), (22, 'cy@example.org', 'Cy'), (33, 'di@example.org', 'Di');
INSERT INTO tickets VALUES (1, 17, 'Roof', ${list(22, 3, 33, 3)}), (2, 3, 'Door', ${list(17)}), (3, 17, 'Wall', ${list(33)}), (4, 22, 'Lamp', ${list(3)}), (5, 3, 'Gate', ${list()});
INSERT INTO documents VALUES (1, '[3, 17]', 'both'), (2, '[3]', 'mine'), (3, '[33, 17]', 'theirs'), (4, NULL, 'nobody');
INSERT INTO notes VALUES (1, 17, 'hello', 'Ada@example.org; cy@example.org'), (2, 3, 'mine', 'bo@example.org');
INSERT INTO boards VALUES (1, 17, '1,2,3'), (2, 22, '5'), (3, 22, '4, 2, 5, 1');
`;
}

const MAP = `
tables:
  people: { subject: true, identifiers: { email: email } }
  tickets:
    columns: { title: content.text }
    edges:
      author_id -> people: owner
      watcher_ids -> people: { role: viewer, list: true }
  documents:
    columns: { body: content.text }
    edges:
      owner_ids -> people: { role: owner, list: true }
  notes:
    columns: { body: content.text }
    edges:
      author_id -> people: owner
      mentioned -> people(email): { role: viewer, match: true, list: ";" }
  boards:
    edges:
      owner_id -> people: owner
      ticket_ids -> tickets: { role: context, list: true }
`;

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  describe.skipIf(missing !== null)(missing ?? "people in lists of ids", () => {
    const opened: (RowRights | TestDatabase)[] = [];
    afterEach(async () => {
      for (const one of opened.splice(0).reverse()) await ("drop" in one ? one.drop() : one[Symbol.asyncDispose]());
    });

    async function open() {
      const database = await createTestDatabase(kind);
      opened.push(database);
      await database.execute(office(kind));
      const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false });
      opened.push(rights);
      rights.useMap(readMap(MAP));
      return { database, rights };
    }
    /** A list as it stands there, whichever way a driver hands it out. */
    const listOf = (value: unknown) =>
      (typeof value === "string" ? value : JSON.stringify(value)).replace(/^\{(.*)\}$/, "[$1]").replace(/\s/g, "");
    const column = async (database: TestDatabase, table: string, name: string) =>
      Object.fromEntries(
        (await database.query(`SELECT id, ${name} FROM ${table} ORDER BY id`)).map((row) => [
          String(row["id"]),
          row[name] === null ? null : listOf(row[name]),
        ]),
      );
    async function shown(rights: RowRights, person: string) {
      const rows: Record<string, unknown> = {};
      for await (const { table, level, values } of rights.readAccess(email(person), EVERYTHING, today, () => undefined))
        rows[`${table} ${values["id"] ?? values["row"]} ${level}`] = values;
      return rows;
    }

    test("a list shows a person theirs, and nobody else who stands in it", async () => {
      const { rights } = await open();
      const rows = await shown(rights, "ada@example.org");
      expect(
        Object.keys(rows)
          .filter((name) => !name.startsWith("people"))
          .sort(),
      ).toEqual([
        "documents 1 own",
        "documents 2 own",
        "notes 1 view",
        "notes 2 own",
        "tickets 1 view",
        "tickets 2 own",
        "tickets 4 view",
        "tickets 5 own",
      ]);
      const listed = (name: string, list: string) => listOf((rows[name] as Record<string, unknown>)[list]);
      const other = '"[anotherperson]"';
      expect(listed("tickets 1 view", "watcher_ids")).toBe(`[${other},3,${other},3]`);
      expect(listed("documents 1 own", "owner_ids")).toBe('[3,"[anotherperson]"]');
      expect(listed("notes 1 view", "mentioned")).toBe("Ada@example.org;[anotherperson]");
      expect(listed("notes 2 own", "mentioned")).toBe("[anotherperson]");
    });

    test("an erasure takes the person out of lists and leaves all else of them; what is only theirs goes", async () => {
      const { database, rights } = await open();
      const before = await shown(rights, "di@example.org");
      const dry = await rights.planErasure(email("ada@example.org"), EVERYTHING, today);
      expect(dry.findings.filter(({ blocks }) => blocks)).toEqual([]);
      const updates = dry.operations.filter(({ op }) => op === "update").map(({ table, keys }) => [table, keys.length]);
      expect(updates.sort()).toEqual([
        ["boards", 3],
        ["documents", 1],
        ["notes", 1],
        ["tickets", 2],
      ]);
      const outcome = await rights.erase(email("ada@example.org"), EVERYTHING, today, dry, {});
      expect(outcome).toMatchObject({ verified: true, residue: [] });
      expect(await column(database, "tickets", "watcher_ids")).toEqual({ 1: "[22,33]", 3: "[33]", 4: "[]" });
      expect(await column(database, "documents", "owner_ids")).toEqual({ 1: "[17]", 3: "[33,17]", 4: null });
      expect(await column(database, "notes", "mentioned")).toEqual({ 1: "cy@example.org" });
      expect(await column(database, "boards", "ticket_ids")).toEqual({ 1: "1,3", 2: "", 3: "4,1" });
      const after = await shown(rights, "di@example.org");
      expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
      const listed = after["tickets 1 view"] as Record<string, unknown>;
      expect(listOf(listed["watcher_ids"])).toBe('["[anotherperson]",33]');
      expect({ ...after, "tickets 1 view": null }).toEqual({ ...before, "tickets 1 view": null });
      // The last of several owners takes the row along.
      const last = await rights.erase(email("bo@example.org"), EVERYTHING, today, null, {});
      expect(last).toMatchObject({ verified: true, residue: [] });
      expect(await column(database, "documents", "owner_ids")).toEqual({ 3: "[33]", 4: null });
    });

    test("lists of ids of people are proposed, and stop an erasure until somebody has confirmed them", async () => {
      const database = await createTestDatabase(kind);
      opened.push(database);
      await database.execute(office(kind));
      const rights = createRowRights(await database.open(), EMPTY_MAP);
      opened.push(rights);
      const { inference } = await rights.discover();
      const lists = inference.edges.filter(({ list }) => list !== undefined);
      expect(
        lists.map(({ from, columns, to, role, confirmed }) => [from, columns.join(), to, role, confirmed]),
      ).toEqual([
        ["documents", "owner_ids", "people", "owner", false],
        ["tickets", "watcher_ids", "people", "viewer", false],
      ]);
      const { findings } = await rights.planErasure(email("ada@example.org"), EVERYTHING, today);
      const blocking = findings.filter(({ blocks }) => blocks);
      const line = blocking.find(({ code, column: name }) => code === "edge_unconfirmed" && name === "watcher_ids");
      expect(line?.suggestion).toContain("list: true");
      expect(blocking.map(({ code, table }) => `${code} ${table}`)).toContain("owner_doubtful documents");
    });

    test("what was taken out comes back where it stood", async () => {
      const { database, rights } = await open();
      const lists = async () => [
        await column(database, "tickets", "watcher_ids"),
        await column(database, "documents", "owner_ids"),
        await column(database, "notes", "mentioned"),
        await column(database, "boards", "ticket_ids"),
      ];
      const before = await lists();
      const seals: Diff[] = [];
      const seal = async (diff: Diff) => void seals.push(structuredClone(diff));
      await rights.erase(email("ada@example.org"), EVERYTHING, today, null, { seal });
      expect(await lists()).not.toEqual(before);
      await rights.lifecycle.revert(seals.at(-1) as Diff, { seal: async () => undefined });
      expect(await lists()).toEqual(before);
    });

    test("a row says that it is shown for a list, and what becomes of that", async () => {
      const { rights } = await open();
      const { explanation } = await rights.explain({ table: "tickets", key: ["1"] }, email("ada@example.org"), today);
      const stakes = explanation?.stakes ?? [];
      expect(stakes[0]?.access?.level).toBe("view");
      expect(stakes[0]?.erasure.why).toContain("tickets.watcher_ids -> people: is shared with them (named in a list)");
      expect(stakes[0]?.erasure.set["watcher_ids"]).toMatchObject({ kind: "without", keys: ["3"] });
    });
  });
});
