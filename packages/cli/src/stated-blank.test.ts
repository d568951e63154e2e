/** A map that says what a column is blanked with, from the command line: refused with its line, in the dry run, the receipt, and back. */
import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createWorkplace } from "./testing/run-kept.ts";
import { changeFile } from "./testing/small-shop.ts";

const FORUM = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
  CREATE TABLE topics (id INTEGER PRIMARY KEY, member_id INTEGER REFERENCES members, state TEXT NOT NULL CHECK (state IN ('open', 'gone')), body TEXT);
  CREATE TABLE replies (id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL REFERENCES topics, member_id INTEGER NOT NULL REFERENCES members);
  INSERT INTO members VALUES (1, 'ada@example.org'), (2, 'bo@example.org');
  INSERT INTO topics VALUES (1, 1, 'open', 'Ada wrote this'); INSERT INTO replies VALUES (1, 1, 2);`;
const mapWith = (blank: string) => `tables:
  topics:
    columns:
      state: { blank: ${blank} }
      body: { category: content.text, blank: "[removed]" }
`;

test("what does not fit is refused with what would; what fits is told, written, in the receipt, and taken back", async () => {
  using place = createWorkplace();
  const database = place.file("forum.db");
  const map = place.file("forum.map.yaml");
  changeFile(database, FORUM);
  const read = () => {
    const file = new DatabaseSync(database, { readOnly: true });
    const rows = file.prepare("SELECT * FROM topics").all();
    file.close();
    return structuredClone(rows);
  };
  const before = read();
  writeFileSync(map, mapWith("REMOVED"));
  await place.kept("discover", database, "--out", map, "--accept");
  const checked = await place.kept("check", "--url", database, "--map", map);
  expect(checked.code).not.toBe(0);
  expect(checked.out).toContain("map_blank_refused topics.state");
  expect(checked.out).toContain('{ blank: "open" }');
  const erase = ["erase", "--url", database, "--map", map, "--email", "ada@example.org"];
  expect(await place.kept(...erase, "--yes")).toMatchObject({ code: 3 });
  expect(read()).toEqual(before);

  writeFileSync(map, readFileSync(map, "utf8").replace("REMOVED", "gone"));
  const dry = await place.kept(...erase);
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.out).toContain('topics.state says "gone" then, as the map has it');
  const explained = await place.kept("explain", "topics", "1", "--url", database, "--map", map);
  expect(explained.out).toContain('state to "gone", body to "[removed]"');
  const done = await place.kept(...erase, "--undo-window", "P7D", "--yes");
  expect(done).toMatchObject({ code: 0 });
  expect(read()).toEqual([{ id: 1, member_id: null, state: "gone", body: "[removed]" }]);
  const path = /Receipt: (.+)/.exec(done.out)?.[1] ?? "";
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
    receipt: {
      blanks: [
        { table: "topics", column: "state", value: "gone" },
        { table: "topics", column: "body", value: "[removed]" },
      ],
    },
  });
  const { runs } = (await place.keptJson(0, "undo", "--url", database, "--map", map)) as {
    runs: readonly { run: string }[];
  };
  expect(await place.kept("undo", runs[0]?.run ?? "", "--url", database, "--map", map, "--yes")).toMatchObject({
    code: 0,
  });
  expect(read()).toEqual(before);
});
