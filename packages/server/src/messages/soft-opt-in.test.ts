/** Marketing to customers, and the addresses that take no mail: sales, conditions, bounces, lifts. */
import { randomUUID } from "node:crypto";
import type { RecipientCheck } from "@kept/contract/messages";
import type { SuppressionLift } from "@kept/contract/suppression-lifts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addressHash, listSuppressions } from "../choices/suppressions.ts";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { parseMessage } from "../mailbox/parse/parse-message.ts";
import { recordBounce } from "../mailbox/record-bounce.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { createSlices } from "../slices.ts";

let t: TestCtx;
let slices: ReturnType<typeof createSlices>;
beforeAll(async () => {
  const news = { ...choosingKept.streams.news, softOptIn: { similarTo: ["tools"] } };
  t = await createTestCtx({
    kept: {
      ...choosingKept,
      streams: { ...choosingKept.streams, news },
      messages: { keepFor: "P30D", salesCountFor: "P1Y", fourEyes: { lifts: true } },
    },
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
    slices: (parts) => {
      slices = createSlices(parts);
      return slices;
    },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
});

let ada: string;
beforeEach(() => {
  t.clock.set("2026-11-22T10:00:00Z");
  ada = `ada-${randomUUID().slice(0, 8)}@example.org`;
});

async function post<T>(path: string, body: unknown, headers?: Record<string, string>) {
  const all = ["choices:act", "messages:send", "people:read"] as const;
  const response = await t.app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(headers ?? (await t.apiKey(all))) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as T & { code?: string } };
}

const sell = (more: object = {}) =>
  post<{ sale: string; person: string }>("/api/sales", {
    email: ada,
    kind: "sale",
    product: "tools",
    chance: "given",
    country: "DE",
    key: randomUUID(),
    ...more,
  });

const send = () =>
  post<{ message: string; state: string; reason: string | null }>("/api/messages/send", {
    stream: "news",
    to: ada,
    subject: "New in the shop",
    text: "Three things came in.",
    key: randomUUID(),
  });

const explain = async (stream = "news") =>
  (await post<RecipientCheck>("/api/messages/check", { stream, to: ada })).body;

const sweep = async (slice: string, name: string) => {
  const sweeps = slices.find((one) => one.name === slice)?.sweeps ?? [];
  await sweeps.find((one) => one.name === name)?.run(t.ctx);
};

const suppressionsOf = async (address: string) =>
  (await listSuppressions(t.ctx, [addressHash(t.ctx.keys, address)])).map(({ reason, purpose }) => [reason, purpose]);

test("a customer hears of similar products until they say no, and every unmet condition has its name", async () => {
  expect((await send()).body).toMatchObject({ state: "stopped", reason: "soft_opt_in_no_rule" });
  await sell({ product: "travel", key: "order-1" });
  expect((await send()).body.reason).toBe("soft_opt_in_not_similar");
  await sell({ kind: "negotiation" });
  await sell({ chance: "none" });
  expect((await send()).body.reason).toBe("soft_opt_in_no_chance_at_collection");
  const { body: sale } = await sell({ key: "order-2" });
  expect((await sell({ key: "order-2", product: "travel" })).body).toEqual(sale);
  expect((await send()).body).toMatchObject({ state: "queued", reason: null });
  const explained = await explain();
  expect(explained).toMatchObject({ allowed: true, reason: "soft_opt_in", person: sale.person, suppressed: [] });
  expect(explained.chain.filter(({ check }) => check === "soft-opt-in").map(({ code }) => code)).toEqual([
    "soft_opt_in_rule",
    "soft_opt_in_sale",
    "soft_opt_in_recent",
    "soft_opt_in_similar",
    "soft_opt_in_chance_at_collection",
    "soft_opt_in_way_out_in_message",
  ]);
  // Only this stream relies on it.
  expect(await explain("offers")).toMatchObject({ allowed: false, reason: "consent_missing" });
  await t.drain();
  const mail = (await t.sentMail()).find(({ to }) => to === ada);
  const link = /^List-Unsubscribe: <([^>]+)>/m.exec(mail?.mime.replace(/\r\n[ \t]+/g, " ") ?? "")?.[1] ?? "";
  const click = await t.app.request(new URL(link).pathname, {
    method: "POST",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  expect(click.status).toBe(200);
  expect((await send()).body.reason).toBe("suppressed_unsubscribed");
  await sell();
  expect((await explain()).reason).toBe("suppressed_unsubscribed");
  expect((await explain()).chain.at(-1)?.code).toBe("consent_withdrawn");
  await t.drain();
  expect(await t.ledgerTypes(sale.person)).toContain("sale.recorded");
  const text = JSON.stringify(await t.ctx.db.selectFrom("ledger_entry").select("content").execute());
  expect(text).not.toContain(ada);
});

test("a sale counts for its time and is forgotten after it; what went out is forgotten too", async () => {
  await sell();
  await send();
  await t.drain();
  expect(
    (
      await post("/api/sales", {
        email: ada,
        kind: "sale",
        product: "tools",
        chance: "given",
        key: "1",
        at: "2027-01-01T00:00:00Z",
      })
    ).body.code,
  ).toBe("choice_time_wrong");
  t.clock.set("2027-11-22T10:00:01Z");
  expect((await explain()).reason).toBe("soft_opt_in_no_sale");
  const hash = addressHash(t.ctx.keys, ada);
  const left = async (table: "address_sale" | "message_delivery") =>
    (await t.ctx.db.selectFrom(table).select("id").where("address_hash", "=", hash).execute()).length;
  expect([await left("address_sale"), await left("message_delivery")]).toEqual([1, 1]);
  await sweep("messages", "sales.forget");
  await sweep("messages", "messages.forget");
  expect([await left("address_sale"), await left("message_delivery")]).toEqual([0, 0]);
});

test("what bounces for good is not written to again; what is full or distrustful is", async () => {
  await sell();
  const { body } = await send();
  await t.drain();
  const mime = (await t.sentMail()).find(({ to }) => to === ada)?.mime ?? "";
  const report = async (status: string, to = ada) => {
    const lines = [
      "Return-Path: <>",
      "From: MAILER-DAEMON@mx.example.net",
      "Subject: Undelivered mail",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      `Final-Recipient: rfc822; ${to}`,
      "Action: failed",
      `Status: ${status}`,
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      /^Message-ID: .*$/im.exec(mime)?.[0] ?? "",
      "--b--",
      "",
    ];
    const parsed = await parseMessage(Buffer.from(lines.join("\r\n")));
    if (parsed.report === null) throw new Error("The report was not read.");
    const { report: read } = parsed;
    await t.ctx.transaction((tx) => recordBounce(tx, read));
    await t.ctx.db.updateTable("mail_message").set({ bounced_at: null }).execute();
  };
  await report("5.2.2");
  await report("5.7.1");
  expect(await suppressionsOf(ada)).toEqual([]);
  await report("5.1.1");
  expect(await suppressionsOf(ada)).toEqual([["bounced", "*"]]);
  expect((await send()).body.reason).toBe("suppressed_bounced");
  expect((await explain("receipts")).reason).toBe("suppressed_bounced");
  await t.drain();
  expect(await t.ledgerTypes(body.message)).toContain("message.bounced");
});

test("a bounce is lifted by two people with a reason; a person's own no is not theirs to lift", async () => {
  await post("/api/suppressions", { addresses: [ada], reason: "bounced" });
  await post("/api/suppressions", { addresses: [ada], reason: "complained" });
  const [one, other] = [await t.signIn("privacy-lead"), await t.signIn("privacy-lead")];
  const asking = { address: ada, reason: "bounced", why: "The mailbox was full and works again." };
  const ask = await post<SuppressionLift>("/api/suppressions/lifts", asking, one.headers);
  expect(ask).toMatchObject({ status: 201, body: { state: "waiting", askedBy: one.actor.id } });
  const settle = (headers: Record<string, string>, agreed = true) =>
    post<SuppressionLift>(`/api/suppressions/lifts/${ask.body.id}/settle`, { agreed }, headers);
  expect((await settle(one.headers)).body.code).toBe("lift_same_person");
  expect(await suppressionsOf(ada)).toContainEqual(["bounced", "*"]);
  expect((await settle(other.headers)).body).toMatchObject({ state: "lifted", settledBy: other.actor.id });
  expect(await suppressionsOf(ada)).toEqual([["complained", "*"]]);
  expect((await settle(other.headers, false)).body.code).toBe("lift_settled");
  const theirs = await post("/api/suppressions/lifts", { ...asking, reason: "complained" }, one.headers);
  expect(theirs.status).toBe(422);
  expect((await post("/api/suppressions/lifts", asking, one.headers)).body.code).toBe("suppression_not_found");
  await t.drain();
  expect(await t.ledgerTypes(ask.body.id)).toEqual(["suppression.lift-asked", "suppression.lifted"]);
});

test("what was refused lately is listed with its reason, a page at a time, and names nobody", async () => {
  await send();
  t.clock.advance("PT1M");
  await send();
  const read = async (query: string) => {
    const response = await t.app.request(`/api/messages/refusals?${query}`, {
      headers: await t.apiKey(["messages:read"]),
    });
    return (await response.json()) as { refusals: { reason: string; at: string }[]; next: string | null };
  };
  const first = await read("reason=soft_opt_in_no_rule&limit=1");
  expect(first.refusals).toMatchObject([{ stream: "news", state: "stopped", reason: "soft_opt_in_no_rule" }]);
  const next = await read(`reason=soft_opt_in_no_rule&limit=1&before=${first.next}`);
  expect(next.refusals[0]?.at).toBe("2026-11-22T10:00:00.000Z");
  expect(JSON.stringify([first, next])).not.toContain("example.org");
});
