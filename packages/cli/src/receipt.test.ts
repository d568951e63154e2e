import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosingKept, SESSION_SECRET } from "@kept/server/choices/testing/choosing-kept";
import { createTestCtx } from "@kept/server/platform/testing/create-test-ctx";
import { expect, test } from "vitest";
import { main } from "./main.ts";

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
