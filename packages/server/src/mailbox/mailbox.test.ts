/** From a letter to the request, through the SMTP listener: what opens, what waits, what is answered and what is not. */
import type { InboxList, MessageContent, MessageDetail } from "@kept/contract/mailbox";
import { expect, test } from "vitest";
import { createTestCtx } from "../platform/testing/create-test-ctx.ts";
import { ADA, createShop } from "../requests/testing/shop.ts";
import { listUndelivered } from "../requests/undelivered.ts";
import { receiveMessage } from "./receive-message.ts";
import { recordUnreachable } from "./record-reach.ts";
import { openOffice, QUESTIONS, RIGHTS } from "./testing/open-office.ts";

const confirmPath = (text: string): string => /\/privacy\/confirm\/\S+/.exec(text)?.[0] ?? "";

test("a clear letter opens a request, its clock runs from the letter, and the address is confirmed by a link", async () => {
  await using office = await openOffice();
  const { t } = office;
  const letterId = await office.write({ text: "Please send me a copy of all personal data you hold about me." });
  const [message] = await office.messages();
  expect(message).toMatchObject({ state: "done", class: "right", rights: ["access"], outcome: "request_opened" });
  const [mail, ...more] = await t.sentMail();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ kind: "request-confirm", to: "ada@example.org" });
  expect(mail?.mime).toContain(`In-Reply-To: ${letterId}`);
  expect(mail?.mime).toMatch(/Auto-Submitted: auto-replied/);
  expect(mail?.mime).toContain(`Reply-To: ${RIGHTS}`);

  const request = () => t.ctx.db.selectFrom("request").selectAll().executeTakeFirstOrThrow();
  expect(await request()).toMatchObject({
    kind: "access",
    state: "unverified",
    channel: "mailbox",
    due_on: "2026-12-22",
  });
  // The proof comes a day later; the month runs from the letter of 22 November.
  t.clock.advance("P1D");
  const path = confirmPath(mail?.text ?? "").split("?")[0] ?? "";
  expect((await t.app.request(path, { method: "POST" })).status).toBe(200);
  await t.drain();
  expect(await request()).toMatchObject({ due_on: "2026-12-22" });
  const id = (await request()).id;
  expect(await t.ledgerTypes(message?.id)).toEqual([
    "mailbox.message-received",
    "mailbox.request-made",
    "mailbox.message-sorted",
  ]);
  expect(await t.ledgerTypes(id)).toContain("request.verified");
});

test("the sender's name proves nothing: whoever writes in another's name gives that other a link and nothing else", async () => {
  await using office = await openOffice();
  await office.write({ from: "bob@example.org", text: "Delete my account and all my data." });
  const mails = await office.t.sentMail();
  expect(mails.map((mail) => [mail.kind, mail.to])).toEqual([["request-confirm", "bob@example.org"]]);
  const requests = await office.t.ctx.db.selectFrom("request").select(["state", "plan_version"]).execute();
  expect(requests).toEqual([{ state: "unverified", plan_version: 0 }]);
});

test("a question waits for a person and is acknowledged once, in the sender's language", async () => {
  await using office = await openOffice();
  const { t } = office;
  await office.write({
    to: QUESTIONS,
    text: "Guten Tag, wofür brauchen Sie die Statistik auf der Startseite? Viele Grüße",
  });
  const [message] = await office.messages();
  expect(message).toMatchObject({ state: "triage", class: "question", mailbox: "questions", language: "de" });
  // Sunday, 22 November: two working days later is Tuesday's end in Berlin.
  expect(message?.acknowledge_by?.toISOString()).toBe("2026-11-24T22:59:59.999Z");
  const [mail] = await t.sentMail();
  expect(mail).toMatchObject({ kind: "mailbox-received", to: "ada@example.org" });
  expect(mail?.subject).toContain("Ihre Nachricht ist angekommen");
  expect(mail?.mime).toContain(`Reply-To: ${QUESTIONS}`);
  await office.write({ to: QUESTIONS, text: "Und noch eine Frage: seit wann?" });
  expect(await t.sentMail()).toHaveLength(1);
  t.clock.advance("P1DT1M");
  await office.write({ to: QUESTIONS, text: "Ist noch jemand da? Ich habe eine Frage." });
  expect(await t.sentMail()).toHaveLength(2);
});

test("machines are never answered, and an automatic answer to our answer ends there", async () => {
  await using office = await openOffice();
  const headers: Record<string, string>[] = [
    { "Auto-Submitted": "auto-replied" },
    { Precedence: "bulk" },
    { "List-Id": "<news.example.net>" },
    { "X-Auto-Response-Suppress": "All" },
    { "X-Spam-Flag": "YES" },
  ];
  for (const [index, more] of headers.entries()) {
    await office.write({ from: `m${index}@example.net`, text: "I am away until Monday.", headers: more });
  }
  for (const from of ["no-reply@example.net", "MAILER-DAEMON@example.net", RIGHTS, "privacy@example.org"]) {
    await office.write({ from, text: "Where is my parcel?" });
  }
  expect(await office.t.sentMail()).toEqual([]);
  expect(await office.messages()).toHaveLength(9);
  // A program that knows no header answers our acknowledgement with our own words, again and again.
  await office.write({ from: "robot@example.net", text: "Where is my parcel?" });
  for (let round = 0; round < 5; round += 1) {
    const [ours] = (await office.t.sentMail()).toReversed();
    const id = /^Message-ID: (\S+)/im.exec(ours?.mime ?? "")?.[1] ?? "";
    office.t.clock.advance("P2D");
    await office.write({ from: "robot@example.net", text: ours?.text ?? "", headers: { "In-Reply-To": id } });
  }
  expect(await office.t.sentMail()).toHaveLength(1);
});

test("our own message that comes back is known by its mark", async () => {
  await using office = await openOffice();
  await office.write({ text: "Where is my parcel?" });
  const [mail] = await office.t.sentMail();
  await office.deliver(mail?.mime ?? "");
  expect((await office.messages()).at(-1)).toMatchObject({ class: "auto_reply", outcome: "set_aside" });
  expect(await office.t.sentMail()).toHaveLength(1);
});

test("an answer to our mail joins its request, by its header, by the subject or by the address", async () => {
  await using office = await openOffice({ plusAddresses: true });
  const { t } = office;
  await office.write({ text: "Please delete my account and all my data." });
  const [confirm] = await t.sentMail();
  const request = await t.ctx.db.selectFrom("request").selectAll().executeTakeFirstOrThrow();
  const ours = /^Message-ID: (\S+)/im.exec(confirm?.mime ?? "")?.[1] ?? "";
  const replyTo = /^Reply-To: (\S+)/im.exec(confirm?.mime ?? "")?.[1] ?? "";
  expect(replyTo).toBe(`privacy+${request.reference.replace("-", "").toLowerCase()}@example.com`);
  await office.write({ text: "Yes, that was me.", headers: { "In-Reply-To": ours } });
  await office.write({ text: "Yes, really.", subject: `Re: request ${request.reference}` });
  await office.write({ text: "I say it again.", to: replyTo });
  await office.write({ text: "Me too!", from: "eve@example.org", headers: { References: ours } });
  const [, ...replies] = await office.messages();
  expect(replies.map((row) => [row.state, row.class, row.outcome])).toEqual(
    replies.map(() => ["triage", "reply", "joined"]),
  );
  expect(replies.map((row) => row.tags)).toEqual([[], [], [], ["other_sender"]]);
  const joined = await t.ctx.db.selectFrom("mailbox_request").selectAll().execute();
  expect(joined.map((row) => row.request_id)).toEqual(joined.map(() => request.id));
  expect(joined).toHaveLength(5);
  // Nobody is verified by a reply, and nobody hears from a machine again.
  expect((await t.ctx.db.selectFrom("request").select("state").executeTakeFirstOrThrow()).state).toBe("unverified");
  expect(await t.sentMail()).toHaveLength(1);
});

test("who asks again while a request is open gets no second one", async () => {
  await using office = await openOffice();
  await office.write({ text: "Please delete my account." });
  await office.write({ text: "I asked you to delete my account and all my data!" });
  expect(await office.t.ctx.db.selectFrom("request").select("id").execute()).toHaveLength(1);
  expect((await office.messages()).at(-1)).toMatchObject({ state: "triage", tags: ["asked_again"], outcome: "joined" });
});

test("two rights in one letter open two requests; who wants a person to look at a decision is heard, too (R-8.4.8)", async () => {
  await using office = await openOffice();
  await office.write({ text: "Send me a copy of my data. After that delete my account." });
  const kinds = await office.t.ctx.db.selectFrom("request").select("kind").orderBy("kind").execute();
  expect(kinds.map((row) => row.kind)).toEqual(["access", "erasure"]);
  await office.write({
    from: "cy@example.org",
    text: "I want my case to be reviewed by a human: the decision was automated.",
  });
  expect((await office.messages()).at(-1)).toMatchObject({
    rights: ["human-review"],
    tags: [],
    outcome: "request_opened",
  });
  const [last] = await office.t.ctx.db.selectFrom("request").selectAll().orderBy("id", "desc").limit(1).execute();
  expect(last).toMatchObject({ kind: "human-review", state: "unverified", channel: "mailbox" });
});

test("an opt-out is handed on to whoever keeps choices, and waits for a person where nobody does", async () => {
  const heard: string[] = [];
  await using office = await openOffice({ optOut: ({ identifier }) => heard.push(identifier.value) > 0 });
  await office.write({ text: "unsubscribe" });
  expect(heard).toEqual(["ada@example.org"]);
  expect((await office.messages())[0]).toMatchObject({ state: "done", outcome: "handed_on" });
  await using other = await openOffice();
  await other.write({ text: "Please stop sending me emails." });
  expect((await other.messages())[0]).toMatchObject({ state: "triage", class: "unsubscribe", outcome: null });
});

test("a bounce marks the message that did not arrive, and its request is told", async () => {
  await using office = await openOffice();
  const { t } = office;
  await office.write({ from: "gone@example.org", text: "Please delete my account." });
  const [confirm] = await t.sentMail();
  const ours = /^Message-ID: (\S+)/im.exec(confirm?.mime ?? "")?.[1] ?? "";
  const report = (action: string, status: string) =>
    [
      "Return-Path: <>",
      "From: MAILER-DAEMON@mx.example.net",
      `To: ${RIGHTS}`,
      `Subject: Undelivered mail (${status})`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "It did not arrive.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.net",
      "",
      "Final-Recipient: rfc822; gone@example.org",
      `Action: ${action}`,
      `Status: ${status}`,
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: ${ours}`,
      "",
      "--b--",
      "",
    ].join("\r\n");
  const bounced = () =>
    t.ctx.db.selectFrom("mail_message").select(["bounced_at", "bounce_status"]).executeTakeFirstOrThrow();
  await office.deliver(report("delayed", "4.4.1"));
  expect(await bounced()).toMatchObject({ bounced_at: null });
  await office.deliver(report("failed", "5.1.1"));
  expect(await bounced()).toMatchObject({ bounce_status: "5.1.1", bounced_at: expect.any(Date) });
  const [, delayed, failed] = await office.messages();
  expect(delayed).toMatchObject({ class: "bounce", outcome: "set_aside" });
  expect(failed).toMatchObject({ class: "bounce", state: "triage", tags: ["bounced"] });
  const request = await t.ctx.db.selectFrom("request").select("id").executeTakeFirstOrThrow();
  expect(await t.ledgerTypes(request.id)).toContain("mailbox.mail-bounced");
  expect(await listUndelivered(t.ctx, request.id)).toMatchObject([
    { way: "email", what: "Confirm the address", why: "bounced", code: "5.1.1" },
  ]);
  expect(await t.sentMail()).toHaveLength(1);
});

test("the same message by the same or another way is taken in once; one letter more makes it another", async () => {
  await using office = await openOffice();
  const raw = "From: ada@example.org\r\nMessage-ID: <a@example.org>\r\nSubject: Hi\r\n\r\nWhere is my parcel?\r\n";
  await office.deliver(raw);
  await office.deliver(`Received: from elsewhere\r\nX-Scanned: yes\r\n${raw.replaceAll("\r\n", "\n")}\n`, QUESTIONS);
  expect(await office.messages()).toHaveLength(1);
  await office.deliver(raw.replace("parcel", "parcel, and delete my data"));
  expect(await office.messages()).toHaveLength(2);
});

test("the listener takes mail for its addresses only, and nothing that is too large", async () => {
  await using office = await openOffice();
  const raw = "From: ada@example.org\r\nSubject: Hi\r\n\r\nHi\r\n";
  await expect(office.deliver(raw, "somebody@example.com")).rejects.toThrow("5.1.1 no such mailbox here");
  await expect(office.deliver(raw + "x".repeat(21 * 1024 * 1024))).rejects.toThrow();
  expect(await office.messages()).toEqual([]);
});

test("what cannot be stored is not taken: the sender's server keeps it", async () => {
  await using office = await openOffice();
  await office.t.ctx.db.schema.alterTable("mailbox_message").renameTo("mailbox_away").execute();
  const raw = "From: ada@example.org\r\nSubject: Hi\r\n\r\nHi\r\n";
  await expect(office.deliver(raw)).rejects.toThrow("try again later");
  await office.t.ctx.db.schema
    .alterTable("mailbox_away" as never)
    .renameTo("mailbox_message")
    .execute();
  await office.deliver(raw);
  expect(await office.messages()).toHaveLength(1);
});

test("what nothing can be read from waits for a person", async () => {
  await using office = await openOffice();
  const deep = Array.from(
    { length: 60 },
    (_one, index) => `--b${index}\r\nContent-Type: multipart/mixed; boundary="b${index + 1}"\r\n\r\n`,
  );
  await office.deliver(`From: ada@example.org\r\nContent-Type: multipart/mixed; boundary="b0"\r\n\r\n${deep.join("")}`);
  await office.deliver(
    Buffer.concat([Buffer.from("From: bo@example.org\r\n"), Buffer.from([0, 255, 254, 13, 10, 13, 10, 0, 0, 200])]),
  );
  const rows = await office.messages();
  expect(rows.map((row) => row.state)).toEqual(["triage", "triage"]);
  expect(rows[0]?.class).toBe("unreadable");
});

test("an operator reads, answers, makes a request, joins and sets aside; every look is an entry", async () => {
  await using office = await openOffice();
  const { t } = office;
  await office.write({ subject: "Hm", text: "I want to exercise my rights under the GDPR.\n\n-- \nAda" });
  const list = (await office.api<InboxList>("GET", "/api/inbox")).body;
  expect(list.counts).toEqual({ triage: 1, done: 0, set_aside: 0 });
  expect(JSON.stringify(list)).not.toMatch(/ada@|exercise/);
  const id = list.messages[0]?.id ?? "";
  const content = (await office.api<MessageContent>("GET", `/api/inbox/${id}/content`)).body;
  expect(content).toMatchObject({ from: "ada@example.org", subject: "Hm", quoted: "--\nAda" });
  await t.drain();
  expect(await t.ledgerTypes(id)).toContain("mailbox.message-viewed");

  const answer = { template: "which_right", text: "What would you like?\n\nKind regards" };
  const answered = await office.api<MessageDetail>("POST", `/api/inbox/${id}/answer`, answer);
  expect(answered.body).toMatchObject({ state: "done", outcome: "answered" });
  await t.drain();
  const mail = (await t.sentMail()).find((one) => one.kind === "mailbox-answer");
  expect(mail?.text).toContain("What would you like?");
  expect(mail?.mime).toContain("Auto-Submitted: no");
  const ours = /^Message-ID: (\S+)/im.exec(mail?.mime ?? "")?.[1] ?? "";
  await office.write({ text: "The blue one.", headers: { "In-Reply-To": ours } });
  const [, reply] = await office.messages();
  expect(reply?.thread_id).toBe(id);

  const made = await office.api<MessageDetail>("POST", `/api/inbox/${reply?.id}/request`, { kind: "access" });
  expect(made.body).toMatchObject({ state: "done", outcome: "request_opened" });
  await t.drain();
  expect((await t.sentMail()).at(-1)?.kind).toBe("request-confirm");
  const request = await t.ctx.db.selectFrom("request").selectAll().executeTakeFirstOrThrow();
  expect(request.arrived_at).toEqual(reply?.received_at);
  const joined = await office.api<MessageDetail>("POST", `/api/inbox/${id}/join`, {
    request: request.reference.toLowerCase(),
  });
  expect(joined.body.requestIds).toEqual([request.id]);
  const about = (await office.api<InboxList>("GET", `/api/inbox?request=${request.id}`)).body;
  expect(new Set(about.messages.map((message) => message.id))).toEqual(new Set([id, reply?.id]));
  expect((await office.api("POST", `/api/inbox/${id}/join`, { request: "AAAA-AAAA" })).status).toBe(404);
  const note = { reason: "settled_elsewhere", note: "by telephone" };
  await office.api("POST", `/api/inbox/${id}/dismiss`, note);
  expect((await office.api<MessageContent>("GET", `/api/inbox/${id}/content`)).body.dismissal).toEqual(note);
});

test("nothing of a letter stands unsealed in the database, in the ledger or in a job", async () => {
  await using office = await openOffice();
  await office.write({
    from: "Canary Bird <canary@example.org>",
    subject: "Canarysubject",
    text: "Canarytext, where is my parcel?",
  });
  const { ctx } = office.t;
  const rows = [
    ...(await ctx.db.selectFrom("mailbox_message").selectAll().execute()),
    ...(await ctx.db.selectFrom("ledger_entry").select("content").execute()),
    ...(await ctx.db.selectFrom("mail_message").selectAll().execute()),
  ];
  expect(rows.length).toBeGreaterThan(3);
  for (const row of rows) {
    const text = JSON.stringify(row, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
    expect(text).not.toMatch(/canary(?:text|subject|@)/i);
  }
});

test("a reply answers the question that its request waits for; another's, or one that asks for more, does not", async () => {
  await using shop = await createShop();
  await using office = await openOffice({ kept: { systems: { shop: { url: shop.url, map: shop.mapFile } } } });
  const { t } = office;
  const asked = await office.api<{ id: string }>("POST", "/api/requests", {
    kind: "access",
    identifiers: [{ kind: "email", value: ADA }],
    verified: { by: "phone", how: "called back" },
  });
  const { id } = asked.body;
  await t.drain();
  const question = { cause: "clarification", reason: "You have two accounts.", text: "Which one do you mean?" };
  expect((await office.api("POST", `/api/requests/${id}/ask`, question)).status).toBe(200);
  await t.drain();
  const mail = (await t.sentMail()).find((one) => one.kind === "request-question");
  const ours = /^Message-ID: (\S+)/im.exec(mail?.mime ?? "")?.[1] ?? "";
  const state = async () => (await t.ctx.db.selectFrom("request").select("state").executeTakeFirstOrThrow()).state;
  const reply = { "In-Reply-To": ours };
  await office.write({ from: "eve@example.org", text: "The other one.", headers: reply });
  await office.write({ from: ADA, text: "The first. And delete my account afterwards.", headers: reply });
  const { reference } = await t.ctx.db.selectFrom("request").select("reference").executeTakeFirstOrThrow();
  await office.write({ from: ADA, text: "The first.", subject: `Re: ${reference}` });
  expect(await state()).toBe("asking");
  await office.write({ from: ADA, text: "The first one, please.\n\n> Which one do you mean?", headers: reply });
  expect(await state()).not.toBe("asking");
  expect(await t.ledgerTypes(id)).toContain("request.answered");
  const { questions } = (await office.api<{ questions: { answer: string }[] }>("GET", `/api/requests/${id}/questions`))
    .body;
  expect(questions.map(({ answer }) => answer)).toEqual(["The first one, please."]);
  expect((await office.messages()).map((row) => row.state)).toEqual(["triage", "triage", "triage", "done"]);
});

test("in the product, 'unsubscribe' ends all marketing by e-mail, and a mailbox that is down makes the server unwell", async () => {
  const marketing = { basis: { default: "consent" as const }, categories: ["contact.email"], retention: "a year" };
  await using t = await createTestCtx({
    kept: {
      channels: { mail: { title: "E-mail", kind: "email" }, post: { title: "Letters", kind: "post" } },
      purposes: {
        newsletter: { ...marketing, title: "Newsletter", channels: ["mail"], directMarketing: true },
        catalogue: { ...marketing, title: "Catalogue", channels: ["post"], directMarketing: true },
        orders: { ...marketing, title: "News of orders", channels: ["mail"] },
      },
      mailboxes: { rights: { addresses: [RIGHTS], purpose: "rights", imap: { env: "RIGHTS_IMAP" } } },
    },
  });
  const raw = Buffer.from(
    "From: ada@example.org\r\nMessage-ID: <u@example.org>\r\nSubject: Re: News\r\n\r\nUnsubscribe\r\n",
  );
  const receivedAt = t.clock.now();
  await t.ctx.transaction((tx) =>
    receiveMessage(tx, { mailbox: "rights", door: "smtp", raw, receivedAt, isCut: false }),
  );
  await t.drain();
  const [message] = await t.ctx.db.selectFrom("mailbox_message").select(["state", "outcome"]).execute();
  expect(message).toEqual({ state: "done", outcome: "handed_on" });
  const events = await t.ctx.db.selectFrom("choice_event").select(["purpose", "channel", "act"]).execute();
  expect(events).toEqual([{ purpose: "newsletter", channel: "mail", act: "objected" }]);
  expect(await t.ledgerTypes()).toContain("choice.recorded");

  const health = async () => (await (await t.app.request("/health")).json()) as { status: string; mailboxes: unknown };
  expect(await health()).toMatchObject({ status: "ok", mailboxes: [{ mailbox: "rights", state: "unknown" }] });
  await recordUnreachable(t.ctx, "rights", "2026-11-01T00:00:00.000Z", "unreachable");
  expect(await health()).toMatchObject({
    status: "degraded",
    mailboxes: [{ mailbox: "rights", state: "down", code: "unreachable" }],
  });
});
