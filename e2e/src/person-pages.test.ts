/** What people do on their own pages, in a browser without scripts: see their data, tick entries, have them erased or corrected. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPage, launchBrowser, openVisitor, VARIANTS, withLanguage } from "./testing/browser.ts";
import { chromiumPath, whySkipped } from "./testing/environment.ts";
import { eventually } from "./testing/journeys.ts";
import { linkOf } from "./testing/mailbox.ts";
import { runExample, type TestExample } from "./testing/run-example.ts";
import { queryRows } from "./testing/shop-data.ts";

const ADA = "ada@example.org";

describe.skipIf(chromiumPath === null)(`a person's own pages${whySkipped}`, () => {
  let example: TestExample;
  let browser: Browser;
  let apiKey: string | undefined;

  beforeAll(async () => {
    [example, browser] = await Promise.all([runExample({ seed: false, waiting: "PT0S" }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await example?.[Symbol.asyncDispose]();
  });

  it("show the data without scripts, and one entry that was ticked is erased; nothing of it stands in an address", async () => {
    const addresses: string[] = [];
    const before = countPosts("author_id = 7");
    await using visitor = await openVisitor(browser, { javaScriptEnabled: false });
    const { page } = visitor;
    page.on("request", (request) => addresses.push(request.url()));
    await page.goto(await getPackage());
    await page.getByRole("link", { name: "Look at it here" }).click();
    await page.getByRole("button", { name: "Look Posts" }).click();
    await page.getByRole("checkbox", { name: /Second week with the kit/ }).check();
    await page.getByRole("button", { name: "Go on with what I ticked" }).click();
    await page.getByRole("button", { name: "Erase it", exact: true }).click();
    await page.getByRole("button", { name: "Ask for it to be erased" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(page.url()).toMatch(/\/privacy\/status\//);
    expect(visitor.complaints).toEqual([]);
    await approveNewest("erasure");
    // Somebody has answered it, so its place stays and its words go; all others stay as they are.
    await eventually(async () => countPosts("body LIKE 'Second week with the kit%'") === 0, "its words are gone");
    expect(countPosts("author_id = 7")).toBe(before);
    for (const address of addresses) expect(new URL(address).search).toMatch(/^(\?lang=\w\w)?$/);
  });

  it.each(Object.entries(VARIANTS))("have no barriers and fit: %s", async (variant, { language, context }) => {
    const faults: string[] = [];
    await using visitor = await openVisitor(browser, context);
    const { page } = visitor;
    const look = async (name: string): Promise<void> => {
      await page.getByRole("heading", { level: 1 }).waitFor();
      faults.push(...(await inspectPage(visitor, `${name}-${variant}`, 0)));
    };
    const press = (name: RegExp): Promise<void> => page.getByRole("button", { name }).click();
    await page.goto(withLanguage(await getPackage(), language));
    await look("package");
    await page.locator('a[href*="/data"]').click();
    await look("data");
    await press(/(Look|Ansehen) Posts/);
    await look("data-table");
    await page.getByRole("checkbox").nth(1).check();
    await press(/ticked|Angekreuzten/);
    await look("data-chosen");
    await press(/^(Correct it|Berichtigen)$/);
    await look("data-correct");
    await press(/What you ticked|Was Sie angekreuzt haben/);
    await press(/^(Erase it|Löschen)$/);
    await look("data-erase");
    expect(faults).toEqual([]);
  });

  it("of parents, of complaints and of the age screen have no barriers, light, dark and narrow", async () => {
    const pages = {
      parent: "/privacy/parent",
      complaint: "/privacy/complaint",
      authorities: "/privacy/authority",
      age: "/privacy/age",
    };
    const faults: string[] = [];
    for (const [variant, { language, context }] of Object.entries(VARIANTS)) {
      await using visitor = await openVisitor(browser, context);
      const { page } = visitor;
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(withLanguage(`${example.url}${path}`, language));
        faults.push(...(await inspectPage(visitor, `${name}-${variant}`, 0)));
        if (name === "authorities") continue;
        // Sent empty, each says what is missing.
        await page.locator("main button[type=submit]").last().click();
        await page.getByRole("alert").first().waitFor();
        visitor.forgive(/status of 422/);
        faults.push(...(await inspectPage(visitor, `${name}-wrong-${variant}`, 0)));
      }
    }
    await using parent = await openVisitor(browser);
    const { page } = parent;
    await page.goto(`${example.url}/privacy/parent`);
    await page.locator("#child").fill("kim@example.org");
    await page.locator("#email").fill("parent@example.org");
    await page.locator("main button[type=submit]").click();
    await page.goto(linkOf(await example.mailbox.take("parent@example.org", /./)));
    faults.push(...(await inspectPage(parent, "parent-case", 0)));
    await page.goto(`${example.url}/privacy/complaint`);
    await page.locator("#statement").fill("You did not answer me.");
    await page.locator("#email").fill("cross@example.org");
    await page.locator("main button[type=submit]").click();
    await page.goto(linkOf(await example.mailbox.take("cross@example.org", /./)));
    faults.push(...(await inspectPage(parent, "complaint-case", 0)));
    await page.goto(`${example.url}/privacy/age`);
    await page.locator("#day").fill("1");
    await page.locator("#month").selectOption("2");
    await page.locator("#year").fill("2024");
    await page.locator("main button[type=submit]").click();
    faults.push(...(await inspectPage(parent, "age-answer", 0)));
    expect(faults).toEqual([]);
  });

  function countPosts(where: string): number {
    return Number(queryRows(example.shop, `SELECT count(*) AS n FROM posts WHERE ${where}`)[0]?.["n"]);
  }

  /** Somebody in the office enters Ada's letter; answers the link to what was put together. */
  async function getPackage(): Promise<string> {
    const verified = { by: "letter", how: "her signature" };
    const body = { kind: "access", identifiers: [{ kind: "email", value: ADA }], verified };
    await call("POST", "/api/requests", body);
    await approveNewest("access");
    return linkOf(await example.mailbox.take(ADA, /is ready/));
  }

  async function approveNewest(kind: string): Promise<void> {
    await eventually(async () => {
      const { requests } = (await call("GET", "/api/requests?phase=needs_decision")) as { requests: Waiting[] };
      const found = requests.find((one) => one.kind === kind);
      if (found === undefined) return false;
      await call("POST", `/api/requests/${found.id}/approve`, { planVersion: found.planVersion });
      return true;
    }, `a request of ${kind} waits for approval`);
  }

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    apiKey ??= await example.kept.createApiKey("Office", ["requests:act", "requests:read"]);
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const response = await fetch(`${example.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }
});

interface Waiting {
  readonly id: string;
  readonly kind: string;
  readonly planVersion: number;
}
