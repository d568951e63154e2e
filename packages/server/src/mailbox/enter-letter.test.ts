/** Letters on paper: entered by an operator, sealed, sorted like every message. */
import type { InboxList, InboxMessage, MessageContent } from "@kept/contract/mailbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { choosingKept, SESSION_SECRET } from "../choices/testing/choosing-kept.ts";
import { tidyRequests } from "../fulfilment/tidy-requests.ts";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { type Office, openOffice } from "./testing/open-office.ts";
import { tidyMessages } from "./tidy-messages.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office[Symbol.asyncDispose]());

const PDF = Buffer.from("%PDF-1.7 invented");
const scan = { type: "application/pdf", content: PDF.toString("base64") };
const ASKS = "Dear Sir or Madam, please send me a copy of all personal data that you hold about me. Ada";

async function enter(body: object): Promise<{ status: number; body: { id: string; code?: string } }> {
  const answer = await office.api<{ id: string; code?: string }>("POST", "/api/inbox/letters", body);
  await office.t.drain();
  return answer;
}
const look = async (id: string) => (await office.api<InboxMessage>("GET", `/api/inbox/${id}`)).body;
const requests = () => office.t.ctx.db.selectFrom("request").selectAll().execute();

test("a letter that names an address opens a request, whose clock runs from the day on which it came", async () => {
  const { status, body } = await enter({ arrivedOn: "2026-11-17", email: "ada@example.org", text: ASKS, scan });
  expect(status).toBe(201);
  const message = await look(body.id);
  expect(message).toMatchObject({ door: "post", rights: ["access"], outcome: "request_opened", attachments: 1 });
  const [request] = await requests();
  expect(request).toMatchObject({ kind: "access", state: "unverified", channel: "post" });
  expect(request?.arrived_at.toISOString().slice(0, 10)).toBe("2026-11-17");
  expect((await office.t.sentMail()).map(({ kind, to }) => [kind, to])).toEqual([
    ["request-confirm", "ada@example.org"],
  ]);
});

test("without an address, or with a scan alone, a person decides; the scan is sealed and comes back as it was", async () => {
  const before = (await requests()).length;
  const named = await enter({ arrivedOn: "2026-11-18", text: ASKS });
  expect(await look(named.body.id)).toMatchObject({ state: "triage", rights: ["access"], confident: true });
  const scanned = await enter({ arrivedOn: "2026-11-18", scan });
  expect(await look(scanned.body.id)).toMatchObject({ state: "triage", rights: [], class: "question" });
  expect((await requests()).length).toBe(before);

  const { headers } = await office.t.signIn("privacy-lead");
  const file = await office.t.app.request(`/api/inbox/${scanned.body.id}/attachments/0`, { headers });
  expect(Buffer.from(await file.arrayBuffer()).equals(PDF)).toBe(true);
  expect(file.headers.get("content-disposition")).toContain("scan.pdf");
  expect((await office.t.app.request(`/api/inbox/${scanned.body.id}/attachments/1`, { headers })).status).toBe(404);
  const { body: content } = await office.api<MessageContent>("GET", `/api/inbox/${named.body.id}/content`);
  expect(content).toMatchObject({ text: ASKS, from: "" });
  const stored = JSON.stringify(await office.t.ctx.db.selectFrom("mailbox_message").selectAll().execute());
  expect(stored).not.toContain("Dear Sir");
  expect(stored).not.toContain(Buffer.from(PDF).toString("hex"));
});

test("a letter of this morning has come by now, not at a noon that is still to come", async () => {
  const now = "2026-11-22T06:00:00Z";
  office.t.clock.set(now);
  const { body } = await enter({ arrivedOn: "2026-11-22", text: "Are you open on Monday?" });
  office.t.clock.set("2026-11-22T10:00:00Z");
  expect((await look(body.id)).receivedAt).toBe("2026-11-22T06:00:00.000Z");
});

test("no more advertising, written on paper, is an objection to every way, and a person looks at the lists on paper", async () => {
  await using t = await createTestCtx({
    kept: choosingKept,
    settings: { variables: { TEST_SESSION_KEY: SESSION_SECRET } },
  });
  const { headers } = await t.signIn("privacy-lead");
  const text = "Please send me no more advertising by post.";
  const sent = await t.app.request("/api/inbox/letters", {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ arrivedOn: "2026-11-18", email: "ada@example.org", text }),
  });
  expect(sent.status).toBe(201);
  await t.drain();
  const [message] = await t.ctx.db.selectFrom("mailbox_message").selectAll().execute();
  expect(message).toMatchObject({ door: "post", state: "triage", outcome: "handed_on" });
  const acts = await t.ctx.db.selectFrom("choice_event").selectAll().execute();
  expect(acts.map(({ act, purpose, channel }) => [act, purpose, channel]).sort()).toEqual([
    ["objected", "newsletter", "email"],
    ["objected", "newsletter", "sms"],
  ]);
});

test("a letter whose link nobody used waits for a person still when its request has lapsed", async () => {
  await using own = await openOffice();
  const letter = { arrivedOn: "2026-11-17", email: "ada@example.org", text: ASKS };
  const { body } = await own.api<{ id: string }>("POST", "/api/inbox/letters", letter);
  await own.t.drain();
  own.t.clock.advance("P60D");
  await tidyRequests(own.t.ctx, own.parts.requests);
  await tidyMessages(own.t.ctx, own.parts);
  const [request] = await own.t.ctx.db.selectFrom("request").selectAll().execute();
  expect(request?.state).toBe("lapsed");
  const { body: inbox } = await own.api<InboxList>("GET", "/api/inbox");
  expect(inbox.messages.map(({ id, state }) => [id, state])).toEqual([[body.id, "triage"]]);
  const { body: content } = await own.api<MessageContent>("GET", `/api/inbox/${body.id}/content`);
  expect(content.text).toBe(ASKS);
});

test("the same words twice are two letters", async () => {
  const first = await enter({ arrivedOn: "2026-11-18", text: "Are you open on Sunday?" });
  const second = await enter({ arrivedOn: "2026-11-18", text: "Are you open on Sunday?" });
  expect(second.body.id).not.toBe(first.body.id);
});

test.each([
  [{ arrivedOn: "2026-11-18" }, "letter_empty"],
  [{ arrivedOn: "2027-01-01", text: "x" }, "letter_not_arrived"],
  [{ arrivedOn: "2026-11-18", scan: { type: "image/png", content: scan.content } }, "scan_not_readable"],
])("what is no letter is refused: %#", async (body, code) => {
  const answer = await enter(body);
  expect([answer.status, answer.body.code]).toEqual([422, code]);
});
