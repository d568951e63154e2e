/** The carrier obeys what is signed, in its own database, and nothing else. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { contentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { signExchange } from "@kept/connectors/http/sign-exchange";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateDatabase } from "../database/generate.ts";
import { type RunningCarrier, startCarrier } from "./carrier.ts";
import { generateCarrier } from "./carrier-database.ts";

const SECRET = "a secret of at least thirty-two bytes for tests";
let folder: string;
let path: string;
let carrier: RunningCarrier;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kept-carrier-"));
  path = join(folder, "carrier.db");
  await generateDatabase(join(folder, "shop.db"), { people: 40, seed: 42 });
  generateCarrier(path, join(folder, "shop.db"));
  carrier = await startCarrier({ databasePath: path, secret: SECRET, port: 0 });
});
afterAll(async () => {
  await carrier.close();
  rmSync(folder, { recursive: true, force: true });
});

async function tell(notice: object, secret = SECRET, changed = ""): Promise<{ status: number; answer: unknown }> {
  const body = Buffer.from(JSON.stringify(notice));
  const headers = new Headers({
    "content-type": "application/json",
    "content-digest": contentDigest(body),
    "idempotency-key": "n1",
    "kept-request-id": "r1",
  });
  const message = { method: "POST", targetUri: carrier.url, headers };
  const signed = signExchange("request", message, readExchangeKey(secret), { now: Math.floor(Date.now() / 1_000) });
  headers.set("signature-input", signed.signatureInput);
  headers.set("signature", signed.signature);
  const response = await fetch(carrier.url, { method: "POST", headers, body: `${body.toString()}${changed}` });
  const text = await response.text();
  return { status: response.status, answer: text === "" ? null : (JSON.parse(text) as unknown) };
}

function read(sql: string, ...values: string[]): Record<string, unknown>[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database
    .prepare(sql)
    .all(...values)
    .map((row) => ({ ...row }));
}

test("holds, corrects and erases the labels of a person, and leaves everybody else's alone", async () => {
  const [first] = read(
    "SELECT email, count(*) AS labels FROM labels GROUP BY email ORDER BY labels DESC, email LIMIT 1",
  );
  const email = String(first?.["email"]);
  const others = () => read("SELECT * FROM labels WHERE email NOT IN (?, 'new@example.org') ORDER BY id", email);
  const before = others();
  expect([Number(first?.["labels"]) > 0, before.length > 0]).toEqual([true, true]);
  const about = (value: string) => ({ person: { identifiers: [{ kind: "email", value }] } });

  expect(
    (await tell({ event: "person.restriction", ...about(email) }, "another secret of thirty-two bytes, at least"))
      .status,
  ).toBe(401);
  expect((await tell({ event: "person.restriction", ...about(email) }, SECRET, " ")).status).toBe(401);
  expect(read("SELECT id FROM labels WHERE on_hold = 1")).toEqual([]);
  expect((await tell({ event: "person.restriction", ...about(email.toUpperCase()) })).answer).toMatchObject({
    answer: "done",
  });
  expect(read("SELECT DISTINCT email FROM labels WHERE on_hold = 1")).toEqual([{ email }]);
  await tell({ event: "person.lift", ...about(email) });
  expect(read("SELECT id FROM labels WHERE on_hold = 1")).toEqual([]);

  const corrections = [
    { category: "contact.email", value: "new@example.org" },
    { category: "name", value: "Ada Neu" },
  ];
  expect((await tell({ event: "person.rectification", ...about(email), corrections })).answer).toMatchObject({
    answer: "done",
  });
  expect(read("SELECT DISTINCT name FROM labels WHERE email = 'new@example.org'")).toEqual([{ name: "Ada Neu" }]);

  expect((await tell({ event: "person.erasure", ...about("new@example.org") })).answer).toMatchObject({
    answer: "done",
  });
  expect((await tell({ event: "person.erasure", ...about("new@example.org") })).answer).toMatchObject({
    answer: "nothing-held",
  });
  expect((await tell({ event: "person.praise", ...about(email) })).answer).toMatchObject({ answer: "cannot" });
  expect(others()).toEqual(before);
});
