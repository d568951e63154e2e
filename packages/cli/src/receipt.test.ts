import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosingKept, SESSION_SECRET } from "@kept/server/choices/testing/choosing-kept";
import { createTestCtx } from "@kept/server/platform/testing/create-test-ctx";
import { expect, test } from "vitest";
import { openLocalKeys } from "./local-keys.ts";
import { main } from "./main.ts";
import { writeReceipt } from "./run-receipt.ts";

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const output = {
    out: add,
    err: add,
    hasColours: false,
    hasProgress: false,
    isClosed: () => false,
  };
  return { code: await main(args, output), text };
}

/** A receipt of a server whose database is gone when this returns. */
async function receiptOfGoneServer(): Promise<string> {
  await using t = await createTestCtx({
    kept: choosingKept,
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  const headers = { "content-type": "application/json", ...(await t.apiKey(["choices:act", "people:read"])) };
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const response = await t.app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, string>;
  };
  const { person } = await post("/api/people/link", { kind: "email", value: "ada@example.org" });
  const { receipt } = await post(`/api/people/${person}/choices`, {
    surface: "phone",
    method: "spoken",
    choices: [{ id: randomUUID(), act: "withdrawn", purpose: "newsletter" }],
  });
  await t.drain();
  return await (await t.app.request(`/api/people/${person}/receipts/${receipt}`, { headers })).text();
}

test("the receipt of a run verifies anywhere, by the key that is known", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-receipt-"));
  try {
    const [mine, others] = await Promise.all([openLocalKeys(join(folder, "a")), openLocalKeys(join(folder, "b"))]);
    const tables = [
      { name: "orders", deleted: 2, detached: 0, redacted: 0, retained: 1 },
      { name: "lines", deleted: 3, detached: 0, redacted: 0, retained: 0 },
    ];
    const facts = { finishedAt: "2026-11-28T00:00:00.000Z", system: "shop", tables, verified: true };
    const file = await writeReceipt(mine, folder, facts);
    const holds = await run("receipt", "verify", file);
    expect(holds).toEqual({ code: 0, text: expect.stringContaining("The receipt holds.") });
    expect(holds.text).toContain("erasure, 2026-11-28T00:00:00.000Z\n  shop: 5 deleted, 1 retained, verified");
    expect((await run("receipt", "verify", file, "--key", mine.publicKey)).text).toContain("that you trust");
    const codes = async (...more: readonly string[]) => {
      const { code, text } = await run("receipt", "verify", file, "--json", ...more);
      return [code, (JSON.parse(text) as { faults: { code: string }[] }).faults.map((fault) => fault.code)];
    };
    expect(await codes("--key", others.publicKey)).toEqual([1, ["key_differs", "signature_invalid"]]);
    expect(await codes("--key", "nonsense")).toEqual([1, ["key_differs", "signature_invalid"]]);
    const says = async (more: Record<string, unknown>) => {
      const told = await run("receipt", "verify", await writeReceipt(mine, join(folder, "b"), more));
      return told.text.split("\n").slice(1, -2);
    };
    const undo = { until: "2026-12-05T00:00:00.000Z", ended: { at: "2026-11-29T00:00:00.000Z", by: "undo" } };
    expect(await says({ ...facts, undo })).toContain(
      "  taken back, 2026-11-29T00:00:00.000Z: what was erased is there again",
    );
    const restricted = [{ name: "orders", marked: 0, sealed: 2, left: 1 }];
    const lift = { announcedAt: null, liftedAt: "2026-11-30T00:00:00.000Z", systems: 1, newer: 0 };
    expect(
      await says({ right: "restriction", finishedAt: "now", system: "shop", restricted, verified: true, lift }),
    ).toEqual([
      "  restriction, now",
      "  shop: 2 sealed, 1 left in use, verified",
      "  lifted, 2026-11-30T00:00:00.000Z: back in use",
    ]);
    const corrected = [{ name: "orders", deleted: 0, corrected: 2, rows: 2 }];
    const changes = [{ table: "orders", column: "name", rows: 2 }];
    expect(
      await says({ kind: "rectification", systems: [{ system: "shop", tables: corrected, changes, verified: true }] }),
    ).toEqual(["  rectification, ", "  shop: 2 corrected, verified"]);
    writeFileSync(file, readFileSync(file, "utf8").replace('"deleted": 3', '"deleted": 4'));
    expect(await codes()).toEqual([1, ["signature_invalid"]]);
    writeFileSync(file, "{}");
    expect(await codes()).toEqual([1, ["receipt_malformed"]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a receipt verifies after server and database are gone, and a changed one does not", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-receipt-"));
  try {
    const file = join(folder, "receipt.json");
    writeFileSync(file, await receiptOfGoneServer());
    const holds = await run("receipt", "verify", file);
    expect(holds.code).toBe(0);
    expect(holds.text).toContain("The receipt holds.");
    expect(holds.text).toContain("withdrawn newsletter");
    expect(holds.text).toContain("It stands in the ledger");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll('"withdrawn"', '"given"'));
    const changed = await run("receipt", "verify", file, "--json");
    expect(changed.code).toBe(1);
    const report = JSON.parse(changed.text) as { faults: { code: string }[] };
    expect(report.faults.map(({ code }) => code)).toEqual(["signature_invalid", "entry_differs"]);
    expect((await run("receipt", "verify", join(folder, "none.json"))).code).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
