/** What operators do in the console's dialogs, against a real server: each is done in a browser and looked up in what the server says. */
import { DatabaseSync } from "node:sqlite";
import { recordAutomatedDecision } from "@kept/contract/automated-decisions";
import { createBatch, getBatch } from "@kept/contract/batch-endpoints";
import { listEntries } from "@kept/contract/ledger";
import { getMandate } from "@kept/contract/mandates";
import { inviteToChoices } from "@kept/contract/person-endpoints";
import { listNotices } from "@kept/contract/recipient-endpoints";
import { mergeRequest } from "@kept/contract/request-clock-endpoints";
import { approveRequest, createRequest, getRequest } from "@kept/contract/request-endpoints";
import type { RequestDetail } from "@kept/contract/requests";
import { type Client, createClient } from "@kept/sdk/client";
import { TINY_JPEG } from "@kept/server/verification/testing/tiny-pictures";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, listBarriers, openVisitor, shoot, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually, signIn } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { queryRows } from "./testing/shop-data.ts";

const ADA = "ada@example.org";
const BO = "bo@example.org";

describe.skipIf(chromiumPath === null)(`dialogs of the console${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let operator: Visitor;
  let page: Page;
  let client: Client;
  let others: readonly string[];

  beforeAll(async () => {
    [example, browser] = await Promise.all([runExample({ seed: false, waiting: "PT0S" }), launchBrowser()]);
    operator = await openVisitor(browser);
    page = operator.page;
    await signIn(page, await example.signInLink());
    const apiKey = await example.kept.createApiKey("The test", [
      "requests:read",
      "requests:act",
      "ledger:read",
      "choices:act",
      "automated-decisions:record",
    ]);
    others = queryRows(
      example.shop,
      "SELECT email FROM accounts WHERE email NOT IN (?, ?) ORDER BY id LIMIT 2",
      ADA,
      BO,
    ).map(({ email }) => String(email));
    client = createClient({ server: example.url, apiKey });
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  it("merge a duplicate into the request that is answered", async () => {
    const [first, second] = [await open("access", ADA), await open("access", ADA)];
    const dialog = await show(second.id, "Merge…");
    await dialog.getByLabel("Reference of the other request").fill(first.reference);
    await dialog.getByRole("button", { name: "Look it up" }).click();
    expect(await dialog.getByLabel("It is answered in").inputValue()).toBe(first.id);
    await submit(dialog, "Close this one and answer there", "console-dialog-merge-found");
    await page.getByRole("heading", { level: 1, name: new RegExp(first.reference) }).waitFor();
    expect(await detail(second.id)).toMatchObject({ state: "merged", mergedInto: first.id });
    await recorded(second.id, "request.merged");
  });

  it("take a merge of requests back, with what it comes to said first", async () => {
    const [, email = ""] = others;
    const [first, second] = [await open("access", email), await open("access", email)];
    await client.call(mergeRequest, { params: { requestId: second.id }, body: { into: first.id } });
    const dialog = await show(second.id, "Take the merge back…");
    await dialog.getByText(`${second.reference} is planned from the start`).waitFor();
    await dialog.getByLabel("Why they are two").fill("They ask for two accounts.");
    await submit(dialog, "Answer by itself", "console-dialog-separate");
    await eventually(async () => (await detail(second.id)).state === "awaiting_approval", "it is planned again");
    expect(await detail(second.id)).toMatchObject({ mergedInto: null });
    await recorded(second.id, "request.separated");
  });

  it("make two people again of two who were taken for one", async () => {
    await using visitor = await openVisitor(browser);
    await visitor.page.goto(`${example.website}/sign-in`);
    const member = visitor.page.locator("button[name=account]").last();
    const account = (await member.getAttribute("value")) ?? "";
    const [row] = queryRows(example.shop, "SELECT email FROM accounts WHERE id = ?", Number(account));
    const email = String(row?.["email"]);
    const { person } = await client.call(inviteToChoices, { body: { kind: "id", value: account } });
    await client.call(inviteToChoices, { body: { kind: "email", value: email } });
    // The shop says of whoever signed in that the address is the account's: from then on both are one.
    await member.click();
    await visitor.page.waitForURL(/\/account$/);
    await visitor.page.goto(`${example.website}/account/choices`);
    await visitor.page.getByRole("heading", { level: 1 }).waitFor();

    await page.goto(`${example.url}/console/choices`);
    await page.getByLabel("Identifier").fill(email);
    await page.getByRole("button", { name: "Look" }).click();
    const merges = page.getByRole("table", { name: "Merges" });
    await merges.getByRole("button", { name: "They are two…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("1 identifier leads to the other again.").waitFor();
    await dialog.getByLabel("Why they are two").fill("Two people share the address.");
    await submit(dialog, "Make them two", "console-dialog-separate-people");
    await merges.getByText("Two again").waitFor();
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, "console-person-choices-separated");
    await recorded(person, "choice.people-separated");
  });

  it("review what a program decided: changed, with reasons, and sent with the answer", async () => {
    const [email = ""] = others;
    const person = { kind: "email" as const, value: email };
    const factors = [{ name: "Payments that came late", value: "3", effect: "against" as const }];
    const made = {
      decision: "instalments",
      person,
      outcome: "Refused",
      factors,
      by: "check 1",
      at: new Date().toISOString(),
    };
    await client.call(recordAutomatedDecision, { body: { ...made, id: "decision-1" } });
    const { id } = await open("human-review", email);
    await page.goto(`${example.url}/console/requests/${id}`);
    await page.getByRole("button", { name: "Look at the decisions" }).click();
    await page.getByRole("button", { name: "Review it" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What comes of it").selectOption({ label: "It is changed" });
    await dialog.getByLabel("What holds instead").fill("Three instalments");
    await dialog.getByLabel("Reasons").fill("The payments were late because our own letters were.");
    await submit(dialog, "Record it", "console-dialog-review");
    await page.getByText("Three instalments").waitFor();
    await recorded(id, "request.reviewed");
  });

  it("leave a part out of an answer, with its reason and proof, and the person is told", async () => {
    const { id } = await open("access", others[0] ?? "");
    const dialog = await show(id, "Leave a part out…");
    const words = "These are letters of somebody else.";
    await dialog.getByLabel(/^Whose rights/).fill("Of whoever wrote: they would be known by it.");
    await dialog.getByLabel(/^Why is leaving out/).fill("Each line names them.");
    await dialog.getByLabel(/^What the person is told/).fill(words);
    await submit(dialog, "Leave it out", "console-dialog-withhold");
    const { withheld } = await detail(id);
    expect(withheld).toMatchObject([{ reason: "others_rights", text: words }]);
    await page.getByRole("table", { name: "Left out of the answer" }).getByText(words).waitFor();
    await recorded(id, "request.withheld");
  });

  it("record what a recipient answered that was told by hand", async () => {
    const { id, planVersion } = await open("erasure", BO);
    await client.call(approveRequest, { params: { requestId: id }, body: { planVersion } });
    await eventually(async () => (await detail(id)).state === "done", "the erasure is done");
    const waiting = async () =>
      (await client.call(listNotices, { params: { requestId: id } })).notices.filter(
        ({ channel, settledAt }) => channel === "by-hand" && settledAt === null,
      );
    const before = await waiting();
    expect(before.length).toBeGreaterThan(0);
    await page.goto(`${example.url}/console/requests/${id}`);
    const row = page.getByRole("row").filter({ hasText: before[0]?.name ?? "" });
    await row.getByRole("button", { name: "Settle" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("In words, for the record").fill("Told by telephone; done the same day.");
    await submit(dialog, "Record", "console-dialog-settle");
    expect((await waiting()).length).toBe(before.length - 1);
    await row.getByRole("button", { name: "Settle" }).waitFor({ state: "detached" });
    await recorded(id, "recipient.answered");
  });

  it("record doubt about who asks, and the person is asked", async () => {
    const [, email = ""] = others;
    const { id } = await open("access", email);
    const dialog = await show(id, "Record doubt…");
    await dialog.getByLabel("What shows it, for the record").fill("The letter came from another country's server.");
    await dialog.getByLabel(/^What the person is told/).fill("Your message came from an address that we do not know.");
    await submit(dialog, "Record it and ask the person", "console-dialog-doubt");
    expect(await detail(id)).toMatchObject({ state: "asking" });
    await recorded(id, "request.doubted");
    expect((await example.mailbox.take(email.toLowerCase(), /question/)).text).toContain(
      "an address that we do not know",
    );
  });

  it("decide whether a mandate holds: looked at, accepted, and the request goes on", async () => {
    const form = new FormData();
    const agent = "grace@agents.example.org";
    const fields = { kind: "access", relation: "attorney", email: ADA, name: "Grace Canary", yourEmail: agent };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("paper", new Blob([new Uint8Array(TINY_JPEG)], { type: "image/jpeg" }), "mandate.jpg");
    await fetch(`${example.url}/privacy/for-somebody?lang=en`, { method: "POST", body: form });
    await using visitor = await openVisitor(browser);
    await visitor.page.goto(linkOf(await example.mailbox.take(agent, /confirm your address/)));
    await visitor.page.getByRole("button", { name: "Confirm" }).click();
    await visitor.page.getByRole("heading", { name: "Confirmed" }).waitFor();

    await page.goto(`${example.url}/console/requests`);
    await page.getByRole("link", { name: /For somebody else/ }).click();
    await page.getByText("Your decision").waitFor();
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, "console-mandates");
    await page
      .getByRole("table")
      .getByRole("link", { name: /Access/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Show who, and the mandate" }).click();
    await page.getByText("Grace Canary").waitFor();
    await page.getByRole("button", { name: "Decide…" }).click();
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Answers go to").selectOption({ label: "The representative" });
    await submit(dialog, "Decide", "console-dialog-mandate");
    await eventually(async () => (await detail(id)).state === "awaiting_approval", "the request goes on");
    const mandate = await client.call(getMandate, { params: { requestId: id } });
    expect(mandate).toMatchObject({ answersTo: "representative", review: { decidedAt: expect.any(String) } });
    await recorded(id, "request.mandate-decided");
  });

  it("approve a batch, and its page says of whom something is left", async () => {
    using database = new DatabaseSync(example.shop);
    database.exec(`CREATE TRIGGER undead AFTER DELETE ON newsletter_subscribers
      BEGIN INSERT INTO newsletter_subscribers VALUES (old.id, old.email, old.source, old.unsubscribe_token,
        old.subscribed_at, old.confirmed_at, old.unsubscribed_at); END`);
    const known =
      "SELECT email FROM newsletter_subscribers JOIN accounts USING (email) WHERE email NOT IN (?, ?, ?) LIMIT 1";
    const [reader] = queryRows(example.shop, known, ADA, BO, others[0] ?? "");
    const people = [{ line: 1, identifiers: [{ kind: "email" as const, value: String(reader?.["email"]) }] }];
    const { id } = await client.call(createBatch, { body: { people, verified: { by: "phone", how: "called back" } } });
    const batch = () => client.call(getBatch, { params: { batchId: id } });
    await eventually(async () => (await batch()).state === "awaiting_approval", "it is planned");
    await page.goto(`${example.url}/console/batches/${id}`);
    await page.getByRole("button", { name: "Approve …" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/the number of people, to confirm$/).fill("1");
    await submit(dialog, "Approve, for good", "console-dialog-approve-batch");
    await eventually(async () => (await batch()).state === "done", "it has ended");
    database.exec("DROP TRIGGER undead");
    expect(await batch()).toMatchObject({ notVerified: 1 });
    await page.reload();
    await page.getByText("Done, not verified").waitFor();
    await page.getByText("Something is left", { exact: true }).waitFor();
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, "console-batch-not-verified");
  });

  /** Entered by an operator, and planned. */
  async function open(kind: RequestDetail["kind"], email: string): Promise<RequestDetail> {
    const identifiers = [{ kind: "email" as const, value: email }];
    const verified = { by: "phone" as const, how: "called back" };
    const { id } = await client.call(createRequest, { body: { kind, identifiers, verified } });
    await eventually(async () => (await detail(id)).state === "awaiting_approval", "it is planned");
    return await detail(id);
  }

  function detail(requestId: string): Promise<RequestDetail> {
    return client.call(getRequest, { params: { requestId } });
  }

  async function show(requestId: string, opener: string): Promise<Locator> {
    await page.goto(`${example.url}/console/requests/${requestId}`);
    await page.getByRole("button", { name: opener }).click();
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    return dialog;
  }

  /** Looked at as everybody meets it, then pressed; it closes when the server has done it. */
  async function submit(dialog: Locator, button: string, shot: string): Promise<void> {
    expect(await listBarriers(page)).toEqual([]);
    await shoot(page, shot);
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
  }

  /** By an operator, not by the test's key. */
  async function recorded(subject: string, type: string): Promise<void> {
    await eventually(async () => {
      const { entries } = await client.call(listEntries, { query: { subject, type } });
      return entries.some(({ content }) => content?.actor.kind === "operator");
    }, `the ledger has ${type}`);
  }
});
