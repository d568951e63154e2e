/** Files that rows name, from the command line: in the package, in the dry run, gone with the rows, and after a kill at every moment. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { FILE_MOMENTS, type Moment } from "./testing/kill-at.ts";
import { createWorkplace, runChild, type Workplace } from "./testing/run-kept.ts";
import { changeFile, countRows } from "./testing/small-shop.ts";

const GALLERY = `
  CREATE TABLE members (id INTEGER PRIMARY KEY, email TEXT NOT NULL, photo TEXT);
  CREATE TABLE pictures (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL REFERENCES members, path TEXT);
  INSERT INTO members VALUES (1, 'ada@example.org', '1.jpg'), (2, 'bo@example.org', '2.jpg');
  INSERT INTO pictures VALUES (1, 1, '/pictures/a%20b.png'), (2, 1, 'pictures/both.png'), (3, 2, 'pictures/both.png'), (4, 1, 'pictures/gone.png');`;
const MAP = `tables:
  members: { columns: { photo: { blob: { store: uploads, prefix: avatars/ } } } }
  pictures: { columns: { path: { blob: uploads } } }
`;
const FILES = ["avatars/1.jpg", "avatars/2.jpg", "pictures/a b.png", "pictures/both.png"];
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");

interface Gallery extends Workplace {
  readonly database: string;
  readonly uploads: string;
  readonly on: readonly string[];
}

async function openGallery(): Promise<Gallery> {
  const place = createWorkplace();
  const [database, map, uploads] = [place.file("gallery.db"), place.file("gallery.map.yaml"), place.file("uploads")];
  changeFile(database, GALLERY);
  writeFileSync(map, MAP);
  for (const folder of ["avatars", "pictures"]) mkdirSync(join(uploads, folder), { recursive: true });
  for (const name of FILES) writeFileSync(join(uploads, name), Buffer.concat([JPEG, Buffer.from(name)]));
  const on = ["--url", database, "--map", map, "--files", `uploads=${uploads}`];
  expect((await place.kept("discover", database, "--map", map, "--out", map, "--accept")).code).toBe(0);
  return { ...place, database, uploads, on };
}

const listFiles = ({ uploads }: Gallery) =>
  ["avatars", "pictures"]
    .flatMap((folder) => readdirSync(join(uploads, folder)).map((name) => `${folder}/${name}`))
    .sort();
const LEFT = ["avatars/2.jpg", "pictures/both.png"];
const ADA = ["--email", "ada@example.org"];

const listReceipts = ({ dataDir }: Gallery) =>
  readdirSync(join(dataDir, "runs"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("receipt.json"),
  );

function readReceipt(place: Gallery): Record<string, unknown> {
  const found = listReceipts(place);
  expect(found).toHaveLength(1);
  return JSON.parse(readFileSync(join(place.dataDir, "runs", found[0] ?? ""), "utf8")).receipt;
}

test("the package holds the files of whoever asks, as they are, and says which could not be found", async () => {
  using place = await openGallery();
  const zip = place.file("ada.zip");
  expect((await place.kept("access", ...place.on, ...ADA, "--out", zip)).code).toBe(0);
  const files = unzipSync(readFileSync(zip));
  const rows = (name: string) =>
    JSON.parse(strFromU8(files[`data/gallery/${name}.json`] ?? new Uint8Array())) as Record<string, unknown>[];
  const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const own = readFileSync(join(place.uploads, "avatars/1.jpg"));
  const [{ photo }] = rows("members") as [{ photo: { file: string } }];
  expect(photo).toEqual({ file: photo.file, bytes: own.length, sha256: hash(own), type: "image/jpeg", name: "1.jpg" });
  expect(photo.file).toMatch(/^files\/gallery\/members\/.*\.jpg$/);
  expect(Buffer.from(files[photo.file] ?? [])).toEqual(own);
  const named = rows("pictures").map(({ path }) => path) as { file?: string; name?: string }[];
  expect(named.map((one) => one.name ?? one)).toEqual([
    "/pictures/a%20b.png",
    "pictures/both.png",
    "pictures/gone.png",
  ]);
  const manifest = JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array()));
  expect(manifest.gaps).toMatchObject([{ code: "file_left_out", table: "pictures", column: "path" }]);
  for (const { path, sha256 } of manifest.files) expect(hash(files[path] ?? new Uint8Array())).toBe(sha256);
  // Nobody else's.
  expect(Object.values(files).some((bytes) => Buffer.from(bytes).includes("avatars/2.jpg"))).toBe(false);
  expect(Object.keys(files).filter((name) => name.startsWith("files/"))).toHaveLength(3);
});

test("a dry run counts files; the run deletes them, and its receipt says how many and names none", async () => {
  using place = await openGallery();
  const erase = ["erase", ...place.on, ...ADA];
  const dry = await place.kept(...erase);
  expect(dry).toMatchObject({ code: 0 });
  expect(dry.out).toContain("files of uploads: 2 deleted; 1 kept, since rows that stay name it; 1 not there");
  expect(await place.keptJson(0, ...erase)).toMatchObject({
    files: [{ store: "uploads", deleted: 2, kept: 1, missing: 1 }],
  });
  expect(listFiles(place)).toEqual(FILES);
  const withWindow = await place.kept(...erase, "--undo-window", "P7D", "--yes");
  expect(withWindow.code).toBe(3);
  expect(withWindow.out + withWindow.err).toContain("files_not_given_back");
  // No line of a map answers that.
  expect(withWindow.out + withWindow.err).not.toContain("to the map");
  expect(listFiles(place)).toEqual(FILES);

  const done = await place.kept(...erase, "--yes");
  expect(done).toMatchObject({ code: 0 });
  expect(listFiles(place)).toEqual(LEFT);
  expect(readReceipt(place)).toMatchObject({
    verified: true,
    files: [{ store: "uploads", deleted: 2, kept: 1, missing: 1 }],
  });
  const receipt = /Receipt: (.+)/.exec(done.out)?.[1] ?? "";
  expect(readFileSync(receipt, "utf8")).not.toMatch(/\.jpg|\.png/);
  const verified = await place.kept("receipt", "verify", receipt);
  expect(verified.out).toContain("2 files deleted");
});

test("without the store nothing is erased, and what it is called is a folder that is there", async () => {
  using place = await openGallery();
  const without = place.on.slice(0, 4);
  const refused = await place.kept("erase", ...without, ...ADA, "--yes");
  expect(refused.code).toBe(3);
  expect(refused.out).toContain("blob_store_unknown");
  expect(refused.out).toContain("--files uploads=");
  expect(countRows(place.database, "members")).toBe(2);
  for (const wrong of ["uploads", "=x", "uploads=", `uploads=${place.file("nowhere")}`])
    expect((await place.kept("erase", ...without, "--files", wrong, ...ADA)).code).toBe(2);
});

describe("killed while files go", () => {
  const killAt = (moment: Moment) => [
    "--import",
    `${resolve(import.meta.dirname, "testing/kill-at.ts")}?moment=${moment}`,
  ];

  test.each(FILE_MOMENTS)("at %s: the next run does the rest", async (moment) => {
    using place = await openGallery();
    const command = ["erase", ...place.on, ...ADA, "--yes"];
    const cut = await runChild(command, { dataDir: place.dataDir, nodeArguments: killAt(moment) });
    expect(cut.signal).toBe("SIGKILL");
    const happened = moment !== "before-commit";
    expect(countRows(place.database, "members")).toBe(happened ? 1 : 2);
    expect(listFiles(place)).toHaveLength(
      { "before-commit": 4, "after-commit": 4, "file-deleted": 3, "receipt-not-written": 2 }[moment],
    );
    if (happened) {
      // While the store is away the run is not over, and nothing says so.
      renameSync(place.uploads, `${place.uploads}-away`);
      const away = await place.kept("erase", ...place.on.slice(0, 4), ...ADA, "--yes");
      expect(away.code).not.toBe(0);
      expect(listReceipts(place)).toEqual([]);
      renameSync(`${place.uploads}-away`, place.uploads);
    }
    const next = await place.kept(...command);
    expect(next.code).toBe(happened ? 4 : 0);
    expect(listFiles(place)).toEqual(LEFT);
    expect(readReceipt(place)).toMatchObject({ verified: true, files: [{ deleted: 2, kept: 1, missing: 1 }] });
  });
});

test("everybody of a list, and each receipt with what was theirs", async () => {
  using place = await openGallery();
  const list = place.file("people.txt");
  writeFileSync(list, "members:1\nmembers:2\n");
  const command = ["erase", ...place.on, "--people", list];
  expect(await place.keptJson(0, ...command)).toMatchObject({
    files: [{ deleted: 4, kept: 0, missing: 1 }],
    people: [{ files: [{ deleted: 3 }] }, { files: [{ deleted: 2 }] }],
  });
  expect((await place.kept(...command, "--yes")).code).toBe(0);
  expect(listFiles(place)).toEqual([]);
});

test("a package that goes into an empty database brings the names back", async () => {
  using place = await openGallery();
  const zip = place.file("ada.zip");
  await place.kept("access", ...place.on, ...ADA, "--out", zip);
  const empty = place.file("empty.db");
  changeFile(empty, `${GALLERY} DELETE FROM pictures; DELETE FROM members;`);
  const into = ["import", "package", zip, "--url", empty, "--map", place.on[3] ?? "", "--yes"];
  expect((await place.kept(...into)).code).toBe(0);
  const { tables } = (await place.keptJson(0, "access", ...place.on, ...ADA)) as { readonly tables: unknown };
  const again = ["access", "--url", empty, ...place.on.slice(2), ...ADA];
  expect(await place.keptJson(0, ...again)).toMatchObject({ tables });
});
