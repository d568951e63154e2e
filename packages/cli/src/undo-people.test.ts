/** Several people erased in one run, of whom one comes back: from the command line, killed at any moment, until the window ends. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openShop } from "./testing/expect-refusal.ts";
import { CHANGE_MOMENTS, END_MOMENTS, MOMENTS, type Moment } from "./testing/kill-at.ts";
import { runChild } from "./testing/run-kept.ts";

const killAt = (moment: Moment) => [
  "--import",
  `${resolve(import.meta.dirname, "testing/kill-at.ts")}?moment=${moment}`,
];

/** Ada and Bo own a duet; Cy shares nothing with anybody. */
const CLUB = `
CREATE TABLE members (id integer PRIMARY KEY, email text NOT NULL UNIQUE, full_name text);
CREATE TABLE songs (id integer PRIMARY KEY, member_id integer NOT NULL REFERENCES members (id), lyrics text);
CREATE TABLE duets (id integer PRIMARY KEY, first_owner_id integer REFERENCES members (id), second_owner_id integer REFERENCES members (id), lyrics text);
INSERT INTO members VALUES (1, 'ada@example.org', 'Ada'), (2, 'bo@example.org', 'Bo'), (3, 'cy@example.org', 'Cy'), (4, 'di@example.org', 'Di');
INSERT INTO songs VALUES (1, 1, 'la'), (2, 2, 'lo'), (3, 3, 'li'), (4, 4, 'lu');
INSERT INTO duets VALUES (1, 1, 2, 'together');
`;

/** The window of this receipt is over. */
function endNow(path: string): void {
  const whole = JSON.parse(readFileSync(path, "utf8"));
  whole.receipt.undo.until = "2020-01-01T00:00:00Z";
  writeFileSync(path, JSON.stringify(whole));
}

async function openClub() {
  const place = openShop();
  const club = place.file("club.db");
  const database = new DatabaseSync(club);
  database.exec(CLUB);
  database.close();
  const map = place.file("club.map.yaml");
  await place.kept("discover", club, "--accept", "--out", map);
  const people = place.file("people.txt");
  writeFileSync(people, "ada@example.org\nbo@example.org\ncy@example.org\n");
  const on = ["--url", club, "--map", map];
  const erase = ["erase", ...on, "--people", people, "--undo-window", "P7D", "--yes"];
  /** Every row, but for those that stand in for people who have left. */
  const look = (path = club) => {
    const rows = new DatabaseSync(path, { readOnly: true });
    const all = ["members", "songs", "duets"].map((table) =>
      rows.prepare(`SELECT * FROM ${table} WHERE id > 0 ORDER BY id`).all(),
    );
    rows.close();
    return structuredClone(all);
  };
  const files = () =>
    existsSync(join(place.dataDir, "runs"))
      ? readdirSync(join(place.dataDir, "runs"), { recursive: true }).map(String).sort()
      : [];
  const receipts = () => files().filter((name) => name.endsWith("receipt.json"));
  const list = async () => {
    const { runs } = (await place.keptJson(0, "undo", ...on)) as { runs: readonly { run: string }[] };
    return runs.map(({ run }) => run);
  };
  /** Whose run it is: told by what a dry run would give back. */
  const runOf = async (song: number) => {
    for (const run of await list()) {
      const { tables } = (await place.keptJson(0, "undo", run, ...on)) as { tables: readonly { name: string }[] };
      const isTied = tables.some(({ name }) => name === "duets");
      if (isTied === (song !== 3)) return run;
    }
    throw new Error(`no run of ${song}`);
  };
  return { place, club, on, erase, look, files, receipts, list, runOf };
}

describe("kept erase --people --undo-window, then kept undo", () => {
  test("one comes back and the others stay erased; then they come back too, and nothing is kept", async () => {
    const { place, on, erase, look, files, receipts, list, runOf } = await openClub();
    using _place = place;
    const before = look();
    const done = await place.kept(...erase);
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain("Each of them can be taken back");
    expect(look()[0]).toHaveLength(1);
    expect(receipts()).toHaveLength(3);
    const kept = files().filter((name) => /(sealed|undo\.together|key)$/.test(name));
    expect(kept.filter((name) => name.endsWith("kept.sealed"))).toHaveLength(1);
    expect(kept.filter((name) => name.endsWith("undo.sealed"))).toHaveLength(1);
    for (const name of files().filter((one) => /\.(sealed|json|together)$/.test(one)))
      expect(readFileSync(join(place.dataDir, "runs", name), "latin1")).not.toMatch(/example\.org|together"\]/);

    const first = await runOf(1);
    const dry = await place.kept("undo", first, ...on);
    expect(dry.out).toContain("nothing has been changed");
    expect(dry.out).toContain("1 other who left in the same run shared rows with them");
    const undone = await place.kept("undo", first, ...on, "--yes");
    expect(undone.out).toMatch(/^Undone\.$/m);
    const half = look();
    expect(half[0]).toHaveLength(2);
    expect(half[2]).toMatchObject([{ lyrics: "together" }]);
    const duet = half[2]?.[0] as Record<string, number | null>;
    expect([duet["first_owner_id"], duet["second_owner_id"]].filter((one) => one !== null)).toHaveLength(1);
    expect(await place.kept("undo", first, ...on, "--yes")).toMatchObject({ code: 3 });

    for (const run of await list()) expect(await place.kept("undo", run, ...on, "--yes")).toMatchObject({ code: 0 });
    expect(look()).toEqual(before);
    expect(files().filter((name) => /(sealed|undo\.together|key|tombstones.json)$/.test(name))).toEqual([]);
  });

  test("whose run it is the person tells, by their identifier or their row", async () => {
    const { place, on, erase, look } = await openClub();
    using _place = place;
    const before = look();
    await place.kept(...erase);
    const nobody = await place.kept("undo", "--email", "di@example.org", ...on);
    expect(nobody).toMatchObject({ code: 4, err: "No erasure of that person can be undone here.\n" });
    expect(await place.kept("undo", "some-run", "--email", "cy@example.org", ...on)).toMatchObject({ code: 2 });
    expect(await place.kept("undo", "--email", "CY@example.org", ...on, "--yes")).toMatchObject({ code: 0 });
    expect(look()[0]?.map((row) => (row as { id: number }).id)).toEqual([3, 4]);
    expect(await place.kept("undo", "--id", "members:2", ...on, "--yes")).toMatchObject({ code: 0 });
    expect(await place.kept("undo", "--id", "members:2", ...on, "--yes")).toMatchObject({ code: 4 });
    expect(await place.kept("undo", "--email", "ada@example.org", ...on, "--yes")).toMatchObject({ code: 0 });
    expect(look()).toEqual(before);
  });

  test("nothing is given back while somebody else has what may stand once; then it is", async () => {
    const { place, club, on, erase, look, runOf } = await openClub();
    using _place = place;
    await place.kept(...erase);
    const run = await runOf(1);
    const change = (sql: string) => {
      const database = new DatabaseSync(club);
      database.exec(sql);
      database.close();
    };
    change("INSERT INTO members VALUES (8, 'ada@example.org', 'A'), (9, 'bo@example.org', 'B')");
    const after = look();
    const refused = await place.kept("undo", run, ...on, "--yes");
    expect(refused).toMatchObject({ code: 3 });
    expect(refused.out).toContain("2 rows of members hold by now what may stand in one row only, in email");
    expect(look()).toEqual(after);
    change("DELETE FROM members WHERE id IN (8, 9)");
    expect(await place.kept("undo", run, ...on, "--yes")).toMatchObject({ code: 0 });
  });

  test("the window ends for all, without exception, and another's receipt opens nothing", async () => {
    const { place, on, erase, files, receipts, list } = await openClub();
    using _place = place;
    await place.kept(...erase);
    const runs = await list();
    const paths = receipts().map((name) => join(place.dataDir, "runs", name));
    const foreign = await place.kept("undo", runs[0] ?? "", ...on, "--receipt", paths[1] ?? "", "--yes");
    expect(foreign).toMatchObject({ code: 3, err: expect.stringContaining("does not open") });
    for (const path of paths) endNow(path);
    await place.kept("undo", "--sweep");
    expect(files().filter((name) => /(sealed|undo\.together|key)$/.test(name))).toEqual([]);
    for (const path of paths)
      expect(JSON.parse(readFileSync(path, "utf8")).receipt.undo).toMatchObject({
        key: null,
        ended: { by: "end of the window" },
      });
    expect(await list()).toEqual([]);
  });

  test.each(END_MOMENTS)("a sweep that is killed at %s is made up for by the next", async (moment) => {
    const { place, erase, files, receipts } = await openClub();
    using _place = place;
    await place.kept(...erase);
    const paths = receipts().map((name) => join(place.dataDir, "runs", name));
    for (const path of paths) endNow(path);
    for (const _ of paths)
      await runChild(["undo", "--sweep"], { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    await place.kept("undo", "--sweep");
    expect(files().filter((name) => /(sealed|undo\.together|key)$|together\/\w/.test(name))).toEqual([]);
    for (const path of paths)
      expect(JSON.parse(readFileSync(path, "utf8")).receipt.undo).toMatchObject({
        key: null,
        ended: { by: "end of the window" },
      });
  });
});

const happened = (moment: Moment) =>
  /^(after-commit|receipt-not-written|receipt-written|change-receipt-written)$/.test(moment);

test.each(MOMENTS)(
  "erased with a window and killed at %s: all of them or nobody, and all can come back",
  async (moment) => {
    const { place, on, erase, look, files, list } = await openClub();
    using _place = place;
    const before = look();
    const cut = await runChild(erase, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(cut.signal).toBe("SIGKILL");
    expect(JSON.stringify(look()) !== JSON.stringify(before)).toBe(happened(moment));
    const runs = await list();
    expect(runs).toHaveLength(happened(moment) ? 3 : 0);
    for (const run of runs) expect(await place.kept("undo", run, ...on, "--yes")).toMatchObject({ code: 0 });
    expect(look()).toEqual(before);
    expect(files().filter((name) => /(sealed|key|undo\.together|part)$/.test(name))).toEqual([]);
  },
);

test.each(CHANGE_MOMENTS)(
  "an undo of one of several that is killed at %s is settled by the next command",
  async (moment) => {
    const { place, on, erase, look, list, runOf, files } = await openClub();
    using _place = place;
    const before = look();
    await place.kept(...erase);
    const after = look();
    const run = await runOf(1);
    const command = ["undo", run, ...on, "--yes"];
    const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(cut.signal).toBe("SIGKILL");
    expect(JSON.stringify(look()) !== JSON.stringify(after)).toBe(happened(moment));
    await place.kept(...command);
    const once = look();
    expect(once[0]).toHaveLength(2);
    expect(once[2]).toHaveLength(1);
    // Nothing is done twice, and the others can still come back.
    expect(await place.kept(...command)).toMatchObject({ code: 3 });
    expect(look()).toEqual(once);
    for (const other of await list())
      expect(await place.kept("undo", other, ...on, "--yes")).toMatchObject({ code: 0 });
    expect(look()).toEqual(before);
    expect(files().filter((name) => /(sealed|key|undo\.together|part)$/.test(name))).toEqual([]);
  },
);
