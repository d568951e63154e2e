/** What triggers copy of somebody while they are erased is told, wherever the catalogue says that they write; what stood there before is not. */
import { type ErasureOutcome, EVERYTHING } from "@kept/engine/rights";
import { describe, expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { acceptProposals } from "./discover.ts";
import { readMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const SHOP = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
  CREATE TABLE orders (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, street VARCHAR(90),
    FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER, body VARCHAR(90), history VARCHAR(200), FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, member_id INTEGER NOT NULL,
    FOREIGN KEY (topic_id) REFERENCES topics (id), FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org', 'Ada Lovelace'), (2, 'bo@example.org', 'Bo Beispiel'), (12, 'cy@example.org', 'Cy Example');
  INSERT INTO orders VALUES (1, 1, 'Main St 1'), (2, 2, 'Side St 2');
  INSERT INTO topics VALUES (1, 1, 'hello', NULL), (2, 2, 'written to ada@example.org', NULL);
  INSERT INTO replies VALUES (1, 1, 2), (2, 2, 2);`;

/** Where triggers write, by whether its rows have a key that grows, any key, or none. */
const TRAILS = {
  growing: (kind: TestKind) => `CREATE TABLE trail (id ${serial(kind)}, data ${json(kind)})`,
  keyed: (kind: TestKind) => `CREATE TABLE trail (id VARCHAR(60) PRIMARY KEY, data ${json(kind)})`,
  keyless: (kind: TestKind) => `CREATE TABLE trail (data ${json(kind)})`,
} as const;

const isPostgres = (kind: TestKind) => kind === "postgres" || kind === "pglite";
const json = (kind: TestKind) => (isPostgres(kind) ? "JSONB" : kind === "mysql" ? "JSON" : "TEXT");
function serial(kind: TestKind): string {
  if (isPostgres(kind)) return "SERIAL PRIMARY KEY";
  return kind === "mysql" ? "INTEGER PRIMARY KEY AUTO_INCREMENT" : "INTEGER PRIMARY KEY";
}

/** The row as JSON, of these columns. */
function rowOf(kind: TestKind, columns: readonly string[]): string {
  const members = columns.map((name) => `'${name}', OLD.${name}`).join(", ");
  if (isPostgres(kind)) return `jsonb_build_object(${members})`;
  return kind === "mysql" ? `JSON_OBJECT(${members})` : `json_object(${members})`;
}

/** A trigger that does this for each row of a table that goes or changes. */
function trigger(kind: TestKind, when: "DELETE" | "UPDATE", table: string, deed: string): string {
  if (kind === "sqlite") return `CREATE TRIGGER copying AFTER ${when} ON ${table} BEGIN ${deed}; END`;
  if (kind === "mysql") return `CREATE TRIGGER copying AFTER ${when} ON ${table} FOR EACH ROW ${deed}`;
  return `CREATE FUNCTION copying() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${deed}; RETURN NULL; END $$;
    CREATE TRIGGER copying AFTER ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION copying()`;
}

const insert = (kind: TestKind, trail: keyof typeof TRAILS, value: string) =>
  trail === "keyed"
    ? `INSERT INTO trail (id, data) VALUES (${kind === "mysql" ? "CONCAT('x', OLD.id)" : "'x' || OLD.id"}, ${value})`
    : `INSERT INTO trail (data) VALUES (${value})`;

/** What is left by erasures of these people in one run, of all of it first, as `table.column rows`. */
async function erase(kind: TestKind, names: readonly string[], statements: readonly string[]) {
  const database = await createTestDatabase(kind);
  try {
    await database.execute(SHOP);
    for (const statement of statements) await database.execute(statement);
    const trail = statements.some((one) => one.includes("TABLE trail")) ? "trail: { public: true }" : "";
    const map = readMap(`tables: { topics: { columns: { history: keep } }, ${trail} }`);
    await using rights = createRowRights(await database.open(), map);
    rights.useMap(acceptProposals(await rights.discover()));
    const people = names.map((name) => ({
      identifiers: [{ kind: "email", value: `${name}@example.org` }],
      keys: [],
    }));
    const [first] = people;
    const options = { today: "2030-06-15" };
    if (people.length === 1 && first !== undefined)
      return [tell(await rights.erase(first, EVERYTHING, options, null, {}))];
    const done = await rights.batch.erase(people, EVERYTHING, options, null, {});
    return [done.whole, ...done.people].map(tell);
  } finally {
    await database.drop();
  }
}

function tell(outcome: ErasureOutcome | null): readonly string[] {
  expect(outcome?.verified).toBe(outcome?.residue.length === 0);
  return (outcome?.residue ?? []).map(({ table, column, message }) => `${table}.${column} ${message.split(" ")[0]}`);
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  const trails = Object.keys(TRAILS) as (keyof typeof TRAILS)[];

  test.skipIf(missing !== null).each(trails)(
    missing ?? "a copy as JSON in a table whose rows have a key that is %s",
    async (trail) => {
      const table = TRAILS[trail](kind);
      // By address and name; by the key alone, under the name of its column; the key of somebody else.
      for (const [from, columns, found] of [
        ["members", ["id", "email"], true],
        ["orders", ["id", "member_id", "street"], true],
        ["orders", ["id", "street"], false],
      ] as const) {
        const copy = trigger(kind, "DELETE", from, insert(kind, trail, rowOf(kind, columns)));
        const left = await erase(kind, ["ada"], [table, copy]);
        expect([from, columns, left]).toEqual([from, columns, [found ? ["trail.data 1"] : []]]);
      }
    },
    120_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "what stood there before, and a copy that says nothing of the person, are no residue",
    async () => {
      const table = TRAILS.growing(kind);
      const old = `INSERT INTO trail (data) VALUES ('{"email": "ada@example.org", "member_id": 1}')`;
      const harmless = trigger(kind, "DELETE", "orders", insert(kind, "growing", rowOf(kind, ["street"])));
      expect(await erase(kind, ["ada"], [table, old, harmless])).toEqual([[]]);
    },
    60_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "a copy in a row that stays",
    async () => {
      const own =
        kind === "mysql"
          ? "CREATE TRIGGER copying BEFORE UPDATE ON topics FOR EACH ROW SET NEW.history = 'was by ada@example.org'"
          : kind === "sqlite"
            ? "CREATE TRIGGER copying AFTER UPDATE OF member_id ON topics BEGIN UPDATE topics SET history = 'was by ada@example.org' WHERE id = NEW.id; END"
            : `CREATE FUNCTION copying() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.history := 'was by ada@example.org'; RETURN NEW; END $$;
               CREATE TRIGGER copying BEFORE UPDATE ON topics FOR EACH ROW EXECUTE FUNCTION copying()`;
      const [left] = await erase(kind, ["ada"], [own]);
      expect(new Set(left)).toEqual(new Set(["topics.history 1"]));
    },
    60_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "of several people, whose copy it is",
    async () => {
      const copy = trigger(kind, "DELETE", "orders", insert(kind, "growing", rowOf(kind, ["member_id"])));
      const left = await erase(kind, ["cy", "ada"], [TRAILS.growing(kind), copy]);
      expect(left).toEqual([["trail.data 1"], [], ["trail.data 1"]]);
    },
    60_000,
  );
});
