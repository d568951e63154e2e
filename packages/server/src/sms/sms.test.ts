/** Text messages out and in: senders, faults, STOP, and what goes the way of a letter (R-8.3.c). */

import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { matchesContentDigest } from "@kept/connectors/http/content-digest";
import { readExchangeKey } from "@kept/connectors/http/exchange-key";
import { checkExchange, readSignatureFields } from "@kept/connectors/http/sign-exchange";
import type { InboxList, MessageContent } from "@kept/contract/mailbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosingKept } from "../choices/testing/choosing-kept.ts";
import { addDuration, isoInstant } from "../platform/clock.ts";
import { sealJson } from "../platform/crypto/seal-json.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { listUndelivered } from "../requests/undelivered.ts";
import { SMS_SECRET, verifyingKept } from "../verification/testing/verifying-kept.ts";
import { addSms } from "./queue-sms.ts";
import { adoptWaiting } from "./receive-sms.ts";
import { resumeTexts, sendSms } from "./send-sms.ts";
import type { SmsToSend } from "./sender.ts";
import { createWebhookSender } from "./sender-webhook.ts";
import { createFileSender, outboxSender } from "./senders.ts";
import { tidySms } from "./slice.ts";
import { describeSender } from "./testing/describe-sender.ts";
import { deliverSms } from "./testing/sign-incoming.ts";

interface Gateway extends AsyncDisposable {
  readonly url: string;
  readonly messages: SmsToSend[];
  /** What it answers next; 0: it cuts the line. */
  answers: number[];
}

/** A gateway that checks every signature, on a socket of its own. */
async function openGateway(): Promise<Gateway> {
  const gateway: { url: string; messages: SmsToSend[]; answers: number[] } = { url: "", messages: [], answers: [] };
  const take = async (incoming: IncomingMessage, answer: ServerResponse) => {
    const status = gateway.answers.shift() ?? 202;
    if (status === 0) {
      incoming.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = new Headers(incoming.headers as Record<string, string>);
    const message = { method: "POST", targetUri: gateway.url, headers };
    const at = Number(/created=(\d+)/.exec(headers.get("signature-input") ?? "")?.[1]);
    checkExchange("request", message, readSignatureFields(headers), readExchangeKey(SMS_SECRET), at);
    const digest = createHash("sha256").update(body).digest();
    if (!matchesContentDigest(headers.get("content-digest") ?? "", digest)) throw new Error("another body");
    if (status < 300) gateway.messages.push(JSON.parse(body.toString("utf8")) as SmsToSend);
    answer.writeHead(status).end();
  };
  const server = createServer((incoming, answer) => {
    take(incoming, answer).catch(() => answer.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
  return Object.assign(gateway, {
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}

const webhook = (url: string) => createWebhookSender({ url, secret: SMS_SECRET, allowPrivateAddress: true });

describeSender({
  name: "webhook",
  make: async () => {
    const gateway = await openGateway();
    return {
      sender: webhook(gateway.url),
      arrived: async () => gateway.messages,
      [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
    };
  },
  makeBroken: async () => webhook("http://127.0.0.1:1/send"),
});

describeSender({
  name: "file",
  make: async () => {
    const folder = mkdtempSync(join(tmpdir(), "kept-sms-"));
    const path = join(folder, "sms.jsonl");
    const arrived = async () =>
      readFileSync(path, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as SmsToSend);
    return {
      sender: createFileSender(path),
      arrived,
      [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }),
    };
  },
  makeBroken: async () => createFileSender(join(tmpdir(), "no-such-folder-of-kept", "sms.jsonl")),
});

describeSender({
  name: "outbox",
  make: async () => ({ sender: outboxSender, arrived: async () => [], [Symbol.asyncDispose]: async () => undefined }),
  makeBroken: null,
});

test("a gateway in a private network is not called unless the configuration says so", async () => {
  const sender = createWebhookSender({ url: "http://127.0.0.1:1/", secret: SMS_SECRET, allowPrivateAddress: false });
  const clock = (await import("../platform/clock.ts")).fixedClock("2026-11-22T10:00:00Z");
  expect(await sender.send({ id: "a", to: "+4915", from: null, text: "x" }, clock)).toMatchObject({ kind: "failed" });
});

let t: TestCtx;
let gateway: Gateway;
beforeAll(async () => {
  gateway = await openGateway();
  const sender = {
    kind: "webhook",
    url: gateway.url,
    secret: { env: "SMS_SECRET" },
    allowPrivateAddress: true,
  } as const;
  t = await createTestCtx({
    kept: { ...choosingKept, sms: { ...verifyingKept.sms, sender } },
    settings: { variables: { SMS_SECRET, TEST_SESSION_KEY: "5f".repeat(32) } },
  });
});
afterAll(async () => {
  await t[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

const parts = () => ({
  kept: t.parts.kept,
  publicUrl: t.settings.publicUrl,
  folder: t.parts.folder,
  variables: t.settings.variables,
  choices: null as never,
});

async function queue(text: string): Promise<string> {
  const expiresAt = isoInstant(addDuration(t.ctx.clock.now(), "PT10M"));
  return await t.ctx.transaction(async (tx) => {
    const job = await addSms(tx, { key: "req_x", kind: "code", to: "+49151234567", text, expiresAt });
    return (job.payload as { smsId: string }).smsId;
  });
}
const row = (id: string) =>
  t.ctx.db.selectFrom("sms_message").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

test("a gateway that is down, cut or overloaded delays and never doubles: one message, and its text is forgotten once it left", async () => {
  const id = await queue("111 111");
  gateway.answers = [0, 503, 429];
  for (const _ of [1, 2, 3]) await expect(sendSms(t.ctx, parts(), id)).rejects.toThrow("could not be handed over");
  expect(await row(id)).toMatchObject({ state: "queued", attempts: 3, problem_code: "answered_429" });
  await sendSms(t.ctx, parts(), id);
  await sendSms(t.ctx, parts(), id);
  expect(gateway.messages.filter((one) => one.id === id)).toHaveLength(1);
  expect(await row(id)).toMatchObject({ state: "sent", attempts: 4, sealed: null });
});

test("a number that the gateway refuses is given up at once, and a code that nobody wants any more is not sent", async () => {
  const refused = await queue("222 222");
  gateway.answers = [422];
  await sendSms(t.ctx, parts(), refused);
  expect(await row(refused)).toMatchObject({ state: "failed", problem_code: "answered_422", sealed: null });
  const late = await queue("333 333");
  t.clock.set("2026-11-22T10:10:01Z");
  await sendSms(t.ctx, parts(), late);
  expect(await row(late)).toMatchObject({ state: "expired", sealed: null });
  expect(gateway.messages.some((one) => one.id === late)).toBe(false);
  await t.drain();
  expect(await t.ledgerTypes("req_x")).toEqual(["sms.sent", "sms.not-sent", "sms.not-sent"]);
});

test("what the queue gave up is tried again until its time is over, and then it is known that it was not sent", async () => {
  const expiresAt = isoInstant(addDuration(t.ctx.clock.now(), "P1D"));
  const write = (key: string) =>
    t.ctx.transaction(async (tx) => {
      const sms = { key, kind: "acknowledgement", to: "+49151234567", text: "It is here.", expiresAt } as const;
      return ((await addSms(tx, sms)).payload as { smsId: string }).smsId;
    });
  const [late, lost] = [await write("req_late"), await write("req_lost")];
  t.clock.advance("PT5H");
  gateway.answers = [503, 503];
  await resumeTexts(t.ctx, parts());
  expect([(await row(late)).state, (await row(lost)).state]).toEqual(["queued", "queued"]);
  gateway.answers = [202, 503];
  await resumeTexts(t.ctx, parts());
  const states = [await row(late), await row(lost)];
  expect(states.map(({ state }) => state).sort()).toEqual(["queued", "sent"]);
  t.clock.advance("P1D");
  await tidySms(t.ctx);
  await resumeTexts(t.ctx, parts());
  const over = [await row(late), await row(lost)];
  expect(over.map(({ state, sealed }) => [state, sealed]).sort()).toEqual([
    ["expired", null],
    ["sent", null],
  ]);
  await t.drain();
  expect([...(await t.ledgerTypes("req_late")), ...(await t.ledgerTypes("req_lost"))].sort()).toEqual([
    "sms.not-sent",
    "sms.sent",
  ]);
  t.clock.set("2026-11-22T10:10:01Z");
});

test("a request by text is acknowledged when the text was handed over, and not when it is only queued", async () => {
  const from = "+4915112000021";
  const queued = await deliverSms(t, SMS_SECRET, { id: "ack1", from, text: REQUEST });
  expect(queued.status).toBe(202);
  await t.drain();
  const request = await lastRequest();
  const [text = ""] = textsTo(from);
  const path = new URL(/https?:\S+/.exec(text)?.[0] ?? "").pathname;
  const code = /\d{3} \d{3}/.exec(text)?.[0] ?? "";
  await t.app.request(`${path}/sms`, { method: "POST", body: new URLSearchParams({ code }) });
  gateway.answers = [422];
  await t.drain();
  const types = await t.ledgerTypes(request.id);
  expect(types).toContain("sms.not-sent");
  expect(types).not.toContain("request.acknowledged");
  // An operator sees it with the request.
  expect(await listUndelivered(t.ctx, request.id)).toMatchObject([
    { way: "sms", what: "The request has arrived", why: "refused", code: "answered_422", isTriedAgain: false },
  ]);
});

test("STOP is an objection at once, answered once, however often it comes and whatever else is in it", async () => {
  const from = "+49 151 7654321";
  const before = gateway.messages.length;
  expect((await deliverSms(t, SMS_SECRET, { id: "g1", from, text: "Stop!" })).status).toBe(202);
  expect((await deliverSms(t, SMS_SECRET, { id: "g1", from, text: "Stop!" })).status).toBe(202);
  expect((await deliverSms(t, SMS_SECRET, { id: "g2", from, text: "  STOPP " })).status).toBe(202);
  await t.drain();
  const answers = gateway.messages.slice(before);
  expect(answers.map(({ to, text }) => [to, text])).toEqual([
    ["+491517654321", "Example: you get no more advertising from us by text message. This is the last one."],
  ]);
  const acts = await t.ctx.db.selectFrom("choice_event").selectAll().execute();
  // Each message that says so is on record; one answer is enough for both.
  expect(acts.map(({ act, purpose, channel }) => [act, purpose, channel])).toEqual([
    ["objected", "newsletter", "sms"],
    ["objected", "newsletter", "sms"],
  ]);
  // And who writes so is known by a keyed hash only.
  const kept = JSON.stringify(await t.ctx.db.selectFrom("sms_incoming").selectAll().execute());
  expect(kept).not.toContain("7654321");
  t.clock.set("2026-12-30T10:00:00Z");
  await tidySms(t.ctx);
  expect(await t.ctx.db.selectFrom("sms_incoming").selectAll().execute()).toEqual([]);
});

const REQUEST = "Hi, please send me a copy of all personal data you hold about me.";
const api = async <T>(path: string, method = "GET", body?: unknown): Promise<{ status: number; body: T }> => {
  const { headers } = await t.signIn("privacy-lead");
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await t.app.request(path, {
    method,
    headers: { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (answer.status === 204 ? null : await answer.json()) as T };
};
const textsTo = (to: string) => gateway.messages.filter((one) => one.to === to).map(({ text }) => text);
const lastRequest = () =>
  t.ctx.db.selectFrom("request").selectAll().orderBy("id", "desc").limit(1).executeTakeFirstOrThrow();

test("a right asked for by text opens a request; the code that went to that number proves it, and the month runs from the text", async () => {
  const from = "+4915112000001";
  expect((await deliverSms(t, SMS_SECRET, { id: "r1", from, text: REQUEST })).status).toBe(202);
  expect((await deliverSms(t, SMS_SECRET, { id: "r1", from, text: REQUEST })).status).toBe(202);
  await t.drain();
  const request = await lastRequest();
  expect(request).toMatchObject({ kind: "access", state: "unverified", channel: "sms", person_label: "+•••01" });
  const { body: inbox } = await api<InboxList>("/api/inbox?filter=done");
  expect(inbox.messages[0]).toMatchObject({
    door: "sms",
    rights: ["access"],
    requestIds: [request.id],
    sender: "+•••01",
  });
  const [text = "", ...more] = textsTo(from);
  expect(more).toEqual([]);
  expect(text).toContain(request.reference);
  const code = /\d{3} \d{3}/.exec(text)?.[0] ?? "";
  const path = new URL(/https?:\S+/.exec(text)?.[0] ?? "").pathname;

  const page = await (await t.app.request(path)).text();
  expect(page).toContain(`${path}/sms`);
  // Nobody can be written to by mail who gave no address.
  expect(page).not.toContain("send-code");
  const say = (said: string) =>
    t.app.request(`${path}/sms`, { method: "POST", body: new URLSearchParams({ code: said }) });
  await say("000 000");
  expect((await lastRequest()).state).toBe("unverified");
  expect((await say(code)).status).toBe(200);
  await t.drain();
  const proven = await lastRequest();
  expect(proven.state).not.toBe("unverified");
  expect(proven.arrived_at.toISOString()).toBe(request.arrived_at.toISOString());
  expect(await t.ledgerTypes(request.id)).toContain("request.acknowledged");
  // What follows comes by text as well, with a link.
  expect(textsTo(from).at(-1)).toMatch(/\/privacy\/status\//);
  const stored = JSON.stringify([
    await t.ctx.db.selectFrom("sms_incoming").selectAll().execute(),
    await t.ctx.db.selectFrom("outbox").selectAll().execute(),
  ]);
  expect(stored).not.toContain("4915112000001");
});

test("who texts again while a request is open gets no second one", async () => {
  const from = "+4915112000011";
  await deliverSms(t, SMS_SECRET, { id: "r2", from, text: REQUEST });
  await t.drain();
  const before = (await t.ctx.db.selectFrom("request").select("id").execute()).length;
  await deliverSms(t, SMS_SECRET, {
    id: "r3",
    from,
    text: "Please send me a copy of all the personal data you have on me!",
  });
  await t.drain();
  expect((await t.ctx.db.selectFrom("request").select("id").execute()).length).toBe(before);
});

test("what is unclear waits in the inbox, is counted there, acknowledged by text, and answered by text", async () => {
  const from = "+4915112000002";
  const count = async () => (await api<InboxList>("/api/inbox")).body.counts.triage;
  const before = await count();
  await deliverSms(t, SMS_SECRET, { id: "q1", from, text: "Is your shop open on Sunday?" });
  await t.drain();
  expect(await count()).toBe(before + 1);
  const message = (await api<InboxList>("/api/inbox")).body.messages.at(-1);
  expect(message).toMatchObject({ door: "sms", class: "question", state: "triage" });
  expect(textsTo(from)).toEqual([expect.stringContaining(message?.reference ?? "-")]);
  const { body: content } = await api<MessageContent>(`/api/inbox/${message?.id}/content`);
  expect(content).toMatchObject({ from, text: "Is your shop open on Sunday?" });
  const answer = { template: "free", language: "en", text: "Yes, from ten." };
  expect((await api(`/api/inbox/${message?.id}/answer`, "POST", answer)).status).toBe(200);
  await t.drain();
  expect(textsTo(from).at(-1)).toContain("Yes, from ten.");
  // A second question of that day is not acknowledged anew: no two machines talk.
  await deliverSms(t, SMS_SECRET, { id: "q2", from, text: "And on Monday?" });
  await t.drain();
  expect(textsTo(from)).toHaveLength(2);
});

test("a stop in other words is one, a complaint waits for a person, and a short number is answered by nobody", async () => {
  const stopper = "+4915112000003";
  await deliverSms(t, SMS_SECRET, { id: "s1", from: stopper, text: "please stop sending me offers and advertising" });
  await t.drain();
  const acts = await t.ctx.db.selectFrom("choice_event").selectAll().execute();
  expect(acts.at(-1)).toMatchObject({ act: "objected", purpose: "newsletter", channel: "sms" });
  const text = "I complain about how you treat my personal data: you gave it to strangers.";
  await deliverSms(t, SMS_SECRET, { id: "s2", from: "+4915112000004", text });
  await deliverSms(t, SMS_SECRET, { id: "s3", from: "72727", text: REQUEST });
  await t.drain();
  const [complaint, short] = (await api<InboxList>("/api/inbox")).body.messages.slice(-2);
  expect(complaint).toMatchObject({ class: "complaint", state: "triage", caseIds: [] });
  expect(short).toMatchObject({ rights: ["access"], state: "triage", requestIds: [] });
  expect(textsTo("72727")).toEqual([]);
});

test("a forged call is nothing, and one that is no message is refused", async () => {
  const sms = { id: "g4", from: "+4915112", text: REQUEST };
  const before = (await t.ctx.db.selectFrom("mailbox_message").select("id").execute()).length;
  const forged = (body: string) => body.replace("g4", "g5");
  expect((await deliverSms(t, SMS_SECRET, sms, forged)).status).toBe(403);
  expect((await deliverSms(t, "00".repeat(32), { ...sms, id: "g6" })).status).toBe(403);
  expect((await deliverSms(t, SMS_SECRET, { id: "g7" })).status).toBe(422);
  expect((await t.ctx.db.selectFrom("mailbox_message").select("id").execute()).length).toBe(before);
});

test("texts that waited in an older version's list come into the inbox once", async () => {
  const id = "an-older-text";
  const seal = { from: "+49 151 12000005", text: "What do you know about me?" };
  await t.ctx.db
    .insertInto("sms_incoming")
    .values({
      id,
      sender_hash: "x",
      taken_for: "unclear",
      sealed: sealJson(t.ctx.keys, "sms.incoming", `sms_incoming/${id}`, seal),
      received_at: "2026-11-20T08:00:00Z",
    })
    .execute();
  await adoptWaiting(t.ctx);
  await adoptWaiting(t.ctx);
  await t.drain();
  const request = await lastRequest();
  expect(request).toMatchObject({ kind: "access", channel: "sms" });
  expect(request.arrived_at.toISOString()).toBe("2026-11-20T08:00:00.000Z");
  expect(textsTo("+4915112000005")).toHaveLength(1);
});
