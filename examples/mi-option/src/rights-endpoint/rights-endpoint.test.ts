import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { countTable } from "@kept/connectors/http/disposed-tables";
import { openHttpSystem } from "@kept/connectors/http/http-system";
import { describeRightsSystem } from "@kept/connectors/rights/describe-rights-system";
import type { RightsSample } from "@kept/connectors/rights/rights-sample";
import type { Diff } from "@kept/engine/diff";
import { type AccessRow, EVERYTHING, type PersonQuery } from "@kept/engine/rights";
import { describe, expect, it } from "vitest";
import { insertRows } from "../database/insert-rows.ts";
import { createEmptyArchive } from "./archive-database.ts";
import { createArchiveRights } from "./archive-rights.ts";
import { endUndoWindows } from "./archive-undo.ts";
import { generateArchive } from "./generate-archive.ts";
import { startRightsEndpoint } from "./rights-endpoint.ts";

const KEY = "a secret of this test, long enough for HMAC";
const today = "2026-06-01";
const byEmail = (value: string): PersonQuery => ({ identifiers: [{ kind: "email", value }], keys: [] });
const byNumber = (id: number): PersonQuery => ({ identifiers: [], keys: [{ table: "readers", key: [String(id)] }] });

function createFolder(): { readonly path: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "archive-"));
  return {
    path: join(folder, "archive.sqlite"),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Ada and Ben share a chat; Ben and Cleo share an address; Dora is in a dispute. */
function fillSample(path: string): void {
  const database = createEmptyArchive(path);
  const reader = (id: number, name: string, email: string, dispute: string | null = null) => ({
    id,
    name,
    email,
    joined_on: "2020-02-02",
    dispute,
  });
  const delivery = (reader_id: number, device: string) => ({ reader_id, issue: "May", sent_at: "2026-05-01", device });
  const line = (chat_id: number, reader_id: number | null, said: string) => ({
    chat_id,
    speaker: reader_id === null ? "desk" : "reader",
    reader_id,
    said,
    said_at: "2026-05-02",
  });
  insertRows(database, {
    readers: [
      reader(1, "Ada canary-a1", "ada@example.org"),
      reader(2, "Ben canary-b1", "family@example.org"),
      reader(3, "Cleo canary-c1", "Family@Example.org"),
      reader(4, "Dora", "dora@example.org", "Case 12"),
    ],
    deliveries: [
      delivery(1, "canary-a2"),
      delivery(1, "Phone"),
      delivery(2, "canary-b2"),
      delivery(3, "canary-c2"),
      delivery(4, "TV"),
    ],
    payments: [
      { reader_id: 1, edition: "canary-a3", amount_cents: 2400, paid_on: "2024-03-01" },
      { reader_id: 1, edition: "Old", amount_cents: 1200, paid_on: "2014-03-01" },
      { reader_id: 3, edition: "canary-c3", amount_cents: 900, paid_on: "2015-12-31" },
    ],
    chats: [
      { id: 1, topic: "Shared parcel", opened_at: "2026-05-02" },
      { id: 2, topic: "canary-a4", opened_at: "2026-05-02" },
      { id: 3, topic: "canary-c4", opened_at: "2026-05-02" },
    ],
    chat_members: [
      { chat_id: 1, reader_id: 1 },
      { chat_id: 1, reader_id: 2 },
      { chat_id: 2, reader_id: 1 },
      { chat_id: 3, reader_id: 3 },
    ],
    chat_lines: [
      line(1, 1, "canary-a5"),
      line(1, null, "The desk to both"),
      line(1, 2, "canary-b3"),
      line(2, 1, "canary-a6"),
      line(2, null, "The desk to canary-a7"),
      line(3, 3, "canary-c5"),
    ],
  });
  database.close();
}

/** Passes connections on until a message to `erase` in the mode `run` comes by; then cuts it and stops listening. */
async function startCuttingProxy(target: string, moment: "before" | "after") {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), "127.0.0.1");
    let seen = "";
    const cut = (): void => {
      server.close();
      for (const socket of sockets) socket.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (chunk) => {
      seen += chunk.toString("latin1");
      if (moment === "before" && seen.includes('"mode":"run"')) cut();
      else upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (seen.includes('"mode":"run"')) cut();
      else client.write(chunk);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  return `http://127.0.0.1:${address.port}/`;
}

/** Changes what the archive keeps of erasures, past all that it does itself. */
function spoilKept(path: string, how: "over" | "tampered"): void {
  using database = new DatabaseSync(path);
  const kept = database.prepare("SELECT idempotency_key AS key, sealed FROM rights_undo").all();
  expect(kept.length).toBeGreaterThan(0);
  for (const { key, sealed } of kept) {
    const bytes = Uint8Array.from(sealed as Uint8Array);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    if (how === "over") database.prepare("UPDATE rights_undo SET until = '2020-01-01T00:00:00.000Z'").run();
    else database.prepare("UPDATE rights_undo SET sealed = ? WHERE idempotency_key = ?").run(bytes, key ?? null);
  }
}

async function createSample(): Promise<RightsSample> {
  const folder = createFolder();
  fillSample(folder.path);
  const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
  const retries = { attempts: 2, firstDelay: 5 };
  const open = (url: string) => openHttpSystem({ system: "archive", url, key: KEY, allowPrivate: true, retries });
  const system = await open(endpoint.url);
  return {
    system,
    today,
    people: [
      {
        person: byEmail("ADA@example.org "),
        canaries: ["canary-a1", "canary-a2", "canary-a3", "canary-a4", "canary-a5", "canary-a6", "canary-a7"],
      },
      { person: byNumber(2), canaries: ["canary-b1", "canary-b2", "canary-b3"] },
      { person: byNumber(3), canaries: ["canary-c1", "canary-c2", "canary-c3", "canary-c4", "canary-c5"] },
    ],
    unknown: byEmail("nobody@example.org"),
    ambiguous: byEmail("family@example.org"),
    correction: {
      correction: { table: null, column: null, key: null, category: "name", value: "Ada Byron" },
      before: "Ada canary-a1",
    },
    blocked: byEmail("dora@example.org"),
    openUnreachable: () => open("http://127.0.0.1:1/"),
    spoilKept: (how) => spoilKept(folder.path, how),
    openCut: async (moment) => await open(await startCuttingProxy(endpoint.url, moment)),
    async [Symbol.asyncDispose]() {
      await system[Symbol.asyncDispose]();
      await endpoint.close();
      folder[Symbol.dispose]();
    },
  };
}

describeRightsSystem("HTTP system over the archive", createSample);

describe("generated archive", () => {
  it("holds Ada with everything the archive knows, and is the same each time", async () => {
    using first = createFolder();
    using second = createFolder();
    const people = Array.from({ length: 40 }, (_, index) => ({
      email: `p${index}@example.org`,
      name: `Person ${index}`,
    }));
    generateArchive(first.path, people);
    generateArchive(second.path, people);
    const endpoint = await startRightsEndpoint({ port: 0, databasePath: first.path, key: KEY });
    try {
      await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
      const rows: AccessRow[] = [];
      for await (const row of system.readAccess(byEmail("ada@example.org"), EVERYTHING, { today }, () => {}))
        rows.push(row);
      expect([...new Set(rows.map(({ table }) => table))].sort()).toEqual(
        system.description.tables.map(({ name }) => name).sort(),
      );
      const outcome = await system.erase(byEmail("ada@example.org"), EVERYTHING, { today }, null, {});
      expect(outcome.verified).toBe(true);
      expect(outcome.retained.map(({ table }) => table).sort()).toEqual(["payments", "readers"]);
    } finally {
      await endpoint.close();
    }
    const dump = (path: string) => {
      using database = new DatabaseSync(path, { readOnly: true });
      return database.prepare("SELECT * FROM readers JOIN deliveries ON readers.id = reader_id").all();
    };
    expect(dump(second.path).length).toBeGreaterThan(20);
    using third = createFolder();
    generateArchive(third.path, people);
    expect(dump(third.path)).toEqual(dump(second.path));
    expect(() => generateArchive(second.path, people)).toThrow("There is an archive already.");
    expect(() => generateArchive(`${second.path}-2`, [])).toThrow(RangeError);
  });
});

describe("erasure in the archive", () => {
  const run = {
    person: byNumber(2),
    scope: EVERYTHING,
    today,
    mode: "run",
    idempotencyKey: "a-key-for-one-run",
  } as const;

  it("happens once for a key, whatever came after it", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const rights = createArchiveRights(folder.path);
    const planned = await rights.erase({ ...run, mode: "dry-run", approved: null });
    if (planned.state !== "planned") throw new Error("Nothing was planned.");
    const message = { ...run, approved: planned.tables.map(countTable) };
    const first = await rights.erase(message);
    expect(first).toEqual({ state: "done", tables: planned.tables, residue: [] });
    const database = new DatabaseSync(folder.path);
    database.exec(
      "INSERT INTO readers (id, email, name, joined_on) VALUES (2, 'new@example.org', 'New', '2026-06-02')",
    );
    expect(await rights.erase(message)).toEqual(first);
    expect(await rights.status(run.idempotencyKey)).toEqual(first);
    expect(database.prepare("SELECT id FROM readers WHERE id = 2").all()).toHaveLength(1);
    const [kept] = database.prepare("SELECT answer FROM rights_runs").all();
    expect(String(kept?.["answer"])).not.toMatch(/canary|example\.org/);
    database.close();
  });

  it("keeps what it takes away for as long as it is told, and readable by nobody", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const rights = createArchiveRights(folder.path);
    const planned = await rights.erase({ ...run, mode: "dry-run", approved: null });
    if (planned.state !== "planned") throw new Error("Nothing was planned.");
    const key = Buffer.alloc(32, 7).toString("base64url");
    const until = new Date(Date.now() + 60_000).toISOString();
    await rights.erase({ ...run, approved: planned.tables.map(countTable), undo: { key, until } });
    const file = () => readFileSync(folder.path, "latin1");
    for (const canary of ["canary-b1", "canary-b2", "canary-b3", key]) expect(file()).not.toContain(canary);
    const count = () => {
      using database = new DatabaseSync(folder.path);
      return Number(database.prepare("SELECT count(*) AS count FROM rights_undo").get()?.["count"]);
    };
    expect(count()).toBe(1);
    endUndoWindows(folder.path);
    expect(count()).toBe(1);
    spoilKept(folder.path, "over");
    endUndoWindows(folder.path);
    expect(count()).toBe(0);
    const asked = { erasure: run.idempotencyKey, key, mode: "run", idempotencyKey: "a-key-for-one-undo" } as const;
    expect(await rights.restore?.(asked)).toMatchObject({ state: "refused", findings: [{ code: "undo_over" }] });
  });

  it("says whose leaving stands in the way of a chat that the last one took along", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
    await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
    const kept: Diff[] = [];
    const keepUntil = new Date(Date.now() + 60_000).toISOString();
    for (const id of [1, 2]) {
      const seal = async (diff: Diff) => void kept.push(diff);
      await system.erase(byNumber(id), EVERYTHING, { today }, null, { seal, keepUntil });
    }
    const [first, second] = kept;
    if (first === undefined || second === undefined || system.undo === undefined) throw new Error("Nothing was kept.");
    const { findings } = await system.undo.planRevert(first);
    expect([...new Set(findings.filter(({ blocks }) => blocks).map(({ code }) => code))]).toEqual(["parent_gone"]);
    await system.undo.revert(second, { seal: async () => {} });
    await system.undo.revert(first, { seal: async () => {} });
    await endpoint.close();
    using database = new DatabaseSync(folder.path, { readOnly: true });
    expect(database.prepare("SELECT count(*) AS count FROM chat_members").get()).toEqual({ count: 4 });
    expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  });

  it("holds a run against what was approved", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const rights = createArchiveRights(folder.path);
    const counts = { deleted: 1, detached: 0, redacted: 0, retained: 0 };
    const refused = await rights.erase({ ...run, approved: [{ name: "readers", ...counts }] });
    expect(refused).toEqual({ state: "refused", code: "plan_changed", findings: [] });
    expect(await rights.status(run.idempotencyKey)).toEqual({ state: "unknown" });
    expect((await rights.find(run.person)).subjects).toHaveLength(1);
  });

  it("deletes a shared chat with the last one who leaves it, whoever that is", async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      using folder = createFolder();
      fillSample(folder.path);
      const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
      await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
      for (const id of order) await system.erase(byNumber(id), EVERYTHING, { today }, null, {});
      await endpoint.close();
      using database = new DatabaseSync(folder.path, { readOnly: true });
      expect(database.prepare("SELECT id FROM chats").all()).toEqual([{ id: 3 }]);
      expect(database.prepare("SELECT DISTINCT chat_id FROM chat_lines").all()).toEqual([{ chat_id: 3 }]);
      expect(database.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
    }
  });

  it("leaves no text of the person in the file", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
    await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
    expect(readFileSync(folder.path, "latin1")).toContain("canary-b3");
    await system.erase(byNumber(2), EVERYTHING, { today }, null, {});
    await endpoint.close();
    const file = readFileSync(folder.path, "latin1");
    for (const canary of ["canary-b1", "canary-b2", "canary-b3"]) expect(file).not.toContain(canary);
    expect(file).toContain("canary-a5");
  });

  it("takes a chat as a whole when only a part of it is in scope", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
    await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
    const outcome = await system.erase(byNumber(3), { tables: ["chats"], categories: [] }, { today }, null, {});
    await endpoint.close();
    expect(outcome.tables.map(({ name, deleted }) => [name, deleted])).toEqual([
      ["chat_lines", 1],
      ["chat_members", 1],
      ["chats", 1],
    ]);
  });

  it("keeps the reader while rows outside the scope are theirs", async () => {
    using folder = createFolder();
    fillSample(folder.path);
    const endpoint = await startRightsEndpoint({ port: 0, databasePath: folder.path, key: KEY });
    await using system = await openHttpSystem({ system: "archive", url: endpoint.url, key: KEY, allowPrivate: true });
    const scope = { tables: ["readers", "deliveries"], categories: [] };
    const outcome = await system.erase(byNumber(3), scope, { today }, null, {});
    expect(outcome).toMatchObject({ verified: true, tables: [{ name: "deliveries", deleted: 1 }] });
    expect((await system.find(byNumber(3))).subjects).toHaveLength(1);
    await endpoint.close();
  });
});
