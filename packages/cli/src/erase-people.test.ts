/** Many people in one run, from the command line: all of them or nobody, and a receipt for each. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parsePeople } from "./people-file.ts";
import { expectRefusal, openShop } from "./testing/expect-refusal.ts";
import { changeFile, countRows, readFile } from "./testing/small-shop.ts";

async function openMappedShop(list: string) {
  const place = openShop();
  const map = place.file("shop.map.yaml");
  await place.kept("discover", place.shop, "--accept", "--out", map);
  const file = place.file("people.txt");
  writeFileSync(file, list);
  return { place, erase: ["erase", "--url", place.shop, "--map", map, "--people", file] };
}

function receipts(dataDir: string): readonly string[] {
  if (!existsSync(dataDir)) return [];
  return readdirSync(dataDir, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith("receipt.json"));
}

describe("kept erase --people", () => {
  test("is a dry run first; then everybody is erased, each with a receipt of their own and no trace of who it was", async () => {
    const { place, erase } = await openMappedShop(
      "# leavers\nada@example.org\n\ncustomers:4\nTAG+shop.news@example.org\n",
    );
    using _place = place;
    const before = readFile(place.shop);
    const dry = await place.kept(...erase);
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out).toContain("This is what would happen to 2 people");
    expect(dry.out).toMatch(/order_lines +8 +0 +0 +0\n/);
    expect(dry.out).toMatch(/\n *2 +7 +0 +0 +0\n *4 +7 +0 +0 +0\n +line 5 is the same person as line 4\n/);
    expect(dry.out).toContain("Add --yes to do it.");
    expect(readFile(place.shop)).toEqual(before);
    expect(receipts(place.dataDir)).toEqual([]);

    const json = await place.keptJson(0, ...erase);
    expect(json).toMatchObject({
      mode: "dry-run",
      skipped: [],
      people: [{ line: 2 }, { line: 4 }, { line: 5, sameAs: 4 }],
    });
    const done = await place.kept(...erase, "--yes");
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain("Done and verified: nothing of 2 people is left.");
    expect(countRows(place.shop, "customers")).toBe(2);
    expect(countRows(place.shop, "orders")).toBe(4);
    const written = receipts(place.dataDir);
    expect(written).toHaveLength(2);
    for (const name of written) {
      const text = readFileSync(join(place.dataDir, name), "utf8");
      expect(JSON.parse(text)).toMatchObject({ receipt: { verified: true }, signature: { algorithm: "Ed25519" } });
      expect(text.toLowerCase()).not.toContain("example.org");
    }
  });

  test("nobody is erased while somebody is unknown or ambiguous; --skip-unclear goes on without them", async () => {
    const { place, erase } = await openMappedShop("ada@example.org\nnobody@example.org\n+49 30 9000\n");
    using _place = place;
    changeFile(place.shop, "UPDATE customers SET phone = '+49 30 9000' WHERE id IN (2, 3)");
    const before = readFile(place.shop);
    for (const yes of [[], ["--yes"]]) {
      const stopped = await place.kept(...erase, ...yes);
      expect(stopped.code).toBe(3);
      expect(stopped.out).toMatch(/line 2: Nobody is known by that/);
      expect(stopped.out).toMatch(/line 3: 2 rows of customers are known by that identifier/);
      expect(stopped.out).toContain("--skip-unclear");
      expect(stopped.out).not.toContain("9000");
    }
    expect(readFile(place.shop)).toEqual(before);
    const done = await place.kept(...erase, "--yes", "--skip-unclear");
    expect(done.code).toBe(0);
    expect(done.out).toContain("Not erased, because it is not clear who is meant: lines 2, 3");
    expect(countRows(place.shop, "customers")).toBe(3);
    expect(receipts(place.dataDir)).toHaveLength(1);
  });

  test("a part of each goes, and the people stay", async () => {
    const { place, erase } = await openMappedShop("ada@example.org\ncustomers:4\n");
    using _place = place;
    const dry = await place.kept(...erase, "--scope", "orders");
    expect(dry.out).toMatch(/order_lines +8 +0 +0 +0\n/);
    expect(dry.out).not.toMatch(/customers +\d/);
    const done = await place.kept(...erase, "--scope", "orders", "--yes");
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain("Done and verified: nothing of what was asked for of 2 people is left.");
    expect([countRows(place.shop, "customers"), countRows(place.shop, "orders")]).toEqual([4, 4]);
    expect(receipts(place.dataDir)).toHaveLength(2);
    // Whoever asked for a part only is not erased as a whole when a backup comes back.
    const replayed = await place.kept(
      "replay",
      "--url",
      place.shop,
      "--map",
      place.file("shop.map.yaml"),
      "--since",
      "2020-01-01",
    );
    expect(replayed.out).not.toMatch(/customers +[1-9]/);
  });

  test("what the command or the file says wrongly is told before anything is opened", async () => {
    const { place, erase } = await openMappedShop("");
    using _place = place;
    expectRefusal(await place.kept(...erase), 2, "names nobody");
    expectRefusal(await place.kept(...erase, "--email", "ada@example.org"), 2, "everybody in the file");
    expectRefusal(await place.kept(...erase.slice(0, -1), place.file("none.txt")), 2, "There is no file");
    writeFileSync(place.file("people.txt"), "name;email\nAda;\n");
    expectRefusal(await place.kept(...erase), 2, "line 2 names nobody");
  });
});

test("a list is one identifier a line; a table says in its header what its columns hold", () => {
  const read = (text: string) =>
    parsePeople(text, "people").map(({ line, person }) => [line, person.identifiers, person.rows]);
  expect(read("\uFEFFada@example.org\r\n\r\n# no\r\n+49 30 12345\r\nada\r\norders:4,2")).toEqual([
    [1, [{ kind: "email", value: "ada@example.org" }], []],
    [4, [{ kind: "phone", value: "+49 30 12345" }], []],
    [5, [{ kind: "username", value: "ada" }], []],
    [6, [], [{ table: "orders", key: "4,2" }]],
  ]);
  expect(read('Name;Email;ID\n"Bo; Esq.";"bo@example.org";\nCy;;customers:3\n')).toEqual([
    [2, [{ kind: "email", value: "bo@example.org" }], []],
    [3, [], [{ table: "customers", key: "3" }]],
  ]);
});
