/** Complaints from the form to the answer (R-8.4.9a, R-8.4.9b), by every door that people have. */
import type { ComplaintContent, ComplaintDetail } from "@kept/contract/complaints";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { remindOfCases } from "../clocks/remind-cases.ts";
import { createTestCtx, type TestCtx } from "../platform/testing/create-test-ctx.ts";
import { tidyComplaints } from "./tidy-complaints.ts";

let t: TestCtx;
let lead: Record<string, string>;
beforeAll(async () => {
  t = await createTestCtx({ kept: { regimes: ["eea", "uk", "ch", "us-ca", "default"] } });
  ({ headers: lead } = await t.signIn("privacy-lead"));
});
afterAll(() => t[Symbol.asyncDispose]());
beforeEach(() => t.clock.set("2026-11-23T10:00:00Z"));

async function api<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await t.app.request(path, {
    method,
    headers: { ...lead, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const send = (fields: Record<string, string>) =>
  t.app.request("/privacy/complaint", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });

async function newest(): Promise<ComplaintDetail> {
  const { body } = await api<{ complaints: { id: string }[] }>("GET", "/api/complaints?limit=1");
  return (await api<ComplaintDetail>("GET", `/api/complaints/${body.complaints[0]?.id}`)).body;
}

async function mails(kind: string, to: string) {
  return (await t.sentMail()).filter((one) => one.kind === kind && one.to === to);
}

test("from the form to the decision: acknowledged, told, answered with the authorities and the courts, on a page of its own", async () => {
  const sent = await send({ email: "ada@example.org", statement: "You still write to me.", country: "GB" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/privacy/complaint/sent?lang=en"]);
  const opened = await newest();
  expect(opened).toMatchObject({ state: "open", channel: "centre", regimes: ["uk"], country: "GB" });
  // The law's thirty days count from the day after (DPA 2018 s. 164A).
  expect(opened.clocks.map(({ rule, legalDue, authority }) => [rule, legalDue, authority])).toEqual([
    ["uk.complaint.acknowledge", "2026-12-23", "law"],
    ["uk.complaint.answer", "2026-12-23", "product"],
  ]);
  expect(opened.acknowledgedAt).toBeNull();
  await t.drain();
  const [received] = await mails("complaint-received", "ada@example.org");
  expect(received?.text).toContain(opened.reference);
  expect(received?.text).not.toContain("You still write");
  const acknowledged = await newest();
  expect(acknowledged.clocks.map(({ purpose, metAt }) => [purpose, metAt !== null])).toEqual([
    ["answer", false],
    ["acknowledge", true],
  ]);

  const path = `/api/complaints/${opened.id}`;
  expect((await api<ComplaintContent>("GET", `${path}/content`)).body.text).toBe("You still write to me.");
  await api("POST", `${path}/tell`, { text: "We are asking our mailing service." });
  const decision = { outcome: "upheld", text: "You were right.\n\nThe mailing is stopped." };
  const decided = await api<ComplaintDetail>("POST", `${path}/decide`, decision);
  expect(decided.body).toMatchObject({ state: "decided", outcome: "upheld", dueOn: null });
  expect((await api<{ code: string }>("POST", `${path}/decide`, decision)).body.code).toBe("complaint_decided");
  await t.drain();
  const [letter] = await mails("complaint-decision", "ada@example.org");
  // Where the person lives, and the controller's.
  expect(letter?.text).toContain("https://ico.org.uk/");
  expect(letter?.text).toContain("go to court");
  const page = await t.app.request(new URL(/https?:\S+\/privacy\/\S+/.exec(letter?.text ?? "")?.[0] ?? "").pathname);
  const text = await page.text();
  expect(page.status).toBe(200);
  for (const words of ["We are asking our mailing service.", "The mailing is stopped.", "https://ico.org.uk/"]) {
    expect(text).toContain(words);
  }
  expect(await t.ledgerTypes(opened.id)).toEqual([
    "complaint.received",
    "complaint.acknowledged",
    "complaint.viewed",
    "complaint.told",
    "complaint.decided",
  ]);
  const entries = await t.ctx.db.selectFrom("ledger_entry").selectAll().execute();
  expect(JSON.stringify(entries)).not.toMatch(/ada@|write to me|mailing/);
});

test("a form that says nothing is shown again, and nothing is written", async () => {
  const before = (await t.ctx.db.selectFrom("complaint").select("id").execute()).length;
  const response = await send({ email: "nowhere", statement: " " });
  expect(response.status).toBe(422);
  const text = await response.text();
  expect(text).toContain('id="statement-error"');
  expect(text).toContain('id="email-error"');
  expect((await t.ctx.db.selectFrom("complaint").select("id").execute()).length).toBe(before);
});

test("an app complains without a browser; a sixth message a day to one address is left to people", async () => {
  const submit = async () => {
    const response = await t.app.request("/api/complaints/submit", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "bob@example.org", text: "Slow.", about: "XXXX-XXXX", country: "DE" }),
    });
    return [response.status, await response.json()];
  };
  for (let count = 0; count < 6; count += 1) expect(await submit()).toEqual([202, { received: true }]);
  await t.drain();
  expect(await mails("complaint-received", "bob@example.org")).toHaveLength(5);
  // None is lost: it waits, unacknowledged, with its clock.
  const last = await newest();
  expect(last).toMatchObject({ channel: "app", acknowledgedAt: null, aboutRequest: null });
  expect(last.dueOn).toBe("2026-11-25");
});

test("a letter counts from its arrival, is acknowledged by hand, and nobody overlooks it", async () => {
  const entered = await api<ComplaintDetail>("POST", "/api/complaints", {
    channel: "letter",
    arrivedAt: "2026-11-19T09:00:00+01:00",
    contact: "Cleo, Somewhere 1",
    text: "No answer.",
    country: "FR",
  });
  expect(entered.body.arrivedAt).toBe("2026-11-19T08:00:00.000Z");
  expect(entered.body.dueOn).toBe("2026-11-23");
  await remindOfCases(t.ctx, t.parts.kept);
  await remindOfCases(t.ctx, t.parts.kept);
  await t.drain();
  const reminders = (await t.sentMail()).filter((one) => one.kind === "case-reminder");
  const ours = reminders.filter((one) => one.text.includes(entered.body.reference));
  expect(ours).toHaveLength(1);
  expect(ours[0]?.text).toContain("complaint: acknowledge by 23 November 2026");
  const path = `/api/complaints/${entered.body.id}/acknowledge`;
  expect((await api<ComplaintDetail>("POST", path, { by: "letter" })).body.dueOn).toBe("2026-12-18");
  expect((await api<{ code: string }>("POST", path, { by: "letter" })).body.code).toBe("complaint_acknowledged");
});

test("after its time the words are gone, and that there was a complaint stays", async () => {
  await send({ email: "dan@example.org", statement: "Too slow.", country: "DE" });
  const { id } = await newest();
  await t.drain();
  await api("POST", `/api/complaints/${id}/decide`, { outcome: "not_upheld", text: "We were in time." });
  t.clock.set("2029-11-22T10:00:00Z");
  await tidyComplaints(t.ctx, { kept: t.parts.kept, publicUrl: "" });
  expect((await api<ComplaintDetail>("GET", `/api/complaints/${id}`)).body.hasContent).toBe(true);
  t.clock.set("2029-11-24T10:00:00Z");
  await tidyComplaints(t.ctx, { kept: t.parts.kept, publicUrl: "" });
  const { body } = await api<ComplaintDetail>("GET", `/api/complaints/${id}`);
  expect(body).toMatchObject({ hasContent: false, person: "–", outcome: "not_upheld" });
  expect((await api<{ code: string }>("GET", `/api/complaints/${id}/content`)).body.code).toBe("complaint_forgotten");
  const stored = await t.ctx.db.selectFrom("complaint_answer").selectAll().where("complaint_id", "=", id).execute();
  expect(stored.map(({ sealed }) => sealed)).toEqual([null]);
});

test("the finder names the authority of a place, of its Land, and of the whole where a part has none", async () => {
  const find = async (place: string) => {
    const { body } = await api<{ place: { url: string }[] }>("GET", `/api/authorities?place=${place}`);
    return body.place.map(({ url }) => new URL(url).host);
  };
  expect(await find("DE-BY")).toEqual(["www.lda.bayern.de"]);
  expect(await find("DE")).toEqual(["www.bfdi.bund.de"]);
  expect(await find("RE")).toEqual(["www.cnil.fr"]);
  expect(await find("CH")).toEqual(["www.edoeb.admin.ch"]);
  expect(await find("JP")).toEqual([]);
  const page = await (await t.app.request("/privacy/authority?country=DE&part=BY&lang=de")).text();
  expect(page).toContain("https://www.lda.bayern.de/");
  expect(page).not.toContain("<script");
});

test("open complaints come by their most urgent date, page by page; all of them the newest first", async () => {
  t.clock.set("2027-03-01T10:00:00Z");
  const at = ["2027-02-20T10:00:00Z", "2027-02-10T10:00:00Z", "2027-02-26T10:00:00Z"];
  for (const arrivedAt of at) {
    await api("POST", "/api/complaints", {
      channel: "letter",
      contact: "Ada, 1 High Street",
      text: "Late.",
      arrivedAt,
    });
  }
  type Page = { complaints: { id: string; dueOn: string | null }[]; next: string | null };
  const found: Page["complaints"] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query = new URLSearchParams({ state: "open", limit: "2", ...(cursor === "" ? {} : { cursor }) });
    const { body } = await api<Page>("GET", `/api/complaints?${query}`);
    found.push(...body.complaints);
    cursor = body.next;
  }
  const dates = found.map(({ dueOn }) => dueOn ?? "~");
  expect(dates).toEqual(dates.toSorted());
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  expect(found.length).toBeGreaterThanOrEqual(3);
});
