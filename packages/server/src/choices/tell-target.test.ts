/** A target over real HTTP: what it gets, how it is signed, that it is told until it acknowledges. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { checkExchange, readSignatureFields } from "@kept/connectors/http/sign-exchange";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { TELL_ATTEMPTS } from "./tell-target.ts";
import { choosingKept, SESSION_SECRET, sessionToken } from "./testing/choosing-kept.ts";

const SECRET = "a secret of at least thirty-two bytes for tests";

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let t: TestCtx;
let server: Server;
let url: string;
let calls: Call[];
let statuses: number[];

beforeEach(async () => {
  calls = [];
  statuses = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      calls.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/choices`;
  t = await open({ allowPrivateAddress: true });
});
afterEach(async () => {
  await t[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close(resolve));
});

function open(webhook: { allowPrivateAddress: boolean }): Promise<TestCtx> {
  return createTestCtx({
    kept: {
      ...choosingKept,
      choices: {
        ...choosingKept.choices,
        webhooks: {
          mailing: { url: { env: "HOOK" }, secret: { env: "HOOK_SECRET" }, purposes: ["newsletter"], ...webhook },
        },
      },
    },
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET, HOOK: url, HOOK_SECRET: SECRET } },
  });
}

async function say(act: string, purpose: string): Promise<void> {
  const config = (await (await t.app.request("/api/choices/config")).json()) as { notice: { hash: string } };
  const session = sessionToken(
    { sub: "42", email: "ada@example.org", email_verified: true },
    { now: t.clock.now().toString() },
  );
  const response = await t.app.request("/api/choices/events", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      session,
      surface: "app",
      method: "toggle",
      notice: { hash: config.notice.hash, language: "en" },
      choices: [{ id: randomUUID(), act, purpose }],
    }),
  });
  expect(response.status).toBe(200);
}

const deliveries = () => t.ctx.db.selectFrom("choice_delivery").selectAll().orderBy("created_at").execute();

test("a change of mind is told once, signed, with who and what, and acknowledged in the ledger", async () => {
  await say("refused", "newsletter");
  await say("given", "analytics");
  await t.drain();
  // No answer changed that this target is told of.
  expect(calls).toEqual([]);
  t.clock.advance("PT1M");
  await say("given", "newsletter");
  await t.drain();
  expect(calls).toHaveLength(1);
  const [call] = calls;
  const body = JSON.parse(call?.body ?? "") as Record<string, unknown>;
  expect(body).toMatchObject({
    event: "choices.changed",
    acknowledgeBy: "2026-11-23T10:01:00.000Z",
    person: {
      identifiers: expect.arrayContaining([
        { kind: "id", value: "42" },
        { kind: "email", value: "ada@example.org" },
      ]),
    },
    changes: [
      { purpose: "newsletter", channel: "email", allowed: true, reason: "consent_given" },
      { purpose: "newsletter", channel: "sms", allowed: true, reason: "consent_given" },
    ],
  });
  const headers = new Headers(call?.headers as Record<string, string>);
  const now = Math.floor(t.clock.now().epochMilliseconds / 1_000);
  const message = { method: "POST", targetUri: url, headers };
  const check = (secret: string) =>
    checkExchange("request", message, readSignatureFields(headers), readExchangeKey(secret), now);
  expect(check(SECRET).covered).toContain('"content-digest"');
  expect(() => check("another secret of at least thirty-two bytes")).toThrow();
  expect(headers.get("idempotency-key")).toBe(body["id"]);
  expect((await deliveries()).map(({ state, attempts }) => ({ state, attempts }))).toEqual([
    { state: "acknowledged", attempts: 1 },
  ]);
  expect(await t.ledgerTypes()).toContain("choice.told");
  // Saying the same again changes no answer, so that nobody is told.
  t.clock.advance("PT1M");
  await say("renewed", "newsletter");
  await t.drain();
  expect(calls).toHaveLength(1);
});

test("a target that fails is told again, under the same id, until it acknowledges", async () => {
  statuses = [503, 500, 204];
  await say("given", "newsletter");
  for (let time = 0; time < 2; time += 1) await expect(t.drain()).rejects.toThrow(/did not acknowledge/);
  t.clock.advance("P2D");
  await t.drain();
  expect(calls).toHaveLength(3);
  expect(new Set(calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  const [delivery] = await deliveries();
  expect(delivery).toMatchObject({ state: "acknowledged", attempts: 3 });
  await t.drain();
  const entries = await t.ctx.db
    .selectFrom("ledger_entry")
    .select("content")
    .where("type", "=", "choice.told")
    .execute();
  expect(JSON.parse(entries[0]?.content ?? "")).toMatchObject({ data: { target: "mailing", attempts: 3, late: true } });
});

test("a yes that comes late does not undo the no that came after it", async () => {
  statuses = [503];
  await say("given", "newsletter");
  await expect(t.drain()).rejects.toThrow(/answered_503/);
  t.clock.advance("PT1M");
  await say("withdrawn", "newsletter");
  await t.drain();
  const said = calls.map(({ headers, body }) => {
    const { changes } = JSON.parse(body) as { changes: { allowed: boolean }[] };
    return { key: headers["idempotency-key"], allowed: changes.map((change) => change.allowed) };
  });
  expect(said.map(({ allowed }) => allowed)).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
  expect(new Set(said.map(({ key }) => key)).size).toBe(3);
  expect((await deliveries()).map(({ state }) => state)).toEqual(["acknowledged", "acknowledged"]);
});

test("after the last try it counts as not told, and that is in the ledger too", async () => {
  statuses = Array<number>(5).fill(503);
  await say("given", "newsletter");
  await expect(t.drain()).rejects.toThrow(/answered_503/);
  await t.ctx.db
    .updateTable("choice_delivery")
    .set({ attempts: TELL_ATTEMPTS - 2 })
    .execute();
  await expect(t.drain()).rejects.toThrow(/answered_503/);
  await t.drain();
  expect(calls).toHaveLength(3);
  expect((await deliveries())[0]).toMatchObject({ state: "failed", problem_code: "answered_503" });
  await t.drain();
  expect(await t.ledgerTypes()).toContain("choice.not-told");
});

test("a private address is not called unless the operator allowed it", async () => {
  await using strict = await open({ allowPrivateAddress: false });
  const outer = t;
  t = strict;
  await say("given", "newsletter");
  await expect(strict.drain()).rejects.toThrow(/did not acknowledge/);
  expect(calls).toEqual([]);
  t = outer;
});
