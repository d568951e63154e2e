/** A person leaves: asked for, cancelled, asked for again, done; then the database itself is looked at. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, openVisitor, shoot, shootScreen, type Visitor } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { exampleFolder } from "./testing/example-folder.ts";
import { askInCentre, confirmByMail, openWaitingRequest, signIn } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runCommand } from "./testing/run-command.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { findValues, listChanges, queryRows, type Row, readDatabase } from "./testing/shop-data.ts";

const BO = "bo@example.org";

/** Counters of the shop, each with what it counts: not one may be wrong. */
const COUNTERS = [
  "SELECT id FROM accounts a WHERE post_count <> (SELECT count(*) FROM posts WHERE author_id = a.id)",
  "SELECT id FROM topics t WHERE post_count <> (SELECT count(*) FROM posts WHERE topic_id = t.id)",
  "SELECT id FROM posts p WHERE reaction_count <> (SELECT count(*) FROM reactions WHERE post_id = p.id)",
  "SELECT id FROM products p WHERE review_count <> (SELECT count(*) FROM reviews WHERE product_id = p.id)",
];

describe.skipIf(chromiumPath === null)(`erasure${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let person: Visitor;
  let operator: Visitor;
  let bo: Row;
  let boPosts: readonly Row[] = [];
  let statusLink = "";
  let before: ReturnType<typeof readDatabase>;
  let archiveBefore: ReturnType<typeof readDatabase>;
  let strangers: readonly string[] = [];
  let exportsBefore: readonly unknown[] = [];
  let identifying: readonly string[] = [];

  beforeAll(async () => {
    // Long enough to press "cancel" on a busy machine, short enough to wait for.
    [example, browser] = await Promise.all([runExample({ seed: false, waiting: "PT8S" }), launchBrowser()]);
    person = await openVisitor(browser);
    operator = await openVisitor(browser);
    [bo = {}] = queryRows(example.shop, "SELECT * FROM accounts WHERE email = ?", BO);
    boPosts = queryRows(
      example.shop,
      "SELECT * FROM posts WHERE author_id = ? AND hidden_at IS NULL",
      Number(bo["id"]),
    );
    before = readDatabase(example.shop);
    archiveBefore = readDatabase(example.archive);
    identifying = listIdentifying();
    strangers = listStrangers();
    exportsBefore = await exportAll(strangers);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  it("shows the operator what will happen, in figures, and lets it be approved only with the reference typed in", async () => {
    await person.page.goto(`${example.url}/privacy/erasure`);
    await shoot(person.page, "centre-erasure-form");
    await askInCentre(person.page, `${example.url}/privacy`, "erasure", BO);
    statusLink = await confirmByMail(person.page, example.mailbox, BO);
    await signIn(operator.page, await example.signInLink());
    await approve("console-request-erasure", "console-approve-erasure");
    await operator.page.getByRole("heading", { level: 2, name: /^Runs / }).waitFor();
    await shoot(operator.page, "console-request-erasure-waiting");
  });

  it("is cancelled by the person from the status page as long as it waits, and then nothing has changed", async () => {
    const scheduled = await example.mailbox.take(BO, /is scheduled/);
    expect(scheduled.text).toContain("Erasure on");
    const { page } = person;
    await page.goto(linkOf(scheduled));
    await page.getByText("Changed your mind?").click();
    await page.getByRole("button", { name: "Cancel my request" }).click();
    await page.getByText("Completed").first().waitFor();
    await shoot(page, "centre-status-cancelled");
    expect(linkOf(await example.mailbox.take(BO, /is cancelled/))).toContain("/privacy/status/");
    await page.waitForTimeout(9_000);
    expect(listChanges(before, readDatabase(example.shop))).toEqual([]);
    await page.goto(statusLink);
    expect(await page.getByRole("button", { name: "Cancel my request" }).count()).toBe(0);
  });

  it("runs after the waiting period when it is left alone", async () => {
    const { page } = person;
    await askInCentre(page, `${example.url}/privacy`, "erasure", BO);
    statusLink = await confirmByMail(page, example.mailbox, BO);
    await approve();
    await page.goto(linkOf(await example.mailbox.take(BO, /is scheduled/)));
    await shoot(page, "centre-status-waiting");
    await operator.page.getByRole("heading", { level: 2, name: "Done" }).waitFor({ timeout: 60_000 });
    await shoot(operator.page, "console-request-erasure-done");
    const done = await example.mailbox.take(BO, /is done/);
    await page.goto(linkOf(done));
    await page.getByText("DONE", { exact: true }).waitFor();
    await page.getByText("What we had to keep").waitFor();
    await page
      .getByText(/§ 147 AO/)
      .first()
      .waitFor();
    await shoot(page, "centre-receipt-erasure");
    await page.goto(statusLink);
    await shoot(page, "centre-status-erased");
  });

  it("leaves nothing that names Bo, but in invoices that the law retains", () => {
    const left = [...findValues(example.shop, identifying), ...findValues(example.archive, identifying)];
    expect(left.filter((place) => !place.startsWith("invoices."))).toEqual([]);
    const invoices = queryRows(example.shop, "SELECT * FROM invoices WHERE account_id = ?", Number(bo["id"]));
    const invoicesBefore = (before.get("invoices") ?? []).filter((row) => row["account_id"] === bo["id"]);
    expect(invoices.length).toBeGreaterThan(0);
    const limit = new Date();
    limit.setFullYear(limit.getFullYear() - 10);
    const retained = invoicesBefore.filter((row) => String(row["issued_on"]) >= limit.toISOString().slice(0, 10));
    expect(invoices.map((row) => row["id"])).toEqual(expect.arrayContaining(retained.map((row) => row["id"])));
    for (const row of retained)
      expect(invoices.find((one) => one["id"] === row["id"])?.["customer_name"]).toBe(row["customer_name"]);
  });

  it("leaves the database whole: no reference leads nowhere, every counter counts", () => {
    expect(queryRows(example.shop, "PRAGMA foreign_key_check")).toEqual([]);
    expect(queryRows(example.archive, "PRAGMA foreign_key_check")).toEqual([]);
    for (const counter of COUNTERS) expect([counter, queryRows(example.shop, counter)]).toEqual([counter, []]);
  });

  it("touches no row of others but where it named Bo, and nothing at all of people who had no part with Bo", async () => {
    const own = ownRows();
    const unexplained = listChanges(before, readDatabase(example.shop)).filter(
      ({ table, row, columns }) => !explains(table, row, columns, own),
    );
    expect(unexplained).toEqual([]);
    expect(await exportAll(strangers)).toEqual(exportsBefore);
    expect(listChanges(archiveBefore, readDatabase(example.archive))).toEqual([]);
  });

  it("leaves a website on which nobody misses anything, and nobody is Bo", async () => {
    await using visitor = await openVisitor(browser);
    const { page } = visitor;
    const name = String(bo["full_name"]);
    const topics = [...new Set(boPosts.map((post) => Number(post["topic_id"])))];
    expect(topics.length).toBeGreaterThan(0);
    for (const path of ["/", "/options", "/forum", "/sign-in", ...topics.map((id) => `/forum/${id}`)]) {
      const response = await page.goto(`${example.website}${path}`);
      expect([path, response?.status()]).toEqual([path, 200]);
      expect([path, (await page.content()).includes(name)]).toEqual([path, false]);
    }
    await shoot(page, "website-topic-after-erasure");
    expect(await page.getByText("The author has removed this post.").count()).toBeGreaterThan(0);
    await page.goto(`${example.website}/forum?section=swap`);
    await shoot(page, "website-forum-after-erasure");
    expect(await page.getByText("A topic of a former member").count()).toBeGreaterThan(0);
    const profile = await page.goto(`${example.website}/people/${Number(bo["id"])}`);
    expect(profile?.status()).toBe(404);
    await shoot(page, "website-profile-after-erasure");
    // The list of people to be does not offer Bo any more, and a form that still does is told so.
    await page.goto(`${example.website}/sign-in`);
    await page
      .getByRole("button")
      .first()
      .evaluate((button, id) => button.setAttribute("value", id), String(bo["id"]));
    await page.getByRole("button").first().click();
    await page.getByRole("heading", { level: 1, name: "Nobody to sign in as" }).waitFor();
    visitor.forgive(/status of 40[04]/);
    expect(visitor.complaints).toEqual([]);
  });

  it("leaves a whole ledger, and no request with Bo's address", async () => {
    const apiKey = await example.kept.createApiKey("Verifier", ["ledger:read"]);
    const ran = await runCommand(["ledger", "verify"], { dataDir: example.dataDir, server: example.url, apiKey });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("The ledger is whole.") });
    const ledger = await operator.page.request.get(`${example.url}/api/ledger/export`);
    expect((await ledger.text()).includes(BO)).toBe(false);
  });

  it("made neither browser complain", () => {
    expect([...person.complaints, ...operator.complaints]).toEqual([]);
  });

  async function approve(requestShot?: string, dialogShot?: string): Promise<void> {
    const { page } = operator;
    const reference = await openWaitingRequest(page, `${example.url}/console`, "Erasure");
    for (const word of ["deleted", "detached", "redacted", "retained"])
      expect(await page.getByText(new RegExp(`\\d+ ${word}`)).count()).toBeGreaterThan(0);
    if (requestShot !== undefined) await shoot(page, requestShot);
    await page.getByRole("button", { name: "Approve…" }).click();
    const dialog = page.getByRole("dialog");
    const button = dialog.getByRole("button", { name: "Approve, for good" });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    const field = dialog.getByLabel(`Type ${reference} to confirm`);
    await field.fill("something else");
    expect(await button.isDisabled()).toBe(true);
    await field.fill(reference);
    if (dialogShot !== undefined) await shootScreen(page, dialogShot);
    await button.click();
    await dialog.waitFor({ state: "hidden" });
  }

  /** Values by which Bo could be recognised, and Bo's own words; none that somebody else has too. */
  function listIdentifying(): readonly string[] {
    const id = Number(bo["id"]);
    const from = (sql: string) => queryRows(example.shop, sql, id).flatMap((row) => Object.values(row));
    const values = [
      ...["email", "full_name", "phone", "password_hash", "bio"].map((column) => bo[column]),
      ...from("SELECT push_token FROM devices WHERE account_id = ?"),
      ...from("SELECT token_hash FROM sessions WHERE account_id = ?"),
      ...from("SELECT document_number, storage_key FROM identity_documents WHERE account_id = ?"),
      ...from("SELECT storage_key FROM profile_photos WHERE account_id = ?"),
      ...from("SELECT processor_token FROM payment_methods WHERE account_id = ?"),
    ].filter((value) => typeof value === "string" && value.length > 5);
    const others = JSON.stringify((before.get("accounts") ?? []).filter((row) => row["id"] !== bo["id"]));
    return [...new Set(values as readonly string[])].filter((value) => !others.includes(value));
  }

  /** Five people whose rows never met Bo's. */
  function listStrangers(): readonly string[] {
    const rows = queryRows(
      example.shop,
      `SELECT email FROM accounts a WHERE id <> ?1 AND referred_by IS NOT ?1
       AND id IS NOT (SELECT referred_by FROM accounts WHERE id = ?1)
       AND home_address_id IS NOT (SELECT home_address_id FROM accounts WHERE id = ?1)
       AND NOT EXISTS (SELECT 1 FROM conversation_participants x JOIN conversation_participants y USING (conversation_id)
         WHERE x.account_id = a.id AND y.account_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM posts x JOIN posts y USING (topic_id) WHERE x.author_id = a.id AND y.author_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM topics t WHERE t.author_id = a.id AND t.id IN (SELECT topic_id FROM posts WHERE author_id = ?1))
       AND NOT EXISTS (SELECT 1 FROM reactions r JOIN posts p ON p.id = r.post_id WHERE r.account_id = a.id AND p.author_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM reactions r JOIN posts p ON p.id = r.post_id WHERE p.author_id = a.id AND r.account_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.account_id = a.id AND n.actor_id = ?1)
       AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.account_id = ?1 AND n.actor_id = a.id)
       ORDER BY (SELECT count(*) FROM orders WHERE account_id = a.id) DESC, id LIMIT 5`,
      Number(bo["id"]),
    );
    expect(rows.length).toBe(5);
    return rows.map((row) => String(row["email"]));
  }

  async function exportAll(emails: readonly string[]): Promise<readonly unknown[]> {
    const exported: unknown[] = [];
    for (const email of emails) {
      const map = join(exampleFolder, "maps/shop.yaml");
      const ran = await runCommand(["access", "--url", example.shop, "--map", map, "--email", email, "--json"], {
        dataDir: example.dataDir,
      });
      expect([ran.code, ran.err]).toEqual([0, ""]);
      exported.push(JSON.parse(ran.out));
    }
    return exported;
  }

  /** `table:key` of every row of Bo's, found by following references that the schema declares. */
  function ownRows(): ReadonlySet<string> {
    const own = new Set([`accounts:${Number(bo["id"])}`]);
    const columns = references();
    for (let size = 0; size !== own.size; ) {
      size = own.size;
      for (const [table, rows] of before) {
        for (const row of rows) {
          const names = (columns.get(table) ?? []).filter(
            ({ column, to }) => row[column] !== null && own.has(`${to}:${row[column]}`),
          );
          // The columns that say whose a row is; who acted, answered or referred does not make it theirs.
          if (
            names.some(({ column }) =>
              /^(account_id|author_id|sender_id|author_account_id|referrer_id|order_id|ticket_id)$/.test(column),
            )
          )
            own.add(`${table}:${row["id"] ?? ""}`);
        }
      }
    }
    return own;
  }

  function references(): ReadonlyMap<string, readonly { readonly column: string; readonly to: string }[]> {
    return new Map(
      [...before.keys()].map((table) => [
        table,
        queryRows(
          example.shop,
          `SELECT "from" AS column, "table" AS "to" FROM pragma_foreign_key_list('${table}')`,
        ).map((row) => ({
          column: String(row["column"]),
          to: String(row["to"]),
        })),
      ]),
    );
  }

  /** Whether a change follows from Bo leaving: Bo's own row, a reference to one, a counter, or a value that named Bo. */
  function explains(table: string, row: Row, columns: readonly string[], own: ReadonlySet<string>): boolean {
    const all = references().get(table) ?? [];
    const named = all
      .filter(({ column, to }) => row[column] !== null && own.has(`${to}:${row[column]}`))
      .map(({ column }) => column);
    const isOwn = own.has(`${table}:${row["id"] ?? ""}`) || named.includes("account_id") || namesBo(row, table);
    if (isOwn) return true;
    // The placeholder that rows of others name from now on.
    if (columns.length === 0 && table === "accounts" && row["id"] === -1) return namesNobody(row);
    if (columns.length === 0) return named.length > 0;
    return columns.every((column) => named.includes(column) || column.endsWith("_count"));
  }

  function namesNobody(row: Row): boolean {
    const { display_name: name, email, ...others } = row;
    return name === "erased" && email === "erased--1@kept.invalid" && Object.values(others).every(saysNothing);
  }

  function saysNothing(value: unknown): boolean {
    const empty: readonly unknown[] = [null, "", "en", "1970-01-02T00:00:00.000Z"];
    return empty.includes(value) || (typeof value === "number" && value <= 0);
  }

  /** Rows that tell of Bo without a declared reference: by address, by a string, by a kind and an id. */
  function namesBo(row: Row, table: string): boolean {
    const id = Number(bo["id"]);
    const text = JSON.stringify(row);
    if (text.includes(BO)) return true;
    if (table === "activity_log") return row["actor"] === `account:${id}` || text.includes(`\\"accountId\\":${id}`);
    if (table === "addresses") return row["id"] === bo["home_address_id"] || isBosDelivery(row["id"]);
    if (table !== "notifications") return false;
    const tables: Readonly<Record<string, string>> = {
      post: "posts",
      message: "messages",
      order: "orders",
      account: "accounts",
    };
    return ownRows().has(`${tables[String(row["subject_type"])]}:${row["subject_id"]}`);
  }

  function isBosDelivery(address: unknown): boolean {
    return (before.get("orders") ?? []).some(
      (order) => order["account_id"] === bo["id"] && order["delivery_address_id"] === address,
    );
  }
});
