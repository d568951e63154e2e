/**
 * The laws of rights where the database has a mind of its own: check constraints (lengths, lists, patterns, "this or that")
 * and triggers (a time of change, a log of deletions), on a random schema of this run. `KEPT_LAWS_SEED` replays it.
 */
import { EMPTY_MAP } from "@kept/engine/map";
import { EVERYTHING } from "@kept/engine/rights";
import type { TableSchema } from "@kept/engine/schema";
import { makeWorld, type World, worldPlan } from "@kept/engine/testing/generate-world";
import { type GuardedWorld, guardWorld } from "@kept/engine/testing/guard-world";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDatabase, quote } from "../testing/build-database.ts";
import { checkLaws } from "../testing/check-laws.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { observe } from "../testing/observe-database.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { createRowRights } from "./row-rights.ts";

const TODAY = "2030-06-15";
const seed = Number(process.env["KEPT_LAWS_SEED"] ?? Math.floor(Math.random() * 1e9));

const TOUCHED = { name: "touched", kind: "integer", nativeType: "int", nullable: false, default: "0" } as const;

/** Of some random worlds that with most rows, with check constraints, and a column in each table that triggers count up. */
function drawWorld(): GuardedWorld {
  const size = ({ data }: World) => Object.values(data).reduce((sum, rows) => sum + rows.length, 0);
  const worlds = fc.sample(worldPlan, { numRuns: 40, seed }).map(makeWorld);
  const world = guardWorld(worlds.sort((a, b) => size(b) - size(a))[0] as World);
  const tables = world.model.tables.map((table) => {
    if (!world.guards.has(table.name)) return table;
    const [column] = table.schema.columns as [TableSchema["columns"][number]];
    const [described] = table.columns as [(typeof table.columns)[number]];
    return {
      ...table,
      schema: { ...table.schema, columns: [...table.schema.columns, { ...column, ...TOUCHED }] },
      columns: [...table.columns, { ...described, name: TOUCHED.name, category: "system.counter" }],
    };
  });
  const data = Object.entries(world.data).map(([name, rows]) => [
    name,
    world.guards.has(name) ? rows.map((row) => ({ ...row, touched: "0" })) : rows,
  ]);
  return { ...world, model: { ...world.model, tables }, data: Object.fromEntries(data) };
}

/** Counts changes of each row, and notes each deletion. */
function triggersOf(kind: TestKind, tables: readonly TableSchema[]): string {
  const log = (name: string) => `INSERT INTO deletions SELECT coalesce(max(nr), 0) + 1, '${name}' FROM deletions`;
  const own = tables.map(({ name, primaryKey }) => {
    if (kind === "sqlite") {
      const same = primaryKey.map((key) => `"${key}" = NEW."${key}"`).join(" AND ");
      return `CREATE TRIGGER "touch ${name}" AFTER UPDATE ON "${name}" BEGIN UPDATE "${name}" SET touched = OLD.touched + 1 WHERE ${same}; END;
        CREATE TRIGGER "log ${name}" AFTER DELETE ON "${name}" BEGIN ${log(name)}; END;`;
    }
    if (kind === "mysql")
      return `CREATE TRIGGER \`touch ${name}\` BEFORE UPDATE ON ${quote(kind, name)} FOR EACH ROW SET NEW.touched = OLD.touched + 1;
        CREATE TRIGGER \`log ${name}\` AFTER DELETE ON ${quote(kind, name)} FOR EACH ROW ${log(name)};`;
    return `CREATE TRIGGER touch BEFORE UPDATE ON ${quote(kind, name)} FOR EACH ROW EXECUTE FUNCTION touch();
      CREATE FUNCTION "log ${name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${log(name)}; RETURN OLD; END $$;
      CREATE TRIGGER log AFTER DELETE ON ${quote(kind, name)} FOR EACH ROW EXECUTE FUNCTION "log ${name}"();`;
  });
  const touch =
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched = OLD.touched + 1; RETURN NEW; END $$;";
  return `${kind === "postgres" || kind === "pglite" ? touch : ""}${own.join("\n")}`;
}

async function open(kind: TestKind) {
  const world = drawWorld();
  const database = await createTestDatabase(kind);
  const tables = world.model.tables.map(({ schema }) => schema);
  await buildDatabase(database, tables, new Map(Object.entries(world.data)), { checks: true });
  await database.execute("CREATE TABLE deletions (nr INTEGER PRIMARY KEY, what VARCHAR(90))");
  await database.execute(
    triggersOf(
      kind,
      tables.filter(({ name }) => world.guards.has(name)),
    ),
  );
  const rights = createRowRights(await database.open(), EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
  const map = mapOfModel(world.model, (await rights.discover()).index.model);
  const [empty] = Object.values(map.tables);
  if (empty === undefined) throw new Error("a map without tables");
  const nobodys = { ...empty, subject: false, public: true, identifiers: null, edges: [], columns: {}, key: null };
  rights.useMap({ ...map, tables: { ...map.tables, deletions: nobodys } });
  return { world, database, rights };
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? `C1 C2 C3 C4 C5 C8 C9 C11 with check constraints and triggers (seed ${seed})`,
    async () => {
      const { world, database, rights } = await open(kind);
      try {
        const byTriggers = { columns: [TOUCHED.name], tables: ["deletions"] };
        const present = new Set(world.people);
        for (const id of world.people) {
          const person = { table: "users", key: [id] };
          present.delete(id);
          const others = [...present].map((one) => ({ table: "users", key: [one] }));
          const court = { database, rights, others, today: TODAY, byTriggers };
          expect(await checkLaws(court, person), `users:${id}`).toEqual([]);
        }
        const { findings } = await rights.discover();
        expect(findings.map(({ code }) => code)).toContain("trigger_noticed");
      } finally {
        await rights[Symbol.asyncDispose]();
        await database.drop();
      }
    },
    240_000,
  );

  test.skipIf(missing !== null)(
    missing ?? "a constraint that nothing which says nothing satisfies stops all of it",
    async () => {
      const database = await createTestDatabase(kind);
      try {
        await database.execute(`
          CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, full_name VARCHAR(90));
          CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER, body VARCHAR(90) NOT NULL CHECK (body LIKE 'post: %'), FOREIGN KEY (user_id) REFERENCES users (id));
          CREATE TABLE replies (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, post_id INTEGER NOT NULL, body VARCHAR(90), FOREIGN KEY (user_id) REFERENCES users (id), FOREIGN KEY (post_id) REFERENCES posts (id));
          INSERT INTO users VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo');
          INSERT INTO posts VALUES (1, 1, 'post: one');
          INSERT INTO replies VALUES (1, 2, 1, 'and two');`);
        const rights = createRowRights(await database.open(), EMPTY_MAP, { schemaMaxAge: 600_000 });
        const { index } = await rights.discover();
        rights.useMap(mapOfModel(index.model, index.model));
        const before = await observe(database, index);
        const person = { identifiers: [], keys: [{ table: "users", key: ["1"] }] };
        // The dry run says so, and changes nothing; of several people too.
        const blocking = [{ code: "value_refused", blocks: true, message: expect.stringContaining("constraint") }];
        const dry = await rights.planErasure(person, EVERYTHING, { today: TODAY });
        expect(dry.findings.filter(({ blocks }) => blocks)).toMatchObject(blocking);
        const { whole } = await rights.batch.planErasure([person], EVERYTHING, { today: TODAY });
        expect(whole.findings.filter(({ blocks }) => blocks)).toMatchObject(blocking);
        expect(await observe(database, index)).toEqual(before);
        const refused = rights.erase(person, EVERYTHING, { today: TODAY }, null, {});
        await expect(refused).rejects.toMatchObject({ code: "system_constraint_refused" });
        expect(await observe(database, index)).toEqual(before);
        await rights[Symbol.asyncDispose]();
      } finally {
        await database.drop();
      }
    },
  );
});
