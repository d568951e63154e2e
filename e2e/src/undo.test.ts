/** Several leave in one run, in the shop and in the archive; each takes their own erasure back; then the databases are looked at. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPage, launchBrowser, NARROW, openVisitor, type Visitor, withLanguage } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually, signIn } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { queryRows, readDatabase } from "./testing/shop-data.ts";

const BO = "bo@example.org";

describe.skipIf(chromiumPath === null)(`taking an erasure back${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let person: Visitor;
  let operator: Visitor;
  let other: string;
  let before: readonly unknown[];
  let boLink = "";
  let otherLink = "";
  const look = () => [readDatabase(example.shop), readDatabase(example.archive)].map(withoutStandIns);
  const inspect = async (visitor: Visitor, name: string) =>
    expect(await inspectPage(visitor, name, visitor.complaints.length)).toEqual([]);

  beforeAll(async () => {
    [example, browser] = await Promise.all([
      runExample({ seed: false, waiting: "PT0S", undoWindow: "P7D" }),
      launchBrowser(),
    ]);
    person = await openVisitor(browser);
    operator = await openVisitor(browser);
    before = look();
    // Somebody who answered in a topic of Bo's, so that rows of one hang on rows of the other.
    const [answering] = queryRows(
      example.shop,
      `SELECT a.email FROM accounts a JOIN posts p ON p.author_id = a.id JOIN topics t ON t.id = p.topic_id
       JOIN accounts b ON b.id = t.author_id WHERE b.email = ? AND a.email <> b.email AND a.id > 1 ORDER BY a.id LIMIT 1`,
      BO,
    );
    other = String(answering?.["email"]);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  it("the operator is told before the approval that each can take it back", async () => {
    const { page } = operator;
    await signIn(page, await example.signInLink());
    await page.goto(`${example.url}/console/batches`);
    await page.getByRole("button", { name: "Erase several people" }).first().click();
    await page.getByRole("dialog").locator("textarea").first().fill(`${BO}\n${other}`);
    await page.getByRole("dialog").locator("textarea").last().fill("no sign-in for three years");
    await page.getByRole("dialog").locator('button[type="submit"]').click();
    const approve = page.getByRole("button", { name: /^Approve/ });
    await approve.waitFor();
    await approve.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("can take their own erasure back for a while").waitFor();
    await inspect(operator, "undo-batch-approve");
    await dialog.getByRole("textbox").fill("2");
    await dialog.getByRole("button", { name: "Approve the erasure" }).click();
    boLink = linkOf(await example.mailbox.take(BO, /erased|done/i));
    otherLink = linkOf(await example.mailbox.take(other, /erased|done/i));
    expect(look()).not.toEqual(before);
  });

  it("each sees until when, what would come back, and that others stay erased", async () => {
    const { page } = person;
    await page.goto(boLink);
    await page.getByText("You can take the erasure back until").waitFor();
    await page.getByText("You are sure that you will not need it?").click();
    await inspect(person, "undo-status");
    await page.goto(under(boLink, "receipt"));
    await inspect(person, "undo-receipt-open");
    await page.goto(under(boLink, "undo"));
    await page.getByRole("button", { name: "Take it back" }).waitFor();
    await inspect(person, "undo-look");
  });

  it.each(Object.entries(SCREENS))("the pages of an open window fit: %s", async (name, { language, context }) => {
    await using visitor = await openVisitor(browser, context);
    const { page } = visitor;
    for (const [step, link] of Object.entries(pagesOf(boLink))) {
      await page.goto(withLanguage(link, language));
      const details = page.locator("details:not([open]) > summary");
      while ((await details.count()) > 0) await details.first().click();
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      await inspect(visitor, `undo-${step}-${name}`);
    }
  });

  it("Bo comes back alone; then the other one too, and everything is as before", async () => {
    const { page } = person;
    await page.getByRole("button", { name: "Take it back" }).click();
    await eventually(async () => {
      await page.goto(boLink);
      return await page.getByText("The erasure was taken back.").isVisible();
    }, "the erasure is taken back");
    await inspect(person, "undo-done");
    await page.goto(under(boLink, "receipt"));
    await inspect(person, "undo-receipt-done");
    await using german = await openVisitor(browser, { viewport: NARROW, locale: "de-DE" });
    for (const [step, link] of Object.entries(pagesOf(boLink))) {
      await german.page.goto(withLanguage(link, "de"));
      await inspect(german, `undo-${step}-done-german-narrow`);
    }
    const there = (email: string) => queryRows(example.shop, "SELECT id FROM accounts WHERE email = ?", email).length;
    expect([there(BO), there(other)]).toEqual([1, 0]);
    await page.goto(under(otherLink, "undo"));
    await page.getByRole("button", { name: "Take it back" }).click();
    await eventually(async () => {
      await page.goto(otherLink);
      return await page.getByText("The erasure was taken back.").isVisible();
    }, "the other erasure is taken back");
    expect(look()).toEqual(before);
  });

  it("the console tells where it was taken back", async () => {
    const { page } = operator;
    await page.goto(`${example.url}/console/requests?phase=closed`);
    await page.getByRole("link", { name: "Erasure" }).first().click();
    await page.getByRole("heading", { name: "Taking it back" }).waitFor();
    await inspect(operator, "undo-console-request");
    await page
      .getByRole("link", { name: /receipt/i })
      .first()
      .click();
    await page.getByRole("heading", { name: "Taking it back" }).waitFor();
    await inspect(operator, "undo-console-receipt");
  });
});

/** All rows, but for those that stand in for people who have left, and what the archive remembers of its own work. */
function withoutStandIns(tables: ReturnType<typeof readDatabase>): unknown {
  return [...tables]
    .filter(([name]) => !name.startsWith("rights_"))
    .map(([name, rows]) => [name, rows.filter((row) => Number(row["id"] ?? 1) > 0)]);
}

const SCREENS = {
  "german-wide": { language: "de", context: { locale: "de-DE" } },
  "german-narrow": { language: "de", context: { viewport: NARROW, locale: "de-DE" } },
  "german-narrow-dark": { language: "de", context: { viewport: NARROW, locale: "de-DE", colorScheme: "dark" } },
  "narrow-dark": { language: "en", context: { viewport: NARROW, colorScheme: "dark" } },
} as const;

const pagesOf = (link: string) => ({ status: link, receipt: under(link, "receipt"), look: under(link, "undo") });

function under(link: string, step: string): string {
  const address = new URL(link);
  address.pathname += `/${step}`;
  return address.href;
}
