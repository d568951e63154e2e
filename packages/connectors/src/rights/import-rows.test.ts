/** An import of more rows than are held at once, on every kind: what points ahead, back and at nothing, and what comes in between. */
import { EMPTY_MAP } from "@kept/engine/map";
import { model, table } from "@kept/engine/testing/build-model";
import { describe, expect, test } from "vitest";
import { buildDatabase } from "../testing/build-database.ts";
import { mapOfModel } from "../testing/map-of-model.ts";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { createRowRights } from "./row-rights.ts";

const FORUM = model(
  table("people", { id: "int pk", email: "text ! unique @contact.email #email" }),
  table("topics", { id: "int pk", title: "text !" }),
  table("posts", {
    id: "int pk",
    person_id: "int ! -> people owner",
    topic_id: "int ! -> topics context no-action",
    answers_id: "int -> posts context no-action",
    body: "text @content.text",
  }),
);

const COUNT = 1_300;
const AHEAD = 700;

/** Each answers one that comes later; the last ones answer what is not there. Every topic is named in each batch, and none is given. */
async function* posts() {
  for (let id = 1; id <= COUNT; id += 1)
    yield { id, person_id: 1, topic_id: 1 + (id % 3), answers_id: id + AHEAD, body: `post ${id}` };
}

const GIVEN = [
  { table: "posts", rows: { [Symbol.asyncIterator]: posts } },
  { table: "people", rows: [{ id: 1, email: "ada@example.org" }] },
];

async function open(kind: TestKind) {
  const database = await createTestDatabase(kind);
  await buildDatabase(
    database,
    FORUM.tables.map(({ schema }) => schema),
    new Map(),
  );
  const store = await database.open();
  /** What somebody else does after the look, and before the transaction that writes. */
  const between = { act: async () => undefined as unknown };
  const write: typeof store.write = async (work, options) => {
    await between.act();
    return await store.write(work, options);
  };
  const rights = createRowRights({ ...store, write }, EMPTY_MAP, { readData: false, schemaMaxAge: 600_000 });
  rights.useMap(mapOfModel(FORUM, (await rights.discover()).index.model));
  return {
    database,
    rights,
    between,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

describe.each(testKinds)("%s", (kind) => {
  const missing = whyMissing(kind);
  test.skipIf(missing !== null)(
    missing ?? "rows go in some at a time, as if all had been there at once",
    async () => {
      await using forum = await open(kind);
      const { database, rights } = forum;
      const told = {
        tables: [
          { name: "posts", rows: COUNT },
          { name: "people", rows: 1 },
        ],
        stubs: [{ table: "topics", rows: 3 }],
        emptied: [{ table: "posts", column: "answers_id", rows: AHEAD }],
        findings: [],
      };
      expect(await rights.importRows(GIVEN, true)).toEqual(told);
      expect(await database.query("SELECT id FROM people")).toEqual([]);

      // Somebody else's row came in since: nothing of the import stays.
      forum.between.act = () => database.execute("INSERT INTO people VALUES (1, 'bo@example.org')");
      const refused = await rights.importRows(GIVEN, false);
      expect(refused.findings.map(({ code, table: name }) => [code, name])).toEqual([["import_row_exists", "people"]]);
      expect(await database.query("SELECT id FROM topics")).toEqual([]);
      await database.execute("DELETE FROM people");
      forum.between.act = async () => undefined;

      const { tables, ...rest } = await rights.importRows(GIVEN, false);
      expect([tables.toSorted((a, b) => b.rows - a.rows), rest]).toEqual([
        told.tables,
        { stubs: told.stubs, emptied: told.emptied, findings: [] },
      ]);
      const rows = await database.query("SELECT id, answers_id, topic_id FROM posts ORDER BY id");
      expect(rows.map((row) => Number(row["id"]))).toEqual(Array.from({ length: COUNT }, (_, at) => at + 1));
      for (const row of rows) {
        const id = Number(row["id"]);
        const answers = row["answers_id"] === null ? null : Number(row["answers_id"]);
        expect([id, answers, Number(row["topic_id"])]).toEqual([
          id,
          id + AHEAD <= COUNT ? id + AHEAD : null,
          1 + (id % 3),
        ]);
      }
    },
    120_000,
  );
});
