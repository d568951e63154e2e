/** Letters that are cases of their own: what complains opens a complaint, what a parent writes the case of a child. */
import type { ChildCase, ChildContent } from "@kept/contract/children";
import type { ComplaintContent, ComplaintDetail } from "@kept/contract/complaints";
import type { InboxMessage, MessageDetail } from "@kept/contract/mailbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Office, openOffice } from "./testing/open-office.ts";

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office[Symbol.asyncDispose]());

const last = async () => (await office.messages()).at(-1);
const casesOf = async (id: string | undefined) =>
  (await office.api<MessageDetail>("GET", `/api/inbox/${id}`)).body.caseIds;
const mailsTo = async (to: string) => (await office.t.sentMail()).filter((mail) => mail.to === to);

test("a letter that complains opens a complaint from the day on which it arrived, and is answered by it alone", async () => {
  const from = "ivy@example.org";
  await office.write({ from, text: "I file a formal complaint about your company: you gave my data to strangers." });
  const message = await last();
  expect(message).toMatchObject({ state: "done", class: "complaint", outcome: "case_opened" });
  const [caseId, ...others] = await casesOf(message?.id);
  expect(others).toEqual([]);
  const { body: complaint } = await office.api<ComplaintDetail>("GET", `/api/complaints/${caseId}`);
  expect(complaint).toMatchObject({ channel: "mailbox", state: "open", arrivedAt: message?.received_at.toISOString() });
  expect(complaint.acknowledgedAt).not.toBeNull();
  const { body: words } = await office.api<ComplaintContent>("GET", `/api/complaints/${caseId}/content`);
  expect(words).toMatchObject({ email: from, text: expect.stringContaining("formal complaint") });
  expect((await mailsTo(from)).map(({ kind }) => kind)).toEqual(["complaint-received"]);

  // The answer to our mail goes on with it, and opens no second one.
  const [mail] = await mailsTo(from);
  const id = /^Message-ID: (\S+)/im.exec(mail?.mime ?? "")?.[1] ?? "";
  await office.write({ from, text: "I complain about your company again.", headers: { "In-Reply-To": id } });
  const reply = await last();
  expect(reply).toMatchObject({ state: "triage", class: "reply", outcome: "joined" });
  expect(await casesOf(reply?.id)).toEqual([caseId]);
  const { body: about } = await office.api<{ messages: InboxMessage[] }>("GET", `/api/inbox?case=${caseId}`);
  expect(about.messages.length).toBe(2);
});

test("a reply about a request that complains opens a complaint about that request", async () => {
  const from = "gareth@example.org";
  await office.write({ from, text: "Please send me a copy of all personal data you hold about me." });
  const request = await office.t.ctx.db
    .selectFrom("request")
    .selectAll()
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  await office.write({
    from,
    subject: `Re: ${request.reference}`,
    text: "This takes too long. I file a formal complaint about your company with the data protection authority.",
  });
  const message = await last();
  expect(message).toMatchObject({ class: "reply", state: "triage", outcome: "case_opened" });
  const [caseId] = await casesOf(message?.id);
  const { body } = await office.api<ComplaintDetail>("GET", `/api/complaints/${caseId}`);
  expect(body.aboutRequest).toBe(request.id);
});

test("a parent's letter opens a case in which nobody is known yet: nothing is frozen until an operator names the child", async () => {
  const from = "quinn@example.org";
  await office.write({
    from,
    text: "Our daughter is eleven and opened an account with you without asking us (user name starling11).",
  });
  const message = await last();
  expect(message).toMatchObject({ state: "done", class: "right", rights: ["child"], outcome: "case_opened" });
  const [caseId] = await casesOf(message?.id);
  const path = `/api/children/cases/${caseId}`;
  const { body } = await office.api<ChildCase>("GET", path);
  expect(body).toMatchObject({ state: "claimed", isKnown: false, source: "parent" });
  const { body: words } = await office.api<ChildContent>("GET", `${path}/content`);
  expect(words).toMatchObject({ person: null, parent: from, evidence: expect.stringContaining("starling11") });
  expect((await mailsTo(from)).map(({ kind }) => kind)).toEqual(["child-received"]);
  expect((await office.api<{ code: string }>("POST", `${path}/confirm`, {})).body.code).toBe("child_unknown");
  const person = { kind: "id", value: "starling11" };
  expect((await office.api<ChildCase>("POST", `${path}/confirm`, { person })).body).toMatchObject({
    state: "frozen",
    isKnown: true,
  });
});

test("what is not clear waits, and an operator makes a case of it; machines and forwards open none", async () => {
  const count = async () => (await office.t.ctx.db.selectFrom("complaint").select("id").execute()).length;
  const before = await count();
  await office.write({ from: "tess@example.org", text: "I wrote to you on Monday about my parcel and got no reply." });
  await office.write({
    from: "robot@example.org",
    text: "Your formal complaint about your company was received by our data protection team.",
    headers: { "Auto-Submitted": "auto-replied" },
  });
  expect(await count()).toBe(before);
  const message = (await office.messages()).find((row) => row.class === "question");
  const { body } = await office.api<MessageDetail>("POST", `/api/inbox/${message?.id}/case`, { case: "complaint" });
  expect(body).toMatchObject({ state: "done", outcome: "case_opened" });
  expect(await count()).toBe(before + 1);
});
