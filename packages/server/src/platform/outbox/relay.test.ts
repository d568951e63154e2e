import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { compose } from "../../compose.ts";
import { createKeyring } from "../crypto/keyring.ts";
import { openEmbedded } from "../db/open-database.ts";
import { ledgerOrigin, verifierKey } from "../ledger/checkpoint.ts";
import { readRecords } from "../ledger/read-ledger.ts";
import { verifyLedger } from "../ledger/verify-ledger.ts";
import { createTestCtx, type TestCtx } from "../testing/create-test-ctx.ts";
import { prepareDataDir } from "../testing/prepared-database.ts";
import { jobId, relayBatch } from "./relay.ts";

const change = {
  entry: { type: "operator.signed-out", data: {} },
  jobs: [{ name: "platform.tidy", payload: {} }],
} as const;

async function countJobs(t: TestCtx): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`SELECT count(*) AS count FROM job_queue.job WHERE name = 'platform.tidy'`.execute(t.ctx.db);
  return Number(rows[0]?.count);
}

function relayParts(t: TestCtx, send: Parameters<typeof relayBatch>[0]["queue"]["send"]) {
  const { db, keys, clock, log } = t.ctx;
  return { db, keys, clock, log, queue: { send }, origin: ledgerOrigin(t.ctx.keys) };
}

test("a change that is rolled back leaves neither entry nor job", async () => {
  await using t = await createTestCtx();
  const attempt = t.ctx.transaction(async (tx) => {
    await tx.outbox.add("k", change);
    throw new Error("no");
  });
  await expect(attempt).rejects.toThrow("no");
  await t.drain();
  expect(await t.ledgerTypes()).toEqual([]);
  expect(await countJobs(t)).toBe(0);
});

test("entries keep the order of their changes, and nothing is relayed twice by relays that run at once", async () => {
  await using t = await createTestCtx();
  for (let number = 0; number < 30; number += 1) {
    await t.ctx.transaction((tx) =>
      tx.outbox.add("k", { ...change, entry: { ...change.entry, subject: { operator: `opr_${number}` } } }),
    );
  }
  await Promise.all([t.drain(), t.drain(), t.drain()]);
  const rows = await t.ctx.db.selectFrom("ledger_entry").select("content").orderBy("index").execute();
  const order = rows.map(
    (row) => (JSON.parse(row.content ?? "{}") as { subject: { operator: string } }).subject.operator,
  );
  expect(order).toEqual(Array.from({ length: 30 }, (_, number) => `opr_${number}`));
  expect(await countJobs(t)).toBe(30);
});

test("a failure between the ledger and the queue undoes both, and the next try does both once", async () => {
  await using t = await createTestCtx();
  await t.ctx.transaction((tx) => tx.outbox.add("k", change));
  const failing = relayParts(t, () => Promise.reject(new Error("the queue is away")));
  await expect(relayBatch(failing)).rejects.toThrow("the queue is away");
  expect(await t.ledgerTypes()).toEqual([]);
  expect(await t.ctx.db.selectFrom("outbox").select("id").execute()).toHaveLength(1);
  await t.drain();
  expect(await t.ledgerTypes()).toEqual(["operator.signed-out"]);
  expect(await countJobs(t)).toBe(1);
});

test("the same outbox row gives the same job, so that relaying a restored row again adds none", async () => {
  expect(jobId("led_1", 0)).toBe(jobId("led_1", 0));
  expect(jobId("led_1", 0)).not.toBe(jobId("led_1", 1));
  expect(jobId("led_1", 0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  await using t = await createTestCtx();
  await t.ctx.transaction((tx) => tx.outbox.add("k", change));
  await sql`CREATE TABLE saved AS SELECT * FROM outbox`.execute(t.ctx.db);
  await t.drain();
  await sql`INSERT INTO outbox (key, id, actor_kind, actor_id, entry, jobs, created_at)
    SELECT key, id, actor_kind, actor_id, entry, jobs, created_at FROM saved`.execute(t.ctx.db);
  // The ledger refuses the entry that it has; the whole batch is undone, jobs included.
  await expect(t.drain()).rejects.toThrow();
  expect(await countJobs(t)).toBe(1);
});

test("an entry or payload with a field too many is refused before it is written", async () => {
  await using t = await createTestCtx();
  const leak = { type: "operator.signed-out", data: { email: "ada@example.org" } } as unknown as typeof change.entry;
  await expect(t.ctx.transaction((tx) => tx.outbox.add("k", { entry: leak }))).rejects.toThrow();
  expect(await t.ctx.db.selectFrom("outbox").select("id").execute()).toEqual([]);
});

test("kill -9 in the middle of everything loses and doubles nothing", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "kept-crash-"));
  await prepareDataDir(dataDir);
  const child = spawn(
    process.execPath,
    ["--liftoff-only", join(import.meta.dirname, "../testing/write-until-killed.ts"), dataDir],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  // Each line is the key of a change whose transaction has committed.
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split("\n").length > 60) child.kill("SIGKILL");
  });
  const giveUp = setTimeout(() => child.kill("SIGKILL"), 45_000);
  await new Promise((resolve) => child.once("exit", resolve));
  clearTimeout(giveUp);
  const committed = output.split("\n").slice(0, -1);
  expect(committed.length).toBeGreaterThanOrEqual(60);

  const database = await openEmbedded(dataDir);
  const secret = Buffer.alloc(32, 7);
  await using t = await createTestCtx();
  const restarted = compose({ ...t.parts, database, work: false, settings: { ...t.settings, secret } });
  await restarted.start();
  while ((await relayBatch(restarted.relayParts)) > 0);
  const rows = await database.db.selectFrom("ledger_entry").select("key").orderBy("index").execute();
  const keys = rows.map((row) => row.key ?? "");
  expect(new Set(keys).size).toBe(keys.length);
  expect(committed.filter((key) => !keys.includes(key))).toEqual([]);
  const { rows: jobs } = await sql<{
    count: number;
  }>`SELECT count(*) AS count FROM job_queue.job WHERE name = 'platform.tidy'`.execute(database.db);
  expect(Number(jobs[0]?.count)).toBe(keys.length);
  const origin = ledgerOrigin(t.ctx.keys);
  const key = verifierKey(createKeyring(secret), origin);
  expect(await verifyLedger(readRecords(database.db, { origin, verifierKey: key }))).toMatchObject({
    valid: true,
    entries: keys.length,
  });
  await restarted.stop();
  await database.close();
  rmSync(dataDir, { recursive: true });
});
