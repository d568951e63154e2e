/** A package holds every row that was promised, nothing else, and every file is what its manifest says. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessPlan, AccessRow, AccessTable } from "@kept/engine/rights";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ControllerContext, PackageInput, PackageSource } from "./package-input.ts";
import { readZip } from "./testing/read-zip.ts";
import { writePackage } from "./write-package.ts";

const table = (name: string, columns: readonly string[], more: Partial<AccessTable> = {}): AccessTable => ({
  name,
  rows: 0,
  level: "own",
  columns,
  hidden: [],
  masked: [],
  why: `${name} name the person`,
  ...more,
});

function source(
  system: string,
  tables: readonly AccessTable[],
  rows: Iterable<AccessRow>,
  gaps: AccessPlan["gaps"] = [],
): PackageSource {
  return {
    system,
    title: `The ${system}`,
    async *read(onPlan) {
      await onPlan({ system, subjects: [], tables, gaps });
      yield* rows;
    },
  };
}

const context: ControllerContext = {
  name: "Example Ltd",
  address: "1 Example Street",
  email: "privacy@example.org",
  representative: null,
  protectionOfficer: null,
  policyUrl: null,
  purposes: [{ title: "Deliver orders", basis: "Art. 6(1)(b) GDPR", categories: ["address"], retention: "6 years" }],
  recipients: [{ name: "Parcels Inc", role: "processor", country: "US", transfer: "standard clauses" }],
  source: "From you",
  automatedDecisions: "None",
  authority: { name: "Authority of Example", url: "https://authority.example.org" },
  centreUrl: null,
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-package-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function input(name: string, sources: readonly PackageSource[], more: Partial<PackageInput> = {}): PackageInput {
  return {
    path: join(folder, name),
    createdAt: "2026-11-22T10:00:00.000Z",
    language: "en",
    context,
    request: { id: "req_1", reference: "K7QM-3F2X" },
    sources,
    ...more,
  };
}

const PNG = Buffer.from("89504e470d0a1a0a0000000d", "hex");

describe("writePackage", () => {
  it("keeps apart what is theirs, what is shared and what they did, of one table", async () => {
    const tables = [
      table("notes", ["id", "text"], { rows: 1 }),
      table("notes", ["id", "text"], { rows: 1, level: "view" }),
      table("notes", ["did", "row"], { rows: 1, level: "act" }),
    ];
    const rows: AccessRow[] = [
      { table: "notes", level: "own", values: { id: 1, text: "mine" } },
      { table: "notes", level: "act", values: { did: "edited_by", row: "3" } },
      { table: "notes", level: "view", values: { id: 2, text: "shared" } },
    ];
    const made = input("levels", [source("shop", tables, rows)]);
    await writePackage(made);
    const files = await readZip(made.path);
    const json = (name: string): unknown => JSON.parse(files.get(name)?.toString("utf8") ?? "null");
    expect(json("data/shop/notes.json")).toEqual([{ id: 1, text: "mine" }]);
    expect(json("data/shop/notes-shared.json")).toEqual([{ id: 2, text: "shared" }]);
    expect(json("data/shop/notes-acted.json")).toEqual([{ did: "edited_by", row: "3" }]);
  });

  it("writes JSON, CSV, schema, files and a manifest that matches every byte", async () => {
    const rows: AccessRow[] = [
      {
        table: "users",
        level: "own",
        values: { id: 1n, name: 'Ada "A" <b>', photo: new Uint8Array(PNG), bio: "=1+1" },
      },
      {
        table: "orders",
        level: "own",
        values: { id: 7, at: new Date("2026-01-02T03:04:05Z"), note: null, tags: ["a"] },
      },
      { table: "users", level: "own", values: { id: 2n, name: "line\nbreak", photo: null, bio: "-5" } },
    ];
    const users = table("users", ["id", "name", "photo", "bio"], { hidden: ["password_hash"] });
    const written = await writePackage(
      input("a.zip", [
        source("shop", [users, table("orders", ["id", "at", "note", "tags"]), table("empty", ["id"])], rows),
      ]),
    );
    const files = await readZip(join(folder, "a.zip"));
    expect(written.rows).toBe(3);
    expect(JSON.parse(text(files, "data/shop/users.json"))).toEqual([
      { id: "1", name: 'Ada "A" <b>', photo: expect.objectContaining({ type: "image/png", bytes: 12 }), bio: "=1+1" },
      { id: "2", name: "line\nbreak", photo: null, bio: "-5" },
    ]);
    expect(JSON.parse(text(files, "data/shop/empty.json"))).toEqual([]);
    expect(text(files, "data/shop/users.csv")).toBe(
      'id,name,photo,bio\r\n1,"Ada ""A"" <b>",files/shop/users/1-photo.png,\'=1+1\r\n2,"line\nbreak",,-5\r\n',
    );
    expect(files.get("files/shop/users/1-photo.png")).toEqual(PNG);
    const schema = JSON.parse(text(files, "data/shop/orders.schema.json"));
    expect(schema.items.properties).toEqual({
      id: { type: "integer" },
      at: { type: "string" },
      note: { type: "null" },
      tags: { type: "array" },
    });
    const manifest = JSON.parse(text(files, "manifest.json"));
    const listed = manifest.files.map((file: { path: string }) => file.path).sort();
    expect(listed).toEqual([...files.keys()].filter((path) => path !== "manifest.json").sort());
    for (const file of manifest.files) {
      const bytes = files.get(file.path) ?? Buffer.alloc(0);
      expect([file.path, bytes.length, sha256(bytes)]).toEqual([file.path, file.bytes, file.sha256]);
    }
    const index = text(files, "index.html");
    expect(index).toContain("Ada &quot;A&quot; &lt;b&gt;");
    expect(index).not.toMatch(/<script|https?:\/\/(?!authority\.example\.org)|src="(?!files\/)/);
    for (const word of ["Example Ltd", "Deliver orders", "Parcels Inc", "Authority of Example", "Password hash"]) {
      expect(index).toContain(word);
    }
    expect((await stat(join(folder, "a.zip"))).mode & 0o777).toBe(0o600);
  });

  it("leaves nothing behind when a source fails half way", async () => {
    const failing: PackageSource = {
      system: "shop",
      title: "Shop",
      async *read(onPlan) {
        await onPlan({ system: "shop", subjects: [], tables: [table("users", ["id"])], gaps: [] });
        yield { table: "users", level: "own", values: { id: 1 } };
        throw new Error("the connection broke");
      },
    };
    const before = await readdir(folder);
    await expect(writePackage(input("broken.zip", [failing]))).rejects.toThrow("the connection broke");
    expect(await readdir(folder)).toEqual(before);
  });

  it("keeps names apart that a file system would confuse, and never leaves its folder", async () => {
    const names = ["../../etc/passwd", "Users", "users", "a/b", "a_b", "名前"];
    const tables = names.map((name) => table(name, ["id"]));
    const rows = names.map((name, id): AccessRow => ({ table: name, level: "own", values: { id } }));
    await writePackage(input("names.zip", [source("../evil", tables, rows), source("..\\evil", tables, rows)]));
    const paths = [...(await readZip(join(folder, "names.zip"))).keys()];
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    expect(paths.filter((path) => path.split("/").includes("..") || path.startsWith("/"))).toEqual([]);
    expect(paths.filter((path) => path.endsWith(".csv"))).toHaveLength(12);
  });

  it("says so when there is nothing", async () => {
    const written = await writePackage(
      input("nothing.zip", [source("shop", [], [])], { context: null, language: "de" }),
    );
    expect(written.rows).toBe(0);
    expect(text(await readZip(join(folder, "nothing.zip")), "index.html")).toContain("Nichts gefunden.");
  });

  it("streams a million rows in bounded memory", { timeout: 120_000 }, async () => {
    function* rows(): Iterable<AccessRow> {
      for (let id = 0; id < 1_000_000; id += 1) {
        yield { table: "events", level: "own", values: { id, what: "opened the page", at: "2026-01-01T00:00:00Z" } };
      }
    }
    let highest = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage().rss);
    }, 20);
    const written = await writePackage(
      input("big.zip", [source("shop", [table("events", ["id", "what", "at"])], rows())]),
    );
    clearInterval(watch);
    expect(written.rows).toBe(1_000_000);
    expect(highest - before).toBeLessThan(200 * 1024 * 1024);
    const files = await readZip(join(folder, "big.zip"));
    expect(text(files, "data/shop/events.csv").split("\r\n")).toHaveLength(1_000_002);
    expect(text(files, "index.html").length).toBeLessThan(100_000);
  });
});

function text(files: ReadonlyMap<string, Buffer>, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`The package has no ${path}.`);
  return bytes.toString("utf8");
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
