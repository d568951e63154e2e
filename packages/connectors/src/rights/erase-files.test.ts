/** Files that rows name go with the rows, and no other file does: once, in batches, and after whatever cut it off. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { EVERYTHING } from "@kept/engine/rights";
import { expect, test } from "vitest";
import { createTestDatabase, type TestKind, testKinds, whyMissing } from "../testing/test-database.ts";
import { createTestFiles, interruptDeletes } from "../testing/test-files.ts";
import { acceptProposals } from "./discover.ts";
import { readMap, writeMap } from "./map-file.ts";
import { createRowRights } from "./row-rights.ts";

const CLUB = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(90) NOT NULL, avatar VARCHAR(200) DEFAULT 'nobody.png');
  CREATE TABLE posts (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, picture VARCHAR(200), body VARCHAR(90),
    FOREIGN KEY (member_id) REFERENCES members (id));
  CREATE TABLE invoices (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, scan VARCHAR(200),
    FOREIGN KEY (member_id) REFERENCES members (id));
  INSERT INTO members VALUES (1, 'ada@example.org', '1.jpg'), (2, 'bo@example.org', '/avatars/2.jpg?v=3'),
    (3, 'cy@example.org', 'nobody.png'), (4, 'di@example.org', NULL);
  INSERT INTO posts VALUES (1, 1, 'https://cdn.example.org/posts/a.jpg', 'x'), (2, 1, 'posts/shared.jpg', 'y'), (3, 2, 'http://cdn.example.org/posts/shared.jpg?w=80', 'z'),
    (4, 1, 'posts/gone.jpg', ''), (5, 1, 'https://pictures.example.net/ada.jpg', ''), (6, 3, 'posts/c%_d.jpg', ''), (7, 3, 'posts/cxyd.jpg', '');
  INSERT INTO invoices VALUES (1, 1, 'scans/1.pdf'), (2, 2, 'scans/1.pdf');`;

const COLUMNS = `
tables:
  members: { columns: { avatar: { blob: { store: uploads, prefix: avatars/ } } } }
  posts: { columns: { picture: { blob: { store: uploads, url: "https://cdn.example.org/" } } } }
  invoices: { columns: { scan: { blob: uploads } } }`;
const KEPT_BY_LAW = COLUMNS.replace("invoices: {", 'invoices: { retain: { for: 10 years, reason: "Tax law" },');

const FILES = [
  "avatars/1.jpg",
  "avatars/2.jpg",
  "avatars/nobody.png",
  "posts/a.jpg",
  "posts/shared.jpg",
  "posts/c%_d.jpg",
  "posts/cxyd.jpg",
  "scans/1.pdf",
  "other/1.jpg",
];
const NOBODYS = ["avatars/nobody.png", "other/1.jpg"];

const named = (name: string) => ({ identifiers: [{ kind: "email", value: `${name}@example.org` }], keys: [] });
const options = { today: "2030-06-15" };

async function openClub(kind: TestKind, map = COLUMNS) {
  const database = await createTestDatabase(kind);
  await database.execute(CLUB);
  const files = await createTestFiles();
  await files.put(FILES);
  const open = async (stores = files.stores) => {
    const rights = createRowRights(await database.open(), readMap(map), { files: stores });
    rights.useMap(acceptProposals(await rights.discover(true)));
    return rights;
  };
  const rights = await open();
  const close = async () => {
    await rights[Symbol.asyncDispose]();
    await database.drop();
    await files[Symbol.asyncDispose]();
  };
  return { rights, database, files, open, [Symbol.asyncDispose]: close };
}

const without = (...gone: readonly string[]) => FILES.filter((name) => !gone.includes(name)).sort();
const blocking = (plan: { readonly findings: readonly { blocks: boolean; code: string }[] }) =>
  plan.findings.filter(({ blocks }) => blocks).map(({ code }) => code);

test.each(testKinds)("%s: a file goes with the last row that names it, in whatever way it is written", async (kind) => {
  if (whyMissing(kind) !== null) return;
  await using club = await openClub(kind);
  const { rights, files } = club;
  const plan = await rights.planErasure(named("ada"), EVERYTHING, options);
  expect(blocking(plan)).toEqual([]);
  const fates = Object.fromEntries((plan.files ?? []).map(({ name, fate }) => [name, fate]));
  expect(fates).toEqual({
    "avatars/1.jpg": "deleted",
    "posts/a.jpg": "deleted",
    "posts/shared.jpg": "kept",
    "posts/gone.jpg": "missing",
    "scans/1.pdf": "kept",
  });
  expect(plan.findings.filter(({ code }) => code.startsWith("file_") || code.startsWith("blob_"))).toMatchObject([
    { code: "blob_elsewhere", table: "posts", column: "picture", blocks: false },
    { code: "file_missing", table: "posts", column: "picture", blocks: false },
  ]);
  expect(JSON.stringify(plan.findings)).not.toContain(".jpg");
  expect(await files.list()).toEqual(without());

  const outcome = await rights.erase(named("ada"), EVERYTHING, options, plan, {});
  expect(outcome).toMatchObject({ verified: true, files: [{ store: "uploads", deleted: 2, kept: 2, missing: 1 }] });
  expect(JSON.stringify(outcome)).not.toContain(".jpg");
  expect(await files.list()).toEqual(without("avatars/1.jpg", "posts/a.jpg"));

  const other = await rights.erase(named("bo"), EVERYTHING, options, null, {});
  expect(other).toMatchObject({ verified: true, files: [{ deleted: 3, kept: 0, missing: 0 }] });
  // A picture for everybody is nobody's, and names that only look alike are others.
  const third = await rights.erase(named("cy"), EVERYTHING, options, null, {});
  expect(third.files).toEqual([{ store: "uploads", deleted: 2, kept: 0, missing: 0 }]);
  expect(await files.list()).toEqual(NOBODYS);
  expect((await rights.erase(named("di"), EVERYTHING, options, null, {})).files).toBeUndefined();
});

test.each(testKinds)("%s: several people at once, each told what was theirs", async (kind) => {
  if (whyMissing(kind) !== null) return;
  await using club = await openClub(kind);
  const { rights, files } = club;
  const people = [named("ada"), named("bo")];
  const plan = await rights.batch.planErasure(people, EVERYTHING, options);
  expect(blocking(plan.whole)).toEqual([]);
  const outcome = await rights.batch.erase(people, EVERYTHING, options, plan, {});
  expect(outcome.whole).toMatchObject({ verified: true, files: [{ deleted: 5, kept: 0, missing: 1 }] });
  expect(outcome.people.map((one) => one?.files)).toEqual([
    [{ store: "uploads", deleted: 4, kept: 0, missing: 1 }],
    [{ store: "uploads", deleted: 3, kept: 0, missing: 0 }],
  ]);
  expect(await files.list()).toEqual([...NOBODYS, "posts/c%_d.jpg", "posts/cxyd.jpg"].sort());
});

test("what the law keeps keeps its file, and a row that is only emptied does not", async () => {
  await using club = await openClub("sqlite", KEPT_BY_LAW);
  const { rights, files, database } = club;
  const outcome = await rights.erase(named("ada"), EVERYTHING, options, null, {});
  expect(outcome).toMatchObject({ verified: true, files: [{ deleted: 2, kept: 2, missing: 1 }] });
  expect(await files.list()).toEqual(without("avatars/1.jpg", "posts/a.jpg"));
  const [own] = await database.query("SELECT avatar FROM members WHERE id = 1");
  expect(own?.["avatar"] ?? "nobody.png").not.toBe("1.jpg");
});

test("cut off after any number of files, settling does the rest, and as often as it is called", async () => {
  for (let after = 0; after < 3; after += 1) {
    await using club = await openClub("sqlite");
    const { files } = club;
    let done = 0;
    await using cut = await club.open(
      interruptDeletes(files.stores, () => {
        if (done === after) throw new Error("cut off");
        done += 1;
      }),
    );
    let begun = await cut.planErasure(named("ada"), EVERYTHING, options);
    const beforeChange = async (plan: typeof begun) => {
      // As it is kept: sealed, as JSON.
      begun = JSON.parse(JSON.stringify(plan));
    };
    await expect(cut.erase(named("ada"), EVERYTHING, options, begun, { beforeChange })).rejects.toThrow("cut off");
    expect((await files.list()).length).toBe(FILES.length - after);
    for (let times = 0; times < 2; times += 1) {
      const settled = await club.rights.settle(begun, options);
      expect(settled).toMatchObject({ verified: true, files: [{ deleted: 2, kept: 2, missing: 1 }] });
      expect(await files.list()).toEqual(without("avatars/1.jpg", "posts/a.jpg"));
    }
  }
});

test("a batch that was cut off between rows and files is settled", async () => {
  await using club = await openClub("sqlite");
  const { files } = club;
  await using cut = await club.open(
    interruptDeletes(files.stores, () => {
      throw new Error("cut off");
    }),
  );
  const people = [named("ada"), named("bo")];
  const plan = await cut.batch.planErasure(people, EVERYTHING, options);
  await expect(cut.batch.erase(people, EVERYTHING, options, plan, {})).rejects.toThrow("cut off");
  const settled = await club.rights.batch.settle(JSON.parse(JSON.stringify(plan)));
  expect(settled?.whole).toMatchObject({ verified: true, files: [{ deleted: 5 }] });
  expect((await files.list()).length).toBe(FILES.length - 5);
});

test("whoever has come to name a file before it is deleted goes on having it", async () => {
  await using club = await openClub("sqlite");
  const { files, database } = club;
  await using slow = await club.open({
    ...files.stores,
    async open(name) {
      const rows = await database.query("SELECT id FROM members WHERE id = 1");
      // After the commit, and before the first file is deleted.
      if (rows.length === 0) await database.execute("UPDATE members SET avatar = '/avatars/1.jpg' WHERE id = 4");
      return await files.stores.open(name);
    },
  });
  const outcome = await slow.erase(named("ada"), EVERYTHING, options, null, {});
  expect(outcome).toMatchObject({ verified: true, files: [{ deleted: 1, kept: 3, missing: 1 }] });
  expect(await files.list()).toContain("avatars/1.jpg");
});

test("a file that cannot be deleted is left by nobody in silence", async () => {
  await using club = await openClub("sqlite");
  const { files } = club;
  await using deaf = await club.open({
    ...files.stores,
    open: async (name) => ({ ...(await files.stores.open(name)), delete: async () => {} }),
  });
  const outcome = await deaf.erase(named("ada"), EVERYTHING, options, null, {});
  expect(outcome.verified).toBe(false);
  expect(outcome.residue).toMatchObject([
    { code: "file_remains", table: "members", column: "avatar" },
    { code: "file_remains", table: "posts", column: "picture" },
  ]);
});

test("while a store is away nothing is planned and nothing is erased", async () => {
  await using club = await openClub("sqlite");
  const { rights, files, database } = club;
  const plan = await rights.planErasure(named("ada"), EVERYTHING, options);
  await files.takeAway();
  const away = { code: "system_unreachable", system: "uploads" };
  await expect(rights.planErasure(named("ada"), EVERYTHING, options)).rejects.toMatchObject(away);
  await expect(rights.erase(named("ada"), EVERYTHING, options, plan, {})).rejects.toMatchObject(away);
  expect(await database.query("SELECT id FROM members WHERE id = 1")).toHaveLength(1);
  await files.bringBack();
  expect((await rights.erase(named("ada"), EVERYTHING, options, plan, {})).verified).toBe(true);
});

test("whatever is not clear stops the erasure with a finding", async () => {
  await using club = await openClub("sqlite");
  const { rights, files, database } = club;
  const planned = async () => blocking(await rights.planErasure(named("ada"), EVERYTHING, options));
  await database.execute("UPDATE posts SET picture = '../secret.jpg' WHERE id = 4");
  expect(await planned()).toEqual(["blob_name_unclear"]);
  await database.execute("UPDATE posts SET picture = 'posts/folder' WHERE id = 4");
  await mkdir(join(files.folder, "posts/folder"));
  expect(await planned()).toEqual(["file_refused"]);
  await database.execute("UPDATE posts SET picture = NULL WHERE id = 4");
  expect(await planned()).toEqual([]);
  const toGiveBack = await rights.planErasure(named("ada"), EVERYTHING, { ...options, toGiveBack: true });
  expect(blocking(toGiveBack)).toEqual(["files_not_given_back", "files_not_given_back"]);
  const seal = async () => {};
  await expect(rights.erase(named("ada"), EVERYTHING, options, null, { seal })).rejects.toMatchObject({
    code: "plan_blocked",
  });
  await expect(rights.batch.erase([named("ada")], EVERYTHING, options, null, { keep: seal })).rejects.toMatchObject({
    code: "plan_blocked",
  });
  expect(await files.list()).toEqual(without());
});

test("a store that nobody has, and a column that names no file, are findings of the map", async () => {
  await using club = await openClub("sqlite");
  const { rights } = club;
  const told = async (columns: string) => {
    rights.useMap(readMap(columns));
    const { findings } = await rights.discover();
    return findings
      .filter(({ code }) => code.includes("blob"))
      .map(({ code, table, column, blocks }) => [code, table, column, blocks]);
  };
  expect(await told("tables: { members: { columns: { avatar: { blob: pictures } } } }")).toEqual([
    ["blob_store_unknown", "members", "avatar", true],
  ]);
  expect(await told("tables: { members: { columns: { id: { blob: uploads } } } }")).toEqual([
    ["map_blob_refused", "members", "id", true],
  ]);
  expect(await told("tables: { posts: { columns: { member_id: { blob: uploads } } } }")).toEqual([
    ["map_blob_refused", "posts", "member_id", true],
  ]);
  const whole = readMap(COLUMNS);
  expect(readMap(writeMap(whole))).toEqual(whole);
});

test("a column that looks as if it named files is told until the map says what it is", async () => {
  await using club = await openClub("sqlite", "");
  const { rights } = club;
  const told = async (map: string) => {
    rights.useMap(readMap(map));
    rights.useMap(acceptProposals(await rights.discover()));
    const plan = await rights.planErasure(named("ada"), EVERYTHING, options);
    const { gaps } = await rights.planAccess(named("ada"), EVERYTHING, options);
    const places = (findings: typeof gaps) =>
      findings
        .filter(({ code }) => code === "file_unmapped")
        .map(({ table, column, blocks }) => [table, column, blocks])
        .sort();
    expect(blocking(plan)).toEqual([]);
    expect(places(gaps)).toEqual(places(plan.findings));
    return places(plan.findings);
  };
  expect(await told("")).toEqual([
    ["invoices", "scan", false],
    ["members", "avatar", false],
    ["posts", "picture", false],
  ]);
  expect(
    await told(
      'tables: { members: { columns: { avatar: { blob: none } } }, posts: { columns: { picture: { blob: { store: uploads, url: "https://cdn.example.org/" } } } } }',
    ),
  ).toEqual([["invoices", "scan", false]]);
  expect(await told(COLUMNS)).toEqual([]);
});

test("a restriction says that files stay, and a name of a file is not corrected", async () => {
  await using club = await openClub("sqlite");
  const { rights, files } = club;
  const plan = await rights.lifecycle.planRestriction(named("ada"), EVERYTHING, options);
  expect(blocking(plan)).toEqual([]);
  expect(
    plan.findings
      .filter(({ code }) => code === "file_not_restricted")
      .map(({ table }) => table)
      .sort(),
  ).toEqual(["invoices", "members", "posts"]);
  const correction = { table: "members", column: "avatar", key: null, category: null, value: "9.jpg" };
  const corrected = await rights.lifecycle.planRectification(named("ada"), [correction]);
  expect(blocking(corrected)).toEqual(["rectification_file"]);
  expect(await files.list()).toEqual(without());
});

test("access names the files of rows that are the person's own, and reads them as they are", async () => {
  await using club = await openClub("sqlite");
  const { rights } = club;
  const found: string[] = [];
  for await (const row of rights.readAccess(named("ada"), EVERYTHING, options, () => {}))
    for (const file of Object.values(row.files ?? {})) found.push(file?.name ?? "");
  const plan = await rights.planErasure(named("ada"), EVERYTHING, options);
  // C8: what is exported is what the erasure counts.
  expect([...new Set(found)].sort()).toEqual((plan.files ?? []).map(({ name }) => name).sort());
  const pieces = await rights.readFile?.({ store: "uploads", name: "avatars/1.jpg" });
  const all: Uint8Array[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  expect(Buffer.concat(all).toString()).toBe("avatars/1.jpg");
  expect(await rights.readFile?.({ store: "uploads", name: "../x" })).toBeNull();
  expect(await rights.readFile?.({ store: "elsewhere", name: "avatars/1.jpg" })).toBeNull();
});

test("of many files each is told from those that others name with a question behind it", async () => {
  await using club = await openClub("sqlite");
  const { rights, files, database } = club;
  const numbers = Array.from({ length: 120 }, (_, at) => at);
  await files.put(numbers.map((at) => `posts/many/${at}.jpg`));
  for (const at of numbers) {
    await database.execute(`INSERT INTO posts VALUES (${100 + at}, 1, 'posts/many/${at}.jpg', '')`);
    if (at % 3 === 0)
      await database.execute(
        `INSERT INTO posts VALUES (${500 + at}, 2, 'http://cdn.example.org/posts/many/${at}.jpg?w=${at}', '')`,
      );
  }
  const outcome = await rights.erase(named("ada"), EVERYTHING, options, null, {});
  expect(outcome).toMatchObject({ verified: true, files: [{ deleted: 82, kept: 42, missing: 1 }] });
  const left = (await files.list()).filter((name) => name.startsWith("posts/many/"));
  expect(left).toEqual(
    numbers
      .filter((at) => at % 3 === 0)
      .map((at) => `posts/many/${at}.jpg`)
      .sort(),
  );
});
